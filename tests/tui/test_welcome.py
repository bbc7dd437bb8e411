"""The three doors of an empty store."""

import os
from pathlib import Path
from threading import Event

import pytest
from textual.widgets import Input

from stepback_course import demo
from stepback_course.desks import Desks
from stepback_course.handover.invitations import joining
from stepback_course.handover.invitations.invitation import SUFFIX
from stepback_course.handover.invitations.inviting import write_invitations
from stepback_course.people import Person
from stepback_course.people.organisation import organisation_of
from stepback_course.people.preferences import load_preferences
from stepback_course.store import Store, open_store
from stepback_course.tui.home import home_screen
from stepback_course.tui.screens.cohorts import CohortsScreen
from stepback_course.tui.screens.entrance import EntranceScreen
from stepback_course.tui.screens.invitation import InvitationScreen
from stepback_course.tui.screens.path import PathScreen
from stepback_course.tui.screens.set_up import SetUpScreen, TeamPlan, found_team
from stepback_course.tui.screens.welcome import WelcomeScreen
from stepback_course.tui.widgets.form_lines import FormLine
from tests.house import furnish
from tests.tui.conftest import House
from tests.tui.opening import offered, opened, options, problems, type_in
from tests.tui.widgets.host import awaited

CERYS = f"P-CERYS{SUFFIX}"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder with downloads and a desktop, and nothing in them."""
    for name in ("Downloads", "Desktop", "here"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path


@pytest.fixture
def invitations(tmp_path: Path) -> Path:
    """A folder with the invitations of a cohort of three, written in another store."""
    sender = House(open_store("memory:"))
    furnish(sender)
    folder = tmp_path / "sent"
    write_invitations(sender.desks("TR-TOM"), "CO-1", folder)
    return folder


def receive(invitations: Path, folder: Path, name: str = CERYS, age: int = 0) -> Path:
    """Save an invitation in a folder, as if `age` seconds ago."""
    path = folder / name
    path.write_bytes((invitations / name).read_bytes())
    os.utime(path, (1_770_000_000 - age, 1_770_000_000 - age))
    return path


@awaited
async def test_an_empty_store_has_three_doors_that_open_by_digits_and_arrows(
    empty_house: House, home: Path
) -> None:
    async with opened(empty_house.app()) as seat:
        assert [line[:25] for line in options(seat)] == [
            "1 I have an invitation Be",
            "2 I am setting up a team ",
            "3 Show me round A made-up",
        ]
        for keys, screen in (
            (("1",), InvitationScreen),
            (("2",), SetUpScreen),
            (("down", "enter"), SetUpScreen),
        ):
            await seat.press(*keys)
            assert isinstance(seat.app.screen, screen)
            await seat.press("escape")
            assert isinstance(seat.app.screen, WelcomeScreen)


@awaited
async def test_an_invitation_leads_to_the_path_within_three_keys(
    empty_house: House, home: Path, invitations: Path
) -> None:
    receive(invitations, home / "Downloads")
    async with opened(empty_house.app()) as seat:
        await seat.press("1", "enter")
        assert isinstance(seat.app.screen, PathScreen)
        assert seat.app.desks.actor.id == "PR-CERYS"
    kept = load_preferences()
    assert (kept.me, kept.portfolio) == ("PR-CERYS", "P-CERYS")
    assert isinstance(home_screen(empty_house.desks(kept.me), kept), PathScreen)


@awaited
async def test_invitations_are_listed_newest_first_and_what_is_none_says_why(
    empty_house: House, home: Path, invitations: Path
) -> None:
    receive(invitations, home / "Downloads", CERYS, age=60)
    receive(invitations, home / "Desktop", f"P-ELEN{SUFFIX}", age=30)
    receive(invitations, home / "here", f"P-DAFYDD{SUFFIX}", age=90)
    (home / "Downloads" / f"[b]spoilt{SUFFIX}").write_text("{")
    async with opened(empty_house.app()) as seat:
        await seat.press("1")
        *listed, last = options(seat)
        assert listed == [
            "Gwynedd, spring, for Elen Môn from Positive Eye Ltd · P-ELEN.stepback-invitation",
            "Gwynedd, spring, for Cerys Wyn from Positive Eye Ltd · P-CERYS.stepback-invitation",
            "Gwynedd, spring, for Dafydd Puw from Positive Eye Ltd · P-DAFYDD.stepback-invitation",
        ]
        assert last.startswith(f"[b]spoilt{SUFFIX} is not an invitation to a course")


@awaited
async def test_where_no_invitation_is_found_it_says_where_to_save_it(
    empty_house: House, home: Path, invitations: Path
) -> None:
    async with opened(empty_house.app()) as seat:
        await seat.press("1")
        assert "Save the file that you were sent" in seat.shown
        assert isinstance(seat.app.focused, Input)
        receive(invitations, home / "Desktop")
        await seat.press("f5", "enter")
        assert isinstance(seat.app.screen, PathScreen)


@awaited
async def test_the_path_of_an_invitation_can_be_typed(
    empty_house: House, home: Path, invitations: Path
) -> None:
    async with opened(empty_house.app()) as seat:
        await seat.press("1")
        line = seat.app.screen.query_one(Input)
        line.value = "~/nothing"
        await seat.press("enter")
        assert "nothing cannot be read" in seat.front.banner.sentence
        assert empty_house.desks().directory.is_empty()
        line.value = f"'{invitations / CERYS}' "
        await seat.press("enter")
        assert isinstance(seat.app.screen, PathScreen)


@awaited
async def test_nobody_leaves_while_they_join(
    empty_house: House, home: Path, invitations: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, take_in = Event(), joining.join

    def slowly(desks: Desks, path: Path) -> joining.Joined:
        go_on.wait(timeout=10)
        return take_in(desks, path)

    monkeypatch.setattr(joining, "join", slowly)
    receive(invitations, home / "Downloads")
    async with opened(empty_house.app()) as seat:
        await seat.press("1")
        for key in ("enter", "escape"):
            await seat.pilot.press(key)
            await seat.turns_taken()
        assert (seat.place, seat.front.masthead.saved) == ("InvitationScreen", "Opening…")
        go_on.set()
        await seat.rest()
        assert seat.place == "PathScreen"


@awaited
async def test_setting_up_a_team_makes_person_organisation_course_and_cohort(
    empty_house: House,
) -> None:
    async with opened(empty_house.app()) as seat:
        await seat.press("2")
        type_in(seat, organisation="Cwmni Camu'n Ôl", name="Siân Rees", email="sian@example.org")
        type_in(seat, cohort_name="Arfon [1/2]", cohort_day_1="2026-03-04")
        type_in(seat, cohort_day_2="18 Mar 2026", cohort_due="30 June 2026")
        await seat.press("ctrl+s")
        assert isinstance(seat.app.screen, CohortsScreen)
        assert seat.front.masthead.where == "Cohorts › Arfon [1/2]"
        assert "Press e to enrol practitioners" in seat.shown
        me = seat.app.desks.actor
    (person,) = empty_house.desks().directory.people()
    assert (person.id, person.name, person.email) == (me.id, "Siân Rees", "sian@example.org")
    assert [entry.role for entry in person.roles] == ["coordinator", "trainer"]
    assert load_preferences().me == me.id
    assert organisation_of(empty_house.store).name == "Cwmni Camu'n Ôl"
    (cohort,) = empty_house.desks().registry.cohorts()
    assert (cohort.days, cohort.due) == (("2026-03-04", "2026-03-18"), "2026-06-30")
    assert cohort.contact == "Siân Rees, sian@example.org"
    assert len(empty_house.shelf.list()) == 1


@awaited
async def test_a_team_is_set_up_once_however_often_that_is_asked_for(
    empty_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()

    def slowly(desks: Desks, plan: TeamPlan) -> Person:
        go_on.wait(timeout=10)
        return found_team(desks, plan)

    monkeypatch.setattr(f"{SetUpScreen.__module__}.found_team", slowly)
    async with opened(empty_house.app()) as seat:
        await seat.press("2")
        type_in(seat, organisation="Positive Eye", name="Siân Rees", cohort_name="Arfon")
        for key in ("ctrl+s", "ctrl+s", "escape"):
            await seat.pilot.press(key)
            await seat.turns_taken()
        assert (seat.place, seat.front.masthead.saved) == ("SetUpScreen", "Setting up…")
        go_on.set()
        await seat.rest()
        assert (seat.place, seat.front.banner.sentence) == ("CohortsScreen", "")
    assert len(empty_house.desks().directory.people()) == 1


@awaited
async def test_an_organisation_that_no_certificate_could_name_is_not_set_up(
    empty_house: House,
) -> None:
    async with opened(empty_house.app()) as seat:
        await seat.press("2")
        type_in(seat, organisation="王 Ltd", name="Siân Rees", cohort_name="Arfon")
        await seat.press("ctrl+s")
        assert isinstance(seat.app.screen, SetUpScreen)
        assert "do not have '王' (U+738B)" in seat.front.banner.sentence
    assert empty_house.desks().directory.people() == []


@awaited
async def test_what_is_missing_is_said_under_its_line_and_nothing_is_made(
    empty_house: House,
) -> None:
    async with opened(empty_house.app()) as seat:
        await seat.press("2")
        type_in(seat, cohort_day_1="soon", cohort_day_2="2026-03-18", cohort_due="2026-03-01")
        await seat.press("ctrl+s")
        assert problems(seat) == {
            "organisation": "this is needed",
            "name": "this is needed",
            "cohort-name": "give the cohort a name",
            "cohort-day-1": "write a day as 4 March 2027 or 2027-03-04",
            "cohort-due": "this is before the day above it",
        }
        assert seat.app.focused is seat.app.screen.query_one("#organisation Input")
    assert empty_house.desks().directory.is_empty()


@awaited
async def test_the_first_person_has_to_be_coordinator(empty_house: House) -> None:
    async with opened(empty_house.app()) as seat:
        await seat.press("2")
        type_in(seat, organisation="Cwmni", name="Siân Rees", cohort_name="Arfon")
        await seat.press("tab", "tab", "tab", "space", "ctrl+s")
        assert "tick coordinator too" in seat.front.banner.sentence
        await seat.press("space", "ctrl+s")
        assert isinstance(seat.app.screen, CohortsScreen)


@awaited
async def test_tab_goes_past_the_roles_to_the_line_after_or_before(empty_house: House) -> None:
    async with opened(empty_house.app()) as seat:
        await seat.press("2", *["tab"] * 3, "down", "down", "tab", *"Arfon")
        assert seat.app.screen.query_one("#cohort-name", FormLine).value == "Arfon"
        await seat.press("shift+tab", "shift+tab", *"ann")
        assert seat.app.screen.query_one("#email", FormLine).value == "ann"


@awaited
async def test_being_shown_round_happens_in_another_store(
    empty_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_tour(progress: object) -> Store:
        tour = House(open_store("memory:"))
        furnish(tour)
        return tour.store

    monkeypatch.setattr(demo, "open_tour", open_tour)
    async with opened(empty_house.app()) as seat:
        await seat.press("3")
        assert isinstance(seat.app.screen, EntranceScreen)
        assert len(options(seat)) == 6
        assert "These people are made up" in seat.front.banner.sentence
        await seat.press("enter")
        assert "Open an invitation" not in offered(seat)
        seat.app.remember(portfolio="P-CERYS")
        assert load_preferences().portfolio is None
        seat.app.move_out()
        await seat.rest()
        assert [type(screen) for screen in seat.app.screen_stack[1:]] == [WelcomeScreen]
    assert empty_house.desks().directory.is_empty()
