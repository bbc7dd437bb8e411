"""The app with an assessor at it, who begins at the queue."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from stepback_course.people.preferences import Preferences
from stepback_course.tui import doors
from stepback_course.tui.app import StepbackApp
from tests.tui.conftest import House
from tests.tui.sitting import NARROW, Sitting


@asynccontextmanager
async def assessing(
    house: House, size: tuple[int, int] = NARROW, *, at: tuple[str, str] | None = None
) -> AsyncIterator[Sitting]:
    """Let Megan sit down at the queue, or at the desk with a unit of a portfolio on it."""
    screen = doors.desk_screen(*at) if at else doors.queue_screen()
    app = StepbackApp(house.desks("AS-MEG"), Preferences(), first=lambda: screen)
    async with app.run_test(size=size) as pilot:
        seat = Sitting(app, pilot)
        await seat.rest()
        yield seat
