"""The page of the first statement on which somebody writes."""

import pytest
from textual.widgets import TextArea

from stepback_course.tui.screens.unit import UnitScreen
from tests.filling import fill
from tests.tui.conftest import House
from tests.tui.sitting import PERSON, PORTFOLIO, Sitting

UNIT = "statement-01"
WRITING = "one-purpose"


def text_of(house: House, activity: str = WRITING, unit: str = UNIT) -> object:
    draft = house.desks(PERSON).workbook.unit(PORTFOLIO, unit).draft
    return draft.responses[activity].value if activity in draft.responses else None


async def open_writing(seat: Sitting) -> TextArea:
    """Open the first statement at the page that is written on: the others are complete."""
    if not isinstance(seat.app.screen, UnitScreen):
        await seat.open_unit(UNIT)
    assert seat.activity.activity.id == WRITING
    area = seat.app.focused
    assert isinstance(area, TextArea)
    return area


@pytest.fixture
def begun(house: House) -> House:
    """The first statement complete except for its last page, on which nothing is written."""
    fill(house.desks(PERSON), PORTFOLIO, UNIT)
    house.desks(PERSON).workbook.respond(PORTFOLIO, UNIT, WRITING, "")
    return house


def sit_elsewhere(house: House, text: str) -> None:
    """Write the same answer from another window."""
    house.desks(PERSON).workbook.respond(PORTFOLIO, UNIT, WRITING, text)
