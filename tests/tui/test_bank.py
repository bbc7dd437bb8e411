"""The comment bank on the screen: a few letters, Enter."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.widgets import OptionList

from stepback_course.marking.bank.models import Wanted
from stepback_course.people.preferences import Preferences
from stepback_course.tui import doors
from stepback_course.tui.app import StepbackApp
from stepback_course.tui.screens.bank import BankScreen
from tests.house import packed_course
from tests.tui.conftest import House
from tests.tui.sitting import NARROW, Sitting
from tests.tui.widgets.host import awaited

UNIT = packed_course().units[0]
CRITERION = UNIT.criteria[0].id


class Picking(Sitting):
    """Megan in front of the bank, and what she takes from it."""

    taken: list[str | None]


@asynccontextmanager
async def picking(
    house: House, criterion: str = CRITERION, written: str = ""
) -> AsyncIterator[Picking]:
    app = StepbackApp(house.desks("AS-MEG"), Preferences(), first=doors.queue_screen)
    async with app.run_test(size=NARROW) as pilot:
        seat = Picking(app, pilot)
        await seat.rest()
        seat.taken = []
        wanted = Wanted(UNIT, criterion, "Cerys", written)
        app.push_screen(doors.bank_screen(wanted), seat.taken.append)
        await seat.rest()
        yield seat


def listed(seat: Sitting) -> list[str]:
    options = seat.app.screen.query_one(OptionList)
    return [str(option.prompt).split("\n")[0] for option in options.options]


@awaited
async def test_a_few_letters_and_enter_take_a_comment_filled_in(house: House) -> None:
    bank = house.desks("AS-MEG").bank
    bank.keep("Well begun.")
    comment = bank.keep("{name}, [say] whom you asked.", unit=UNIT.id, criterion=CRITERION)
    async with picking(house) as seat:
        await seat.press("w", "h", "o", "enter")
        assert seat.taken == ["Cerys, [say] whom you asked."]
    assert [(each.comment.id, each.used) for each in bank.comments() if each.used] == [
        (comment.id, 1)
    ]


@awaited
async def test_without_a_letter_enter_takes_the_one_that_fits_best(house: House) -> None:
    bank = house.desks("AS-MEG").bank
    bank.keep("Well begun.")
    bank.keep("For this criterion.", unit=UNIT.id, criterion=CRITERION)
    async with picking(house) as seat:
        await seat.press("enter")
        assert seat.taken == ["For this criterion."]


@awaited
async def test_up_and_down_choose_and_escape_takes_nothing(house: House) -> None:
    bank = house.desks("AS-MEG").bank
    for text in ("First.", "Second.", "Third."):
        bank.keep(text)
    async with picking(house) as seat:
        await seat.press("down", "down", "up", "enter")
        assert seat.taken == ["Second."]
    async with picking(house) as seat:
        await seat.press("escape")
        assert seat.taken == [None]


@awaited
async def test_what_was_written_is_kept_and_used_for_the_next_one(house: House) -> None:
    async with picking(house, written="Cerys, look at Statement 1 again.") as seat:
        await seat.press("f2")
        assert listed(seat) == ["Cerys, look at Statement 1 again."]
    [kept] = house.desks("AS-MEG").bank.comments()
    assert kept.comment.text == "{name}, look at {unit} again."
    assert (kept.comment.unit, kept.comment.criterion) == (UNIT.id, CRITERION)


@awaited
async def test_what_may_tell_who_a_child_is_is_kept_only_when_asked_twice(house: House) -> None:
    bank = house.desks("AS-MEG").bank
    async with picking(house, written="Ring 01286 123456 about it.") as seat:
        await seat.press("f2")
        assert "'01286 123456' may tell who a child is" in seat.shown
        assert bank.comments() == []
        await seat.press("f2")
    assert len(bank.comments()) == 1


@awaited
async def test_a_comment_is_shared_and_taken_out_after_a_question(house: House) -> None:
    bank = house.desks("AS-MEG").bank
    bank.keep("Well begun.")
    async with picking(house) as seat:
        await seat.press("f3")
        assert [each.whose for each in bank.comments()] == ["shared"]
        await seat.press("f8", "enter")
        assert bank.comments() == []
        assert isinstance(seat.app.screen, BankScreen)
        assert "Nothing is kept for this yet." in seat.shown


@awaited
async def test_letters_that_find_nothing_say_so(house: House) -> None:
    house.desks("AS-MEG").bank.keep("Well begun.")
    async with picking(house) as seat:
        await seat.press("z", "z", "enter")
        assert "No comment has these words." in seat.shown
        assert seat.taken == []
