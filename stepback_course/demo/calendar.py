"""When everything happened: school days before one fixed day, and a clock that is set by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

TODAY = date(2026, 11, 20)
"""The day on which the made-up cohorts stand as they are; a Friday."""

_SUMMER = ((7, 24), (8, 31))
_FIRST_HOUR = 8
_HOURS = 12
_OLDEST_WEEKS = 40
_NEWEST_WEEKS = 3
_ONLY_WEEKS = 26
_WEEKS_TO_DUE = 30


class HandClock:
    """A clock that shows what it was last set to."""

    def __init__(self, at: datetime) -> None:
        """Begin at an aware instant."""
        self._at = at

    def __call__(self) -> datetime:
        """Return the instant."""
        return self._at

    def set(self, at: datetime) -> None:
        """Show another instant, later or earlier."""
        self._at = at


@dataclass(frozen=True, slots=True)
class Term:
    """The calendar of one cohort."""

    start: date
    """The day on which it begins to work on the course."""
    days: tuple[date, ...]
    """The taught days."""
    due: date
    school_days: tuple[date, ...]
    """From the start until today."""

    def moment(self, days: float) -> datetime:
        """Return the instant that many school days after the start.

        What follows the point is a share of the hours in which people work, so a larger number is
        always a later instant, and never one at night.
        """
        whole = min(int(days), len(self.school_days) - 1)
        seconds = round((days - whole) * _HOURS * 3600)
        return _hour(self.school_days[whole], _FIRST_HOUR) + timedelta(seconds=seconds)


def make_term(number: int, cohorts: int, taught_days: int) -> Term:
    """Return the calendar of a cohort, of which number 0 began first.

    Taught days are a fortnight apart, or as far as it takes for the last not to be after today.
    """
    spread = (_OLDEST_WEEKS - _NEWEST_WEEKS) * number / max(1, cohorts - 1)
    weeks = _ONLY_WEEKS if cohorts == 1 else _OLDEST_WEEKS - round(spread)
    start = TODAY - timedelta(weeks=weeks, days=1)
    while not is_school_day(start):
        start += timedelta(weeks=1)
    apart = min(14, (TODAY - start).days // max(1, taught_days - 1))
    return Term(
        start=start,
        days=tuple(start + timedelta(days=apart * day) for day in range(taught_days)),
        due=start + timedelta(weeks=_WEEKS_TO_DUE),
        school_days=tuple(_school_days(start, TODAY)),
    )


def is_school_day(day: date) -> bool:
    """Say whether schools are open."""
    return day.weekday() < 5 and not _SUMMER[0] <= (day.month, day.day) <= _SUMMER[1]


def school_day_by(day: date) -> date:
    """Return the last school day that is not after `day`."""
    while not is_school_day(day):
        day -= timedelta(days=1)
    return day


def on_the_day(day: date, minutes: int) -> datetime:
    """Return the instant that many minutes after a taught day began."""
    return _hour(day, 9) + timedelta(minutes=30 + minutes)


def next_morning(at: datetime) -> datetime:
    """Return an early hour of the next weekday."""
    day = at.date() + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return on_the_day(day, 0)


def _hour(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def _school_days(start: date, end: date) -> Iterator[date]:
    for days in range((end - start).days + 1):
        day = start + timedelta(days=days)
        if is_school_day(day):
            yield day
