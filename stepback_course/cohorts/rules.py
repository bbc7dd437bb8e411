"""What can be said of a practitioner's progress, without I/O."""

from collections.abc import Mapping
from datetime import date

from stepback_course.portfolio.models import Status

_NOT_SUBMITTED: frozenset[Status] = frozenset({"not started", "in progress", "ready"})


def overdue_units(statuses: Mapping[str, Status], due: str, today: date) -> tuple[str, ...]:
    """Return the units that should have been submitted by now, in the order of `statuses`.

    `due` is the last day on which submitting is in time; where it is empty, nothing is overdue. A
    unit that came back for further work was submitted in time, and is not overdue.
    """
    if not due or today <= date.fromisoformat(due):
        return ()
    return tuple(unit for unit, status in statuses.items() if status in _NOT_SUBMITTED)
