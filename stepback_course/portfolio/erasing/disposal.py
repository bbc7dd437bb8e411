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
from stepback_course.portfolio.learner.learners import RECORD as LEARNERS
from stepback_course.portfolio.learner.learners import ClosedCase, LearnersRecord
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

    The longest due come first. Recording permission is the first thing that happens to one, and one
    that was closed for another learner is kept as long as it is. One that was erased has nothing
    left that could be due.
    """
    today, written = day_of(clock()), _last_days(store)
    found: list[Due] = []
    for row in all_rows(store, "portfolio"):
        portfolio = str(row.summary["portfolio"])
        folder = PortfolioFolder(store, courses, portfolio)
        folder.read()
        found += (
            each
            for each in _kept_in(folder, actor, written[portfolio], months)
            if each.due <= today.isoformat()
        )
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


def _kept_in(
    folder: PortfolioFolder, actor: Actor, written: dict[str, date], months: int
) -> Iterator[Due]:
    """Yield the case studies in a portfolio that the actor may erase, due or not.

    `written` has by unit the day on which anything was last written or decided.
    """
    profile = folder.profile
    if not may(actor, "erase", cohort=profile.cohort, practitioner=profile.person):
        return
    for unit in folder.course.units:
        days = _days_of_learners(folder)
        if unit.id in written:
            days.append(written[unit.id])
        if unit.needs_consent and days and _has_anything(folder, unit):
            last = max(days)
            yield Due(
                portfolio=profile.id,
                name=profile.name,
                cohort=profile.cohort,
                unit=unit.id,
                last=last.isoformat(),
                due=months_after(last, months).isoformat(),
            )


def _days_of_learners(folder: PortfolioFolder) -> list[date]:
    """Return the days of the permission, and of every case study closed for another learner."""
    consent = folder.consent().model
    permitted = [date.fromisoformat(consent.withdrawn or consent.on)] if consent else []
    return permitted + [day_of(parse_instant(case.at)) for case in _closed(folder)]


def _closed(folder: PortfolioFolder) -> tuple[ClosedCase, ...]:
    return folder.kept(LEARNERS, LearnersRecord).model.closed


def _has_anything(folder: PortfolioFolder, unit: Unit) -> bool:
    return bool(
        folder.consent().model
        or folder.draft(unit.id).model.responses
        or folder.record(unit.id).model.files
        or _closed(folder)
    )
