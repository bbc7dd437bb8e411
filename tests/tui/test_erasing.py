"""The last question before something is erased."""

from contextlib import suppress

import pytest
from textual.widgets import Button, Input
from textual.worker import WorkerFailed

from stepback_course.portfolio.erasing.eraser import Eraser
from stepback_course.store import StoreFull
from stepback_course.tui import doors
from stepback_course.tui.saving import AnswerKeeper
from tests.filling import fill, submit
from tests.tui.conftest import House
from tests.tui.sitting import NARROW, PERSON, PORTFOLIO, WIDE, Sitting, decide, sitting
from tests.tui.widgets.host import awaited

VOICE, FIRST = "learners-voice", "statement-01"


async def ask(seat: Sitting, answers: list[bool | None], *units: str) -> None:
    """Open the question, and gather what it answers."""
    seat.app.push_screen(doors.erasing_screen(PORTFOLIO, units or (VOICE,)), answers.append)
    await seat.rest()


@pytest.mark.parametrize("size", [NARROW, WIDE])
@awaited
async def test_it_says_what_goes_what_stays_and_what_is_left_to_do(
    house: House, size: tuple[int, int]
) -> None:
    submit(house.desks(PERSON), PORTFOLIO, VOICE)
    async with sitting(house, size) as seat:
        await ask(seat, [])
        for told in (
            "This goes",
            "Everything about the learner",
            "1 submission",
            "comes back from the assessors",
            "This stays",
            "yours to destroy",
            "Paper:",
        ):
            assert told in seat.shown
        line = seat.app.screen.query_one(Input)
        assert seat.app.focused is line
        assert seat.app.screen.region.contains_region(line.region)


@awaited
async def test_without_the_word_nothing_is_erased(house: House) -> None:
    fill(house.desks(PERSON), PORTFOLIO, VOICE)
    answers: list[bool | None] = []
    async with sitting(house) as seat:
        await ask(seat, answers)
        await seat.press("enter")
        assert "type erase to go on" in seat.shown
        await seat.press("escape")
    assert answers == [None]
    assert house.desks(PERSON).workbook.unit(PORTFOLIO, VOICE).draft.responses


@awaited
async def test_the_word_erases_and_says_what_is_left_to_do(house: House) -> None:
    fill(house.desks(PERSON), PORTFOLIO, VOICE)
    answers: list[bool | None] = []
    async with sitting(house) as seat:
        await ask(seat, answers)
        await seat.press(*"erase", "enter")
        assert "It is erased." in seat.shown
        assert "This is left to you" in seat.shown
        assert "The office still has" not in seat.shown
        await seat.press("enter")
        assert seat.place == "PathScreen"
    assert answers == [True]
    assert not house.desks(PERSON).workbook.unit(PORTFOLIO, VOICE).draft.responses


@awaited
async def test_leaving_after_it_is_erased_says_so_too(house: House) -> None:
    answers: list[bool | None] = []
    async with sitting(house) as seat:
        await ask(seat, answers)
        await seat.press(*"erase", "enter", "escape")
    assert answers == [True]


@awaited
async def test_whoever_may_not_is_told_why_and_can_only_leave(house: House) -> None:
    submit(house.desks(PERSON), PORTFOLIO, FIRST)
    decide(house, FIRST)
    answers: list[bool | None] = []
    async with sitting(house) as seat:
        await ask(seat, answers, FIRST)
        assert "a coordinator erases it" in seat.shown
        assert [str(b.label) for b in seat.app.screen.query(Button) if b.display] == ["Good"]
        await seat.press("enter")
    assert answers == [False]


@awaited
async def test_a_store_that_refuses_is_told_and_asked_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise StoreFull("There is no room left.")

    answers: list[bool | None] = []
    async with sitting(house) as seat:
        await ask(seat, answers)
        with monkeypatch.context() as patch:
            patch.setattr(house.store, "erase", refuse)
            await seat.press(*"erase", "enter")
            assert "There is no room left." in seat.shown
        await seat.press("enter")
        assert "It is erased." in seat.shown


@awaited
async def test_what_was_typed_and_not_saved_does_not_come_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(house.desks(PERSON), PORTFOLIO, FIRST)
    async with sitting(house) as seat:
        keeper = AnswerKeeper(house.desks(PERSON).workbook, PORTFOLIO, house.clock)
        seat.app.keep(keeper)
        keeper.note((FIRST, "an-activity"), "about a child")
        keeper.note((VOICE, "learner-and-setting"), "about a child")
        await ask(seat, [], FIRST)
        await seat.press(*"erase", "enter")
        assert list(keeper.unsaved) == [(VOICE, "learner-and-setting")]
        await ask(seat, [], VOICE)
        await seat.press(*"erase", "enter")
        assert keeper.unsaved == {}


@awaited
async def test_after_an_error_that_nobody_foresaw_the_window_can_be_left(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(house.desks(PERSON), PORTFOLIO, VOICE)

    def erase(*_arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Eraser, "erase", erase)
    async with sitting(house) as seat:
        await ask(seat, [])
        with suppress(WorkerFailed):  # the log has it; the person is told in a sentence
            await seat.press(*"erase", "enter")
        await seat.rest()
        assert "nobody foresaw (ZeroDivisionError)" in seat.shown
        await seat.press("escape")
        assert seat.place == "PathScreen"
