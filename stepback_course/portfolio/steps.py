"""The steps a practitioner takes with a unit, without I/O.

The workbook takes them, and the office takes them again when they arrive from a laptop.
"""

from datetime import datetime

from stepback_course.course.models import Rules, Unit
from stepback_course.people import Actor
from stepback_course.portfolio.models import Attempt, UnitRecord
from stepback_course.portfolio.rules import attempts_left
from stepback_course.portfolio.trail import require_step, take_step
from stepback_course.text import _
from stepback_course.text.refusals import Refusal


def next_attempt(unit: Unit, rules: Rules, record: UnitRecord) -> int:
    """Return the number of the next attempt. Raises Refusal where a unit cannot be submitted."""
    require_step(unit.title, record.state, "submit")
    if record.appeal and record.appeal.is_open:
        raise Refusal(
            "closed",
            _("'{unit}' is under appeal: it is submitted again once that is answered").format(
                unit=unit.title
            ),
        )
    if not attempts_left(rules, record):
        raise Refusal(
            "closed",
            _("'{unit}' has no attempt left: a coordinator can allow one more").format(
                unit=unit.title
            ),
        )
    return (record.attempt.number if record.attempt else 0) + 1


def submitted(
    unit: Unit, record: UnitRecord, attempt: Attempt, *, actor: Actor, at: datetime
) -> UnitRecord:
    """Return a unit's record after its practitioner submitted an attempt."""
    return take_step(
        unit.title,
        record,
        "submit",
        actor=actor,
        role="practitioner",
        at=at,
        attempts=(*record.attempts, attempt),
    )


def withdrawn(unit: Unit, record: UnitRecord, *, actor: Actor, at: datetime) -> UnitRecord:
    """Return a unit's record after its practitioner took the standing attempt back."""
    return take_step(
        unit.title,
        record,
        "withdraw",
        actor=actor,
        role="practitioner",
        at=at,
        attempts=tuple(
            attempt.model_copy(update={"withdrawn": True}) if attempt == record.attempt else attempt
            for attempt in record.attempts
        ),
    )
