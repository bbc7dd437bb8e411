"""What makes a decision complete, and whose a submission is to mark, without I/O."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from stepback_course.clock import instant, parse_instant
from stepback_course.course.models import Unit
from stepback_course.marking.models import Marks
from stepback_course.people import Actor
from stepback_course.portfolio.models import Lease, UnitRecord
from stepback_course.text import _, count_words

LEASE = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Lack:
    """Something without which marks are no decision, and the criterion where it is missing."""

    criterion: str
    sentence: str
    words: bool = False
    """Whether it is written feedback that is missing."""


def incomplete(unit: Unit, marks: Marks) -> Iterator[Lack]:
    """Yield everything without which marks are no decision, in the order of the criteria.

    Every criterion is decided, and *not yet met* says in writing what is missing.
    """
    known = {criterion.id for criterion in unit.criteria}
    for name in sorted((set(marks.criteria) | set(marks.feedback)) - known):
        sentence = _("'{unit}' has no criterion '{criterion}'")
        yield Lack(name, sentence.format(unit=unit.title, criterion=name))
    for number, criterion in enumerate(unit.criteria, start=1):
        verdict = marks.criteria.get(criterion.id)
        if verdict is None:
            sentence = _("criterion {number} ({criterion}) is not decided yet")
            yield Lack(criterion.id, sentence.format(number=number, criterion=criterion.id))
        elif verdict == "not_yet_met" and not count_words(marks.feedback.get(criterion.id, "")):
            sentence = _("criterion {number} ({criterion}) is not yet met: write what is missing")
            told = sentence.format(number=number, criterion=criterion.id)
            yield Lack(criterion.id, told, words=True)


def new_lease(actor: Actor, at: datetime) -> Lease:
    """Return a lease for the actor that begins now."""
    return Lease(assessor=actor.id, name=actor.name, at=instant(at), until=instant(at + LEASE))


def holder(record: UnitRecord, at: datetime) -> Lease | None:
    """Return the lease under which a submission is being marked, or None where it ran out."""
    lease = record.lease
    if record.state != "marking" or lease is None or parse_instant(lease.until) <= at:
        return None
    return lease
