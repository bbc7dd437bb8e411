"""Everybody and their roles, who leaves, and colleagues who are invited."""

from pathlib import Path

import pytest

from stepback_course.tui import doors
from stepback_course.tui.screens.dialogs import Confirm
from stepback_course.tui.screens.team import TeamScreen
from stepback_course.tui.widgets.paged_table import PagedTable
from tests.filling import submit
from tests.tui.conftest import House
from tests.tui.opening import cells, form, offered, opened, options, type_in
from tests.tui.sitting import Sitting
from tests.tui.widgets.host import awaited


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder in which nothing is yet."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    return tmp_path


async def open_team(seat: Sitting) -> None:
    seat.app.push_screen(doors.team_screen())
    await seat.rest()


@awaited
async def test_everybody_is_listed_with_the_id_that_commands_ask_for(house: House) -> None:
    async with opened(house.app("CO-ANN")) as seat:
        await open_team(seat)
        assert ["Megan Price", "assessor", "AS-MEG"] in cells(seat)


@awaited
async def test_a_coordinator_adds_somebody_and_gives_them_another_role(house: House) -> None:
    async with opened(house.app("CO-ANN")) as seat:
        await open_team(seat)
        await seat.press("n")
        type_in(seat, name="Nia Parry")
        await seat.press("ctrl+s")
        assert "Tick at least one thing that they do." in seat.shown
        await seat.press("tab", "tab", *["down"] * 4, "space", "ctrl+s")
        assert isinstance(seat.app.screen, TeamScreen)
        await seat.press("enter", "down", "down", "space", "ctrl+s")
        changed = next(row for row in cells(seat) if row[0] == "Nia Parry")
        assert changed[1] == "assessor, practitioner"
        assert seat.front.banner.sentence == "Nia Parry: assessor, practitioner"


@awaited
async def test_the_only_coordinator_cannot_stop_being_one(house: House) -> None:
    async with opened(house.app("CO-ANN")) as seat:
        await open_team(seat)
        await seat.press("enter", "space", "ctrl+s")
        assert "Ann Rees is the only coordinator" in seat.shown
        assert form(seat).is_active
        await seat.press("escape")
        assert "Has left" not in offered(seat)


@awaited
async def test_whoever_leaves_may_do_nothing_until_they_are_let_back(house: House) -> None:
    submit(house.desks(), "P-CERYS", "statement-01")
    house.desks("AS-MEG").desk.claim("P-CERYS", "statement-01")
    async with opened(house.app("CO-ANN")) as seat:
        await open_team(seat)
        while seat.front.query_one(PagedTable).key != "AS-MEG":
            await seat.press("down")
        await seat.press("d")
        assert isinstance(seat.app.screen, Confirm)
        await seat.press("enter")
        assert "1 submission is still in their name" in seat.front.banner.sentence
        assert cells(seat)[-1] == ["Megan Price", "has left (assessor)", "AS-MEG"]
        seat.app.push_screen(doors.entrance_screen())
        await seat.rest()
        assert not [line for line in options(seat) if "Megan" in line]
        await seat.press("escape", "d", "enter")
        assert seat.front.banner.sentence == "Megan Price is back."
    megan = house.desks().directory.find("AS-MEG")
    assert megan is not None
    assert megan.active


@awaited
async def test_a_colleague_is_invited_and_the_start_page_then_hands_over(
    house: House, home: Path
) -> None:
    async with opened(house.app("CO-ANN")) as seat:
        assert not [line for line in options(seat) if "Handing over" in line]
        await open_team(seat)
        while seat.front.query_one(PagedTable).key != "AS-MEG":
            await seat.press("down")
        await seat.press("i", "enter")
        file = home / "stepback" / "team" / "AS-MEG.stepback-invitation"
        told = seat.front.banner.sentence
        assert "Send Megan Price this file" in told
        assert "~/stepback/team/AS-MEG.stepback-invitation" in told
        assert file.is_file()
        await seat.press("escape")
        assert [line for line in options(seat) if "Handing over" in line]
