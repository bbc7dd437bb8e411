"""Handing work over to the office and back, at the screen."""

from pathlib import Path

import pytest
from textual.widgets import Static

from stepback_course.people.preferences import Preferences
from stepback_course.tui.app import StepbackApp
from stepback_course.tui.screens.dialogs import Confirm
from stepback_course.tui.screens.handover import HandoverScreen
from stepback_course.tui.screens.kept_aside import KeptAsideScreen
from stepback_course.tui.screens.opened import OpenedScreen
from stepback_course.tui.screens.path import PathScreen
from stepback_course.tui.screens.queue import QueueScreen
from stepback_course.tui.widgets.form_lines import FormLine
from tests import house as furnished
from tests.filling import CONSENT, fill
from tests.handover.circle import FIRST, Circle, mark, work
from tests.tui.conftest import House
from tests.tui.opening import answer, cells, offered, opened
from tests.tui.sitting import Sitting, sitting
from tests.tui.widgets.host import awaited

CERYS = "PR-CERYS"


@pytest.fixture
def circle(tmp_path: Path) -> Circle:
    """An office that invited a practitioner."""
    circle = Circle(tmp_path)
    circle.invite()
    return circle


def app_of(house: furnished.House, person: str) -> StepbackApp:
    return StepbackApp(house.desks(person), Preferences())


def lines(seat: Sitting) -> str:
    """Return everything the window in front says."""
    return "\n".join(str(line.content) for line in seat.app.screen.query(Static))


@awaited
async def test_what_the_office_has_not_got_is_said_on_the_path_and_sealed(circle: Circle) -> None:
    laptop = circle.laptop(CERYS)
    work(laptop, CERYS, FIRST)
    async with opened(app_of(laptop, CERYS)) as seat:
        assert "Not with the office yet: 1 unit" in seat.shown
        await seat.press("h")
        assert cells(seat)[0][2] == "new"
        await seat.press("s")
        await answer(seat, str(circle.folder / "sent"))
        assert "Send this file." in seat.front.banner.sentence
        assert cells(seat)[0][2].startswith("sealed ")
        assert "Move" in offered(seat)
        await seat.press("escape")
        assert "Sealed for the office; no receipt has come yet." in seat.shown
    (file,) = (circle.folder / "sent").iterdir()
    assert file.name.startswith("name-of-pr-cerys-submission-2026-")
    (taken,) = circle.open_at_office(file)
    assert not taken.needs_attention


@awaited
async def test_what_arrived_is_opened_and_listed_with_what_needs_a_person_first(
    circle: Circle,
) -> None:
    laptop = circle.laptop(CERYS)
    work(laptop, CERYS, FIRST)
    (sent,) = circle.send(laptop, CERYS)
    (sent.parent / "a-letter.stepback").write_text("Dear all")
    async with opened(app_of(circle.office, "CO-ANN")) as seat:
        seat.app.push_screen(HandoverScreen())
        await seat.rest()
        await seat.press("o")
        await answer(seat, str(sent.parent))
        assert isinstance(seat.app.screen, OpenedScreen)
        told = lines(seat)
        assert "2 files were opened; 1 needs your attention" in told
        assert told.index("a-letter.stepback") < told.index(sent.name)
        assert f"{sent.name}, from Name of PR-CERYS" in told
        assert "✓ Statement 1: taken" in told
        await seat.press("escape")
        assert isinstance(seat.app.screen, HandoverScreen)


@awaited
async def test_what_two_computers_said_is_read_beside_each_other(circle: Circle) -> None:
    first, second = circle.laptop(CERYS), circle.laptop(CERYS)
    for laptop, how in ((first, "in writing"), (second, "spoken")):
        consent = CONSENT.model_copy(update={"how": how})
        laptop.desks(CERYS).workbook.record_consent("P-CERYS", consent)
        work(laptop, CERYS, FIRST)
    circle.open_at_office(*circle.send(first, CERYS))
    (sent,) = circle.send(second, CERYS)
    async with opened(app_of(circle.office, "CO-ANN")) as seat:
        seat.app.push_screen(HandoverScreen())
        await seat.rest()
        assert "Kept aside" not in offered(seat)
        await seat.press("o")
        await answer(seat, str(sent))
        assert "‖ permission: kept aside" in lines(seat)
        assert "Press k to look at both." in lines(seat)
        await seat.press("k")
        assert isinstance(seat.app.screen, KeptAsideScreen)
        rows = cells(seat)
        assert sorted(row[1] for row in rows) == [
            "Name of PR-CERYS, Statement 1",
            "Name of PR-CERYS, permission",
        ]
        told = {}
        for row in rows:
            told[row[1]] = seat.shown
            await seat.press("down")
        unit, permission = (told[name] for name in sorted(told))
        assert "What stands: submitted 4 March 2026" in unit
        assert "Kept beside it, from another computer: submitted 4 March 2026" in unit
        assert "Both read the same." in unit
        assert "[−writing] [+speech]" in permission
        await seat.press("escape")
        assert "Kept aside" in offered(seat)


@awaited
async def test_a_course_moves_to_another_computer_with_words_that_are_shown_once(
    circle: Circle, empty_house: House
) -> None:
    old = circle.laptop(CERYS)
    work(old, CERYS, FIRST)
    file = circle.folder / "move.stepback"
    async with opened(app_of(old, CERYS)) as seat:
        await seat.press("h", "v")
        await answer(seat, str(file))
        assert isinstance(seat.app.screen, Confirm)
        words = lines(seat).split("\n\n")[1].split("\n")[0].strip()
        await seat.press("enter")
        assert words not in seat.shown
    async with opened(empty_house.app()) as seat:
        await seat.press("1")
        await answer(seat, str(file))
        await answer(seat, "these are not the right words")
        assert seat.front.banner.sentence
        await answer(seat, str(file))
        await answer(seat, words)
        assert isinstance(seat.app.screen, PathScreen)
    view = empty_house.desks(CERYS).workbook.unit("P-CERYS", FIRST)
    assert view.record.state == "submitted"


@awaited
async def test_a_file_that_is_not_there_is_refused_in_a_sentence(circle: Circle) -> None:
    laptop = circle.laptop(CERYS)
    async with opened(app_of(laptop, CERYS)) as seat:
        await seat.press("h", "o")
        await answer(seat, str(circle.folder / "nothing.stepback"))
        assert "nothing.stepback" in lines(seat)


@awaited
async def test_on_one_machine_nothing_is_said_of_handing_over(house: House) -> None:
    async with sitting(house) as seat:
        assert "office" not in seat.shown
        assert "Hand over" not in offered(seat)


@awaited
async def test_the_office_has_a_place_for_handing_over(circle: Circle) -> None:
    async with opened(app_of(circle.office, "CO-ANN")) as seat:
        assert "Handing over" in offered(seat)


@awaited
async def test_the_office_hands_out_work_to_an_assessor_who_is_known(tmp_path: Path) -> None:
    circle = Circle(tmp_path)
    circle.invite("AS-MEG")
    laptop = circle.laptop(CERYS)
    work(laptop, CERYS, FIRST)
    circle.open_at_office(*circle.send(laptop, CERYS))
    async with opened(app_of(circle.office, "CO-ANN")) as seat:
        seat.app.push_screen(HandoverScreen())
        await seat.rest()
        await seat.press("w", "enter")
        await answer(seat, str(tmp_path / "out"))
        assert "computer is not known here yet" in seat.front.banner.sentence
        circle.introduce("AS-MEG")
        await seat.press("w", "enter")
        await answer(seat, str(tmp_path / "out"))
        assert "Send this file." in seat.front.banner.sentence
    assert len(list((tmp_path / "out").iterdir())) == 1
    lease = circle.office.desks("CO-ANN").desk.queue().rows[0]
    assert lease.assessor == "AS-MEG"


@awaited
async def test_after_submitting_on_a_laptop_the_next_step_is_to_hand_it_over(
    circle: Circle,
) -> None:
    laptop = circle.laptop(CERYS)
    fill(laptop.desks(CERYS), "P-CERYS", FIRST)
    async with opened(app_of(laptop, CERYS)) as seat:
        await seat.press("s", "tab")
        seat.app.screen.query_one("#name", FormLine).value = "Name of PR-CERYS"
        seat.app.screen.query_one("#name", FormLine).focus_line()
        await seat.press("enter")
        assert "It is still on this computer: press h on My course" in lines(seat)


@awaited
async def test_decisions_are_released_at_the_office_and_not_on_a_laptop(tmp_path: Path) -> None:
    circle = Circle(tmp_path)
    circle.invite("AS-MEG")
    laptop = circle.laptop(CERYS)
    work(laptop, CERYS, FIRST)
    circle.open_at_office(*circle.send(laptop, CERYS))
    megs = circle.introduce("AS-MEG")
    circle.courier(megs, "AS-MEG").open(circle.hand_out("AS-MEG"))
    async with opened(app_of(megs, "AS-MEG")) as seat:
        seat.app.push_screen(QueueScreen())
        await seat.rest()
        assert "with you until 18 March" in " ".join(cells(seat)[0])
        mark(megs, "AS-MEG", "P-CERYS", FIRST, met=True)
        await seat.press("t", "f5")
        assert "Release" not in offered(seat)
        seat.app.push_screen(HandoverScreen())
        await seat.rest()
        assert "Move" not in offered(seat)
    circle.open_at_office(*circle.send(megs, "AS-MEG"))
    async with opened(app_of(circle.office, "CO-ANN")) as seat:
        seat.app.push_screen(QueueScreen())
        await seat.rest()
        await seat.press("t")
        assert "Release" in offered(seat)
