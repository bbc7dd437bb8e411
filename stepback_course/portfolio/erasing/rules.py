"""What is left of a portfolio's records after something in it was erased, without I/O.

A record that is erased stays, with its revision grown by one and nothing in it: so a window that
still shows the old text cannot write it back. What became of a unit stays as well, without a word
that anybody wrote. Its trail gains a step, and verifies afterwards as it did before.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Annotated, Any, Literal, get_args

from pydantic import Field

from stepback_course.clock import day_of, instant, parse_instant
from stepback_course.people import Actor
from stepback_course.portfolio.models import Attempt, Decision, Digest, Profile, UnitRecord
from stepback_course.portfolio.summaries import unit_row
from stepback_course.portfolio.trail import take_step, without_reason
from stepback_course.store import NEVER_WRITTEN, Change, Document, Record, Scalar
from stepback_course.text import _, digest, same_identifier
from stepback_course.text.days import shown_day
from stepback_course.text.fields import LATER, Frozen, Identifier, Line

Why = Literal["permission withdrawn", "another learner", "asked for", "no longer needed"]
"""Why something is erased, in words that tell nothing about anybody."""
WHYS: frozenset[str] = frozenset(get_args(Why))

PREFIX = "erasure"
"""Where a portfolio's tombstones are, one record each."""
KIND = "erasure"
BEGUN, FINISHED = "begun", "finished"

_ERASED = "erased"
_OF_THE_LEARNER = frozenset({"consent", "allowed", "learners", "aside/consent"})
_NAMED = re.compile(r'"([0-9a-f]{64})"')


class Tombstone(Frozen):
    """That something was erased: what, when and by whom; nothing of what it said."""

    id: Identifier
    portfolio: Identifier
    enrolled: Annotated[tuple[Digest, ...], Field(max_length=100)]
    """The digests of the enrolment's entries, which tell it from another of the same id."""
    units: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=100)]
    learner: bool
    """Whether the permission and everything else about the learner went with them."""
    at: Line
    by: Identifier
    role: Literal["practitioner", "coordinator"]
    why: Why
    files: Annotated[tuple[Digest, ...], Field(max_length=100_000)] = ()
    """The hashes of the files that the erased records named: none of them is taken in again."""
    finished: Annotated[Line, LATER] = ""
    """The instant at which every copy was gone; until then it is to be gone on with."""

    @property
    def record(self) -> str:
        """The name of its record."""
        return f"{PREFIX}/{self.id}"


def belongs(name: str, units: tuple[str, ...], *, learner: bool) -> bool:
    """Say whether a record of a portfolio's folder goes with these units."""
    if name.startswith(f"{PREFIX}/"):
        return False
    return name.partition("/")[2] in units or (learner and name in _OF_THE_LEARNER)


def digests_in(document: Document) -> frozenset[str]:
    """Return every text in a document that may be the hash of a file."""
    return frozenset(_NAMED.findall(json.dumps(document)))


def enrolment_digests(records: Mapping[str, Record]) -> tuple[str, ...]:
    """Return the digests of the entries in a portfolio's enrolment."""
    record = records.get("enrolment")
    entries: list[Any] = record.document.get("entries", []) if record else []
    return tuple(digest(entry) for entry in entries)


def tombstones_in(records: Mapping[str, Record]) -> tuple[Tombstone, ...]:
    """Return a portfolio's tombstones, oldest first."""
    found = (
        Tombstone.model_validate(record.document)
        for name, record in records.items()
        if name.startswith(f"{PREFIX}/")
    )
    return tuple(sorted(found, key=lambda tombstone: (tombstone.at, tombstone.id)))


def is_about(tombstone: Tombstone, profile: Profile, records: Mapping[str, Record]) -> bool:
    """Say whether a tombstone was set for this very portfolio, and not for one of the same id.

    They share an entry of the enrolment or, on an assessor's laptop, which has none, a file.
    """
    if not same_identifier(tombstone.portfolio, profile.id):
        return False
    named = (digests_in(each.document) for name, each in records.items() if "/" in name)
    return not set(tombstone.enrolled).isdisjoint(enrolment_digests(records)) or any(
        not digests.isdisjoint(tombstone.files) for digests in named
    )


def erased_changes(records: Mapping[str, Record], tombstone: Tombstone) -> dict[str, Change]:
    """Return what a portfolio's records become by an erasure, its tombstone among them."""
    changes = {
        name: change
        for name, record in records.items()
        if belongs(name, tombstone.units, learner=tombstone.learner)
        if (change := _changed(records, record, tombstone)) is not None
    }
    known = records.get(tombstone.record)
    base = known.revision if known else NEVER_WRITTEN
    changes[tombstone.record] = tombstone_change(tombstone, base)
    return changes


def tombstone_change(tombstone: Tombstone, base: int) -> Change:
    """Return what the record of a tombstone becomes."""
    row: dict[str, Scalar] = {
        "kind": KIND,
        "portfolio": tombstone.portfolio,
        "at": tombstone.at,
        "state": FINISHED if tombstone.finished else BEGUN,
    }
    return Change(base, tombstone.model_dump(mode="json"), row)


def erased_unit(
    title: str, record: UnitRecord, *, actor: Actor, role: str, at: datetime, why: str
) -> UnitRecord:
    """Return what became of a unit, without a word that anybody wrote.

    It is open again with nothing in it; one that was met stays met, and its certificate with it. If
    it is with an assessor it goes back first. The same record where there is nothing to erase.
    """
    if not _has_words(record):
        return record
    step = partial(take_step, title, actor=actor, role=role, at=at)
    if record.state == "decided":
        undone = tuple(
            each.model_copy(update={"superseded": _ERASED}) if each is record.decision else each
            for each in record.decisions
        )
        record = step(record, "undo", decisions=undone)
    if record.state == "marking":
        record = step(record, "give back", lease=None)
    returned = record.attempt if record.state == "submitted" else None
    stands = record.state == "met"
    trail = tuple(each if each.action == "erase" else without_reason(each) for each in record.trail)
    return step(
        record.model_copy(update={"trail": trail}),
        "erase",
        reason=why,
        attempts=tuple(
            _without_file(each, instant(at), takes_back=each is returned)
            for each in record.attempts
        ),
        decisions=tuple(_without_words(each, stands=stands) for each in record.decisions),
        lease=None,
        held=None,
        sampled="",
        appeal=None,
    )


def was_erased(attempt: Attempt) -> str:
    """Return the sentence for whoever asks for a submission that was erased."""
    day = day_of(parse_instant(attempt.erased)).isoformat()
    return _("what was submitted as attempt {number} was erased on {day}").format(
        number=attempt.number, day=shown_day(day)
    )


def _changed(records: Mapping[str, Record], record: Record, tombstone: Tombstone) -> Change | None:
    """Return what one record becomes, or None where nothing is in it."""
    kind, _slash, unit = record.name.partition("/")
    if kind != "unit":
        return Change(record.revision, {}) if record.document else None
    known = UnitRecord.model_validate(record.document)
    actor, at = Actor(tombstone.by, tombstone.by), parse_instant(tombstone.at)
    left = erased_unit(unit, known, actor=actor, role=tombstone.role, at=at, why=tombstone.why)
    if left == known:
        return None
    profile = Profile.model_validate(records["profile"].document)
    row = unit_row(profile, unit, left, is_frozen=False)
    return Change(record.revision, left.model_dump(mode="json"), row)


def _has_words(record: UnitRecord) -> bool:
    return (
        bool(record.files)
        or any(decision.has_words for decision in record.decisions)
        or any(entry.reason and entry.action != "erase" for entry in record.trail)
    )


def _without_file(attempt: Attempt, at: str, *, takes_back: bool) -> Attempt:
    return attempt.model_copy(
        update={
            "erased": attempt.erased or at,
            "withdrawn": attempt.withdrawn or takes_back,
        }
    )


def _without_words(decision: Decision, *, stands: bool) -> Decision:
    """Return a decision with what was met and not yet met, and without the words."""
    superseded = "" if stands and not decision.superseded else _ERASED
    said = {"feedback": {}, "overall": "", "missing": "", "next_step": "", "by": ""}
    return decision.model_copy(update=said | {"superseded": superseded})
