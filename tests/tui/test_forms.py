"""What is said about a form goes when what it was said about has changed."""

from textual.widgets import Static

from stepback_course.tui.screens.forms import FormDialog
from stepback_course.tui.screens.help import HelpScreen
from stepback_course.tui.widgets.one_of import OneOf
from stepback_course.tui.widgets.ticks import TickLine
from tests.filling import fill
from tests.tui.conftest import House
from tests.tui.opening import problems
from tests.tui.sitting import PERSON, PORTFOLIO, Sitting, sitting
from tests.tui.widgets.host import awaited


def said(seat: Sitting) -> str:
    """Return what is said about the form as a whole."""
    assert isinstance(seat.app.screen, FormDialog)
    return str(seat.app.screen.query_one("Dialog > .problem", Static).content)


@awaited
async def test_what_is_wrong_with_a_line_goes_with_the_next_letter(house: House) -> None:
    fill(house.desks(PERSON), PORTFOLIO, "statement-01")
    async with sitting(house) as seat:
        await seat.press("s", "ctrl+s")
        assert problems(seat) == {"name": "type your name under the declaration"}
        await seat.press("C")
        assert problems(seat) == {}


@awaited
async def test_what_is_wrong_with_the_form_goes_with_the_next_answer(house: House) -> None:
    async with sitting(house, unit="learners-voice") as seat:
        await seat.press("f3", "f3", "enter")
        await seat.press(*"Robin", "tab", "tab", *"1/3/2026", "ctrl+s")
        assert said(seat)
        seat.app.screen.query_one(OneOf).focus()
        await seat.press("space")
        assert said(seat) == ""
        await seat.press("ctrl+s")
        assert said(seat)
        seat.app.screen.query_one(TickLine).focus()
        await seat.press("space")
        assert said(seat) == ""


@awaited
async def test_help_in_a_form_is_that_of_the_screen_behind_it(house: House) -> None:
    async with sitting(house, unit="learners-voice") as seat:
        await seat.press("f3", "f3", "enter", "f1")
        assert isinstance(seat.app.screen, HelpScreen)
        await seat.press("escape")
        assert isinstance(seat.app.screen, FormDialog)
