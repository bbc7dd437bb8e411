"""What an assessor looks at in the queue, and which submission comes next there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from stepback_course.clock import day_of, parse_instant, time_of_day
from stepback_course.people import Actor
from stepback_course.portfolio.telling.words import day_and_month
from stepback_course.text import _, ngettext

if TYPE_CHECKING:
    from stepback_course.marking import Desk, QueueRow
    from stepback_course.marking.models import QueuePage

Pile = Literal["to-mark", "to-release"]
RowKey = tuple[str, str]
"""A portfolio and a unit."""


@dataclass(slots=True)
class QueueView:
    """What the queue shows; it outlives the screens while the app runs."""

    pile: Pile = "to-mark"
    cohort: str | None = None
    unit: str | None = None
    at: RowKey | None = None
    """The row under the cursor."""

    def page(self, desk: "Desk", after: str | None = None, limit: int = 200) -> "QueuePage":
        """Return some rows of what is looked at, oldest first."""
        ask = desk.queue if self.pile == "to-mark" else desk.to_release
        return ask(cohort=self.cohort, unit=self.unit, after=after, limit=limit)


def row_key(row: "QueueRow") -> RowKey:
    """Return what tells a row from every other."""
    return row.portfolio, row.unit


def order(submitted: str, key: RowKey) -> tuple[str, str, str]:
    """Return where a submission stands in the queue; the store sorts the same way."""
    return submitted, key[0].lower(), key[1]


def holder_of(row: "QueueRow", at: datetime) -> str | None:
    """Return who is marking a submission at this instant, or None."""
    if row.state != "marking" or row.until is None or parse_instant(row.until) <= at:
        return None
    return row.assessor


def is_open_to(row: "QueueRow", actor: Actor, at: datetime) -> bool:
    """Say whether an actor can take a row up now: it is theirs to mark, and nobody else has it."""
    holder = holder_of(row, at)
    return row.yours_to_mark and (holder is None or actor.is_person(holder))


def next_in_view(
    desk: "Desk", view: QueueView, actor: Actor, here: tuple[str, str, str], at: datetime
) -> "QueueRow | None":
    """Return the row to take up after the one that stands at `here`, or None where there is none.

    After the last row comes the first. `here` is what `order` returns.
    """
    first: QueueRow | None = None
    for row in _rows(desk, view):
        place = order(row.submitted, row_key(row))
        if place == here or not is_open_to(row, actor, at):
            continue
        if place > here:
            return row
        first = first or row
    return first


def waiting_words(waited: timedelta) -> str:
    """Return how long somebody has waited, in the largest unit of time that fits."""
    minutes = int(waited.total_seconds()) // 60
    hours = minutes // 60
    days = hours // 24
    if days:
        return ngettext("{count} day", "{count} days", days).format(count=days)
    if hours:
        return ngettext("{count} hour", "{count} hours", hours).format(count=hours)
    if minutes:
        return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
    return _("just now")


def shown_until(instant: str, now: datetime) -> str:
    """Return until when a claim lasts: an hour of today, or the day it ends."""
    if not instant:
        return ""
    at = parse_instant(instant)
    return time_of_day(at)[:5] if day_of(at) == day_of(now) else day_and_month(instant)


def _rows(desk: "Desk", view: QueueView) -> "Iterator[QueueRow]":
    after: str | None = None
    while True:
        page = view.page(desk, after)
        yield from page.rows
        if page.next is None:
            return
        after = page.next
