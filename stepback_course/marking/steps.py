"""The steps an assessor takes with a unit, without I/O.

The desk takes them, and the office takes them again when a decision arrives from a laptop.
"""

from datetime import datetime
from typing import Any

from stepback_course.clock import instant, parse_instant, time_of_day
from stepback_course.course.models import CourseReference, Unit
from stepback_course.marking.models import Marks
from stepback_course.marking.rules import holder, incomplete, is_checked, new_lease
from stepback_course.people import Actor, Role
from stepback_course.portfolio.models import Decision, Lease, UnitRecord
from stepback_course.portfolio.trail import Step, require_step, take_step
from stepback_course.text import _, same_identifier
from stepback_course.text.refusals import Refusal


def claimed(
    unit: Unit,
    record: UnitRecord,
    lease: Lease,
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
    role: Role = "assessor",
) -> UnitRecord:
    """Return a unit's record after it was taken to mark.

    The lease may be another person's than the actor's, who then hands the unit to them. Raises
    Refusal where another assessor holds it, or it is allocated to them, and no reason is given.
    """
    held = holder(record, at)
    if held and not same_identifier(held.assessor, lease.assessor) and not reason.strip():
        raise Refusal(
            "taken",
            _("{name} has this until {time}: to take it over, give a reason").format(
                name=held.name, time=time_of_day(parse_instant(held.until))
            ),
        )
    allocated = record.allocated
    if allocated and not same_identifier(allocated.assessor, lease.assessor):
        if not reason.strip():
            raise Refusal(
                "taken",
                _("this is allocated to {name}: to mark it all the same, give a reason").format(
                    name=allocated.name
                ),
            )
        allocated = None
    return take_step(
        unit.title,
        record,
        "claim",
        actor=actor,
        role=role,
        at=at,
        reason=reason,
        lease=lease,
        allocated=allocated,
    )


def given_back(unit: Unit, record: UnitRecord, *, actor: Actor, at: datetime) -> UnitRecord:
    """Return a unit's record after it went back to the queue, undecided."""
    _require_own(record, actor, at)
    return _step(unit, record, "give back", actor=actor, at=at, lease=None)


def decided(
    unit: Unit,
    record: UnitRecord,
    marks: Marks,
    *,
    actor: Actor,
    at: datetime,
    course: CourseReference | None = None,
    mark: str = "",
) -> UnitRecord:
    """Return a unit's record with a decision, claimed first where nobody holds it.

    `course` is the definition whose criteria were judged by; `mark` stays with the decision in the
    desk's strand of the trail. Raises Refusal where marks are no
    decision yet, and where another assessor holds the unit.
    """
    for lack in incomplete(unit, marks):
        raise Refusal("not_ready", lack.sentence)
    _require_own(record, actor, at)
    if record.state != "submitted":
        require_step(unit.title, record.state, "decide")
    if holder(record, at) is None:
        record = claimed(unit, record, new_lease(actor, at), actor=actor, at=at)
    attempt = record.attempt
    assert attempt is not None  # noqa: S101 # what is claimed was submitted
    decision = decision_of(marks, attempt.number, actor=actor, at=at, course=course)
    decisions = (*record.decisions, decision)
    sampled = "to verify" if record.sampled == "returned" else record.sampled
    return _step(
        unit,
        record,
        "decide",
        actor=actor,
        at=at,
        decisions=decisions,
        reason=mark,
        sampled=sampled,
    )


def decision_of(
    marks: Marks,
    attempt: int,
    *,
    actor: Actor,
    at: datetime,
    course: CourseReference | None = None,
) -> Decision:
    """Return the decision that an assessor's marks on one attempt come to."""
    return Decision(
        attempt=attempt,
        assessor=actor.id,
        name=actor.name,
        at=instant(at),
        course=course,
        criteria=marks.criteria,
        tests=marks.tests,
        feedback=marks.feedback,
        overall=marks.overall.stood_out,
        missing=marks.overall.missing,
        next_step=marks.overall.next_step,
        by=marks.overall.by,
    )


def undone(unit: Unit, record: UnitRecord, *, actor: Actor, at: datetime) -> UnitRecord:
    """Return a unit's record after an assessor took their own decision back before release."""
    require_step(unit.title, record.state, "undo")
    decision = record.decision
    if decision and not actor.is_person(decision.assessor):
        raise Refusal(
            "not_allowed",
            _("this decision is {name}'s: only they undo it").format(name=decision.name),
        )
    if is_checked(record):
        raise Refusal(
            "closed",
            _("somebody else has looked at this decision since: only they return it to you"),
        )
    superseded = {"superseded": _("undone before release")}
    decisions = tuple(
        each.model_copy(update=superseded) if each is decision else each
        for each in record.decisions
    )
    lease = new_lease(actor, at)
    return _step(unit, record, "undo", actor=actor, at=at, decisions=decisions, lease=lease)


def released(
    unit: Unit, record: UnitRecord, *, actor: Actor, cohort: str, at: datetime
) -> UnitRecord:
    """Return a unit's record after its practitioner was let see the decision.

    Raises Refusal where the decision is held back. A unit that is met is nobody's to mark any more.
    """
    require_step(unit.title, record.state, "refer")
    if record.held:
        raise Refusal(
            "closed",
            _("{name} holds this decision back: let it go first").format(name=record.held.name),
        )
    if record.sampled == "to adjudicate":
        raise Refusal(
            "closed",
            _("two assessors differ on '{unit}': a third person decides before its release").format(
                unit=unit.title
            ),
        )
    decision = record.decision
    step: Step = "release met" if decision and decision.verdict == "met" else "refer"
    decisions = tuple(
        each.model_copy(update={"released": instant(at)}) if each is decision else each
        for each in record.decisions
    )
    role: Role = "assessor" if actor.has_role("assessor", cohort) else "coordinator"
    return take_step(
        unit.title,
        record,
        step,
        actor=actor,
        role=role,
        at=at,
        decisions=decisions,
        lease=None,
        allocated=None if step == "release met" else record.allocated,
    )


def taken(lease: Lease) -> Refusal:
    """Return what somebody is told who would write over another assessor's marking."""
    return Refusal(
        "taken",
        _("{name} is marking this: nothing of yours was written over it").format(name=lease.name),
    )


def _require_own(record: UnitRecord, actor: Actor, at: datetime) -> None:
    lease = holder(record, at)
    if lease and not actor.is_person(lease.assessor):
        raise taken(lease)


def _step(
    unit: Unit,
    record: UnitRecord,
    step: Step,
    *,
    actor: Actor,
    at: datetime,
    **changes: Any,
) -> UnitRecord:
    return take_step(unit.title, record, step, actor=actor, role="assessor", at=at, **changes)
