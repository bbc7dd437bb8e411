"""The states of a unit, and the trail that every step between them leaves."""

from datetime import datetime
from typing import Any, Literal

from stepback_course.clock import instant
from stepback_course.people import Actor
from stepback_course.portfolio.models import Entry, UnitRecord, UnitState
from stepback_course.text import _, digest
from stepback_course.text.refusals import Refusal

Step = Literal[
    "submit", "withdraw", "claim", "give back", "decide", "undo", "release met", "refer", "reopen"
]

STEPS: dict[tuple[UnitState, Step], UnitState] = {
    ("open", "submit"): "submitted",
    ("submitted", "withdraw"): "open",
    ("submitted", "claim"): "marking",
    ("marking", "claim"): "marking",
    ("marking", "give back"): "submitted",
    ("marking", "decide"): "decided",
    ("decided", "undo"): "marking",
    ("decided", "release met"): "met",
    ("decided", "refer"): "open",
    ("open", "reopen"): "open",
    ("met", "reopen"): "open",
}

_WHERE_IT_IS: dict[UnitState, str] = {
    "open": _("it has not been submitted"),
    "submitted": _("it is submitted and waits for an assessor"),
    "marking": _("it is with an assessor"),
    "decided": _("it is decided and waits for release"),
    "met": _("it is met and closed"),
}
_WHAT_CANNOT_BE: dict[Step, str] = {
    "submit": _("{unit} cannot be submitted: {where}"),
    "withdraw": _("{unit} cannot be taken back: {where}"),
    "claim": _("{unit} cannot be claimed: {where}"),
    "give back": _("{unit} cannot be given back: {where}"),
    "decide": _("{unit} cannot be decided: {where}"),
    "undo": _("there is no decision on {unit} to undo: {where}"),
    "release met": _("{unit} cannot be released: {where}"),
    "refer": _("{unit} cannot be released: {where}"),
    "reopen": _("{unit} cannot be reopened: {where}"),
}


def require_step(unit: str, state: UnitState, step: Step) -> UnitState:
    """Return the state after a step. Raises Refusal with a sentence where it cannot be taken."""
    after = STEPS.get((state, step))
    if after is None:
        raise Refusal("closed", _WHAT_CANNOT_BE[step].format(unit=unit, where=_WHERE_IT_IS[state]))
    return after


def take_step(
    unit: str,
    record: UnitRecord,
    step: Step,
    *,
    actor: Actor,
    role: str,
    at: datetime,
    reason: str = "",
    **changes: Any,
) -> UnitRecord:
    """Return a unit's record one step on, with the entry in its trail and `changes` applied.

    Raises Refusal where the unit's state does not allow the step.
    """
    after = require_step(unit, record.state, step)
    previous = record.trail[-1].hash if record.trail else ""
    entry: dict[str, Any] = {
        "at": instant(at),
        "actor": actor.id,
        "role": role,
        "action": step,
        "before": record.state,
        "after": after,
        "reason": reason,
        "previous": previous,
    }
    chained = Entry(**entry, hash=digest(entry))
    return record.model_copy(update={"state": after, "trail": (*record.trail, chained), **changes})


def first_broken_entry(trail: tuple[Entry, ...]) -> int | None:
    """Return the index of the first entry whose hash or link is wrong, or None."""
    previous = ""
    for index, entry in enumerate(trail):
        content = entry.model_dump(mode="json", exclude={"hash"})
        if entry.previous != previous or digest(content) != entry.hash:
            return index
        previous = entry.hash
    return None
