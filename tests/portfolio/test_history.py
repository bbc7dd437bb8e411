"""How a unit stood before is kept, listed, and brought back."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from stepback_course.clock import instant
from stepback_course.portfolio.versions.history import Version
from stepback_course.portfolio.versions.keeping import Versions, files_of_versions
from stepback_course.portfolio.versions.rules import AT_WORK
from stepback_course.store import Busy, Change, Conflict, Store, StoreFull, open_store
from stepback_course.text.refusals import Refusal
from tests.filling import CONSENT, submit
from tests.house import NOW, House, furnish

CERYS, PORTFOLIO = "PR-CERYS", "P-CERYS"
UNIT, ACTIVITY, OTHER = "statement-03", "what-waiting-showed", "pencil-stops"
TEXT = "I waited and said nothing at all until she had done it. " * 10


class Hands:
    """A clock that is set."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def on(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def hands(house: House) -> Hands:
    """The clock of the house."""
    hands = Hands()
    house.clock = hands
    return hands


def write(house: House, text: str, activity: str = ACTIVITY, unit: str = UNIT) -> None:
    house.desks(CERYS).workbook.respond(PORTFOLIO, unit, activity, text)


def versions(house: House) -> list[Version]:
    return house.desks(CERYS).history.versions(PORTFOLIO, UNIT)


def texts(house: House) -> list[object]:
    """Return what each version has for the activity, the newest first."""
    history = house.desks(CERYS).history
    kept = [history.answers(PORTFOLIO, UNIT, version.key) for version in versions(house)]
    return [answers[ACTIVITY].value if ACTIVITY in answers else None for answers in kept]


def standing(house: House, activity: str = ACTIVITY) -> object:
    draft = house.desks(CERYS).workbook.unit(PORTFOLIO, UNIT).draft
    return draft.responses[activity].value if activity in draft.responses else None


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


def test_a_version_is_brought_back_and_what_stood_is_kept(house: House, hands: Hands) -> None:
    history = house.desks(CERYS).history
    write(house, "I waited.")
    write(house, "wait", OTHER)
    history.keep(PORTFOLIO, UNIT)
    hands.on(minutes=1)
    write(house, "I did not wait.")
    (version,) = versions(house)
    hands.on(minutes=1)
    assert history.bring_back(PORTFOLIO, UNIT, version.key) == (ACTIVITY,)
    assert standing(house) == "I waited."
    assert texts(house) == ["I did not wait.", "I waited."]
    assert versions(house)[0].reason == "replaced"


def test_going_back_and_back_again_loses_nothing(house: House, hands: Hands) -> None:
    history = house.desks(CERYS).history
    for text in ("One.", "Two.", "Three."):
        write(house, text)
        history.keep(PORTFOLIO, UNIT)
        hands.on(minutes=1)
    for version in versions(house)[1:]:
        history.bring_back(PORTFOLIO, UNIT, version.key)
        hands.on(minutes=1)
    assert standing(house) == "One."
    assert {"One.", "Two.", "Three."} <= set(texts(house))


def test_one_answer_of_a_version_is_brought_back_alone(house: House, hands: Hands) -> None:
    history = house.desks(CERYS).history
    write(house, "I waited.")
    write(house, "wait", OTHER)
    history.keep(PORTFOLIO, UNIT)
    hands.on(minutes=1)
    write(house, "I did not wait.")
    write(house, "clue", OTHER)
    (version,) = versions(house)
    assert history.bring_back(PORTFOLIO, UNIT, version.key, [ACTIVITY]) == (ACTIVITY,)
    assert (standing(house), standing(house, OTHER)) == ("I waited.", "clue")


def test_what_was_answered_only_since_then_stays(house: House, hands: Hands) -> None:
    history = house.desks(CERYS).history
    write(house, "I waited.")
    history.keep(PORTFOLIO, UNIT)
    hands.on(minutes=1)
    write(house, "wait", OTHER)
    assert history.bring_back(PORTFOLIO, UNIT, versions(house)[0].key) == ()
    assert standing(house, OTHER) == "wait"


def test_a_screen_that_shows_what_was_there_before_does_not_write_over_what_came_back(
    house: House, hands: Hands
) -> None:
    desks = house.desks(CERYS)
    write(house, "I waited.")
    desks.history.keep(PORTFOLIO, UNIT)
    write(house, "I did not wait.")
    seen = desks.workbook.unit(PORTFOLIO, UNIT).draft.responses[ACTIVITY].number
    desks.history.bring_back(PORTFOLIO, UNIT, versions(house)[0].key)
    with pytest.raises(Conflict):
        desks.workbook.respond(PORTFOLIO, UNIT, ACTIVITY, "Mine.", seen=seen)


def test_several_answers_are_replaced_together_or_none(house: House, hands: Hands) -> None:
    history = house.desks(CERYS).history
    write(house, "I waited.")
    number = house.desks(CERYS).workbook.unit(PORTFOLIO, UNIT).draft.responses[ACTIVITY].number
    with pytest.raises(Refusal, match="no option 'run-away'"):
        history.replace(PORTFOLIO, UNIT, {ACTIVITY: "Anew.", OTHER: "run-away"})
    with pytest.raises(Conflict, match="changed in another window"):
        history.replace(
            PORTFOLIO, UNIT, {ACTIVITY: "Anew.", OTHER: "wait"}, seen={ACTIVITY: number - 1}
        )
    assert (standing(house), standing(house, OTHER)) == ("I waited.", None)
    replaced = history.replace(
        PORTFOLIO, UNIT, {ACTIVITY: "Anew.", OTHER: "wait"}, seen={ACTIVITY: number, OTHER: 0}
    )
    assert replaced == (ACTIVITY, OTHER)
    assert (standing(house), texts(house)) == ("Anew.", ["I waited."])


def test_nothing_is_brought_back_into_a_closed_unit(house: House, hands: Hands) -> None:
    write(house, "I waited.")
    house.desks(CERYS).history.keep(PORTFOLIO, UNIT)
    submit(house.desks(CERYS), PORTFOLIO, UNIT)
    key = next(version.key for version in versions(house) if version.reason == "left")
    with pytest.raises(Refusal, match="take it back before you change it"):
        house.desks(CERYS).history.bring_back(PORTFOLIO, UNIT, key)


def test_a_version_of_another_unit_or_of_none_is_not_brought_back(
    house: House, hands: Hands
) -> None:
    write(house, "Elsewhere.", "one-purpose", "statement-01")
    history = house.desks(CERYS).history
    history.keep(PORTFOLIO, "statement-01")
    (elsewhere,) = history.versions(PORTFOLIO, "statement-01")
    for key in (elsewhere.key, "0" * 64, "../secret"):
        with pytest.raises(Refusal, match="this version is not kept any more"):
            history.bring_back(PORTFOLIO, UNIT, key)


def test_earlier_versions_are_their_practitioners_alone(house: House, hands: Hands) -> None:
    write(house, "A first thought.")
    house.desks(CERYS).history.keep(PORTFOLIO, UNIT)
    for person in ("AS-MEG", "TR-TOM", "CO-ANN", "PR-ELEN"):
        with pytest.raises(Refusal, match="only the practitioner writes in a portfolio"):
            house.desks(person).history.versions(PORTFOLIO, UNIT)


def test_nothing_about_a_learner_comes_back_without_permission(house: House, hands: Hands) -> None:
    desks = house.desks(CERYS)
    desks.workbook.record_consent(PORTFOLIO, CONSENT)
    write(house, "I can do it.", "own-words", "learners-voice")
    desks.history.keep(PORTFOLIO, "learners-voice")
    write(house, "I can.", "own-words", "learners-voice")
    (version,) = desks.history.versions(PORTFOLIO, "learners-voice")
    desks.workbook.withdraw_consent(PORTFOLIO, "2026-03-04")
    with pytest.raises(Refusal) as refusal:
        desks.history.bring_back(PORTFOLIO, "learners-voice", version.key)
    assert refusal.value.code == "withdrawn"
    assert not desks.history.keep(PORTFOLIO, "learners-voice")


def test_an_attempt_that_reads_as_the_last_one_is_unchanged(house: House, hands: Hands) -> None:
    history = house.desks(CERYS).history
    assert not history.is_unchanged(PORTFOLIO, UNIT)
    submit(house.desks(CERYS), PORTFOLIO, UNIT)
    assert history.is_unchanged(PORTFOLIO, UNIT)
    desk = house.desks("AS-MEG").desk
    criteria = [c.id for c in house.desks(CERYS).workbook.unit(PORTFOLIO, UNIT).unit.criteria]
    desk.decide(
        PORTFOLIO,
        UNIT,
        dict.fromkeys(criteria, "not_yet_met"),
        dict.fromkeys(criteria, "Say what you saw."),
    )
    desk.release(PORTFOLIO, UNIT)
    before = standing(house)
    hands.on(minutes=1)
    write(house, TEXT)
    assert not history.is_unchanged(PORTFOLIO, UNIT)
    hands.on(minutes=1)
    write(house, str(before))
    assert history.is_unchanged(PORTFOLIO, UNIT)


def test_a_submission_taken_back_is_not_what_a_unit_is_held_against(
    house: House, hands: Hands
) -> None:
    submit(house.desks(CERYS), PORTFOLIO, UNIT)
    house.desks(CERYS).workbook.withdraw(PORTFOLIO, UNIT)
    assert not house.desks(CERYS).history.is_unchanged(PORTFOLIO, UNIT)


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


def test_two_windows_that_keep_a_version_at_once_keep_both_or_one_never_none(
    house: House, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(house, "One.")
    put = house.store.put

    def put_after_another_window(*given: object, **named: object) -> object:
        monkeypatch.setattr(house.store, "put", put)
        write(house, "One. Two.")
        house.desks(CERYS).history.keep(PORTFOLIO, UNIT)
        return put(*given, **named)  # type: ignore[arg-type] # handed on as it came

    monkeypatch.setattr(house.store, "put", put_after_another_window)
    house.desks(CERYS).history.keep(PORTFOLIO, UNIT)
    assert "One. Two." in texts(house)


def test_the_same_operation_again_removes_no_list(house: House, hands: Hands) -> None:
    workbook = house.desks(CERYS).workbook
    write(house, "One.")
    hands.on(minutes=6)
    workbook.respond(PORTFOLIO, UNIT, ACTIVITY, "Two.", operation="once")
    hands.on(minutes=6)
    write(house, "Three.")
    hands.on(minutes=6)
    workbook.respond(PORTFOLIO, UNIT, ACTIVITY, "Four.", operation="once")
    assert standing(house) == "Three."
    assert texts(house) == ["Two.", "One."]


def test_an_answer_is_saved_also_where_the_list_of_versions_is_gone(
    house: House, hands: Hands
) -> None:
    write(house, "One.")
    house.desks(CERYS).history.keep(PORTFOLIO, UNIT)
    record = house.store.get(f"portfolio/{PORTFOLIO}", f"versions/{UNIT}")
    assert record is not None
    house.store.erase_file(record.document["list"])
    for text in ("Two.", "Three."):
        write(house, text)
        hands.on(minutes=6)
    write(house, "Four.")
    assert standing(house) == "Four."
    assert texts(house) == ["Three.", "Two."]


def test_with_no_room_for_a_version_the_answer_is_saved_all_the_same(
    house: House, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(house, "One.")
    hands.on(minutes=6)
    put_file = house.store.put_file

    def full(*given: object, **named: object) -> str:
        raise StoreFull("There is no room left.")

    monkeypatch.setattr(house.store, "put_file", full)
    write(house, "Two.")
    assert (standing(house), versions(house)) == ("Two.", [])
    monkeypatch.setattr(house.store, "put_file", put_file)
    write(house, "Three.")
    assert texts(house) == ["Two."]


def test_an_answer_that_is_saved_is_not_called_unsaved_for_a_file_that_could_not_be_removed(
    house: House, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        write(house, f"Thought {number}.")
        hands.on(days=3)
    removed = []

    def refuse(digest: str) -> bool:
        removed.append(digest)
        raise Busy("The store is busy.")

    monkeypatch.setattr(house.store, "erase_file", refuse)
    write(house, "Thought 3.")
    assert standing(house) == "Thought 3."
    assert removed


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
