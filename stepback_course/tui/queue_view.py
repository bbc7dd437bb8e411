"""What an assessor looks at in the queue, and which submission comes next there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from stepback_course.clock import instant
from stepback_course.desks import Desks
from stepback_course.marking import QueueRow
from stepback_course.marking.models import QueuePage
from stepback_course.marking.queue import NOBODY, Looked, Order, turn_of, unit_path
from stepback_course.marking.telling import is_open_to

Pile = Literal["to-mark", "to-release"]
Whose = Literal["everybody", "mine", "nobody", "sampled", "person"]
RowKey = tuple[str, str]
"""A portfolio and a unit."""


class Spot(NamedTuple):
    """Where a submission stands in the queue, whatever its order."""

    portfolio: str
    unit: str
    name: str
    submitted: str


class Next(NamedTuple):
    """The submission to take up next."""

    row: QueueRow
    is_from_the_start: bool
    """Whether it stands before the one that was left: nothing came after that."""


@dataclass(slots=True)
class QueueView:
    """What the queue shows."""

    pile: Pile = "to-mark"
    order: Order = "oldest"
    cohort: str | None = None
    unit: str | None = None
    attempt: int | None = None
    days: int = 0
    """For how many days something has to wait to be shown."""
    whose: Whose = "everybody"
    person: str | None = None
    """Whose work is shown where `whose` says of one person."""
    at: RowKey | None = None
    """The row under the cursor."""

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(
            self.cohort or self.unit or self.attempt or self.days or self.whose != "everybody"
        )

    def other_pile(self) -> "QueueView":
        """Return the same view of the pile that is not looked at."""
        return replace(self, pile="to-release" if self.pile == "to-mark" else "to-mark")

    def widen(self) -> None:
        """Leave nothing out."""
        self.cohort = self.unit = self.attempt = self.person = None
        self.days = 0
        self.whose = "everybody"

    def looked(self, me: str, now: datetime) -> Looked:
        """Return the question that this is to the queue of somebody, at an instant."""
        assessors = {"mine": me, "nobody": NOBODY, "person": self.person}
        return {
            "cohort": self.cohort,
            "unit": self.unit,
            "attempt": self.attempt,
            "assessor": assessors.get(self.whose),
            "is_sampled": self.whose == "sampled",
            "until": instant(now - timedelta(days=self.days)) if self.days else None,
            "order": self.order,
        }

    def page(self, desks: Desks, after: str | None = None, limit: int = 200) -> QueuePage:
        """Return some rows of what is looked at."""
        ask = desks.desk.queue if self.pile == "to-mark" else desks.desk.to_release
        return ask(after=after, limit=limit, **self.looked(desks.actor.id, desks.clock()))

    def rows(self, desks: Desks) -> Iterator[QueueRow]:
        """Yield every row of what is looked at, in order."""
        after: str | None = None
        while True:
            page = self.page(desks, after)
            yield from page.rows
            if page.next is None:
                return
            after = page.next

    def place(self, spot: Spot, path: Sequence[str]) -> tuple[str | int, ...]:
        """Return what sorts as the queue does in this order; `path` has the units in theirs."""
        folder = spot.portfolio.lower()
        match self.order:
            case "unit" if self.unit is None:
                reached = path.index(spot.unit) if spot.unit in path else len(path)
                return reached, spot.submitted, folder
            case "practitioner":
                return spot.name, folder, *turn_of(spot.unit)
        return spot.submitted, folder, *turn_of(spot.unit)


def row_key(row: QueueRow) -> RowKey:
    """Return what tells a row from every other."""
    return row.portfolio, row.unit


def spot_of(row: QueueRow) -> Spot:
    """Return where a row stands."""
    return Spot(row.portfolio, row.unit, row.name, row.submitted)


def next_in_view(desks: Desks, view: QueueView, here: Spot) -> Next | None:
    """Return what to take up after the submission that stands, or stood, `here`, or None.

    After the last one comes the first.
    """
    path, now = unit_path(desks.courses), desks.clock()
    place = view.place(here, path)
    first: QueueRow | None = None
    for row in view.rows(desks):
        there = view.place(spot_of(row), path)
        if there == place or not is_open_to(row, desks.actor, now):
            continue
        if there > place:
            return Next(row, is_from_the_start=False)
        first = first or row
    return Next(first, is_from_the_start=True) if first else None
