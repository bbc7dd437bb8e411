"""The register on screen: found again, replaced, revoked."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from stepback_course.awards.models import Certificate, RegisterPage, Sought
from stepback_course.awards.numbers import compose
from stepback_course.awards.register import PAGE, Register
from stepback_course.text.refusals import Refusal
from stepback_course.tui.register_tasks import read_register
from stepback_course.tui.screens.certificate import CertificateScreen
from stepback_course.tui.screens.certificate_forms import Replace, Revoke
from stepback_course.tui.screens.register import RegisterScreen
from stepback_course.tui.widgets.one_of import OneOf
from stepback_course.tui.widgets.page_view import PageView
from stepback_course.tui.widgets.paged_table import PagedTable
from tests.course_done import earn
from tests.tui.conftest import House
from tests.tui.opening import answer, cells, form, offered, opened, options, type_in
from tests.tui.sitting import WIDE, Sitting
from tests.tui.widgets.host import awaited

FIRST, SECOND, THIRD = (compose("SPECIMEN", 2026, serial) for serial in (1, 2, 3))


@pytest.fixture
def issued(house: House) -> House:
    """A house in which two have their certificates, specimens as the course is illustrative."""
    for portfolio in ("P-CERYS", "P-ELEN"):
        earn(house, portfolio)
        house.desks("CO-ANN").office.issue(portfolio)
    return house


def standing(house: House, number: str) -> Certificate:
    """Return a certificate as the register has it."""
    return house.desks("CO-ANN").register.certificate(number)


def numbers(seat: Sitting) -> list[str]:
    """Return the numbers in the list in front."""
    return [row[0] for row in cells(seat)]


def facts(seat: Sitting) -> str:
    """Return what is said of the certificate in front."""
    return str(seat.app.screen.query_one("#facts").render())


async def sought(seat: Sitting, words: str) -> list[str]:
    """Type what is sought, and return the numbers that are found."""
    await seat.press("slash", *words)
    screen = seat.app.screen
    assert isinstance(screen, RegisterScreen)
    screen._search()
    await seat.rest()
    return numbers(seat)


def choose(seat: Sitting, what: str, answer: str) -> None:
    """Choose an answer in the form in front."""
    form(seat).query_one(f"#{what}", OneOf).chosen = answer


def above(seat: Sitting) -> str:
    """Return what stands over a certificate or its page; nothing where it stands."""
    if isinstance(seat.app.screen, CertificateScreen):
        line = seat.app.screen.query_one("#ended")
        return str(line.render()) if line.display else ""
    return seat.front.banner.sentence


@awaited
async def test_what_stands_no_more_says_so_above_everything_else(
    issued: House, tmp_path: Path
) -> None:
    register = issued.desks("CO-ANN").register
    register.replace(FIRST, "lost")
    register.revoke(SECOND, "error")
    replaced = f"{FIRST} does not stand any more. Replaced on 4 March 2026 by {THIRD}: the copy"
    revoked = f"{SECOND} does not stand any more. Revoked on 4 March 2026: it was issued in error."
    async with opened(issued.app("CO-ANN")) as seat:
        await seat.press("2", "r", "v", "home")
        for number, sentence in ((FIRST, replaced), (SECOND, revoked), (THIRD, "")):
            await seat.press("enter")
            assert above(seat).startswith(sentence)
            assert bool(above(seat)) == bool(sentence)
            await seat.press("p")
            assert seat.place == "PreviewScreen"
            assert above(seat).startswith(sentence)
            assert bool(above(seat)) == bool(sentence)
            await seat.press("escape", "o")
            await answer(seat, str(tmp_path))
            assert seat.front.banner.sentence.startswith(sentence)
            assert f"The certificate is in {tmp_path / number}.pdf." in seat.front.banner.sentence
            await seat.press("escape", "down")


@awaited
async def test_an_empty_register_says_so_on_both_of_its_pages(house: House) -> None:
    async with opened(house.app("CO-ANN")) as seat:
        await seat.press("2", "r")
        assert "No specimen has been issued yet." in seat.shown
        await seat.press("t")
        assert "No certificate has been issued yet." in seat.shown
        assert "Letters" not in offered(seat)


@awaited
async def test_specimens_have_a_page_of_their_own_the_newest_first(issued: House) -> None:
    async with opened(issued.app("CO-ANN")) as seat:
        await seat.press("2", "r")
        assert cells(seat) == [
            [SECOND, "Elen Môn", "4 March 2026", "✓ issued"],
            [FIRST, "Cerys Wyn", "4 March 2026", "✓ issued"],
        ]
        await seat.press("t")
        assert cells(seat) == []
        await seat.press("t", "v")
        assert numbers(seat) == [FIRST, SECOND]


@awaited
async def test_a_wide_window_has_room_for_who_signed_and_which_cohort(issued: House) -> None:
    async with opened(issued.app("CO-ANN"), WIDE) as seat:
        await seat.press("2", "r")
        assert cells(seat)[1][4:] == ["○ unsigned", "Gwynedd, spring", ""]


@awaited
async def test_names_are_found_whatever_their_accents_and_numbers_by_their_digits(
    issued: House,
) -> None:
    async with opened(issued.app("CO-ANN")) as seat:
        await seat.press("2", "r")
        assert await sought(seat, "mon") == [SECOND]
        await seat.press("escape")
        assert await sought(seat, "00001") == [FIRST]
        await seat.press("escape")
        assert await sought(seat, "nobody") == []
        assert "Nothing in the register is like this." in seat.shown


@awaited
async def test_typing_seeks_by_itself_after_a_moment(issued: House) -> None:
    async with opened(issued.app("CO-ANN")) as seat:
        await seat.press("2", "r", "slash", *"cerys")
        async with asyncio.timeout(20):
            while numbers(seat) != [FIRST]:
                await seat.rest()
        await seat.press("down", "enter")
        assert isinstance(seat.app.screen, CertificateScreen)


@awaited
async def test_what_was_sought_before_is_not_shown_when_it_comes_late(issued: House) -> None:
    late = read_register(issued.desks("CO-ANN"), Sought(specimens=True), None)
    async with opened(issued.app("CO-ANN")) as seat:
        await seat.press("2", "r")
        assert await sought(seat, "mon") == [SECOND]
        seat.front.post_message(RegisterScreen.Fetched("register", late))
        await seat.rest()
        assert numbers(seat) == [SECOND]


@awaited
async def test_a_filter_shows_one_state_only(issued: House) -> None:
    issued.desks("CO-ANN").register.revoke(FIRST, "error")
    async with opened(issued.app("CO-ANN")) as seat:
        await seat.press("2", "r", "f")
        assert options(seat)[:4] == ["Everything", "✓ issued", "↷ replaced", "✗ revoked"]
        await seat.press("down", "down", "down", "enter")
        assert cells(seat) == [[FIRST, "Cerys Wyn", "4 March 2026", "✗ revoked"]]
        assert "✗ revoked" in seat.shown
        await seat.press("f", "enter")
        assert numbers(seat) == [SECOND, FIRST]


@awaited
async def test_everything_that_is_known_of_one_stands_on_its_screen(issued: House) -> None:
    certificate = standing(issued, FIRST)
    async with opened(issued.app("CO-ANN")) as seat:
        await seat.press("2", "r", "down", "enter")
        said = facts(seat)
        for words in ("✓ issued", "Cerys Wyn", "4 March 2026", "English", "○ unsigned"):
            assert words in said
        assert certificate.pdf in said.replace("\n", "")
        assert "4 March, 12:03  issued by Ann Rees" in seat.shown
        assert "✓ The trail is whole." in seat.shown


@awaited
async def test_a_trail_that_was_tampered_with_is_called_broken(
    issued: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Register, "is_whole", lambda _register, _certificate: False)
    async with opened(issued.app("CO-ANN")) as seat:
        await seat.press("2", "r", "enter")
        assert "✗ The trail is broken" in seat.shown


@awaited
async def test_the_page_stands_beside_it_where_there_is_room(issued: House) -> None:
    async with opened(issued.app("CO-ANN"), WIDE) as seat:
        await seat.press("2", "r", "enter")
        page = seat.app.screen.query_one(PageView)
        async with asyncio.timeout(20):
            while SECOND not in page.drawn:
                await seat.rest()


@awaited
async def test_a_corrected_name_makes_a_new_one_and_each_leads_to_the_other(
    issued: House,
) -> None:
    async with opened(issued.app("CO-ANN")) as seat:
        await seat.press("2", "r", "down", "enter", "c")
        assert isinstance(form(seat), Replace)
        await seat.press("ctrl+s")
        assert "Choose why" in seat.shown
        choose(seat, "reason", "name")
        await seat.press("ctrl+s")
        assert "say what it should be instead of Cerys Wyn" in seat.shown
        type_in(seat, name="Cerys Wyn Puw")
        choose(seat, "language", "cy")
        await seat.press("ctrl+s")
        assert f"{THIRD} stands for it from now on" in seat.front.banner.sentence
        assert "↷ replaced" in facts(seat)
        assert THIRD in facts(seat)
        assert "Revoke" not in offered(seat)
        await seat.press("g")
        assert "Cerys Wyn Puw" in facts(seat)
        assert "Welsh" in facts(seat)
        assert FIRST in facts(seat)
        await seat.press("g")
        assert seat.front.masthead.where == f"Register › {FIRST}"
    assert standing(issued, THIRD).replaces == FIRST
    assert standing(issued, FIRST).replaced_by == THIRD


@awaited
async def test_revoking_wants_a_reason_from_the_list_and_stays(issued: House) -> None:
    async with opened(issued.app("CO-ANN")) as seat:
        await seat.press("2", "r", "down", "enter", "x")
        assert isinstance(form(seat), Revoke)
        await seat.press("ctrl+s")
        assert "Choose why" in seat.shown
        assert standing(issued, FIRST).state == "issued"
        choose(seat, "reason", "request")
        type_in(seat, note="By letter of 3 March")
        await seat.press("ctrl+s")
        assert seat.front.banner.sentence == "It is revoked."
        assert "its holder asked for it. By letter of 3 March" in facts(seat)
        assert {"Replace", "Revoke", "Letter"}.isdisjoint(offered(seat))
    assert standing(issued, FIRST).reason == "request"


@awaited
async def test_what_is_refused_stands_in_the_form_and_nothing_is_lost(
    issued: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_given: object) -> Certificate:
        raise Refusal("closed", "somebody else has revoked it")

    monkeypatch.setattr(Register, "revoke", refused)
    async with opened(issued.app("CO-ANN")) as seat:
        await seat.press("2", "r", "enter", "x")
        choose(seat, "reason", "error")
        type_in(seat, note="Typed with care")
        await seat.press("ctrl+s")
        assert "somebody else has revoked it" in seat.shown
        assert not form(seat).query("Button:disabled")
        await seat.press("escape")
        assert isinstance(seat.app.screen, CertificateScreen)


@awaited
async def test_only_coordinators_replace_and_revoke(issued: House) -> None:
    async with opened(issued.app("TR-TOM")) as seat:
        seat.app.push_screen(CertificateScreen(FIRST))
        await seat.rest()
        assert {"Replace", "Revoke", "Letter"}.isdisjoint(offered(seat))
        assert "Open" in offered(seat)


@awaited
async def test_pages_and_letters_come_from_the_register_too(
    issued: House, tmp_path: Path, no_windows: list[Path]
) -> None:
    issued.desks("CO-ANN").register.revoke(FIRST, "error")
    async with opened(issued.app("CO-ANN")) as seat:
        await seat.press("2", "r", "down", "l")
        assert "does not stand any more" in seat.front.banner.sentence
        await seat.press("up", "space", "space", "l")
        await answer(seat, str(tmp_path))
        assert "1 letter with its certificate is in" in seat.front.banner.sentence
        await seat.press("home", "o")
        await answer(seat, str(tmp_path / "page"))
    assert no_windows == [tmp_path / "page" / f"{SECOND}.pdf"]


@awaited
async def test_a_page_at_a_time_is_read_and_m_reads_on(
    issued: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Register.page

    def one(register: Register, wanted: Sought, *, after: str | None, limit: int) -> RegisterPage:
        return page(register, wanted, after=after, limit=max(1, limit - PAGE + 1))

    monkeypatch.setattr(Register, "page", one)
    async with opened(issued.app("CO-ANN")) as seat:
        await seat.press("2", "r")
        assert numbers(seat) == [SECOND]
        assert "1 shown, m for more" in seat.shown
        await seat.press("m")
        assert numbers(seat) == [SECOND, FIRST]


@awaited
async def test_a_register_of_two_pages_is_read_to_its_end_and_stays_as_far_read(
    issued: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    (row, *_rest) = issued.desks("CO-ANN").register.page(Sought(specimens=True)).rows
    many = [replace(row, number=compose("SPECIMEN", 2026, n)) for n in range(1, PAGE + 51)]

    def found(
        _register: Register, _wanted: Sought, *, after: str | None, limit: int
    ) -> RegisterPage:
        rows = many[int(after or 0) :][:limit]
        end = int(after or 0) + len(rows)
        return RegisterPage(tuple(rows), str(end) if end < len(many) else None)

    monkeypatch.setattr(Register, "page", found)
    async with opened(issued.app("CO-ANN")) as seat:
        await seat.press("2", "r", "m")
        assert len(numbers(seat)) == len(many)
        await seat.press("end", "question_mark", "escape")
        assert len(numbers(seat)) == len(many)
        assert seat.app.screen.query_one(PagedTable).key == many[-1].number
