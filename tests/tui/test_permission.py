"""The page about permission: recorded, taken back, and begun again with another learner."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.widgets import Button, OptionList

from stepback_course.people.preferences import Preferences
from stepback_course.portfolio.models import Consent
from stepback_course.tui.app import StepbackApp
from stepback_course.tui.screens.unit import UnitScreen
from stepback_course.tui.widgets.form_lines import FormLine
from stepback_course.tui.widgets.one_of import OneOf
from stepback_course.tui.widgets.ticks import TickLine
from tests.filling import CONSENT, submit
from tests.tui.conftest import House
from tests.tui.frames import frame
from tests.tui.sitting import PERSON, PORTFOLIO, Sitting
from tests.tui.widgets.host import awaited

UNIT, ABOUT, WORDS = "learners-voice", "learner-and-setting", "Robin counts the hooks."


@asynccontextmanager
async def at_page(house: House, page: str = "consent") -> AsyncIterator[Sitting]:
    """Open a page of the case study."""
    screen = UnitScreen(PORTFOLIO, UNIT, page)
    app = StepbackApp(house.desks(PERSON), Preferences(), first=lambda: screen)
    async with app.run_test(size=(80, 40)) as pilot:
        seat = Sitting(app, pilot)
        await seat.rest()
        yield seat


@pytest.fixture
def begun(house: House) -> House:
    """A case study with permission, and something written about a learner."""
    house.desks(PERSON).workbook.record_consent(PORTFOLIO, CONSENT)
    house.desks(PERSON).workbook.respond(PORTFOLIO, UNIT, ABOUT, WORDS)
    return house


def recorded(house: House) -> Consent | None:
    return house.desks(PERSON).workbook.open(PORTFOLIO).consent


def deeds(seat: Sitting) -> list[str]:
    """Return what the buttons of the page offer."""
    return [str(button.label) for button in seat.app.screen.query(Button)]


async def press(seat: Sitting, deed: str) -> None:
    """Press the button that offers a deed."""
    seat.app.screen.query_one(f"#{deed}", Button).press()
    await seat.rest()


async def choose(seat: Sitting, identifier: str) -> None:
    """Choose one of several things offered."""
    options = seat.app.screen.query_one(OptionList)
    options.highlighted = options.get_option_index(identifier)
    await seat.press("enter")


@awaited
async def test_a_form_that_lacks_something_goes_to_what_it_lacks(house: House) -> None:
    async with at_page(house) as seat:
        await press(seat, "record-permission")
        screen = seat.app.screen

        async def line_lacks(line: str, text: str, problem: str) -> None:
            await seat.press("ctrl+s")
            field = screen.query_one(f"#{line}", FormLine)
            assert (field.problem, field.has_focus_within) == (problem, True)
            field.value = text

        async def question_lacks(question: str) -> None:
            await seat.press("ctrl+s")
            assert screen.query_one(f"#{question}", OneOf).has_focus
            await seat.press("1")

        await line_lacks("learner", "Robin", "give the learner a made-up name")
        await question_lacks("given-by")
        await line_lacks("on", "31/2/2026", "say on which day permission was given")
        await line_lacks("on", "5/3/2026", "31/2/2026 is not in the calendar.")
        await line_lacks("on", "3 March", "5 March 2026 is still to come")
        await question_lacks("how")
        await seat.press("ctrl+s")
        assert "Ask the learner first" in seat.shown
        assert isinstance(seat.app.focused, TickLine)
        await seat.press("space", "ctrl+s")
        kept = recorded(house)
        assert kept is not None
        assert (kept.learner, kept.on, kept.scopes) == ("Robin", "2026-03-03", ("assessment",))
        assert deeds(seat) == [
            "Change what is recorded",
            "Permission is taken back",
            "Begin again with another learner",
        ]


@awaited
async def test_permission_taken_back_leaves_nothing_to_write_and_is_given_again(
    begun: House,
) -> None:
    async with at_page(begun) as seat:
        await press(seat, "take-back")
        for text, problem in (
            ("1 March 2026", "permission was given only on 2 March 2026"),
            ("tomorrow", "A day is written 2026-03-04, 4/3/2026 or 4 March 2026."),
            ("5/3/2026", "5 March 2026 is still to come"),
        ):
            line = seat.app.screen.query_one("#on", FormLine)
            line.value = text
            await seat.press("ctrl+s")
            assert line.problem == problem
        line.value = "t"
        await seat.press("ctrl+s")
        kept = recorded(begun)
        assert kept is not None
        assert kept.withdrawn == "2026-03-04"
        assert deeds(seat) == ["Erase the case study", "Permission is given again"]
        assert "Permission was taken back on 4 March 2026" in frame(seat.app)
        await press(seat, "record-permission")
        seat.app.screen.query_one("#on", FormLine).value = "t"
        await seat.press("ctrl+s")
        kept = recorded(begun)
        assert kept is not None
        assert (kept.withdrawn, kept.on) == ("", "2026-03-04")


@awaited
async def test_one_scope_is_taken_back_alone(begun: House) -> None:
    wide = CONSENT.model_copy(update={"scopes": ("assessment", "training")})
    begun.desks(PERSON).workbook.record_consent(PORTFOLIO, wide)
    async with at_page(begun) as seat:
        await press(seat, "take-back")
        await seat.press("tab", "2", "ctrl+s")
        assert recorded(begun) == CONSENT


@awaited
async def test_after_permission_was_taken_back_the_pages_are_only_read(begun: House) -> None:
    begun.desks(PERSON).workbook.withdraw_consent(PORTFOLIO, "2026-03-04")
    async with at_page(begun, f"activity/{ABOUT}") as seat:
        assert seat.activity.read_only
        assert WORDS in frame(seat.app)


@awaited
async def test_permission_can_be_taken_back_while_an_assessor_has_the_case_study(
    begun: House,
) -> None:
    submit(begun.desks(PERSON), PORTFOLIO, UNIT)
    async with at_page(begun) as seat:
        await seat.press("f4")
        await choose(seat, "consent")
        assert deeds(seat) == ["Permission is taken back"]


@awaited
async def test_another_learner_takes_the_place_and_the_first_is_read_only(begun: House) -> None:
    async with at_page(begun) as seat:
        await press(seat, "another-learner")
        await choose(seat, "keep")
        assert recorded(begun) is None
        assert deeds(seat) == ["Record permission", "Read a closed case study"]
        await press(seat, "closed-cases")
        await choose(seat, "1")
        assert "The learner is called Robin here" in seat.shown
        assert WORDS in seat.shown
        await seat.press("escape")
        assert isinstance(seat.app.screen, UnitScreen)


@awaited
async def test_erasing_the_first_case_study_asks_before_it_does(begun: House) -> None:
    async with at_page(begun) as seat:
        await press(seat, "another-learner")
        await choose(seat, "erase")
        assert not isinstance(seat.app.screen, UnitScreen)
        assert recorded(begun) == CONSENT
