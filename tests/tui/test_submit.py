"""Submitting what is ready, in one sitting, under one declaration."""

from collections.abc import Iterator
from contextlib import suppress
from threading import Event
from typing import Any

import pytest
from textual.widgets import Button
from textual.worker import WorkerFailed

from stepback_course.portfolio import Workbook
from stepback_course.portfolio.models import Occasion
from stepback_course.store import StoreFull
from stepback_course.tui.widgets.form_lines import FormLine
from stepback_course.tui.widgets.ticks import TickLine
from tests.filling import fill
from tests.house import Ticking, packed_course
from tests.tui.conftest import House
from tests.tui.sitting import PERSON, PORTFOLIO, Sitting, refer, sitting
from tests.tui.test_saving import refuse
from tests.tui.widgets.host import awaited

READY = ("statement-01", "statement-02")


def states(house: House) -> list[str]:
    workbook = house.desks(PERSON).workbook
    return [workbook.unit(PORTFOLIO, unit).record.state for unit in READY]


def sign(seat: Sitting, name: str) -> None:
    seat.app.screen.query_one("#name", FormLine).value = name


@pytest.fixture
def may_go_on(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Let the store take its time over a submission until this is set."""
    go_on, submit = Event(), Workbook.submit

    def slowly(*arguments: Any) -> None:
        go_on.wait(timeout=10)
        submit(*arguments)

    monkeypatch.setattr(Workbook, "submit", slowly)
    yield go_on
    go_on.set()


async def press_meanwhile(seat: Sitting, *keys: str) -> None:
    """Press keys while a thread is at work."""
    for key in keys:
        await seat.pilot.press(key)
        await seat.turns_taken()


@awaited
async def test_all_ready_units_are_submitted_under_one_typed_name(house: House) -> None:
    fill(house.desks(PERSON), PORTFOLIO, *READY)
    async with sitting(house) as seat:
        await seat.press("s")
        assert packed_course().rules.declaration in seat.shown
        await seat.press(*"cerys", "space", *"wyn", "enter")
        assert states(house) == ["submitted", "submitted"]
        assert "2 units are submitted." in seat.shown
        assert "An assessor reads your work now." in seat.shown
        receipt = house.desks(PERSON).workbook.receipt(PORTFOLIO)
        assert f"Your receipt: {receipt}." in seat.shown
        assert "In the meantime you can go on with the other units." in seat.shown
        await seat.press("enter")
        assert seat.place != "SubmitScreen"
    attempts = [house.desks(PERSON).workbook.unit(PORTFOLIO, unit).record.attempt for unit in READY]
    declarations = {attempt.declaration for attempt in attempts if attempt}
    assert len(declarations) == 1


@awaited
async def test_a_unit_that_is_not_ticked_stays(house: House) -> None:
    fill(house.desks(PERSON), PORTFOLIO, *READY)
    async with sitting(house) as seat:
        await seat.press("s", "shift+tab", "space")
        assert str(seat.app.screen.query_one("#yes", Button).label) == "Submit 1 unit"
        sign(seat, "Cerys Wyn")
        await seat.press("ctrl+s")
        assert states(house) == ["submitted", "open"]


@awaited
async def test_only_what_belongs_to_a_ticked_unit_is_declared(house: House) -> None:
    fill(house.desks(PERSON), PORTFOLIO, *READY)
    for unit, colleague in zip(READY, ("Owain", "Rhodri"), strict=True):
        view = house.desks(PERSON).workbook.unit(PORTFOLIO, unit)
        activity, response = next(iter(view.draft.responses.items()))
        house.desks(PERSON).workbook.respond(
            PORTFOLIO, unit, activity, response.value, occasion=Occasion(partner=colleague)
        )
    async with sitting(house) as seat:
        await seat.press("s")
        assert "Done with Owain." in seat.shown
        assert "Done with Rhodri." in seat.shown
        await seat.press("shift+tab", "space")
        assert "Done with Owain." in seat.shown
        assert "Rhodri" not in seat.shown


@awaited
async def test_what_is_wrong_with_the_name_is_said_in_sight(house: House) -> None:
    fill(house.desks(PERSON), PORTFOLIO, *(f"statement-{number:02}" for number in range(1, 9)))
    async with sitting(house) as seat:
        await seat.press("s", "ctrl+s")
        said = seat.app.screen.query_one("#name .line-problem")
        lines = seat.app.screen.query_one(".lines")
        assert said.display
        assert lines.region.contains_region(said.region)


@awaited
async def test_a_name_that_is_refused_stays_in_sight(house: House) -> None:
    fill(house.desks(PERSON), PORTFOLIO, *(f"statement-{number:02}" for number in range(1, 9)))
    async with sitting(house) as seat:
        await seat.press("s", *"Cerys", "ctrl+s")
        assert "type your name as your portfolio has it" in seat.shown
        typed = seat.app.screen.query_one("#name Input")
        lines = seat.app.screen.query_one(".lines")
        assert lines.region.contains_region(typed.region)


@awaited
async def test_another_name_or_none_submits_nothing_and_loses_nothing(house: House) -> None:
    fill(house.desks(PERSON), PORTFOLIO, *READY)
    async with sitting(house) as seat:
        await seat.press("s", "ctrl+s")
        assert "type your name under the declaration" in seat.shown
        assert seat.app.focused is seat.app.screen.query_one("#name Input")
        sign(seat, "Somebody Else")
        await seat.press("ctrl+s")
        assert "Cerys Wyn" in seat.shown
        assert states(house) == ["open", "open"]
        assert seat.app.screen.query_one("#name", FormLine).value == "Somebody Else"
        sign(seat, "Cerys Wyn")
        await seat.press("ctrl+s")
        assert states(house) == ["submitted", "submitted"]


@awaited
async def test_what_the_store_refuses_is_said_and_can_be_tried_again(house: House) -> None:
    fill(house.desks(PERSON), PORTFOLIO, *READY)
    refusing = refuse(house, StoreFull("There is no room left on the disk."))
    async with sitting(house) as seat:
        await seat.press("s")
        sign(seat, "Cerys Wyn")
        await seat.press("ctrl+s")
        assert "There is no room left on the disk." in seat.shown
        assert states(house) == ["open", "open"]
        refusing.error = None
        await seat.press("ctrl+s")
        assert states(house) == ["submitted", "submitted"]


@awaited
async def test_a_unit_that_reads_as_it_did_the_last_time_says_so_and_waits_for_its_tick(
    house: House,
) -> None:
    house.clock = Ticking()
    refer(house, READY[0])
    workbook = house.desks(PERSON).workbook
    before = workbook.unit(PORTFOLIO, READY[0]).draft.responses["one-purpose"].value
    workbook.respond(PORTFOLIO, READY[0], "one-purpose", "Another thought. " * 60)
    workbook.respond(PORTFOLIO, READY[0], "one-purpose", before)
    fill(house.desks(PERSON), PORTFOLIO, READY[1])
    async with sitting(house) as seat:
        await seat.press("s")
        assert "(nothing has changed since attempt 1)" in seat.shown
        assert [line.ticked for line in seat.app.screen.query(TickLine)] == [False, True]
        sign(seat, "Cerys Wyn")
        await seat.press("ctrl+s")
        assert states(house) == ["open", "submitted"]


@awaited
async def test_units_are_submitted_once_however_often_that_is_asked_for(
    house: House, may_go_on: Event
) -> None:
    fill(house.desks(PERSON), PORTFOLIO, *READY)
    async with sitting(house) as seat:
        await seat.press("s")
        sign(seat, "Cerys Wyn")
        await press_meanwhile(seat, "ctrl+s", "ctrl+s", "enter")
        assert "Submitting…" in seat.shown
        may_go_on.set()
        await seat.rest()
        assert "2 units are submitted." in seat.shown
        assert "changed by somebody else" not in seat.shown


@awaited
async def test_whoever_submits_is_told_what_came_of_it(house: House, may_go_on: Event) -> None:
    fill(house.desks(PERSON), PORTFOLIO, *READY)
    async with sitting(house) as seat:
        await seat.press("s")
        sign(seat, "Cerys Wyn")
        await press_meanwhile(seat, "ctrl+s", "escape", "f1")
        assert seat.place == "SubmitScreen"
        may_go_on.set()
        await seat.rest()
        assert "Your receipt:" in seat.shown
        await seat.press("enter")
        assert seat.place == "PathScreen"


@awaited
async def test_an_error_that_nobody_foresaw_lets_the_person_try_again(house: House) -> None:
    fill(house.desks(PERSON), PORTFOLIO, *READY)
    refusing = refuse(house, ZeroDivisionError())
    async with sitting(house) as seat:
        await seat.press("s")
        sign(seat, "Cerys Wyn")
        with suppress(WorkerFailed):  # the log has it; the person is told in a sentence
            await seat.press("ctrl+s")
        await seat.rest()
        assert "nobody foresaw (ZeroDivisionError)" in seat.shown
        refusing.error = None
        await seat.press("ctrl+s")
        assert states(house) == ["submitted", "submitted"]


@awaited
async def test_with_nothing_ready_there_is_nothing_to_submit(house: House) -> None:
    async with sitting(house) as seat:
        await seat.press("s")
        assert seat.place != "SubmitScreen"
