"""What is said of a unit follows from its draft and its record alone."""

import pytest

from stepback_course.course.models import Rules, Unit
from stepback_course.portfolio.models import (
    Attempt,
    Consent,
    Decision,
    Declaration,
    Draft,
    Response,
    Status,
    UnitRecord,
    UnitState,
    Verdict,
)
from stepback_course.portfolio.rules import (
    attempts_left,
    gaps,
    practitioner_status,
    status_of,
)
from tests.filling import CONSENT, ready_answer
from tests.house import packed_course

BEFORE, RELEASE, AFTER = "2026-03-01T10:00:00Z", "2026-03-02T10:00:00Z", "2026-03-03T10:00:00Z"


def unit(identifier: str = "statement-03") -> Unit:
    """Return a unit of the course that comes with the program."""
    found = packed_course().unit(identifier)
    assert found is not None
    return found


def full_draft(of: Unit, at: str = BEFORE) -> Draft:
    """Return a draft to which nothing is missing."""
    return Draft(
        responses={
            activity.id: Response(value=ready_answer(activity, of), number=1, at=at)
            for activity in of.activities
        }
    )


def status(of: Unit, draft: Draft, record: UnitRecord, consent: Consent | None) -> Status:
    """Return where a unit stands, from what is still missing of it."""
    return status_of(of, draft, record, gaps(of, draft, consent))


def decided(verdict: Verdict, *, released: str = RELEASE) -> UnitRecord:
    """Return an open unit's record with one decision on its first attempt."""
    decision = Decision(
        attempt=1,
        assessor="AS-MEG",
        name="Megan",
        at=BEFORE,
        criteria={"one": verdict},
        feedback={},
        overall="",
        released=released,
    )
    return UnitRecord(state="open", attempts=(attempt(1),), decisions=(decision,))


def attempt(number: int, *, withdrawn: bool = False) -> Attempt:
    """Return an attempt."""
    declaration = Declaration(name="Cerys", text="Mine.", at=BEFORE)
    return Attempt(number=number, file="0" * 64, declaration=declaration, withdrawn=withdrawn)


@pytest.mark.parametrize("identifier", packed_course().unit_ids)
def test_a_unit_with_every_answer_is_ready(identifier: str) -> None:
    full = full_draft(unit(identifier))
    assert list(gaps(unit(identifier), full, CONSENT)) == []
    assert status(unit(identifier), full, UnitRecord(), CONSENT) == "ready"


def test_each_answer_left_out_is_named_with_its_activity() -> None:
    of = unit()
    full = full_draft(of)
    for activity in of.activities:
        rest = {name: kept for name, kept in full.responses.items() if name != activity.id}
        found = list(gaps(of, Draft(responses=rest), None))
        assert {gap.activity for gap in found} == {activity.id}
        assert status(of, Draft(responses=rest), UnitRecord(), None) == "in progress"


def test_nothing_entered_is_not_started_even_after_everything_was_deleted() -> None:
    of = unit()
    emptied = Draft(responses={of.activities[-1].id: Response(value="  ", number=4, at=AFTER)})
    assert status(of, Draft(), UnitRecord(), None) == "not started"
    assert status(of, emptied, UnitRecord(), None) == "not started"


def test_the_case_study_is_not_ready_without_permission() -> None:
    case_study = unit("learners-voice")
    found = list(gaps(case_study, full_draft(case_study), None))
    assert [gap.sentence for gap in found] == ["permission is not recorded yet"]


@pytest.mark.parametrize("state", ["submitted", "marking", "decided", "met"])
def test_a_closed_unit_is_what_its_record_says(state: UnitState) -> None:
    of = unit()
    assert status(of, full_draft(of), UnitRecord(state=state), None) == state


def test_a_unit_that_came_back_reads_referred_until_it_is_worked_on() -> None:
    of = unit()
    record = decided("not_yet_met")
    assert status(of, full_draft(of, BEFORE), record, None) == "referred"
    assert status(of, full_draft(of, AFTER), record, None) == "ready"


def test_a_decision_that_is_not_released_says_nothing() -> None:
    of = unit()
    assert status(of, full_draft(of), decided("not_yet_met", released=""), None) == "ready"


@pytest.mark.parametrize(
    ("status", "seen"),
    [("marking", "submitted"), ("decided", "submitted"), ("met", "met"), ("ready", "ready")],
)
def test_the_practitioner_sees_nothing_of_the_marking(status: Status, seen: Status) -> None:
    assert practitioner_status(status) == seen


def test_attempts_run_out_and_those_taken_back_do_not_count() -> None:
    rules: Rules = packed_course().rules
    assert attempts_left(rules, UnitRecord()) == rules.attempts
    taken = UnitRecord(attempts=(attempt(1, withdrawn=True), attempt(1), attempt(2)))
    assert attempts_left(rules, taken) == rules.attempts - 2
    used = UnitRecord(attempts=tuple(attempt(n) for n in range(1, rules.attempts + 1)))
    assert attempts_left(rules, used) == 0


def test_a_decision_is_met_where_every_criterion_is() -> None:
    assert decided("met").decisions[0].verdict == "met"
    mixed = (
        decided("met")
        .decisions[0]
        .model_copy(update={"criteria": {"one": "met", "two": "not_yet_met"}})
    )
    assert mixed.verdict == "not_yet_met"
