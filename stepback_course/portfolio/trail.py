"""The states of a unit, and the trail that every step between them leaves.

A trail has two strands. What a practitioner knows of (submitting, taking back, release, reopening)
is chained by itself, and so is what the desk keeps to itself until release (claiming, deciding).
The practitioner's strand is therefore the same on their laptop, where the desk's entries are
missing, as at the office.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

from stepback_course.clock import instant
from stepback_course.people import Actor
from stepback_course.portfolio.models import Entry, UnitRecord, UnitState
from stepback_course.text import _, digest
from stepback_course.text.notes import checked_note
from stepback_course.text.refusals import Refusal

Step = Literal[
    "submit",
    "withdraw",
    "allocate",
    "claim",
    "give back",
    "decide",
    "undo",
    "hold",
    "let go",
    "sample",
    "verify",
    "mark again",
    "adjudicate",
    "return",
    "release met",
    "refer",
    "reopen",
    "appeal",
    "answer",
    "end appeal",
    "uphold met",
    "uphold refer",
    "erase",
]

_JUDGED: tuple[UnitState, ...] = ("decided", "met", "open")
"""The states in which a decision may stand and nobody is marking."""
_LOOKS: tuple[Step, ...] = ("sample", "verify", "mark again", "adjudicate", "return")
"""What quality assurance does with a decision; only one that is not released yet goes back."""

STEPS: dict[tuple[UnitState, Step], UnitState] = {
    ("open", "submit"): "submitted",
    ("submitted", "withdraw"): "open",
    ("open", "allocate"): "open",
    ("submitted", "allocate"): "submitted",
    ("marking", "allocate"): "marking",
    ("submitted", "claim"): "marking",
    ("marking", "claim"): "marking",
    ("marking", "give back"): "submitted",
    ("marking", "decide"): "decided",
    ("decided", "undo"): "marking",
    ("decided", "hold"): "decided",
    ("decided", "let go"): "decided",
    **{(state, step): state for state in _JUDGED for step in _LOOKS},
    ("decided", "return"): "marking",
    ("decided", "release met"): "met",
    ("decided", "refer"): "open",
    ("open", "reopen"): "open",
    ("met", "reopen"): "open",
    ("open", "appeal"): "open",
    ("open", "answer"): "open",
    ("open", "end appeal"): "open",
    ("open", "uphold met"): "met",
    ("open", "uphold refer"): "open",
    ("open", "erase"): "open",
    ("submitted", "erase"): "open",
    ("met", "erase"): "met",
}

SHOWN: frozenset[str] = frozenset(
    {
        "submit",
        "withdraw",
        "release met",
        "refer",
        "reopen",
        "appeal",
        "answer",
        "end appeal",
        "uphold met",
        "uphold refer",
        "erase",
    }
)
"""The steps that a practitioner knows of."""
_WITH_THE_DESK: frozenset[UnitState] = frozenset({"submitted", "marking", "decided"})
"""The states that are one to the practitioner, until release."""

_WHERE_IT_IS: dict[UnitState, str] = {
    "open": _("it has not been submitted"),
    "submitted": _("it is submitted and waits for an assessor"),
    "marking": _("it is with an assessor"),
    "decided": _("it is decided and waits for release"),
    "met": _("it is met and closed"),
}
_WHAT_CANNOT_BE: dict[Step, str] = {
    "submit": _("'{unit}' cannot be submitted: {where}"),
    "withdraw": _("'{unit}' cannot be taken back: {where}"),
    "allocate": _("'{unit}' cannot be allocated: {where}"),
    "claim": _("'{unit}' cannot be claimed: {where}"),
    "give back": _("'{unit}' cannot be given back: {where}"),
    "decide": _("'{unit}' cannot be decided: {where}"),
    "undo": _("there is no decision on '{unit}' to undo: {where}"),
    "hold": _("'{unit}' cannot be held back: {where}"),
    "let go": _("'{unit}' cannot be let go: {where}"),
    "sample": _("'{unit}' cannot be sampled: {where}"),
    "verify": _("'{unit}' cannot be verified: {where}"),
    "mark again": _("'{unit}' cannot be marked a second time: {where}"),
    "adjudicate": _("'{unit}' cannot be adjudicated: {where}"),
    "return": _("'{unit}' cannot be returned: {where}"),
    "release met": _("'{unit}' cannot be released: {where}"),
    "refer": _("'{unit}' cannot be released: {where}"),
    "reopen": _("'{unit}' cannot be reopened: {where}"),
    "appeal": _("an appeal on '{unit}' is not possible now: {where}"),
    "answer": _("the appeal on '{unit}' cannot be answered now: {where}"),
    "end appeal": _("the appeal on '{unit}' cannot be ended now: {where}"),
    "uphold met": _("the decision on '{unit}' cannot be changed on appeal: {where}"),
    "uphold refer": _("the decision on '{unit}' cannot be changed on appeal: {where}"),
    "erase": _("'{unit}' cannot be erased: {where}"),
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

    Raises Refusal for a step that the unit's state does not allow, and for too long a reason.
    """
    after = require_step(unit, record.state, step)
    stepped = record.model_copy(update={"state": after, **changes})
    entry: dict[str, Any] = {
        "at": instant(at),
        "actor": actor.id,
        "role": role,
        "action": step,
        "before": record.state,
        "after": after,
        "reason": checked_note(reason),
        "record": commitment(stepped, shown=step in SHOWN),
        "previous": _head(entry for entry in record.trail if is_shown(entry) == (step in SHOWN)),
    }
    chained = Entry(**entry, hash=digest(entry))
    return stepped.model_copy(update={"trail": (*record.trail, chained)})


def is_shown(entry: Entry) -> bool:
    """Say whether an entry belongs to the strand that the practitioner knows."""
    return entry.action in SHOWN


def stands_since(record: UnitRecord) -> str:
    """Return the instant at which a unit came to stand where it does; empty for a fresh one.

    What is done beside its way, such as allocating and verifying, does not count.
    """
    for entry in reversed(record.trail):
        if entry.before != entry.after or entry.action == "claim" or is_shown(entry):
            return entry.at
    return ""


def shown_strand(record: UnitRecord) -> tuple[Entry, ...]:
    """Return the entries that the practitioner knows, oldest first."""
    return tuple(filter(is_shown, record.trail))


def shown(record: UnitRecord) -> UnitRecord:
    """Return a unit's record as its practitioner may have it, which is as their last step left it.

    Without the desk's entries, the lease, and every decision that was not released.
    """
    strand = shown_strand(record)
    return UnitRecord(
        state=strand[-1].after if strand else "open",
        attempts=record.attempts,
        decisions=tuple(decision for decision in record.decisions if decision.released),
        appeal=record.appeal,
        trail=strand,
    )


def commitment(record: UnitRecord, *, shown: bool) -> str:
    """Return the digest of what a record says beside its trail, after a step of either strand.

    After a step that is `shown` it is the digest of what the practitioner may have, so that whom a
    unit is allocated to, whether it is held and whether it is sampled are left out, and so is
    always a decision undone before its release. Entries whose reason was erased are part of it,
    because their own hash no longer speaks for them.
    """
    standing = tuple(d for d in record.decisions if d.released or not d.superseded)
    sealed = tuple(entry for entry in record.trail if entry.seal and is_shown(entry))
    content = record.model_copy(update={"decisions": standing, "trail": sealed})
    left_out = {"allocated", "held", "sampled"} if shown else None
    return digest(content.model_dump(mode="json", exclude=left_out))


def is_whole(record: UnitRecord) -> bool:
    """Say whether a trail is unbroken and its last entry commits to what the record says."""
    if first_broken_entry(record.trail) is not None:
        return False
    if not record.trail:
        return record == UnitRecord()
    last = record.trail[-1]
    return last.after == record.state and last.record == commitment(record, shown=is_shown(last))


def first_broken_entry(trail: tuple[Entry, ...]) -> int | None:
    """Return the index of the first entry whose hash, link or state is wrong, or None."""
    heads = {True: "", False: ""}
    for index, entry in enumerate(trail):
        strand = is_shown(entry)
        if entry.previous != heads[strand] or not _is_as_written(entry):
            return index
        if not _follows(entry, trail[index - 1] if index else None):
            return index
        heads[strand] = entry.hash
    return None


def without_reason(entry: Entry) -> Entry:
    """Return an entry with its reason erased, under the hash by which the next one knows it."""
    if not entry.reason:
        return entry
    bare = entry.model_copy(update={"reason": "", "seal": ""})
    return bare.model_copy(update={"seal": digest(bare.model_dump(mode="json"))})


def _is_as_written(entry: Entry) -> bool:
    if entry.seal:
        left = entry.model_copy(update={"seal": ""})
        return digest(left.model_dump(mode="json")) == entry.seal
    return digest(entry.model_dump(mode="json", exclude={"hash"})) == entry.hash


def _follows(entry: Entry, last: Entry | None) -> bool:
    """Say whether an entry begins where the last one ended.

    Between two entries that the practitioner knows, the desk's may have been left out.
    """
    at = last.after if last else "open"
    if entry.before == at:
        return True
    left_out = is_shown(entry) and last is not None and is_shown(last)
    return left_out and {entry.before, at} <= _WITH_THE_DESK


def _head(strand: Iterable[Entry]) -> str:
    head = ""
    for entry in strand:
        head = entry.hash
    return head
