"""Whose a submission on the desk is, in words, and which keys do something with it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from stepback_course.marking import Desk, DeskView
from stepback_course.tui.desk_state import DeskState
from tests.filling import submit
from tests.house import NOW, House, Ticking, actor

UNIT = "statement-01"
CERYS = ("P-CERYS", UNIT)
MEG, IDA = actor("AS-MEG", "assessor"), actor("AS-IDA", "assessor")


@pytest.fixture
def waiting(house: House) -> House:
    """Cerys has submitted a unit, and two assessors might mark it."""
    house.add("AS-IDA", "Ida Holm", "assessor")
    house.clock = Ticking()
    submit(house.desks("PR-CERYS"), "P-CERYS", UNIT)
    return house


@pytest.fixture
def ida(waiting: House) -> Desk:
    """The desk with Ida at it."""
    return waiting.desks("AS-IDA").desk


def seen_by_megan(house: House, hours: float = 0) -> DeskState:
    """Return how it stands for Megan, so many hours from now."""
    at: datetime = house.clock() + timedelta(hours=hours)
    return DeskState(house.desks("AS-MEG").desk.open(*CERYS), MEG, at)


def keys(state: DeskState) -> set[str]:
    known = ("take_over", "give_back", "turn", "save", "undo", "release", "next")
    return {action for action in known if state.allows(action)}


def test_what_nobody_has_is_free_to_take(waiting: House) -> None:
    state = seen_by_megan(waiting)

    assert state.sentence == "Nobody is marking this; t takes it."
    assert keys(state) == {"take_over", "next"}


def test_whoever_does_not_mark_is_not_offered_to_take_it(waiting: House) -> None:
    view = waiting.desks("CO-ANN").desk.open(*CERYS)
    state = DeskState(view, actor("CO-ANN", "coordinator"), waiting.clock())

    assert state.sentence == "Nobody is marking this yet."
    assert keys(state) == {"next"}


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        (0, "Ida Holm took this just now, until 20:0"),
        (3, "Ida Holm has had this for 3 hours, until 20:0"),
        (8.1, "Ida Holm's claim ran out, 20:0"),
    ],
)
def test_anothers_claim_says_whose_for_how_long_and_until_when(
    waiting: House, ida: Desk, hours: float, sentence: str
) -> None:
    ida.claim(*CERYS)
    state = seen_by_megan(waiting, hours)

    assert state.sentence.startswith(sentence)
    assert keys(state) == {"take_over", "next"}
    assert state.is_free == (hours > 8)


@pytest.mark.parametrize(
    ("hours", "sentence", "does"),
    [
        (0, "Yours until 20:0", {"give_back"}),
        (2.1, "Yours for 2 hours now, until 20:0", {"give_back"}),
        (8.1, "Your claim ran out, 20:0", {"take_over"}),
    ],
)
def test_ones_own_claim_is_ones_own_until_somebody_else_takes_it(
    waiting: House, hours: float, sentence: str, does: set[str]
) -> None:
    waiting.desks("AS-MEG").desk.claim(*CERYS)
    state = seen_by_megan(waiting, hours)

    assert state.sentence.startswith(sentence)
    assert keys(state) == {"turn", "save", "undo", "release", "next"} | does


def test_what_is_allocated_to_another_is_theirs_to_take(waiting: House) -> None:
    allocations = waiting.desks("CO-ANN").allocations
    allocations.allocate(*CERYS, "AS-IDA")
    state = seen_by_megan(waiting)
    assert state.sentence == "It is allocated to Ida Holm; t takes it all the same."
    assert (state.is_free, state.is_elsewhere) == (False, True)
    assert "allocated to Ida Holm" in state.before_taking_over

    allocations.allocate(*CERYS, "AS-MEG", reason="Ida is ill")
    state = seen_by_megan(waiting)
    assert state.sentence == "It is allocated to you; t takes it."
    assert state.is_free


def test_a_decision_is_shown_before_and_after_its_release(waiting: House, ida: Desk) -> None:
    criteria = {c["id"]: "met" for c in ida.open(*CERYS).submission.unit["criteria"]}
    ida.decide(*CERYS, criteria, {}, "Thank you.")
    state = seen_by_megan(waiting)
    assert state.sentence.startswith("Decided by Ida Holm on 4 March, 12:0")
    assert state.marks.overall.stood_out == "Thank you."
    assert keys(state) == {"release", "next"}

    ida.release(*CERYS)
    state = seen_by_megan(waiting)
    assert state.sentence.startswith("Decided by Ida Holm: met. Released on 4 March, 12:0")
    assert state.marks.criteria == criteria
    assert keys(state) == {"next"}


def test_what_was_returned_says_why(waiting: House) -> None:
    waiting.desks("AS-MEG").desk.claim(*CERYS)
    view: DeskView = seen_by_megan(waiting).view
    last = view.record.trail[-1]
    returned = last.model_copy(update={"action": "return", "reason": "Criterion 2 is thin."})
    record = view.record.model_copy(update={"trail": (*view.record.trail[:-1], returned)})
    state = DeskState(replace(view, record=record), MEG, NOW)

    first, second = state.sentence.split("\n")
    assert first == "Returned by its verifier: Criterion 2 is thin."
    assert second.startswith("Yours until")


def test_the_note_in_the_margin_is_ones_own_on_this_attempt(waiting: House, ida: Desk) -> None:
    ida.keep_note(*CERYS, "Ida's.")
    waiting.desks("AS-MEG").desk.keep_note(*CERYS, "Megan's.")
    view = seen_by_megan(waiting).view

    assert DeskState(view, MEG, NOW).note == "Megan's."
    assert DeskState(view, IDA, NOW).note == "Ida's."
    assert DeskState(replace(view, notes=()), MEG, NOW).note == ""
