"""One picture of one screen, taken by the program itself."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, TextArea

from stepback_course.desks import Desks
from stepback_course.people.preferences import Comfort, Preferences
from stepback_course.tui import doors
from stepback_course.tui.app import StepbackApp

Size = tuple[int, int]
MakeScreen = Callable[[], Screen[Any]]

NARROW: Size = (80, 24)
WIDE: Size = (160, 50)
USUAL = Comfort()
SETTLED_WITHIN = 30
"""After how many looks a screen is drawn even if it still says that it saves."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One screen, as somebody sees it."""

    name: str
    desks: Desks
    screen: MakeScreen | None = None
    """Makes the screen that is gone to; None for the one on which the app opens."""
    keys: tuple[str, ...] = ()
    """What is pressed before the picture is taken."""
    window: MakeScreen | None = None
    """Makes what lies over the screen, where no key leads there."""
    sizes: tuple[Size, ...] = (NARROW, WIDE)
    comfort: Comfort = USUAL

    def file_name(self, size: Size) -> str:
        """Return the name of the picture's file at a size."""
        return f"{self.name}-wide.svg" if size == WIDE else f"{self.name}.svg"


async def drawn(picture: Picture, size: Size) -> str:
    """Return a picture as SVG, in a window of so many columns and lines."""
    preferences = Preferences(comforts={picture.desks.actor.id: picture.comfort})
    # Under a screen that is gone to lies another, so that its keys show the way back.
    below = doors.welcome_screen if picture.screen else None
    app = StepbackApp(picture.desks, preferences, first=below)
    async with app.run_test(size=size) as pilot:
        await _rest(pilot)
        if picture.screen is not None:
            app.push_screen(picture.screen())
            await _rest(pilot)
        for key in picture.keys:
            await pilot.press(key)
            await _rest(pilot)
        if picture.window is not None:
            app.push_screen(picture.window())
            await _rest(pilot)
        # A page that was read is drawn in a thread of its own.
        await _rest(pilot)
        svg = await _settled(app)
    # The picture would ask an outside host for a font; any fixed-width one does.
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


async def _rest(pilot: Pilot[None]) -> None:
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def _settled(app: StepbackApp) -> str:
    """Draw the app once what was typed is saved, with no cursor that blinks."""
    for field in (*app.screen.query(Input), *app.screen.query(TextArea)):
        field.cursor_blink = False
    for _look in range(SETTLED_WITHIN):
        svg = app.export_screenshot(title="stepback", simplify=True)
        if "Saving…" not in svg:
            break
        await asyncio.sleep(0.1)
    return svg
