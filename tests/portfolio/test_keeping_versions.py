"""When it is kept how a unit stood, for how long, and how little room that takes."""

from datetime import timedelta
from pathlib import Path

import pytest

from stepback_course.clock import instant
from stepback_course.portfolio.versions.keeping import Versions, files_of_versions
from stepback_course.portfolio.versions.rules import AT_WORK
from stepback_course.store import Change, Store, open_store
from tests.filling import submit
from tests.house import NOW, House, furnish
from tests.portfolio.hours import CERYS, PORTFOLIO, UNIT, Hands, texts, versions, write

TEXT = "I waited and said nothing at all until she had done it. " * 10


def test_leaving_a_unit_keeps_how_it_stands_once(house: House, hands: Hands) -> None:
    history = house.desks(CERYS).history
    assert not history.keep(PORTFOLIO, UNIT)
    write(house, "I waited.")
    assert history.keep(PORTFOLIO, UNIT)
    assert not history.keep(PORTFOLIO, UNIT)
    hands.on(seconds=30)
    write(house, "I waited longer.")
    assert history.keep(PORTFOLIO, UNIT)
    assert texts(house) == ["I waited longer.", "I waited."]
    assert [version.reason for version in versions(house)] == ["left", "left"]
    assert versions(house)[0].at == instant(hands.now)


def test_a_draft_that_is_only_written_again_is_no_new_version(house: House, hands: Hands) -> None:
    write(house, "One.")
    house.desks(CERYS).history.keep(PORTFOLIO, UNIT)
    folder, name = f"portfolio/{PORTFOLIO}", f"draft/{UNIT}"
    draft = house.store.get(folder, name)
    assert draft is not None
    again = Change(draft.revision, draft.document, draft.summary)
    house.store.put(folder, {name: again}, operation="again", actor=CERYS)
    house.desks(CERYS).history.keep(PORTFOLIO, UNIT)
    assert texts(house) == ["One."]


def test_after_five_minutes_of_typing_how_it_stood_is_kept(house: House, hands: Hands) -> None:
    write(house, "One.")
    hands.on(minutes=4, seconds=59)
    write(house, "One. Two.")
    assert versions(house) == []
    hands.on(seconds=1)
    write(house, "One. Two. Three.")
    assert [version.reason for version in versions(house)] == ["typing"]
    assert texts(house) == ["One. Two."]
    hands.on(minutes=4)
    write(house, "One. Two. Three. Four.")
    assert len(versions(house)) == 1


def test_a_save_that_keeps_nothing_writes_the_draft_alone(house: House, hands: Hands) -> None:
    write(house, "One.")
    before = house.store.get(f"portfolio/{PORTFOLIO}", f"versions/{UNIT}")
    files = list(house.store.files())
    hands.on(seconds=2)
    write(house, "One. Two.")
    assert house.store.get(f"portfolio/{PORTFOLIO}", f"versions/{UNIT}") == before
    assert list(house.store.files()) == files


def test_most_of_an_answer_is_kept_before_one_save_takes_it_away(
    house: House, hands: Hands
) -> None:
    write(house, TEXT[:200])
    hands.on(seconds=2)
    write(house, TEXT)
    hands.on(seconds=2)
    write(house, "Oh")
    assert [version.reason for version in versions(house)] == ["replaced"]
    assert texts(house) == [TEXT]


def test_what_was_submitted_is_a_version_and_is_not_kept_twice(house: House, hands: Hands) -> None:
    submit(house.desks(CERYS), PORTFOLIO, UNIT)
    hands.on(minutes=1)
    (version,) = versions(house)
    assert (version.reason, version.attempt) == ("submitted", 1)
    assert not house.desks(CERYS).history.keep(PORTFOLIO, UNIT)
    house.desks(CERYS).workbook.withdraw(PORTFOLIO, UNIT)
    hands.on(minutes=60)
    write(house, TEXT)
    assert versions(house) == [version]


def test_what_is_listed_no_longer_is_removed_after_a_day(house: House, hands: Hands) -> None:
    history = house.desks(CERYS).history
    own = set(house.store.files())
    for number in range(6):
        write(house, f"Thought {number}.")
        history.keep(PORTFOLIO, UNIT)
        hands.on(hours=1)
    lists, thoughts = 6, 6
    assert len(set(house.store.files()) - own) == lists + thoughts
    hands.on(days=40)
    assert texts(house) == ["Thought 5."]
    write(house, "Much later.")
    history.keep(PORTFOLIO, UNIT)
    assert texts(house) == ["Much later.", "Thought 5."]
    hands.on(days=2)
    write(house, "Later still.")
    history.keep(PORTFOLIO, UNIT)
    record = house.store.get(f"portfolio/{PORTFOLIO}", f"versions/{UNIT}")
    assert record is not None
    named = set(files_of_versions(house.store, record.document))
    just_replaced = 1
    assert len(set(house.store.files()) - own - named) == just_replaced
    assert len(named) == len([*texts(house), "and the list"])


def test_a_list_just_replaced_is_there_for_whoever_is_reading_it(
    house: House, hands: Hands
) -> None:
    history = house.desks(CERYS).history
    write(house, "One.")
    history.keep(PORTFOLIO, UNIT)
    before = house.store.get(f"portfolio/{PORTFOLIO}", f"versions/{UNIT}")
    assert before is not None
    hands.on(hours=23)
    write(house, "Two.")
    history.keep(PORTFOLIO, UNIT)
    assert len(files_of_versions(house.store, before.document)) == 2


def live_file(folder: Path) -> int:
    (file,) = folder.glob(f"folders/*/portfolio~{PORTFOLIO.lower()}.json")
    return file.stat().st_size


def a_thousand_saves(store: Store) -> House:
    """Type for half an hour, as the screen saves it: an answer that grows by a word."""
    typed = House(store)
    furnish(typed)
    hands = Hands()
    typed.clock = hands
    words = ""
    for number in range(1000):
        words += f"word-{number % 50} "
        write(typed, words)
        hands.on(seconds=2)
    return typed


def test_a_thousand_saves_keep_the_promised_versions_and_the_live_file_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = a_thousand_saves(open_store(str(tmp_path / "with")))
    size = live_file(tmp_path / "with")
    typed.desks(CERYS).history.keep(PORTFOLIO, UNIT)
    start, last = NOW, NOW + timedelta(seconds=1998)
    five_minutes = [start + number * AT_WORK - timedelta(seconds=2) for number in range(1, 7)]
    assert [version.at for version in reversed(versions(typed))] == [
        instant(at) for at in (*five_minutes, last)
    ]
    counts = [len(str(text).split()) for text in reversed(texts(typed))]
    assert counts == [150, 300, 450, 600, 750, 900, 1000]
    monkeypatch.setattr(Versions, "before_writing", lambda *given, **named: {})
    a_thousand_saves(open_store(str(tmp_path / "without")))
    assert size <= 1.2 * live_file(tmp_path / "without")
