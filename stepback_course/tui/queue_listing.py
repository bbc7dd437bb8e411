"""The queue as an assessor reads it: rows with the names and words that belong to them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from stepback_course.clock import parse_instant
from stepback_course.course.models import Unit
from stepback_course.desks import Desks
from stepback_course.marking import QueueRow
from stepback_course.marking.telling import turn_sign, turn_words, waiting_words
from stepback_course.people import Actor
from stepback_course.portfolio.telling.words import unit_name
from stepback_course.text import _
from stepback_course.tui.queue_view import QueueView

PAGE = 200
"""How many rows are read at once; a longer table makes every key slow."""
COUNTED = 50
"""How many are counted in the pile that is not looked at."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Some rows of the queue, and what their ids stand for."""

    rows: tuple[QueueRow, ...]
    next: str | None
    """The cursor from which more rows follow."""
    people: Mapping[str, str]
    """Names of assessors, by id."""
    cohorts: Mapping[str, str]
    """Names of all cohorts, by id."""
    units: Mapping[tuple[str, str], Unit]
    """Definitions, by cohort and unit, for all cohorts."""
    in_other_pile: str = ""
    """How many are in the pile that is not looked at, as a count is written."""

    @property
    def in_this_pile(self) -> str:
        """How many are in the pile that is looked at, as a count is written."""
        return _count(len(self.rows), self.next)

    def followed_by(self, other: "Listing") -> "Listing":
        """Return these rows and the ones after them."""
        people = {**self.people, **other.people}
        rows = (*self.rows, *other.rows)
        return replace(other, rows=rows, people=people, in_other_pile=self.in_other_pile)

    def units_of(self, cohort: str | None) -> dict[str, Unit]:
        """Return the units of one cohort's course, or of every course, by id."""
        return {name: unit for (group, name), unit in self.units.items() if cohort in (None, group)}


def read_listing(
    desks: Desks, view: QueueView, after: str | None = None, limit: int = PAGE
) -> Listing:
    """Read some rows and the names that belong to them. Raises what the services raise."""
    page = view.page(desks, after, limit)
    people = {person for person in (view.person, *(row.assessor for row in page.rows)) if person}
    found = {person: desks.directory.find(person) for person in people}
    cohorts = desks.registry.cohorts()
    courses = {cohort.id: desks.courses.of(cohort.course) for cohort in cohorts}
    others = None if after else view.other_pile().page(desks, limit=COUNTED)
    return Listing(
        page.rows,
        page.next,
        {person: known.name for person, known in found.items() if known},
        {cohort.id: cohort.name for cohort in cohorts},
        {(name, unit.id): unit for name, course in courses.items() for unit in course.units},
        _count(len(others.rows), others.next) if others else "",
    )


def _count(number: int, following: str | None) -> str:
    return _("{number}+").format(number=number) if following else str(number)


def cells_of(row: QueueRow, listing: Listing, actor: Actor, at: datetime) -> tuple[str, ...]:
    """Return one row in words.

    They are: how long it waits, whose it is, which unit, which attempt, whose turn it is, the
    unit's title, the cohort.
    """
    unit = listing.units.get((row.cohort, row.unit))
    turn = _("{sign} {words}").format(
        sign=turn_sign(row, at), words=turn_words(row, listing.people, actor, at)
    )
    return (
        waiting_words(at - parse_instant(row.submitted)),
        row.name,
        unit_name(unit) if unit else row.unit,
        str(row.attempt),
        turn,
        unit.title if unit else "",
        listing.cohorts.get(row.cohort, row.cohort),
    )


def narrow_cells_of(row: QueueRow, listing: Listing, actor: Actor, at: datetime) -> tuple[str, ...]:
    """Return one row in fewer words: how long it waits, whose it is, which unit, whose turn it is.

    An attempt after the first is told with the unit.
    """
    waiting, name, unit, attempt, turn, *_more = cells_of(row, listing, actor, at)
    if row.attempt > 1:
        unit = _("{unit}, {attempt}").format(unit=unit, attempt=attempt)
    return waiting, name, unit, turn
