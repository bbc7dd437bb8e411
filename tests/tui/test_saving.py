"""Nothing typed is lost: when it is saved, and what becomes of what the store refuses."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepback_course.portfolio.rescue import rescue, rescue_folder
from stepback_course.store import Busy, Store, StoreFull
from stepback_course.tui.saving import LONGEST, QUIET, RETRY, AnswerKeeper, SaveSchedule
from tests.tui.conftest import NOW, House, clock

UNIT = "statement-01"
ACTIVITY = "one-purpose"
PLACE = (UNIT, ACTIVITY)

gaps_between_keys = st.lists(st.floats(0, 3), min_size=1, max_size=40)


def keeper_of(house: House) -> AnswerKeeper:
    desks = house.desks("PR-CERYS")
    return AnswerKeeper(desks.workbook, "P-CERYS", clock, desks.history)


def saved_text(house: House) -> object:
    draft = house.desks("PR-CERYS").workbook.unit("P-CERYS", UNIT).draft
    return draft.responses[ACTIVITY].value if ACTIVITY in draft.responses else None


class RefusingStore:
    """A store that refuses every write with one error, until told otherwise."""

    def __init__(self, store: Store, error: Exception) -> None:
        self._store = store
        self.error: Exception | None = error

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def put(self, *args: object, **keywords: object) -> object:
        if self.error is not None:
            raise self.error
        return self._store.put(*args, **keywords)  # type: ignore[arg-type] # handed on


def refuse(house: House, error: Exception) -> RefusingStore:
    refusing = RefusingStore(house.store, error)
    house.store = refusing  # type: ignore[assignment] # it has every method of a store
    return refusing


# When a save is due.


@given(gaps_between_keys)
def test_a_save_is_due_when_the_keys_rest_and_never_long_after_the_first(gaps: list[float]) -> None:
    schedule = SaveSchedule()
    now, first, last = 0.0, None, 0.0
    for gap in gaps:
        now += gap
        due = schedule.due()
        if due is not None and due <= now:
            assert first is not None
            assert due <= first + LONGEST
            assert due == last + QUIET or due == first + LONGEST
            schedule.clear()
            first = None
        schedule.touch(now)
        first, last = now if first is None else first, now
        assert schedule.due() == min(last + QUIET, first + LONGEST)


@given(st.floats(0, 1e6), gaps_between_keys)
def test_nothing_is_due_once_everything_is_on_its_way(start: float, gaps: list[float]) -> None:
    schedule = SaveSchedule()
    for gap in gaps:
        start += gap
        schedule.touch(start)
    schedule.clear()
    assert schedule.due() is None


def test_a_refused_save_is_tried_again_and_sooner_once_somebody_types() -> None:
    schedule = SaveSchedule()
    schedule.refused(100)
    assert schedule.due() == 100 + RETRY
    schedule.touch(101)
    assert schedule.due() == 101 + QUIET


# What is held until the store has it.


def test_what_is_saved_is_no_longer_held(house: House) -> None:
    keeper = keeper_of(house)
    keeper.show(PLACE, None)
    keeper.note(PLACE, "I wait.")
    outcome = keeper.save()
    assert outcome.saved == (PLACE,)
    assert outcome.at == NOW
    assert not keeper.unsaved
    assert saved_text(house) == "I wait."


def test_what_is_typed_while_a_save_runs_is_still_held_afterwards(house: House) -> None:
    keeper = keeper_of(house)
    keeper.note(PLACE, "I wait.")
    respond = keeper.workbook.respond

    def respond_slowly(*args: object, **keywords: object) -> object:
        response = respond(*args, **keywords)  # type: ignore[arg-type] # handed on
        keeper.note(PLACE, "I wait. And watch.")
        return response

    keeper.workbook.respond = respond_slowly  # type: ignore[method-assign,assignment] # a stand-in
    keeper.save()
    assert keeper.unsaved == {PLACE: "I wait. And watch."}


@pytest.mark.parametrize(
    "error",
    [
        Busy("another program is writing"),
        StoreFull("there is no room left"),
        RuntimeError("nobody thought of this"),
    ],
)
def test_what_is_refused_is_held_with_a_sentence_and_saved_later(
    house: House, error: Exception
) -> None:
    refusing = refuse(house, error)
    keeper = keeper_of(house)
    keeper.note(PLACE, "I wait.")
    (unsaved,) = keeper.save().unsaved
    assert unsaved.place == PLACE
    assert str(error) in unsaved.sentence
    assert not unsaved.is_conflict
    assert keeper.unsaved == {PLACE: "I wait."}
    refusing.error = None
    assert keeper.save().saved == (PLACE,)
    assert saved_text(house) == "I wait."


def test_one_refused_answer_does_not_hold_up_the_others(house: House) -> None:
    keeper = keeper_of(house)
    keeper.note((UNIT, "no-such-activity"), "lost?")
    keeper.note(PLACE, "I wait.")
    outcome = keeper.save()
    assert outcome.saved == (PLACE,)
    assert [unsaved.place[1] for unsaved in outcome.unsaved] == ["no-such-activity"]


def test_what_another_window_wrote_is_not_overwritten(house: House) -> None:
    mine, theirs = keeper_of(house), keeper_of(house)
    for keeper in (mine, theirs):
        keeper.show(PLACE, None)
    theirs.note(PLACE, "Theirs.")
    theirs.save()
    mine.note(PLACE, "Mine.")
    (unsaved,) = mine.save().unsaved
    assert unsaved.is_conflict
    assert saved_text(house) == "Theirs."
    assert mine.unsaved == {PLACE: "Mine."}
    assert mine.save().unsaved == (unsaved,)
    assert saved_text(house) == "Theirs."


@pytest.fixture
def conflict(house: House) -> AnswerKeeper:
    """A keeper that holds `Mine.` where the store has `Theirs.`"""
    keeper = keeper_of(house)
    keeper.show(PLACE, None)
    keeper.note(PLACE, "Mine.")
    house.desks("PR-CERYS").workbook.respond("P-CERYS", UNIT, ACTIVITY, "Theirs.")
    keeper.save()
    return keeper


def test_keeping_mine_puts_theirs_in_a_file_first(house: House, conflict: AnswerKeeper) -> None:
    theirs = conflict.workbook.unit("P-CERYS", UNIT).draft.responses[ACTIVITY]
    path = conflict.keep_mine(PLACE, theirs)
    assert path.read_text("utf-8") == "Theirs."
    conflict.save()
    assert saved_text(house) == "Mine."
    assert not conflict.conflicts


def test_keeping_mine_keeps_theirs_as_a_version_first(house: House, conflict: AnswerKeeper) -> None:
    theirs = conflict.workbook.unit("P-CERYS", UNIT).draft.responses[ACTIVITY]
    conflict.keep_mine(PLACE, theirs)
    conflict.save()
    history = house.desks("PR-CERYS").history
    (version,) = history.versions("P-CERYS", UNIT)
    assert history.answers("P-CERYS", UNIT, version.key)[ACTIVITY].value == "Theirs."
    assert version.reason == "replaced"


def test_the_end_keeps_a_version_of_every_unit_written_in(house: House) -> None:
    keeper = keeper_of(house)
    for unit, activity in (PLACE, ("statement-02", "clearer-now")):
        keeper.show((unit, activity), None)
        keeper.note((unit, activity), "I waited.")
    assert keeper.end() == []
    history = house.desks("PR-CERYS").history
    assert len(history.versions("P-CERYS", UNIT)) == 1
    assert len(history.versions("P-CERYS", "statement-02")) == 1
    assert history.versions("P-CERYS", "statement-03") == []


def test_a_third_answer_is_a_conflict_again(house: House, conflict: AnswerKeeper) -> None:
    theirs = conflict.workbook.unit("P-CERYS", UNIT).draft.responses[ACTIVITY]
    conflict.keep_mine(PLACE, theirs)
    conflict.workbook.respond("P-CERYS", UNIT, ACTIVITY, "A third.")
    assert conflict.save().unsaved[0].is_conflict
    assert saved_text(house) == "A third."


def test_taking_theirs_puts_mine_in_a_file_first(house: House, conflict: AnswerKeeper) -> None:
    path = conflict.take_theirs(PLACE)
    assert path.read_text("utf-8") == "Mine."
    assert not conflict.unsaved
    assert not conflict.save().unsaved
    assert saved_text(house) == "Theirs."


def test_without_room_for_a_rescue_file_no_answer_is_given_up(
    house: House, conflict: AnswerKeeper, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocked = tmp_path / "a-file"
    blocked.touch()
    monkeypatch.setenv("STEPBACK_RESCUE", str(blocked / "inside"))
    with pytest.raises(NotADirectoryError):
        conflict.take_theirs(PLACE)
    assert conflict.unsaved == {PLACE: "Mine."}
    assert conflict.conflicts


# What is rescued.


def test_what_cannot_be_saved_at_the_end_is_in_a_file_that_is_named(house: House) -> None:
    refuse(house, StoreFull("there is no room left"))
    keeper = keeper_of(house)
    keeper.note(PLACE, "ŵ is a letter.")
    keeper.save()
    (told,) = keeper.rescue_unsaved()
    (path,) = rescue_folder().iterdir()
    assert str(path) in told
    assert path.read_text("utf-8") == "ŵ is a letter."


def test_where_no_file_can_be_written_either_the_text_itself_is_told(
    house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocked = tmp_path / "a-file"
    blocked.touch()
    monkeypatch.setenv("STEPBACK_RESCUE", str(blocked / "inside"))
    keeper = keeper_of(house)
    keeper.note(PLACE, "I wait.")
    (told,) = keeper.rescue_unsaved()
    assert "I wait." in told


def test_two_rescues_in_one_second_are_two_files() -> None:
    one, other = (rescue("P-1", UNIT, ACTIVITY, text, NOW) for text in ("one", "other"))
    assert (one.read_text(), other.read_text()) == ("one", "other")


def test_only_its_owner_may_read_a_rescue_file() -> None:
    path = rescue("P-1", UNIT, ACTIVITY, "about a child", NOW)
    assert path.stat().st_mode & 0o077 == 0
