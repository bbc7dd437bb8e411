"""Who marks what: allocating by hand, handing on, and what is not one's own to judge."""

import pytest

from stepback_course.marking import Desk
from stepback_course.portfolio.trail import is_whole, shown
from stepback_course.store import Record
from tests.filling import submit
from tests.house import House
from tests.marking.conftest import (
    ALL_MET,
    CERYS,
    ONE_NOT_YET,
    UNIT,
    WHAT_IS_MISSING,
    everything,
    hours_pass,
    kept,
    refusal,
)


def allocate(house: House, to: str | None, *, by: str = "CO-ANN", reason: str = "") -> None:
    house.desks(by).allocations.allocate(*CERYS, to, reason=reason)


def refused_allocation(house: House, to: str | None, *, by: str = "CO-ANN") -> str:
    refused = refusal(house.desks(by).allocations.allocate, *CERYS, to)
    return f"{refused.code}: {refused}"


# Allocating.


def test_what_is_allocated_says_to_whom_by_whom_and_leaves_the_state(waiting: House) -> None:
    allocate(waiting, "AS-IDA")

    record = kept(waiting)
    assert record.state == "submitted"
    assert record.allocated is not None
    assert (record.allocated.assessor, record.allocated.by) == ("AS-IDA", "CO-ANN")
    assert (record.trail[-1].action, record.trail[-1].role) == ("allocate", "coordinator")
    assert is_whole(record)


def test_allocating_the_same_again_writes_nothing(waiting: House) -> None:
    allocate(waiting, "AS-IDA")
    before = everything(waiting)
    allocate(waiting, "as-ida")

    assert everything(waiting) == before


def test_what_is_allocated_to_another_is_claimed_only_with_a_reason(
    waiting: House, meg: Desk, ida: Desk
) -> None:
    allocate(waiting, "AS-IDA")
    refused = refusal(meg.claim, *CERYS)
    assert (refused.code, "allocated to Ida Holm" in str(refused)) == ("taken", True)
    assert refusal(meg.decide, *CERYS, ALL_MET, {}).code == "taken"

    meg.claim(*CERYS, reason="Ida is ill")

    record = kept(waiting)
    assert record.allocated is None
    assert record.lease is not None
    assert record.lease.assessor == "AS-MEG"


def test_whoever_it_is_allocated_to_claims_and_decides_without_a_word(
    waiting: House, ida: Desk
) -> None:
    allocate(waiting, "AS-IDA")
    ida.decide(*CERYS, ALL_MET, {})

    assert kept(waiting).state == "decided"


def test_an_allocation_lasts_through_the_attempts_until_the_unit_is_met(
    waiting: House, ida: Desk
) -> None:
    allocate(waiting, "AS-IDA")
    ida.decide(*CERYS, ONE_NOT_YET, WHAT_IS_MISSING, "Well begun.")
    ida.release(*CERYS)
    submit(waiting.desks("PR-CERYS"), *CERYS)
    assert waiting.desks("AS-MEG").desk.queue().rows[0].allocated_to == "AS-IDA"

    ida.decide(*CERYS, ALL_MET, {})
    ida.release(*CERYS)

    assert kept(waiting).allocated is None


def test_what_is_allocated_to_nobody_is_anybodys_again(waiting: House, meg: Desk) -> None:
    allocate(waiting, "AS-IDA")
    allocate(waiting, None)
    meg.claim(*CERYS)

    assert kept(waiting).state == "marking"


def test_allocating_what_another_is_marking_needs_a_reason_and_takes_it_from_them(
    waiting: House, meg: Desk
) -> None:
    meg.claim(*CERYS)
    assert refused_allocation(waiting, "AS-IDA").startswith("taken: Megan Price is marking this")

    allocate(waiting, "AS-IDA", reason="Megan has left")

    record = kept(waiting)
    assert (record.state, record.lease) == ("submitted", None)
    assert [(e.action, e.reason) for e in record.trail[-2:]] == [
        ("give back", "Megan has left"),
        ("allocate", "Megan has left"),
    ]
    assert is_whole(record)


def test_a_claim_that_ran_out_is_handed_on_without_a_reason(waiting: House, meg: Desk) -> None:
    meg.claim(*CERYS)
    hours_pass(waiting, 9)
    allocate(waiting, "AS-IDA")

    assert kept(waiting).state == "submitted"


def test_an_assessor_who_marks_it_already_keeps_their_claim(waiting: House, meg: Desk) -> None:
    meg.claim(*CERYS)
    allocate(waiting, "AS-MEG")

    assert kept(waiting).state == "marking"


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        ("TR-TOM", "not_allowed: Tom Hughes may not do this: units are marked by a named assessor"),
        ("PR-CERYS", "not_allowed: Cerys Wyn may not do this"),
        ("NOBODY", "unknown: nobody active here has the id 'NOBODY'"),
        ("../x", "unknown: nobody active here has the id '../x'"),
    ],
)
def test_work_is_allocated_only_to_those_who_may_mark_it(
    waiting: House, to: str, sentence: str
) -> None:
    before = everything(waiting)

    assert refused_allocation(waiting, to).startswith(sentence)
    assert everything(waiting) == before


@pytest.mark.parametrize("person", ["PR-CERYS", "PR-ELEN", None])
def test_practitioners_and_the_owner_allocate_nothing(waiting: House, person: str | None) -> None:
    refused = refusal(waiting.desks(person).allocations.allocate, *CERYS, "AS-IDA")

    assert refused.code == "not_allowed"


def test_what_is_decided_is_not_allocated(waiting: House, meg: Desk) -> None:
    meg.decide(*CERYS, ALL_MET, {})

    assert "it is decided and waits for release" in refused_allocation(waiting, "AS-IDA")


def test_the_practitioner_learns_nothing_of_whom_their_work_is_allocated_to(
    waiting: House,
) -> None:
    before = shown(kept(waiting))
    allocate(waiting, "AS-IDA")

    cerys = waiting.desks("PR-CERYS").workbook
    assert shown(kept(waiting)) == before
    assert is_whole(shown(kept(waiting)))
    cerys.withdraw(*CERYS)
    assert is_whole(kept(waiting))
    assert is_whole(shown(kept(waiting)))


def test_whoever_may_mark_in_a_cohort_can_be_allocated_its_work(waiting: House) -> None:
    found = waiting.desks("CO-ANN").allocations.assessors("CO-1")

    assert [person.id for person in found] == ["AS-IDA", "AS-MEG"]


# What somebody leaves behind.


def left(house: House, person: str) -> list[tuple[object, object]]:
    rows = house.desks("CO-ANN").allocations.left_by(person)
    return [(row.summary["portfolio"], row.summary["state"]) for row in rows]


def test_what_somebody_leaves_is_their_claims_their_decisions_and_what_is_allocated_to_them(
    waiting: House, meg: Desk
) -> None:
    submit(waiting.desks("PR-ELEN"), "P-ELEN", UNIT, "statement-02")
    submit(waiting.desks("PR-DAFYDD"), "P-DAFYDD", UNIT)
    allocations = waiting.desks("CO-ANN").allocations
    meg.claim("P-DAFYDD", UNIT)
    meg.decide(*CERYS, ALL_MET, {})
    allocations.allocate("P-ELEN", UNIT, "AS-MEG")
    allocations.allocate("P-ELEN", "statement-02", "AS-IDA")

    assert left(waiting, "AS-MEG") == [
        ("P-CERYS", "decided"),
        ("P-ELEN", "submitted"),
        ("P-DAFYDD", "marking"),
    ]
    assert left(waiting, "AS-IDA") == [("P-ELEN", "submitted")]


def test_what_is_met_and_released_is_nobodys_to_hand_on(waiting: House, meg: Desk) -> None:
    meg.decide(*CERYS, ALL_MET, {})
    meg.release(*CERYS)

    assert left(waiting, "AS-MEG") == []


# Conflicts of interest.


@pytest.fixture
def in_conflict(waiting: House) -> dict[str, Record]:
    """What stands once Megan has declared that Cerys is family."""
    waiting.desks("AS-MEG").declarations.declare("PR-CERYS", "family")
    return everything(waiting)


@pytest.mark.usefixtures("in_conflict")
def test_whoever_declared_a_conflict_neither_reads_claims_nor_decides_the_work(
    waiting: House, meg: Desk, ida: Desk
) -> None:
    before = everything(waiting)
    for refused in (
        refusal(meg.open, *CERYS),
        refusal(meg.claim, *CERYS),
        refusal(meg.decide, *CERYS, ALL_MET, {}),
    ):
        assert refused.code == "not_allowed"
        assert "Megan Price has declared a conflict of interest" in str(refused)
    assert everything(waiting) == before
    ida.decide(*CERYS, ALL_MET, {})
    assert refusal(meg.release, *CERYS).code == "not_allowed"


@pytest.mark.usefixtures("in_conflict")
def test_work_is_not_allocated_to_whoever_declared_a_conflict(waiting: House) -> None:
    assert "conflict of interest" in refused_allocation(waiting, "AS-MEG")


@pytest.mark.usefixtures("in_conflict")
def test_the_queue_says_so_and_tells_nothing_of_the_outcome(
    waiting: House, meg: Desk, ida: Desk
) -> None:
    (row,) = meg.queue().rows
    assert (row.is_conflict, row.yours_to_mark) == (True, False)
    ida.decide(*CERYS, ALL_MET, {})
    (row,) = meg.to_release().rows
    assert row.outcome is None
    (row,) = ida.to_release().rows
    assert (row.outcome, row.is_conflict) == ("met", False)


def test_what_was_claimed_before_a_conflict_was_declared_is_given_back(
    waiting: House, meg: Desk
) -> None:
    meg.claim(*CERYS)
    waiting.desks("AS-MEG").declarations.declare("PR-CERYS", "close friend")
    meg.give_back(*CERYS)

    assert kept(waiting).state == "submitted"


@pytest.mark.usefixtures("in_conflict")
def test_a_conflict_that_was_ended_counts_no_more(waiting: House, meg: Desk) -> None:
    waiting.desks("CO-ANN").declarations.end("AS-MEG", "PR-CERYS")
    meg.claim(*CERYS)

    assert kept(waiting).state == "marking"


def test_nobody_verifies_work_against_a_conflict_of_interest(waiting: House, meg: Desk) -> None:
    waiting.add("VE-VAL", "Val Rowe", "verifier")
    meg.decide(*CERYS, ALL_MET, {}, "Calm and clear.")
    val = waiting.desks("VE-VAL")
    val.declarations.declare("PR-CERYS", "colleague")
    before = everything(waiting)

    assert "Val Rowe has declared a conflict" in str(refusal(val.quality.open, *CERYS))
    assert "Val Rowe has declared a conflict" in str(refusal(val.quality.verify, *CERYS, "agreed"))
    assert everything(waiting) == before
