"""Which case studies have been kept for long enough, so that somebody decides to erase them."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from stepback_course.clock import Clock, day_of, parse_instant
from stepback_course.course.models import Unit
from stepback_course.course.shelf import Shelf
from stepback_course.people import Actor
from stepback_course.people.policy import may
from stepback_course.portfolio.folder import PortfolioFolder
from stepback_course.store import Store
from stepback_course.store.paging import all_rows


@dataclass(frozen=True, slots=True)
class Due:
    """A case study that is due to be erased."""

    portfolio: str
    name: str
    """The practitioner's."""
    cohort: str
    unit: str
    last: str
    """The day on which anything last happened to it."""
    due: str
    """The day from which it is due."""


def months_after(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due_for_disposal(
    store: Store, courses: Shelf, actor: Actor, clock: Clock, months: int
) -> list[Due]:
    """Return the case studies the actor may erase to which nothing has happened for `months`.

    The longest due come first. One that was erased has nothing left that could be due.
    """
    today = day_of(clock())
    found: list[Due] = []
    for portfolio, days in _last_days(store).items():
        quiet = {unit: day for unit, day in days.items() if months_after(day, months) <= today}
        if quiet:
            folder = PortfolioFolder(store, courses, portfolio)
            folder.read()
            found += _due_in(folder, actor, quiet, months)
    return sorted(found, key=lambda each: (each.due, each.name, each.portfolio))


def _last_days(store: Store) -> dict[str, dict[str, date]]:
    """Return by portfolio and unit the day on which anything was last written or decided."""
    days: dict[str, dict[str, date]] = defaultdict(dict)
    for kind, key in (("draft", "changed"), ("unit", "since")):
        for row in all_rows(store, kind):
            at = str(row.summary[key] or "")
            if at:
                portfolio, unit = str(row.summary["portfolio"]), str(row.summary["unit"])
                day = day_of(parse_instant(at))
                days[portfolio][unit] = max(day, days[portfolio].get(unit, day))
    return days


def _due_in(
    folder: PortfolioFolder, actor: Actor, quiet: dict[str, date], months: int
) -> Iterator[Due]:
    profile = folder.profile
    if not may(actor, "erase", cohort=profile.cohort, practitioner=profile.person):
        return
    for unit in folder.course.units:
        if unit.id in quiet and unit.needs_consent and _has_anything(folder, unit):
            last = quiet[unit.id]
            yield Due(
                portfolio=profile.id,
                name=profile.name,
                cohort=profile.cohort,
                unit=unit.id,
                last=last.isoformat(),
                due=months_after(last, months).isoformat(),
            )


def _has_anything(folder: PortfolioFolder, unit: Unit) -> bool:
    return bool(
        folder.consent().model
        or folder.draft(unit.id).model.responses
        or folder.record(unit.id).model.files
    )
