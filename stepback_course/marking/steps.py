"""The steps an assessor takes with a unit, without I/O.

The desk takes them, and the office takes them again when a decision arrives from a laptop.
"""

from datetime import datetime
from typing import Any

from stepback_course.clock import instant, parse_instant, time_of_day
from stepback_course.course.models import Unit
from stepback_course.marking.models import Marks
from stepback_course.marking.rules import holder, incomplete, new_lease
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
    Refusal where another assessor holds it and no reason is given.
    """
    held = holder(record, at)
    if held and not same_identifier(held.assessor, lease.assessor) and not reason.strip():
        raise Refusal(
            "taken",
            _("{name} has this until {time}: to take it over, give a reason").format(
                name=held.name, time=time_of_day(parse_instant(held.until))
            ),
        )
    return take_step(
        unit.title, record, "claim", actor=actor, role=role, at=at, reason=reason, lease=lease
    )


def given_back(unit: Unit, record: UnitRecord, *, actor: Actor, at: datetime) -> UnitRecord:
    """Return a unit's record after it went back to the queue, undecided."""
    _require_own(record, actor, at)
    return _step(unit, record, "give back", actor=actor, at=at, lease=None)


def decided(
    unit: Unit, record: UnitRecord, marks: Marks, *, actor: Actor, at: datetime
) -> UnitRecord:
    """Return a unit's record with a decision, claimed first where nobody holds it.

    Raises Refusal where marks are no decision yet, and where another assessor holds the unit.
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
    decision = Decision(
        attempt=attempt.number,
        assessor=actor.id,
        name=actor.name,
        at=instant(at),
        criteria=marks.criteria,
        feedback=marks.feedback,
        overall=marks.overall,
    )
    decisions = (*record.decisions, decision)
    return _step(unit, record, "decide", actor=actor, at=at, decisions=decisions)


def undone(unit: Unit, record: UnitRecord, *, actor: Actor, at: datetime) -> UnitRecord:
    """Return a unit's record after an assessor took their own decision back before release."""
    require_step(unit.title, record.state, "undo")
    decision = record.decision
    if decision and not actor.is_person(decision.assessor):
        raise Refusal(
            "not_allowed",
            _("this decision is {name}'s: only they undo it").format(name=decision.name),
        )
    superseded = {"superseded": _("undone before release")}
    decisions = tuple(
        each.model_copy(update=superseded) if each is decision else each
        for each in record.decisions
    )
    lease = new_lease(actor, at)
    return _step(unit, record, "undo", actor=actor, at=at, decisions=decisions, lease=lease)


def released(unit: Unit, record: UnitRecord, *, actor: Actor, at: datetime) -> UnitRecord:
    """Return a unit's record after its practitioner was let see the decision."""
    require_step(unit.title, record.state, "refer")
    decision = record.decision
    step: Step = "release met" if decision and decision.verdict == "met" else "refer"
    decisions = tuple(
        each.model_copy(update={"released": instant(at)}) if each is decision else each
        for each in record.decisions
    )
    role: Role = "assessor" if actor.has_role("assessor") else "coordinator"
    return take_step(
        unit.title, record, step, actor=actor, role=role, at=at, decisions=decisions, lease=None
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
