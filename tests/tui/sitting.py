"""The app with somebody at it, for tests of the practitioner's screens."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Static

from stepback_course.people.preferences import Preferences
from stepback_course.portfolio.models import Overall
from stepback_course.tui import doors
from stepback_course.tui.app import StepbackApp
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.widgets.activity import ActivityWidget
from tests.filling import submit
from tests.tui.conftest import House

PERSON = "PR-CERYS"
PORTFOLIO = "P-CERYS"
NARROW = (80, 24)
WIDE = (160, 50)


@dataclass
class Sitting:
    """Somebody at the app."""

    app: StepbackApp
    pilot: Pilot[None]

    async def press(self, *keys: str) -> None:
        """Press keys and wait until everything they set off is done."""
        for key in keys:
            await self.pilot.press(key)
            while self.app.is_running and any(each.is_running for each in self.app.workers):
                await self.rest()
        await self.rest()

    async def rest(self) -> None:
        """Wait for what was pressed, for threads that save, and for what they report."""
        await self.turns_taken()
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def turns_taken(self) -> None:
        """Wait for what was pressed; threads that it set off may go on."""
        await self.pilot.pause()
        while self.app.is_running and self.app.turns.is_under_way:
            await self.pilot.pause()

    async def open_unit(self, unit: str) -> None:
        """Open a unit of the practitioner."""
        self.app.push_screen(doors.unit_screen(PORTFOLIO, unit))
        await self.rest()

    @property
    def front(self) -> StepbackScreen[Any]:
        """The screen in front, one of the house's."""
        screen = self.app.screen
        assert isinstance(screen, StepbackScreen)
        return screen

    @property
    def activity(self) -> ActivityWidget[Any]:
        """The one activity that is mounted."""
        return self.app.screen.query_one(ActivityWidget)

    @property
    def place(self) -> str:
        """The name of the screen in front."""
        return type(self.app.screen).__name__

    @property
    def shown(self) -> str:
        """Every sentence on the screen in front."""
        lines = [str(line.content) for line in self.app.screen.query(Static) if line.display]
        return "\n".join(lines)


def refer(house: House, unit: str) -> None:
    """Let a unit come back with its last criterion not yet met."""
    submit(house.desks(PERSON), PORTFOLIO, unit)
    decide(house, unit, "Say what [the learner] said.")


def decide(house: House, unit: str, needed: str = "") -> None:
    """Release a decision on a submitted unit: met, unless something is still needed."""
    desk = house.desks("AS-MEG").desk
    criteria = [c.id for c in house.desks(PERSON).workbook.unit(PORTFOLIO, unit).unit.criteria]
    verdicts = dict.fromkeys(criteria, "met")
    if needed:
        verdicts[criteria[-1]] = "not_yet_met"
    feedback = {criteria[-1]: needed} if needed else {}
    step = Overall(stood_out="Thank you, Cerys.", next_step="Add it.", by="2026-04-01")
    desk.decide(PORTFOLIO, unit, verdicts, feedback, step if needed else "Thank you, Cerys.")
    desk.release(PORTFOLIO, unit)


@asynccontextmanager
async def sitting(
    house: House, size: tuple[int, int] = NARROW, *, unit: str = ""
) -> AsyncIterator[Sitting]:
    """Let the practitioner sit down at their course, or right at one of its units."""
    screen = doors.unit_screen(PORTFOLIO, unit) if unit else doors.path_screen(PORTFOLIO)
    app = StepbackApp(house.desks(PERSON), Preferences(), first=lambda: screen)
    async with app.run_test(size=size) as pilot:
        seat = Sitting(app, pilot)
        await seat.rest()
        yield seat
