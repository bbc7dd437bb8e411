"""What whoever sits here may have otherwise."""

import pytest
from textual.widgets import Input, OptionList

from stepback_course.people.preferences import Comfort, load_preferences
from stepback_course.tui import doors
from stepback_course.tui.screens.dialogs import AskLine
from stepback_course.tui.screens.name_form import NameForm
from stepback_course.tui.screens.new_key import NewKey
from stepback_course.tui.screens.settings import SettingsScreen
from tests.tui.conftest import House
from tests.tui.opening import opened
from tests.tui.sitting import PERSON, PORTFOLIO, Sitting
from tests.tui.widgets.host import awaited


async def settle(seat: Sitting) -> SettingsScreen:
    """Open the settings from wherever one is."""
    await seat.press("f10")
    screen = seat.app.screen
    assert isinstance(screen, SettingsScreen)
    return screen


def kept(person: str = PERSON) -> Comfort:
    """Return what is kept for somebody until the next time."""
    return load_preferences().comfort_of(person)


@awaited
async def test_a_theme_holds_at_once_and_is_kept_for_whoever_chose_it(house: House) -> None:
    async with opened(house.app(PERSON)) as seat:
        screen = await settle(seat)
        screen.query_one("#theme").focus()
        await seat.press("3")
        assert seat.app.theme == "stepback-contrast"
    assert kept().theme == "stepback-contrast"
    async with opened(house.app(PERSON, load_preferences())) as seat:
        assert seat.app.theme == "stepback-contrast"
    async with opened(house.app("AS-MEG", load_preferences())) as seat:
        assert seat.app.theme == "stepback-light"


@awaited
async def test_somebody_who_sits_down_has_what_they_like(house: House) -> None:
    async with opened(house.app(PERSON)) as seat:
        seat.app.like(theme="stepback-dark")
        seat.app.sit_down(house.desks("TR-TOM").actor)
        await seat.rest()
        assert seat.app.theme == "stepback-light"
        seat.app.sit_down(house.desks(PERSON).actor)
        await seat.rest()
        assert seat.app.theme == "stepback-dark"


@awaited
async def test_a_line_of_reading_is_as_wide_as_somebody_likes(house: House) -> None:
    async with opened(house.app(PERSON), size=(200, 50)) as seat:
        await seat.open_unit("statement-01")
        reading = seat.app.screen.query_one("#beside")
        assert reading.size.width > 60
        screen = await settle(seat)
        screen.query_one("#width").focus()
        await seat.press("1")
        await seat.press("escape")
        assert reading.size.width <= 60
    assert kept().text_width == 60


@awaited
async def test_for_whoever_likes_it_nothing_moves_by_itself(house: House) -> None:
    async with opened(house.app(PERSON)) as seat:
        levels = [seat.app.animation_level]
        screen = await settle(seat)
        screen.query_one("#still").focus()
        await seat.press("space")
        levels.append(seat.app.animation_level)
        assert levels == ["full", "none"]
        seat.app.push_screen(AskLine("A line", "Type it."))
        await seat.rest()
        assert not seat.app.screen.query_one(Input).cursor_blink
    assert kept().is_still


@awaited
async def test_plain_lines_are_chosen_for_the_next_start(house: House) -> None:
    async with opened(house.app(PERSON)) as seat:
        screen = await settle(seat)
        screen.query_one("#plain").focus()
        await seat.press("space")
    assert load_preferences().plain


async def ask_for_key(seat: Sitting, identifier: str) -> NewKey:
    """Choose what is to have another key."""
    keys = seat.app.screen.query_one("#keys", OptionList)
    keys.highlighted = keys.get_option_index(identifier)
    keys.focus()
    await seat.press("enter")
    screen = seat.app.screen
    assert isinstance(screen, NewKey)
    return screen


@awaited
async def test_a_key_of_ones_own_does_what_the_usual_one_did(house: House) -> None:
    async with opened(house.app(PERSON)) as seat:
        await settle(seat)
        await ask_for_key(seat, "path.name")
        await seat.press("z")
        assert kept().keys == {"path.name": "z"}
        await seat.press("escape", "n")
        assert seat.place == "PathScreen"
        await seat.press("z")
        assert isinstance(seat.app.screen, NameForm)
        await seat.press("escape")
        await settle(seat)
        await ask_for_key(seat, "path.name")
        await seat.press("enter")
        assert kept().keys == {}
        await seat.press("escape", "n")
        assert isinstance(seat.app.screen, NameForm)


@pytest.mark.parametrize(
    ("pressed", "why"),
    [("s", "for “Submit” already"), ("up", "everywhere"), ("ctrl+z", "for writing")],
)
def test_a_key_that_cannot_be_had_is_refused_in_a_sentence(
    house: House, pressed: str, why: str
) -> None:
    @awaited
    async def asked() -> None:
        async with opened(house.app(PERSON)) as seat:
            await settle(seat)
            dialog = await ask_for_key(seat, "path.name")
            await seat.press(pressed)
            assert seat.app.screen is dialog
            assert why in seat.shown
            await seat.press("escape")
        assert kept() == Comfort()

    asked()


@awaited
async def test_where_one_types_a_letter_cannot_be_a_key(house: House) -> None:
    async with opened(house.app(PERSON)) as seat:
        seat.app.push_screen(doors.unit_screen(PORTFOLIO, "statement-01"))
        await seat.rest()
        await settle(seat)
        await ask_for_key(seat, "unit.check")
        await seat.press("r")
        assert "for writing" in seat.shown
        await seat.press("f11")
        assert kept().keys == {"unit.check": "f11"}
