"""A unit moves only along the steps there are, and each step is chained to the one before."""

from itertools import product
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepback_course.people import Actor
from stepback_course.portfolio.models import UnitRecord, UnitState
from stepback_course.portfolio.trail import STEPS, Step, first_broken_entry, take_step
from stepback_course.text.refusals import Refusal
from tests.house import NOW

STATES: tuple[UnitState, ...] = get_args(UnitState)
ALL_STEPS: tuple[Step, ...] = get_args(Step)
MEG = Actor("AS-MEG", "Megan Price")


def walked(steps: list[Step]) -> UnitRecord:
    """Return the record of a unit after those of the steps that its state allowed."""
    record = UnitRecord()
    for step in steps:
        if (record.state, step) in STEPS:
            record = take_step("Unit", record, step, actor=MEG, role="assessor", at=NOW)
    return record


@pytest.mark.parametrize(
    ("state", "step"), [pair for pair in product(STATES, ALL_STEPS) if pair not in STEPS]
)
def test_a_step_that_a_state_does_not_have_is_refused_in_a_sentence(
    state: UnitState, step: Step
) -> None:
    with pytest.raises(Refusal) as refused:
        take_step("Waiting", UnitRecord(state=state), step, actor=MEG, role="assessor", at=NOW)
    assert refused.value.code == "closed"
    assert "Waiting" in str(refused.value)


@given(st.lists(st.sampled_from(ALL_STEPS), max_size=25))
def test_the_trail_says_how_a_unit_came_to_its_state(steps: list[Step]) -> None:
    record = walked(steps)
    assert first_broken_entry(record.trail) is None
    state: UnitState = "open"
    for entry in record.trail:
        assert entry.before == state
        state = entry.after
    assert state == record.state


@given(st.lists(st.sampled_from(ALL_STEPS), max_size=25), st.data())
def test_an_altered_entry_is_found(steps: list[Step], data: st.DataObject) -> None:
    trail = walked(["submit", "claim", *steps]).trail
    place = data.draw(st.integers(0, len(trail) - 1))
    altered = trail[place].model_copy(update={"reason": "because"})
    assert first_broken_entry((*trail[:place], altered, *trail[place + 1 :])) == place


@pytest.mark.parametrize("reason", ["She is i\u0302ll", "ill\x07", "ill,\r\nat home", "  ill  "])
def test_a_reason_is_chained_as_it_is_kept_however_it_was_typed(reason: str) -> None:
    record = walked(["submit", "claim"])
    stepped = take_step(
        "Unit", record, "give back", actor=MEG, role="assessor", at=NOW, reason=reason
    )
    kept = UnitRecord.model_validate(stepped.model_dump(mode="json"))

    assert first_broken_entry(kept.trail) is None
    assert kept == stepped


def test_a_reason_that_is_too_long_is_refused_in_a_sentence() -> None:
    record = walked(["submit", "claim"])
    with pytest.raises(Refusal, match="at most 4000 characters"):
        take_step(
            "Unit", record, "give back", actor=MEG, role="assessor", at=NOW, reason="x" * 4_001
        )


def test_an_entry_taken_out_is_found() -> None:
    trail = walked(["submit", "claim", "decide"]).trail
    assert first_broken_entry((trail[0], trail[2])) == 1
