"""What is overdue, and since when."""

from datetime import date

import pytest

from stepback_course.cohorts.rules import overdue_units
from stepback_course.portfolio.models import Status

STATUSES: dict[str, Status] = {
    "statement-01": "not started",
    "statement-02": "in progress",
    "statement-03": "ready",
    "statement-04": "submitted",
    "statement-05": "marking",
    "statement-06": "decided",
    "statement-07": "met",
    "statement-08": "referred",
}
UNSUBMITTED = ("statement-01", "statement-02", "statement-03")


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 6, 29), ()),
        (date(2026, 6, 30), ()),
        (date(2026, 7, 1), UNSUBMITTED),
        (date(2027, 1, 1), UNSUBMITTED),
    ],
)
def test_what_was_not_submitted_is_overdue_from_the_day_after(
    today: date, expected: tuple[str, ...]
) -> None:
    assert overdue_units(STATUSES, "2026-06-30", today) == expected


def test_a_cohort_without_a_due_day_has_nothing_overdue() -> None:
    assert overdue_units(STATUSES, "", date(2030, 1, 1)) == ()
