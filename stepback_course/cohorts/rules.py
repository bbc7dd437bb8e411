"""What can be said of a practitioner's progress, without I/O."""

from collections.abc import Mapping, Sequence
from datetime import date

from stepback_course.portfolio.models import Status

_NOT_SUBMITTED: frozenset[Status] = frozenset({"not started", "in progress", "ready"})


def day_to_come(days: Sequence[str], day: int, today: date) -> str:
    """Return on which day a taught day is that has not come yet, or an empty text.

    `days` are a cohort's taught days, `day` is the number of one, from 1; where the cohort does not
    say when it is, it may have been any day.
    """
    planned = days[day - 1] if day <= len(days) else ""
    return planned if planned and today < date.fromisoformat(planned) else ""


def overdue_units(statuses: Mapping[str, Status], due: str, today: date) -> tuple[str, ...]:
    """Return the units that should have been submitted by now, in the order of `statuses`.

    `due` is the last day on which submitting is in time; where it is empty, nothing is overdue. A
    unit that came back for further work was submitted in time, and is not overdue.
    """
    if not due or today <= date.fromisoformat(due):
        return ()
    return tuple(unit for unit, status in statuses.items() if status in _NOT_SUBMITTED)
