"""Allocating several submissions, one after another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from stepback_course.desks import Desks
from stepback_course.marking import QueueRow
from stepback_course.marking.telling import holder_of
from stepback_course.people.judges import judges
from stepback_course.store import StoreError
from stepback_course.text import _, ngettext, same_identifier
from stepback_course.text.refusals import Refusal
from stepback_course.tui.queue_view import row_key


@dataclass(frozen=True, slots=True)
class Colleagues:
    """Those to whom some rows can be allocated."""

    rows: tuple[QueueRow, ...]
    choices: tuple[tuple[str, str], ...]
    """Ids and names."""


@dataclass(frozen=True, slots=True)
class Markers:
    """Everybody who marks here or did before they left."""

    choices: tuple[tuple[str, str], ...]
    """Ids and names."""


@dataclass(frozen=True, slots=True)
class Allocated:
    """What came of allocating several submissions."""

    done: int
    refused: tuple[str, ...]
    """A sentence for each that was not allocated."""

    @property
    def done_sentence(self) -> str:
        """How many were allocated."""
        sentence = ngettext("{count} allocated", "{count} allocated", self.done)
        return sentence.format(count=self.done)

    @property
    def refused_sentence(self) -> str:
        """How many were not, and why; empty where every one was."""
        if not self.refused:
            return ""
        return ngettext(
            "{count} was not allocated: {sentence}",
            "{count} were not allocated. The first: {sentence}",
            len(self.refused),
        ).format(count=len(self.refused), sentence=self.refused[0])


def read_colleagues(desks: Desks, rows: Sequence[QueueRow]) -> Colleagues:
    """Return who may mark in the cohorts of some rows. Raises Refusal, StoreError."""
    found = {
        person.id: person.name
        for cohort in dict.fromkeys(row.cohort for row in rows)
        for person in desks.allocations.assessors(cohort)
    }
    return Colleagues(tuple(rows), tuple(found.items()))


def read_markers(desks: Desks) -> Markers:
    """Return everybody who marks, and behind them those who have left. Raises StoreError."""
    here, left = (judges(desks.store, "assessor", active=active) for active in (True, False))
    gone = _("{name} (has left)")
    return Markers(
        (
            *((person.id, person.name) for person in here),
            *((person.id, gone.format(name=person.name)) for person in left),
        )
    )


def held_by_others(rows: Sequence[QueueRow], assessor: str | None, at: datetime) -> bool:
    """Say whether any row is being marked by another than the assessor it is to go to."""
    holders = (holder_of(row, at) for row in rows)
    return any(
        holder is not None and not (assessor and same_identifier(holder, assessor))
        for holder in holders
    )


def allocate_each(
    desks: Desks, rows: Sequence[QueueRow], assessor: str | None, reason: str
) -> Allocated:
    """Allocate rows to an assessor, or to nobody; one that is refused holds up none of the rest."""
    done = 0
    refused = []
    for row in rows:
        try:
            desks.allocations.allocate(*row_key(row), assessor, reason=reason)
        except (Refusal, StoreError) as refusal:
            refused.append(_("{name}: {sentence}").format(name=row.name, sentence=refusal))
        else:
            done += 1
    return Allocated(done, tuple(refused))
