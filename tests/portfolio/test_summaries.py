"""What lists show of a unit is what its own page says of it."""

from collections.abc import Callable

import pytest

from stepback_course.course.activities import Reflection
from stepback_course.portfolio.models import Status
from tests.filling import fill, submit
from tests.house import COHORT, House, Ticking, packed_course

CERYS, PORTFOLIO, UNIT = "PR-CERYS", "P-CERYS", "statement-01"
CRITERIA = tuple(criterion.id for criterion in packed_course().units[0].criteria)
Step = Callable[[House], object]


def written(house: House) -> None:
    """Answer everything the unit asks."""
    fill(house.desks(CERYS), PORTFOLIO, UNIT)


def emptied(house: House) -> None:
    """Take the words of one answer out again."""
    activities = packed_course().units[0].activities
    asked = next(each for each in activities if isinstance(each, Reflection))
    house.desks(CERYS).workbook.respond(PORTFOLIO, UNIT, asked.id, "")


def submitted(house: House) -> None:
    """Submit the unit."""
    submit(house.desks(CERYS), PORTFOLIO, UNIT)


def withdrawn(house: House) -> None:
    """Take it back."""
    house.desks(CERYS).workbook.withdraw(PORTFOLIO, UNIT)


def claimed(house: House) -> None:
    """Take it to mark."""
    house.desks("AS-MEG").desk.claim(PORTFOLIO, UNIT)


def decided(house: House, verdict: str) -> None:
    """Decide every criterion in one way, and let the practitioner know."""
    desk, criteria = house.desks("AS-MEG").desk, dict.fromkeys(CRITERIA, verdict)
    missing = dict.fromkeys(CRITERIA, "Tell me about one moment.") if verdict != "met" else {}
    desk.decide(PORTFOLIO, UNIT, criteria, missing, "Well begun. Send me that moment.")
    desk.release(PORTFOLIO, UNIT)


def met(house: House) -> None:
    """Find every criterion met."""
    decided(house, "met")


def referred(house: House) -> None:
    """Ask for more."""
    decided(house, "not_yet_met")


def reopened(house: House) -> None:
    """Allow one more attempt."""
    house.desks("CO-ANN").desk.reopen(PORTFOLIO, UNIT, "It is to be shown once more.")


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        ((), "not started"),
        ((written,), "ready"),
        ((written, emptied), "in progress"),
        ((written, submitted), "submitted"),
        ((written, submitted, withdrawn), "ready"),
        ((written, submitted, withdrawn, emptied), "in progress"),
        ((written, submitted, claimed), "marking"),
        ((written, submitted, met), "met"),
        ((written, submitted, met, reopened), "ready"),
        ((written, submitted, referred), "referred"),
        ((written, submitted, referred, reopened), "referred"),
        ((written, submitted, referred, emptied), "in progress"),
        ((written, submitted, referred, submitted, withdrawn), "referred"),
        ((written, submitted, referred, emptied, written, submitted, withdrawn), "ready"),
    ],
)
def test_progress_says_of_a_unit_what_its_page_says(
    house: House, steps: tuple[Step, ...], status: Status
) -> None:
    house.clock = Ticking()
    for step in steps:
        step(house)
    row = house.desks("TR-TOM").registry.progress(COHORT)[0]
    assert row.portfolio == PORTFOLIO
    assert house.desks(CERYS).workbook.unit(PORTFOLIO, UNIT).status == status
    assert row.statuses[UNIT] == status
