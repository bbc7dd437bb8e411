"""The coordinator's desk."""

import asyncio
import threading
from pathlib import Path

import pytest

from stepback_course.awards.models import Certificate
from stepback_course.awards.numbers import compose
from stepback_course.awards.office import Office
from stepback_course.text.refusals import Refusal
from stepback_course.tui.screens.awards import AwardsScreen
from stepback_course.tui.screens.dialogs import Confirm
from stepback_course.tui.screens.register import RegisterScreen
from tests.course_done import attend, earn, meet
from tests.tui.conftest import House
from tests.tui.opening import answer, cells, opened
from tests.tui.widgets.host import awaited

FIRST, SECOND = compose("SPECIMEN", 2026, 1), compose("SPECIMEN", 2026, 2)


@pytest.fixture
def ready(house: House) -> House:
    """A house in which two of three are ready."""
    earn(house, "P-CERYS")
    earn(house, "P-ELEN")
    return house


def issued(house: House) -> list[str]:
    """Return the numbers of the register."""
    return [each.number for each in house.desks("CO-ANN").office.register()]


@awaited
async def test_what_is_missing_stands_below_the_list_a_line_for_each(house: House) -> None:
    meet(house, "P-DAFYDD", "statement-01")
    attend(house, "P-DAFYDD", "attended", "absent")
    async with opened(house.app("CO-ANN")) as seat:
        await seat.press("2", "down")
        assert cells(seat)[1] == ["Dafydd Puw", "Gwynedd, spring", "○ 3 things missing"]
        assert "Still missing for Dafydd Puw:\n○ 10 units" in seat.shown
        assert "○ taught day 2 was missed" in seat.shown
        assert "○ the name to print is not confirmed by its owner" in seat.shown
        assert "0 ready · 0 issued · 3 on the way" in seat.shown
        await seat.press("i")
        assert "no certificate for Dafydd Puw yet" in seat.front.banner.sentence
        await seat.press("I")
        assert "Nobody is ready" in seat.front.banner.sentence
        await seat.press("o")
        assert "no certificate to save here yet" in seat.front.banner.sentence
    assert issued(house) == []


@awaited
async def test_one_certificate_is_issued_after_a_question(ready: House) -> None:
    async with opened(ready.app("CO-ANN")) as seat:
        await seat.press("2", "i")
        assert isinstance(seat.app.screen, Confirm)
        await seat.press("escape")
        assert issued(ready) == []
        await seat.press("i", "enter")
        assert seat.front.banner.sentence == f"Certificate {FIRST} is issued."
        assert cells(seat)[0] == ["Cerys Wyn", "Gwynedd, spring", f"✓ {FIRST}"]
        assert "1 ready · 1 issued · 1 on the way" in seat.shown
    assert issued(ready) == [FIRST]


@awaited
async def test_everybody_who_is_ready_gets_one_and_the_register_has_them(
    ready: House, tmp_path: Path
) -> None:
    async with opened(ready.app("CO-ANN")) as seat:
        await seat.press("2", "I", "enter")
        assert f"2 certificates are issued, {FIRST} to {SECOND}" in seat.front.banner.sentence
        await seat.press("r")
        assert isinstance(seat.app.screen, RegisterScreen)
        assert cells(seat) == [
            [FIRST, "Cerys Wyn", "4 March 2026"],
            [SECOND, "Elen Môn", "4 March 2026"],
        ]
        await seat.press("down", "o")
        await answer(seat, str(tmp_path / "new" / "folder"))
        saved = tmp_path / "new" / "folder" / f"{SECOND}.pdf"
        assert seat.front.banner.sentence == f"The certificate is in {saved}."
        assert saved.read_bytes() == ready.desks("CO-ANN").office.pdf(SECOND)


@awaited
async def test_a_folder_that_cannot_be_written_is_told(ready: House, tmp_path: Path) -> None:
    ready.desks("CO-ANN").office.issue("P-CERYS")
    (tmp_path / "file").write_text("not a folder")
    async with opened(ready.app("CO-ANN")) as seat:
        await seat.press("2", "o")
        await answer(seat, str(tmp_path / "file"))
        assert "the certificate cannot be written" in seat.front.banner.sentence


@awaited
async def test_issuing_all_can_be_stopped_between_two(
    ready: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_issuing, may_go_on = threading.Event(), threading.Event()
    issue = Office.issue

    def issue_slowly(office: Office, portfolio: str) -> Certificate:
        is_issuing.set()
        assert may_go_on.wait(20)
        return issue(office, portfolio)

    monkeypatch.setattr(Office, "issue", issue_slowly)
    async with opened(ready.app("CO-ANN")) as seat:
        await seat.press("2", "I")
        await seat.pilot.press("enter")
        while not is_issuing.is_set():
            await seat.pilot.pause()
        assert seat.front.masthead.saved == "0 of 2: Escape stops"
        await seat.pilot.press("escape")
        await seat.turns_taken()
        may_go_on.set()
        async with asyncio.timeout(20):
            # A worker that was told to stop is not waited for.
            while not seat.front.banner.sentence:
                await seat.rest()
        assert isinstance(seat.app.screen, AwardsScreen)
        assert seat.front.banner.sentence == "Stopped: 1 of 2 certificates are issued."
        assert seat.front.masthead.saved == ""
    assert issued(ready) == [FIRST]


@awaited
async def test_a_refusal_on_the_way_stands_and_what_is_issued_is_shown(
    ready: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue = Office.issue

    def issue_but_one(office: Office, portfolio: str) -> Certificate:
        if portfolio == "P-ELEN":
            raise Refusal("not_ready", "Elen has an appeal open")
        return issue(office, portfolio)

    monkeypatch.setattr(Office, "issue", issue_but_one)
    async with opened(ready.app("CO-ANN")) as seat:
        await seat.press("2", "I", "enter")
        assert seat.front.banner.sentence == "Elen has an appeal open"
        assert "1 ready · 1 issued" in seat.shown
    assert issued(ready) == [FIRST]
