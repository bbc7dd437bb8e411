"""The coordinator's desk."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from stepback_course.awards.models import Certificate
from stepback_course.awards.numbers import compose
from stepback_course.awards.office import Office
from stepback_course.people.organisation import Organisation, keep_organisation
from stepback_course.text.refusals import Refusal
from stepback_course.tui.awarding import preview_of
from stepback_course.tui.page_words import words_on
from stepback_course.tui.screens.awards import AwardsScreen
from stepback_course.tui.screens.dialogs import Confirm
from stepback_course.tui.widgets.key_bar import KeyBar
from stepback_course.tui.widgets.page_view import PageView
from tests.awards.keys.chests import PASSPHRASE, chest_in, guess_quickly
from tests.course_done import attend, earn, meet
from tests.tui.conftest import House
from tests.tui.opening import answer, cells, offered, opened, options
from tests.tui.sitting import NARROW, WIDE, Sitting
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
    return [each.number for each in house.desks("CO-ANN").register.every()]


def names(seat: Sitting) -> list[str]:
    """Return whom the list in front shows."""
    return [row[0] for row in cells(seat)]


async def settled(seat: Sitting) -> None:
    """Wait until what was begun in a thread has been told."""
    async with asyncio.timeout(20):
        while not seat.front.banner.sentence:
            await seat.rest()


@awaited
async def test_what_is_missing_stands_below_the_list_a_line_for_each(house: House) -> None:
    meet(house, "P-DAFYDD", "statement-01")
    attend(house, "P-DAFYDD", "attended", "absent")
    async with opened(house.app("CO-ANN")) as seat:
        await seat.press("2", "down")
        assert cells(seat)[1] == ["Dafydd Puw", "Gwynedd, spring", "○ 3 things missing"]
        shown = " ".join(str(seat.app.screen.query_one("#missing").render()).split())
        assert "Still missing for Dafydd Puw:" in seat.shown
        assert shown.startswith("○ 10 units are not met yet")
        assert "○ taught day 2 was missed" in shown
        assert "○ the name to print is not confirmed by its owner" in shown
        assert "0 ready · 0 issued · 3 on the way" in seat.shown
        await seat.press("i")
        assert "no certificate for Dafydd Puw yet" in seat.front.banner.sentence
        await seat.press("I")
        assert "Nobody is ready" in seat.front.banner.sentence
        assert "Open" not in offered(seat)
        assert "Letters" not in offered(seat)
    assert issued(house) == []


@awaited
async def test_who_is_ready_stands_first_and_whoever_has_a_certificate_last(ready: House) -> None:
    async with opened(ready.app("CO-ANN")) as seat:
        await seat.press("2")
        assert names(seat) == ["Cerys Wyn", "Elen Môn", "Dafydd Puw"]
        await seat.press("i", "enter")
        assert names(seat) == ["Elen Môn", "Dafydd Puw", "Cerys Wyn"]


@awaited
async def test_one_certificate_is_issued_after_a_question(ready: House) -> None:
    async with opened(ready.app("CO-ANN")) as seat:
        await seat.press("2", "i")
        assert isinstance(seat.app.screen, Confirm)
        await seat.press("escape")
        assert issued(ready) == []
        await seat.press("i", "enter")
        assert seat.front.banner.sentence == f"Certificate {FIRST} is issued."
        assert cells(seat)[2] == ["Cerys Wyn", "Gwynedd, spring", f"✓ {FIRST}"]
        assert "1 ready · 1 issued · 1 on the way" in seat.shown
        assert "Certificates are unsigned" in seat.shown
    assert issued(ready) == [FIRST]


@awaited
async def test_only_those_who_are_selected_and_ready_get_one(ready: House) -> None:
    async with opened(ready.app("CO-ANN")) as seat:
        await seat.press("2", "down", "space", "space")
        assert "2 selected" in seat.shown
        assert names(seat) == ["Cerys Wyn", "● Elen Môn", "● Dafydd Puw"]
        await seat.press("i")
        assert "1 person is ready" in seat.shown
        await seat.press("enter")
    assert [each.facts.name for each in ready.desks("CO-ANN").register.every()] == ["Elen Môn"]


@awaited
async def test_a_filter_shows_some_and_all_ready_are_those_who_are_shown(ready: House) -> None:
    async with opened(ready.app("CO-ANN")) as seat:
        await seat.press("2", "f", "down", "enter")
        assert names(seat) == ["Cerys Wyn", "Elen Môn"]
        assert "Shown: Who is ready" in seat.shown
        await seat.press("asterisk")
        assert "2 selected" in seat.shown
        await seat.press("f", "down", "down", "enter")
        assert names(seat) == ["Dafydd Puw"]
        assert "selected" not in seat.shown
        await seat.press("I")
        assert "Nobody is ready" in seat.front.banner.sentence


@awaited
async def test_everybody_who_is_ready_gets_one(ready: House) -> None:
    async with opened(ready.app("CO-ANN")) as seat:
        await seat.press("2", "I", "enter")
        await settled(seat)
        assert f"2 certificates are issued, {FIRST} to {SECOND}" in seat.front.banner.sentence
    assert issued(ready) == [FIRST, SECOND]


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_the_page_is_shown_before_it_is_issued_in_its_own_words(
    ready: House, size: tuple[int, int]
) -> None:
    async def seen() -> None:
        async with opened(ready.app("CO-ANN"), size) as seat:
            await seat.press("2", "enter")
            assert seat.place == "PreviewScreen"
            page = seat.app.screen.query_one(PageView)
            async with asyncio.timeout(20):
                while "Cerys Wyn" not in page.drawn:
                    await seat.rest()
            assert "Certificate of Recognition" in page.drawn
            assert FIRST in page.drawn
            assert "Specimen: made with an illustrative course" in page.drawn
            assert seat.front.banner.sentence == (
                f"Not issued yet: {FIRST} is the next number, nobody's so far."
            )
            assert max(map(len, page.drawn.splitlines())) <= size[0]
            await seat.press("p")
            assert seat.place == "AwardsScreen"

    awaited(seen)()
    assert issued(ready) == []


def test_a_preview_has_a_stand_in_for_its_code_and_says_that_it_is_one(
    ready: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guess_quickly(monkeypatch)
    ready.chest = chest_in(tmp_path, ready.clock)
    ann = ready.desks("CO-ANN")
    ann.keys.make(PASSPHRASE)
    keep_organisation(
        ready.store,
        ann.actor,
        Organisation(check_address="https://example.org/check", contact="ann@example.org"),
    )
    page = preview_of(ready.desks("CO-ANN"), "P-CERYS")
    words = " ".join(each.words for each in words_on(page.pdf))
    assert "scan the code or visit:" in words
    assert "quote its number" not in words
    assert "The code is a stand-in that checks nothing" in page.note


@pytest.mark.parametrize("holds_one", [False, True])
def test_letters_and_the_organisation_have_room_at_the_foot_of_a_narrow_window(
    ready: House, holds_one: bool
) -> None:
    if holds_one:
        ready.desks("CO-ANN").office.issue("P-CERYS")

    async def seen() -> None:
        async with opened(ready.app("CO-ANN")) as seat:
            await seat.press("2", *(["end"] if holds_one else []))
            foot = [key.description for key in seat.app.screen.query_one(KeyBar).keys]
            assert {"Issue", "All ready", "Register", "Organisation"} <= set(foot)
            assert ("Letters" in foot) is holds_one

    awaited(seen)()


@awaited
async def test_a_page_is_put_where_one_says_and_opened(
    ready: House, tmp_path: Path, no_windows: list[Path]
) -> None:
    ready.desks("CO-ANN").office.issue("P-CERYS")
    async with opened(ready.app("CO-ANN")) as seat:
        await seat.press("2", "end", "o")
        await answer(seat, str(tmp_path / "new" / "folder"))
        saved = tmp_path / "new" / "folder" / f"{FIRST}.pdf"
        assert seat.front.banner.sentence == f"The certificate is in {saved}."
        assert saved.read_bytes() == ready.desks("CO-ANN").register.pdf(FIRST)
    assert no_windows == [saved]


@awaited
async def test_a_folder_that_cannot_be_written_is_told(
    ready: House, tmp_path: Path, no_windows: list[Path]
) -> None:
    ready.desks("CO-ANN").office.issue("P-CERYS")
    (tmp_path / "file").write_text("not a folder")
    async with opened(ready.app("CO-ANN")) as seat:
        await seat.press("2", "end", "o")
        await answer(seat, str(tmp_path / "file"))
        assert f"{FIRST}.pdf cannot be written" in seat.front.banner.sentence
    assert no_windows == []


@awaited
async def test_letters_go_into_a_folder_and_nowhere_else(ready: House, tmp_path: Path) -> None:
    ready.desks("CO-ANN").office.issue("P-CERYS")
    async with opened(ready.app("CO-ANN")) as seat:
        await seat.press("2", "l")
        assert "no certificate here to send" in seat.front.banner.sentence
        await seat.press("end", "l")
        await answer(seat, str(tmp_path / "letters"))
        assert "1 letter with its certificate is in" in seat.front.banner.sentence
        assert "Nothing has been sent." in seat.front.banner.sentence
        assert "1 person has no e-mail address" in seat.front.banner.sentence
    endings = sorted(path.suffix for path in (tmp_path / "letters").iterdir())
    assert endings == [".pdf", ".txt"]


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
        assert "0 of 2 · Escape stops" in seat.shown
        await seat.pilot.press("escape")
        await seat.turns_taken()
        may_go_on.set()
        # A worker that was told to stop is not waited for.
        await settled(seat)
        assert isinstance(seat.app.screen, AwardsScreen)
        assert seat.front.banner.sentence == "Stopped: 1 of 2 certificates are issued."
        assert "Escape stops" not in seat.shown
    assert issued(ready) == [FIRST]


@awaited
async def test_a_refusal_on_the_way_stands_and_the_others_are_issued(
    ready: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue = Office.issue

    def issue_but_one(office: Office, portfolio: str) -> Certificate:
        if portfolio == "P-CERYS":
            raise Refusal("not_ready", "Cerys has an appeal open")
        return issue(office, portfolio)

    monkeypatch.setattr(Office, "issue", issue_but_one)
    async with opened(ready.app("CO-ANN")) as seat:
        await seat.press("2", "I", "enter")
        await settled(seat)
        told = f"Certificate {FIRST} is issued.\nCerys has an appeal open"
        assert seat.front.banner.sentence == told
        assert "1 ready · 1 issued" in seat.shown
        assert "1 selected" in seat.shown
    assert issued(ready) == [FIRST]


@awaited
async def test_what_ends_the_issuing_stands_with_how_far_it_came(
    ready: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue_many = Office.issue_many

    def issue_one(office: Office, portfolios: list[str]) -> Iterator[object]:
        yield next(iter(issue_many(office, portfolios)))
        raise Refusal("not_allowed", "the key has locked itself")

    monkeypatch.setattr(Office, "issue_many", issue_one)
    async with opened(ready.app("CO-ANN")) as seat:
        await seat.press("2", "I", "enter")
        await settled(seat)
        told = "Stopped: 1 of 2 certificates are issued.\nthe key has locked itself"
        assert seat.front.banner.sentence == told


@awaited
async def test_fees_are_asked_for_only_where_certificates_wait_for_them(ready: House) -> None:
    async with opened(ready.app("CO-ANN")) as seat:
        await seat.press("2")
        assert "Fee is paid" not in offered(seat)
    ann = ready.desks("CO-ANN").actor
    keep_organisation(ready.store, ann, Organisation(fee_before_award=True))
    async with opened(ready.app("CO-ANN")) as seat:
        await seat.press("2")
        assert "0 ready" in seat.shown
        await seat.press("y")
        assert seat.front.banner.sentence == "The fee is recorded as paid for 1 person."
        assert "1 ready" in seat.shown


@awaited
async def test_everybody_is_offered_beside_each_cohort_where_there_are_several(
    house: House,
) -> None:
    async with opened(house.app("CO-ANN")) as seat:
        await seat.press("2", "f")
        assert options(seat) == [
            "Everybody",
            "Who is ready",
            "Who is on the way",
            "Who has a certificate",
        ]
