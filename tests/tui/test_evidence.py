"""The screen with the files of a unit."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from stepback_course.people.preferences import Preferences
from stepback_course.portfolio.evidence.attaching import Evidence
from stepback_course.store import Busy
from stepback_course.tui import doors
from stepback_course.tui.app import StepbackApp
from stepback_course.tui.picking import listing
from stepback_course.tui.screens.evidence import EvidenceScreen
from stepback_course.tui.screens.evidence_form import EvidenceForm
from stepback_course.tui.widgets.one_of import OneOf
from tests.filling import CONSENT, fill, submit
from tests.portfolio.pictures import photograph
from tests.tui.conftest import House
from tests.tui.sitting import NARROW, PERSON, PORTFOLIO, Sitting, sitting
from tests.tui.widgets.host import awaited

UNIT = "statement-03"


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A photograph."""
    path = tmp_path / "IMG 0001.jpeg"
    path.write_bytes(photograph())
    return path


@asynccontextmanager
async def files(house: House) -> AsyncIterator[Sitting]:
    """The practitioner at the files of a unit."""
    async with sitting(house, NARROW, unit=UNIT) as seat:
        await seat.press("ctrl+l")
        yield seat


async def attach(seat: Sitting, path: Path, shows: str) -> None:
    """Attach a file with keys alone."""
    await seat.press("a")
    seat.app.screen.query_one("#path Input", Input).value = str(path)
    seat.app.screen.query_one("#shows Input", Input).value = shows
    seat.app.screen.query_one(OneOf).chosen = "nobody"
    await seat.press("ctrl+s")


@awaited
async def test_a_picture_is_attached_with_a_line_about_it(house: House, picture: Path) -> None:
    async with files(house) as seat:
        assert "No file belongs to this unit" in seat.shown
        await attach(seat, picture, "The route card")
        (file,) = house.desks(PERSON).evidence.files(PORTFOLIO, UNIT)
        assert (file.name, file.shows) == ("statement-03-1.jpg", "The route card")
        assert "1 file. All of yours together have" in seat.shown
        assert "The route card" in seat.shown
        assert "Attached as statement-03-1.jpg" in seat.front.banner.sentence


@awaited
async def test_what_was_typed_is_there_again_where_a_file_was_not_taken(
    house: House, tmp_path: Path
) -> None:
    async with files(house) as seat:
        await attach(seat, tmp_path / "nothing.jpg", "The route card")
        assert isinstance(seat.app.screen, EvidenceForm)
        assert "there is no file" in seat.shown
        assert seat.app.screen.query_one("#shows Input", Input).value == "The route card"
        assert house.desks(PERSON).evidence.files(PORTFOLIO, UNIT) == ()


@awaited
async def test_a_picture_of_a_learner_is_refused_without_permission_for_images(
    house: House, picture: Path
) -> None:
    async with files(house) as seat:
        await seat.press("a")
        seat.app.screen.query_one("#path Input", Input).value = str(picture)
        seat.app.screen.query_one("#shows Input", Input).value = "At the map"
        await seat.press("ctrl+s")
        assert "Say whether it shows a learner." in seat.shown
        seat.app.screen.query_one(OneOf).focus()
        await seat.press("down", "enter")
        await seat.press("ctrl+s")
        assert "no permission for images" in seat.shown
        house.desks(PERSON).workbook.record_consent(
            PORTFOLIO, CONSENT.model_copy(update={"scopes": ("assessment", "images")})
        )
        await seat.press("ctrl+s")
        (file,) = house.desks(PERSON).evidence.files(PORTFOLIO, UNIT)
        assert file.learner
        assert "permission has to cover images" in seat.shown


@awaited
async def test_the_form_says_what_is_missing(house: House) -> None:
    async with files(house) as seat:
        await seat.press("a", "ctrl+s")
        assert "say where the file is" in seat.shown
        assert "say in a few words what it shows" in seat.shown


@awaited
async def test_a_file_that_is_called_after_somebody_is_pointed_out(
    house: House, tmp_path: Path
) -> None:
    (tmp_path / "bethan.pdf").write_bytes(b"%PDF-1.7")
    async with files(house) as seat:
        await seat.press("a")
        path = seat.app.screen.query_one("#path Input", Input)
        path.value = str(tmp_path / "bethan.pdf")
        await seat.rest()
        assert "The file is called after 'bethan'" in seat.shown
        path.value = str(tmp_path)
        await seat.rest()
        assert "The file is called after" not in seat.shown


@awaited
async def test_a_file_is_picked_from_a_folder(house: House, picture: Path) -> None:
    async with files(house) as seat:
        await seat.press("a")
        seat.app.screen.query_one("#path Input", Input).value = str(picture.parent)
        await seat.press("f2")
        names = [str(o.prompt) for o in seat.app.screen.query_one(OptionList).options]
        assert names[0] == ".. the folder above"
        chosen = names.index(picture.name)
        await seat.press("home", *["down"] * chosen, "enter")
        assert seat.app.screen.query_one("#path Input", Input).value == str(picture)
        assert seat.app.focused is seat.app.screen.query_one("#shows Input", Input)


@awaited
async def test_the_line_about_a_file_is_changed(house: House, picture: Path) -> None:
    async with files(house) as seat:
        await attach(seat, picture, "The route card")
        await seat.press("enter")
        seat.app.screen.query_one("#shows Input", Input).value = "The route card, week three"
        await seat.press("ctrl+s")
        (file,) = house.desks(PERSON).evidence.files(PORTFOLIO, UNIT)
        assert file.shows == "The route card, week three"
        assert "week three" in seat.shown


@awaited
async def test_a_file_is_removed_once_one_is_sure(house: House, picture: Path) -> None:
    async with files(house) as seat:
        await attach(seat, picture, "The route card")
        await seat.press("x", "escape")
        assert house.desks(PERSON).evidence.files(PORTFOLIO, UNIT)
        await seat.press("x", "enter")
        assert house.desks(PERSON).evidence.files(PORTFOLIO, UNIT) == ()
        assert "No file belongs to this unit" in seat.shown


@awaited
async def test_a_copy_is_saved_where_it_can_be_opened(
    house: House, picture: Path, tmp_path: Path
) -> None:
    async with files(house) as seat:
        await attach(seat, picture, "The route card")
        await seat.press("s")
        seat.app.screen.query_one(Input).value = str(tmp_path / "copies")
        await seat.press("enter")
        assert (tmp_path / "copies" / "statement-03-1.jpg").read_bytes().startswith(b"\xff\xd8\xff")
        assert "A copy is in" in seat.front.banner.sentence


@awaited
async def test_nothing_is_offered_that_a_submitted_unit_does_not_allow(
    house: House, picture: Path
) -> None:
    house.desks(PERSON).evidence.attach(PORTFOLIO, UNIT, picture, shows="It", learner=False)
    submit(house.desks(), PORTFOLIO, UNIT)
    async with sitting(house, NARROW, unit=UNIT) as seat:
        await seat.press("ctrl+l")
        assert isinstance(seat.app.screen, EvidenceScreen)
        offered = {active.binding.action for active in seat.app.screen.active_bindings.values()}
        assert "save" in offered
        assert not offered & {"attach", "remove"}
        await seat.press("enter")
        assert seat.place == "EvidenceScreen"


def test_a_folder_is_listed_with_folders_first_and_nothing_hidden(tmp_path: Path) -> None:
    for name in ("b.txt", "A.txt", ".hidden"):
        (tmp_path / name).touch()
    (tmp_path / "z").mkdir()
    assert listing(tmp_path) == [
        tmp_path.parent,
        tmp_path / "z",
        tmp_path / "A.txt",
        tmp_path / "b.txt",
    ]
    assert listing(tmp_path / "nothing") == [tmp_path]


@awaited
async def test_an_assessor_sees_and_saves_what_was_submitted(
    house: House, picture: Path, tmp_path: Path
) -> None:
    evidence = house.desks(PERSON).evidence
    evidence.attach(PORTFOLIO, UNIT, picture, shows="The route card", learner=False)
    submit(house.desks(), PORTFOLIO, UNIT)
    first = doors.desk_screen(PORTFOLIO, UNIT)
    app = StepbackApp(house.desks("AS-MEG"), Preferences(), first=lambda: first)
    async with app.run_test(size=NARROW) as pilot:
        seat = Sitting(app, pilot)
        await seat.rest()
        assert "statement-03-1.jpg: The route card" in seat.shown
        await seat.press("f4")
        assert "1 file, submitted with attempt 1" in seat.shown
        await seat.press("s")
        seat.app.screen.query_one(Input).value = str(tmp_path / "copies")
        await seat.press("enter")
        assert (tmp_path / "copies" / "statement-03-1.jpg").is_file()


@awaited
async def test_a_submission_without_files_offers_none(house: House) -> None:
    submit(house.desks(), PORTFOLIO, UNIT)
    first = doors.desk_screen(PORTFOLIO, UNIT)
    app = StepbackApp(house.desks("AS-MEG"), Preferences(), first=lambda: first)
    async with app.run_test(size=NARROW) as pilot:
        seat = Sitting(app, pilot)
        await seat.rest()
        offered = {active.binding.action for active in app.screen.active_bindings.values()}
        assert "open_files" not in offered


@awaited
async def test_the_files_are_named_where_the_unit_is_declared(house: House, picture: Path) -> None:
    house.desks(PERSON).evidence.attach(PORTFOLIO, UNIT, picture, shows="A card", learner=False)
    fill(house.desks(), PORTFOLIO, UNIT)
    async with sitting(house, NARROW, unit=UNIT) as seat:
        await seat.press("f5")
        assert "Files that go with it" in seat.shown
        assert "statement-03-1.jpg: A card" in seat.shown


@awaited
async def test_a_store_that_cannot_say_how_much_room_files_take_is_told_of(
    house: House, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_evidence: Evidence, _portfolio: str) -> int:
        raise Busy("Somebody else is writing.")

    async with files(house) as seat:
        await attach(seat, picture, "The route card")
        monkeypatch.setattr(Evidence, "used", busy)
        await seat.press("question_mark", "escape")
        assert seat.front.banner.sentence == "Somebody else is writing."
