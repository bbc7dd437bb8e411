"""What can be reached from anywhere, and what help says."""

import pytest
from textual.containers import VerticalScroll

from stepback_course.people.organisation import Organisation, keep_organisation
from stepback_course.people.preferences import load_preferences
from stepback_course.tui.home import places
from stepback_course.tui.screens.awards import AwardsScreen
from stepback_course.tui.screens.cohorts import CohortsScreen
from stepback_course.tui.screens.entrance import EntranceScreen
from stepback_course.tui.screens.help import HelpScreen
from stepback_course.tui.screens.home import HomeScreen
from stepback_course.tui.screens.invitation import InvitationScreen
from stepback_course.tui.widgets.dialog import Dialog
from stepback_course.tui.widgets.key_bar import KeyBar
from tests.tui.conftest import House
from tests.tui.opening import offered, opened
from tests.tui.widgets.host import awaited

ANYWHERE = {
    "Somebody else",
    "Open an invitation",
    "Light or dark",
    "Settings",
    "Help",
    "Quit",
}


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("PR-CERYS", ["My course"]),
        ("AS-MEG", ["Marking"]),
        ("TR-TOM", ["Cohorts"]),
        ("CO-ANN", ["Cohorts", "Awards", "Team", "Marking", "Quality"]),
        (None, ["Cohorts"]),
    ],
)
def test_everybody_has_the_places_that_are_theirs(
    house: House, person: str | None, expected: list[str]
) -> None:
    assert [place.title for place in places(house.desks(person))] == expected


@awaited
async def test_the_palette_offers_every_place_and_what_can_be_done_anywhere(house: House) -> None:
    async with opened(house.app("CO-ANN")) as seat:
        assert offered(seat).keys() >= ANYWHERE | {"Cohorts", "Awards", "Team", "All my places"}


@awaited
async def test_the_keys_under_the_palette_stay_as_they_were(house: House) -> None:
    async with opened(house.app("CO-ANN")) as seat:
        under = seat.front
        bar = under.query_one(KeyBar)
        before = bar.keys
        await seat.press("ctrl+p")
        under.refresh_bindings()
        await seat.rest()
        assert bar.keys == before
        await seat.press("escape", "2")
        assert [key.display for key in seat.front.query_one(KeyBar).keys][:2] == ["esc", "?"]


@awaited
async def test_what_the_keys_of_a_screen_do_is_found_by_its_words(house: House) -> None:
    async with opened(house.app("TR-TOM")) as seat:
        assert offered(seat)["Attendance"] == "On this screen: a"
        assert offered(seat)["New cohort"] == "On this screen: n"
        assert offered(seat).keys() >= ANYWHERE
        assert not {"", "Cursor down"} & offered(seat).keys()
        await seat.press("ctrl+p", *"attend", "enter")
        assert seat.front.masthead.where.endswith("Attendance")


@awaited
async def test_going_somewhere_leaves_one_step_back_to_all_places(house: House) -> None:
    async with opened(house.app("CO-ANN")) as seat:
        await seat.press("1", "e", "escape")
        await seat.press("ctrl+p", *"awards", "enter")
        assert [type(screen) for screen in seat.app.screen_stack[1:]] == [HomeScreen, AwardsScreen]
        await seat.press("escape")
        assert isinstance(seat.app.screen, HomeScreen)


@awaited
async def test_for_somebody_with_one_place_there_is_no_way_back_from_it(house: House) -> None:
    async with opened(house.app("TR-TOM")) as seat:
        begun_at = seat.app.screen
        await seat.press("ctrl+p", *"cohorts", "enter")
        assert isinstance(seat.app.screen, CohortsScreen)
        assert seat.app.screen is not begun_at
        assert "back" not in {each.binding.id for each in seat.front.active_bindings.values()}


@awaited
async def test_other_people_and_invitations_are_reached_from_anywhere(house: House) -> None:
    async with opened(house.app("AS-MEG")) as seat:
        await seat.press("ctrl+p", *"invit", "enter")
        assert isinstance(seat.app.screen, InvitationScreen)
        await seat.press("ctrl+p", *"someb", "enter")
        assert [type(screen) for screen in seat.app.screen_stack[1:]] == [EntranceScreen]


@awaited
async def test_light_or_dark_is_remembered(house: House) -> None:
    async with opened(house.app("TR-TOM")) as seat:
        assert seat.app.theme == "stepback-light"
        await seat.press("ctrl+p", *"dark", "enter")
        assert seat.app.theme == "stepback-dark"
    assert load_preferences().comfort_of("TR-TOM").theme == "stepback-dark"


@awaited
async def test_help_on_a_tall_screen_is_no_taller_than_its_words(house: House) -> None:
    async with opened(house.app("TR-TOM"), (160, 50)) as seat:
        await seat.press("question_mark")
        words = seat.app.screen.query_one(VerticalScroll)
        assert words.max_scroll_y == 0
        assert words.virtual_size.height == words.size.height
        assert seat.app.screen.query_one(Dialog).size.height < 30


@awaited
async def test_help_says_what_a_screen_is_for_and_each_of_its_keys_once(house: House) -> None:
    async with opened(house.app("TR-TOM")) as seat:
        await seat.press("question_mark")
        assert isinstance(seat.app.screen, HelpScreen)
        assert "One line for each practitioner" in seat.shown
        keys = seat.app.screen.keys()
        assert ("a", "Attendance") in keys
        assert ("n", "New cohort") in keys
        assert len(keys) == len(set(keys))
        assert "Cursor down" not in [description for _key, description in keys]
        await seat.press("question_mark")
        assert isinstance(seat.app.screen, CohortsScreen)


def test_a_practitioner_is_told_whom_their_cohort_asks(house: House) -> None:
    assert house.desks("PR-CERYS").registry.help_contact() == "Ann Rees, 01286 000000"


def test_everybody_else_is_told_whom_the_organisation_asks(house: House) -> None:
    assert house.desks("TR-TOM").registry.help_contact() == ""
    ann = house.desks("CO-ANN").actor
    keep_organisation(house.store, ann, Organisation(contact="help@example.org"))
    assert house.desks("TR-TOM").registry.help_contact() == "help@example.org"
