"""A practitioner's strand of a trail is the same with and without what the desk did between."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from stepback_course.people import Actor
from stepback_course.portfolio.models import Decision, UnitRecord
from stepback_course.portfolio.trail import (
    SHOWN,
    STEPS,
    Step,
    commitment,
    first_broken_entry,
    is_shown,
    is_whole,
    shown,
    take_step,
)
from stepback_course.text import digest
from tests.house import NOW

MEG = Actor("AS-MEG", "Megan Price")
DESK: list[Step] = ["claim", "give back", "decide", "undo"]
steps = st.lists(st.sampled_from([step for _state, step in STEPS]), max_size=30)


def step_of(record: UnitRecord, step: Step) -> UnitRecord:
    """Take a step with the changes that the services make."""
    changes: dict[str, Any] = {}
    if step == "decide":
        decision = Decision(
            attempt=1,
            assessor=MEG.id,
            name=MEG.name,
            at=str(len(record.trail)),
            criteria={"one": "met"},
            feedback={},
            overall="",
        )
        changes["decisions"] = (*record.decisions, decision)
    if step in ("undo", "release met", "refer"):
        *others, last = record.decisions
        word = "superseded" if step == "undo" else "released"
        changes["decisions"] = (*others, last.model_copy(update={word: "now"}))
    return take_step("Unit", record, step, actor=MEG, role="assessor", at=NOW, **changes)


def walked(wanted: list[Step]) -> UnitRecord:
    """Return a record after those of the steps that its state allowed."""
    record = UnitRecord()
    for step in wanted:
        if (record.state, step) in STEPS:
            record = step_of(record, step)
    return record


@given(steps)
def test_what_is_shown_is_whole_and_says_nothing_of_the_desk(wanted: list[Step]) -> None:
    record = walked(wanted)
    assert is_whole(record)
    seen = shown(record)
    assert is_whole(seen)
    assert all(is_shown(entry) for entry in seen.trail)
    assert all(decision.released for decision in seen.decisions)
    assert seen.lease is None
    assert seen.state in ("open", "submitted", "met")
    assert shown(seen) == seen


@given(steps)
def test_what_the_desk_undoes_leaves_no_mark_on_the_practitioners_strand(
    wanted: list[Step],
) -> None:
    quiet = walked(["submit"])
    busy = walked(["submit", "claim", "decide", "undo", "give back", "claim", "give back"])
    for step in wanted:
        if step in SHOWN and (quiet.state, step) in STEPS:
            quiet, busy = step_of(quiet, step), step_of(busy, step)
    assert shown(busy) == shown(quiet)


@given(steps, st.data())
def test_a_change_to_what_a_record_says_is_noticed(wanted: list[Step], data: st.DataObject) -> None:
    record = walked(["submit", *wanted])
    other = data.draw(
        st.sampled_from([s for s in ("open", "submitted", "met") if s != record.state])
    )
    assert not is_whole(record.model_copy(update={"state": other}))
    if any(d.released or not d.superseded for d in record.decisions):
        assert not is_whole(record.model_copy(update={"decisions": ()}))


def test_a_decision_undone_before_release_is_not_committed_to() -> None:
    undone = walked(["submit", "claim", "decide", "undo"])
    without = undone.model_copy(update={"decisions": ()})
    assert commitment(undone, shown=False) == commitment(without, shown=False)
    standing = walked(["submit", "claim", "decide"])
    bare = standing.model_copy(update={"decisions": ()})
    assert commitment(standing, shown=False) != commitment(bare, shown=False)


@given(steps, st.integers(0, 30))
def test_an_entry_taken_out_of_either_strand_is_noticed(wanted: list[Step], place: int) -> None:
    trail = walked(["submit", "claim", *wanted]).trail
    place %= len(trail)
    kept = (*trail[:place], *trail[place + 1 :])
    # The end of a trail can be cut off, and a practitioner's copy has nothing of the desk's.
    later = any(is_shown(entry) == is_shown(trail[place]) for entry in trail[place + 1 :])
    if later:
        assert first_broken_entry(kept) is not None


def test_an_empty_trail_belongs_to_an_empty_record() -> None:
    assert is_whole(UnitRecord())
    assert not is_whole(UnitRecord(state="met"))


def test_a_state_that_the_last_step_does_not_lead_to_is_noticed() -> None:
    record = walked(["submit"])
    claimed = record.model_copy(update={"state": "met"})
    entry = record.trail[0].model_copy(update={"record": commitment(claimed, shown=True)})
    hashed = digest(entry.model_dump(mode="json", exclude={"hash"}))
    forged = claimed.model_copy(update={"trail": (entry.model_copy(update={"hash": hashed}),)})
    assert first_broken_entry(forged.trail) is None
    assert not is_whole(forged)
