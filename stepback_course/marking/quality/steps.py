"""The steps that quality assurance takes with a unit, without I/O."""

from datetime import datetime

from stepback_course.clock import instant
from stepback_course.course.models import Unit
from stepback_course.marking.models import Marks
from stepback_course.marking.quality.models import Outcome, Upheld
from stepback_course.marking.quality.rules import standing
from stepback_course.marking.rules import LEASE
from stepback_course.marking.steps import decision_of
from stepback_course.people import Actor, Role
from stepback_course.portfolio.models import Decision, Lease, UnitRecord
from stepback_course.portfolio.trail import take_step
from stepback_course.text import _
from stepback_course.text.refusals import Refusal

_ADJUDICATES: tuple[Role, ...] = ("verifier", "assessor", "coordinator")


def sampled(
    unit: Unit, record: UnitRecord, *, actor: Actor, role: str, at: datetime, blind: bool = False
) -> UnitRecord:
    """Return a unit's record after its decision came into the sample.

    Raises Refusal where it is there already.
    """
    standing(unit, record)
    if record.sampled:
        raise Refusal("taken", _("'{unit}' is in the sample already").format(unit=unit.title))
    word = "to mark again" if blind else "to verify"
    return take_step(unit.title, record, "sample", actor=actor, role=role, at=at, sampled=word)


def verified(
    unit: Unit, record: UnitRecord, outcome: Outcome, comment: str, *, actor: Actor, at: datetime
) -> UnitRecord:
    """Return a unit's record after a verifier looked at its decision.

    One that is returned goes back to its assessor where nobody was told of it yet; once it is
    released it stays as it is, until the unit is opened again or a third person upholds it.
    """
    if outcome == "returned":
        return returned(unit, record, comment, actor=actor, role="verifier", at=at)
    return take_step(
        unit.title,
        record,
        "verify",
        actor=actor,
        role="verifier",
        at=at,
        reason=outcome,
        sampled="",
    )


def marked_again(
    unit: Unit, record: UnitRecord, *, differs: bool, actor: Actor, at: datetime
) -> UnitRecord:
    """Return a unit's record after a second assessor marked it."""
    word = "to adjudicate" if differs else ""
    return take_step(
        unit.title, record, "mark again", actor=actor, role="assessor", at=at, sampled=word
    )


def adjudicated(
    unit: Unit,
    record: UnitRecord,
    upholds: Upheld,
    comment: str,
    second: Marks | None,
    *,
    second_by: Actor,
    actor: Actor,
    cohort: str,
    at: datetime,
) -> UnitRecord:
    """Return a unit's record after a third person said whose marks count.

    Second marks that are upheld become the decision, in the name of who made them, where nobody was
    told of the first; what was released is returned instead.
    """
    role = next(role for role in _ADJUDICATES if actor.has_role(role, cohort))
    first = standing(unit, record)
    if upholds == "first":
        return take_step(
            unit.title,
            record,
            "adjudicate",
            actor=actor,
            role=role,
            at=at,
            reason=upholds,
            sampled="",
        )
    if upholds == "neither" or second is None or first.released:
        return returned(unit, record, comment, actor=actor, role=role, at=at)
    decision = decision_of(second, first.attempt, actor=second_by, at=at, course=first.course)
    decisions = (*_without(record, first, _("second marks were upheld")), decision)
    return take_step(
        unit.title,
        record,
        "adjudicate",
        actor=actor,
        role=role,
        at=at,
        reason=upholds,
        decisions=decisions,
        lease=_lease(decision, at),
        sampled="",
    )


def returned(
    unit: Unit, record: UnitRecord, comment: str, *, actor: Actor, role: str, at: datetime
) -> UnitRecord:
    """Return a unit's record after its decision went back to its assessor."""
    first = standing(unit, record)
    decisions, lease = record.decisions, record.lease
    if not first.released:
        decisions = _without(record, first, _("returned by {name}").format(name=actor.name))
        lease = _lease(first, at)
    return take_step(
        unit.title,
        record,
        "return",
        actor=actor,
        role=role,
        at=at,
        reason=comment,
        decisions=decisions,
        lease=lease,
        held=None,
        sampled="returned",
    )


def _without(record: UnitRecord, gone: Decision, why: str) -> tuple[Decision, ...]:
    return tuple(
        each.model_copy(update={"superseded": why}) if each is gone else each
        for each in record.decisions
    )


def _lease(decision: Decision, at: datetime) -> Lease:
    return Lease(
        assessor=decision.assessor, name=decision.name, at=instant(at), until=instant(at + LEASE)
    )
