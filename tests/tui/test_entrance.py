"""Who sits here, and where they start."""

import pytest
from textual.widgets import Input

from stepback_course.tui.screens.awards import AwardsScreen
from stepback_course.tui.screens.cohorts import CohortsScreen
from stepback_course.tui.screens.entrance import SHOWN, EntranceScreen
from stepback_course.tui.screens.help import HelpScreen
from stepback_course.tui.screens.home import HomeScreen
from stepback_course.tui.screens.path import PathScreen
from stepback_course.tui.screens.person_form import NewPerson
from stepback_course.tui.screens.quality import QualityScreen
from stepback_course.tui.screens.queue import QueueScreen
from stepback_course.tui.screens.team import TeamScreen
from stepback_course.tui.widgets.key_bar import KeyBar
from tests.course_done import earn
from tests.filling import submit
from tests.tui.conftest import House
from tests.tui.opening import form, opened, options, problems, type_in
from tests.tui.widgets.host import awaited


@awaited
async def test_where_one_types_help_is_under_the_key_that_is_not_typed(house: House) -> None:
    async with opened(house.app()) as seat:
        shown = {key.description: key.display for key in seat.app.screen.query_one(KeyBar).keys}
        assert shown["Help"] == "f1"
        await seat.press("f1")
        assert isinstance(seat.app.screen, HelpScreen)
        listed = seat.app.screen.keys()
        assert ("f1", "Help") in listed


@awaited
async def test_everybody_who_is_active_is_listed_with_their_roles(house: House) -> None:
    house.add("PR-B", "Gwen [bold]", "trainer", "assessor")
    async with opened(house.app()) as seat:
        assert isinstance(seat.app.screen, EntranceScreen)
        assert options(seat) == [
            "Ann Rees coordinator",
            "Cerys Wyn practitioner",
            "Dafydd Puw practitioner",
            "Elen Môn practitioner",
            "Gwen [bold] trainer, assessor",
            "Megan Price assessor",
            "Tom Hughes trainer",
        ]
        assert "there is no password here" in seat.shown


@awaited
async def test_where_many_are_listed_the_boundary_is_said_in_sight(house: House) -> None:
    for number in range(30):
        house.add(f"PR-{number}", f"Person {number}", "practitioner")
    async with opened(house.app()) as seat:
        screen = seat.app.screen
        assert screen.region.contains_region(screen.query_one("#boundary").region)


@pytest.mark.parametrize(
    ("keys", "person", "screen"),
    [
        (("enter",), "CO-ANN", HomeScreen),
        (("down", "down", "up", "enter"), "PR-CERYS", PathScreen),
        (("M", "E", "G", "enter"), "AS-MEG", QueueScreen),
        (("m", "o", "n", "enter"), "PR-ELEN", PathScreen),
    ],
)
@awaited
async def test_whoever_is_chosen_sits_down_where_they_start(
    house: House, keys: tuple[str, ...], person: str, screen: type
) -> None:
    async with opened(house.app()) as seat:
        await seat.press(*keys)
        assert seat.app.desks.actor.id == person
        assert isinstance(seat.app.screen, screen)


@awaited
async def test_a_long_list_is_cut_and_typing_narrows_it(house: House) -> None:
    for number in range(SHOWN):
        house.add(f"PR-{number}", f"Person {number:03}", "practitioner")
    async with opened(house.app()) as seat:
        assert len(options(seat)) == SHOWN
        assert f"The first {SHOWN} of {SHOWN + 6}" in seat.shown
        await seat.press("1", "9", "9")
        assert options(seat) == ["Person 199 practitioner"]
        await seat.press("x", "enter")
        assert "Nobody here is called that. F2 adds somebody" in seat.shown
        assert isinstance(seat.app.screen, EntranceScreen)


@awaited
async def test_somebody_who_is_not_listed_is_added_and_then_listed(house: House) -> None:
    async with opened(house.app()) as seat:
        seat.app.screen.query_one(Input).value = "Nia Jones"
        await seat.press("f2", "ctrl+s")
        assert options(seat) == ["Nia Jones practitioner"]
        await seat.press("enter")
        assert seat.app.desks.actor.name == "Nia Jones"
        assert "A trainer can enrol you in a cohort" in seat.shown


@awaited
async def test_nobody_makes_themselves_an_assessor_at_the_door(house: House) -> None:
    async with opened(house.app()) as seat:
        await seat.press("f2")
        assert isinstance(seat.app.screen, NewPerson)
        await seat.press("ctrl+s")
        assert problems(seat) == {"name": "this is needed"}
        type_in(seat, name="Nia Jones")
        await seat.press("tab", "tab", "down", "down", "space", "ctrl+s")
        assert "roles are given by a named coordinator" in seat.shown
        assert form(seat).is_active
    assert "Nia Jones" not in [person.name for person in house.desks().directory.people()]


@awaited
async def test_somebody_with_several_places_sees_what_waits_in_each(house: House) -> None:
    earn(house, "P-DAFYDD")
    submit(house.desks(), "P-CERYS", "statement-01", "statement-02")
    house.add("ALL", "Alun Oll", "assessor", "trainer", "coordinator")
    house.enrol("ALL", "P-ALUN", "Ysgol Alun")
    async with opened(house.app("ALL")) as seat:
        assert options(seat) == [
            "1 My course Ysgol Alun 0 of 11 units met",
            "2 Marking Submissions that wait to be marked 2 to mark",
            "3 Cohorts Progress, attendance and results 1 cohort",
            "4 Awards Certificates and their register 1 ready for a certificate",
            "5 Team People and their roles 7 people",
            "6 Quality Second looks at decisions, and agreement nothing waits for you",
        ]


@awaited
async def test_a_place_opens_by_its_digit_and_escape_comes_back(house: House) -> None:
    async with opened(house.app("CO-ANN")) as seat:
        for keys, screen in (
            (("1",), CohortsScreen),
            (("2",), AwardsScreen),
            (("3",), TeamScreen),
            (("end", "enter"), QualityScreen),
        ):
            await seat.press(*keys)
            assert isinstance(seat.app.screen, screen)
            await seat.press("escape")
            assert isinstance(seat.app.screen, HomeScreen)
        await seat.press("9")
        assert isinstance(seat.app.screen, HomeScreen)
        await seat.press("f2")
        assert [type(screen) for screen in seat.app.screen_stack[1:]] == [EntranceScreen]
