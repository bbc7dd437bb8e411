"""What is said about a form goes when what it was said about has changed."""

from threading import Event

import pytest
from textual.widgets import Button, Static

from stepback_course.tui.screens.forms import FormDialog
from stepback_course.tui.screens.help import HelpScreen
from stepback_course.tui.screens.organisation import OrganisationForm
from stepback_course.tui.widgets.dialog import Dialog
from stepback_course.tui.widgets.key_bar import KeyBar
from stepback_course.tui.widgets.one_of import OneOf
from stepback_course.tui.widgets.ticks import TickLine
from tests.filling import fill
from tests.tui.conftest import House
from tests.tui.opening import opened, problems, type_in
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
async def test_the_buttons_of_a_long_form_are_in_sight_in_a_small_window(house: House) -> None:
    async with sitting(house, unit="learners-voice") as seat:
        await seat.press("f3", "f3", "enter")
        window = seat.app.screen.query_one(Dialog)
        for button in window.query(Button):
            assert window.content_region.contains_region(button.region)


def keys_at_the_foot(seat: Sitting) -> list[str]:
    """Return what the lowest line of the screen in front offers."""
    (bar,) = seat.app.screen.query(KeyBar)
    assert bar.region.bottom == seat.app.size.height
    return [key.description for key in bar.keys]


@awaited
async def test_at_the_foot_of_a_form_stand_its_own_keys_alone(house: House) -> None:
    async with opened(house.app("CO-ANN")) as seat:
        await seat.press("2", "e")
        assert isinstance(seat.app.screen, FormDialog)
        assert keys_at_the_foot(seat) == ["Back", "Done", "Help"]
        seat.app.screen.query_one(TickLine).focus()
        await seat.rest()
        assert "Tick" in keys_at_the_foot(seat)
        await seat.press("escape")
        assert "Register" in keys_at_the_foot(seat)


@awaited
async def test_at_the_foot_of_a_question_stand_its_own_keys_alone(house: House) -> None:
    async with opened(house.app("CO-ANN")) as seat:
        await seat.press("2", "f")
        assert seat.place == "ChooseOne"
        assert keys_at_the_foot(seat) == ["Back"]
        await seat.press("escape", "question_mark")
        assert seat.place == "HelpScreen"
        assert keys_at_the_foot(seat) == ["Back"]


@awaited
async def test_help_in_a_form_is_that_of_the_screen_behind_it(house: House) -> None:
    async with sitting(house, unit="learners-voice") as seat:
        await seat.press("f3", "f3", "enter", "f1")
        assert isinstance(seat.app.screen, HelpScreen)
        await seat.press("escape")
        assert isinstance(seat.app.screen, FormDialog)


@awaited
async def test_a_form_stays_in_front_until_its_deed_is_done(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()

    def slowly(*_arguments: object) -> str:
        go_on.wait(timeout=10)
        return "Kept."

    monkeypatch.setattr(f"{OrganisationForm.__module__}.keep_settings", slowly)
    async with opened(house.app("CO-ANN")) as seat:
        await seat.press("2", "e")
        for key in ("ctrl+s", "f1", "escape"):
            await seat.pilot.press(key)
            await seat.turns_taken()
            assert isinstance(seat.app.screen, OrganisationForm)
        go_on.set()
        await seat.rest()
        assert seat.front.banner.sentence == "Kept."


@awaited
async def test_two_clicks_on_a_button_do_a_thing_once_and_leave_one_window(house: House) -> None:
    async with opened(house.app("CO-ANN")) as seat:
        await seat.press("3", "n")
        type_in(seat, name="Gwen Parry")
        await seat.press("tab", "tab", "space")
        accept = seat.app.screen.query_one("#yes", Button)
        for _click in range(2):
            accept.press()
        await seat.rest()
        assert seat.place == "TeamScreen"
        people = house.desks().directory.people()
        assert [person.name for person in people].count("Gwen Parry") == 1


@awaited
async def test_two_clicks_on_the_way_back_from_a_question_leave_what_is_under_it(
    house: House,
) -> None:
    async with opened(house.app("CO-ANN")) as seat:
        await seat.press("3", "down", "d")
        back = seat.app.screen.query_one("#no", Button)
        for _click in range(2):
            back.press()
        await seat.rest()
        assert seat.place == "TeamScreen"
