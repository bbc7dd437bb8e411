"""How an answer came about: said once, kept while it is typed on, seen wherever it is read."""

from typing import Any

import pytest

from stepback_course.portfolio.models import Occasion, Response
from stepback_course.tui.saving import AnswerKeeper
from stepback_course.tui.screens.occasion import OccasionDialog
from stepback_course.tui.widgets.form_lines import FormLine
from tests.filling import fill
from tests.tui.assessing import assessing
from tests.tui.conftest import House, clock
from tests.tui.sitting import PERSON, PORTFOLIO, Sitting, decide, sitting
from tests.tui.widgets.host import awaited
from tests.tui.writing import UNIT, WRITING, begun, open_writing

__all__ = ["begun"]

SORT = "reach-or-replace"
WITH_BETHAN = Occasion(partner="Bethan", from_paper="2026-02-03")
INVITATION = "Done with somebody, or on paper first? F9 notes it."


def response(house: House, activity: str) -> Response:
    return house.desks(PERSON).workbook.unit(PORTFOLIO, UNIT).draft.responses[activity]


def lines(seat: Sitting, **typed: str) -> dict[str, str]:
    """Type into the dialog in front, and return what its lines say is wrong."""
    for name, text in typed.items():
        seat.app.screen.query_one(f"#{name.replace('_', '-')}", FormLine).value = text
    return {str(line.id): line.problem for line in seat.app.screen.query(FormLine)}


@awaited
async def test_one_key_says_with_whom_and_that_it_was_first_on_paper(begun: House) -> None:
    async with sitting(begun, unit=UNIT) as seat:
        await open_writing(seat)
        await seat.press("w", "f9")
        assert isinstance(seat.app.screen, OccasionDialog)
        lines(seat, partner="Bethan", from_paper="3/2")
        await seat.press("ctrl+s")
        assert "Done with Bethan. First done on paper, on 3 February 2026." in seat.shown
        assert response(begun, WRITING).occasion == WITH_BETHAN
        assert response(begun, WRITING).value == "w"


@awaited
async def test_typing_on_keeps_what_was_said(begun: House) -> None:
    begun.desks(PERSON).workbook.respond(PORTFOLIO, UNIT, WRITING, "w", occasion=WITH_BETHAN)
    async with sitting(begun, unit=UNIT) as seat:
        await open_writing(seat)
        assert "Done with Bethan." in seat.shown
        await seat.press("x", "ctrl+s")
        assert response(begun, WRITING).value == "wx"
        assert response(begun, WRITING).occasion == WITH_BETHAN


@awaited
async def test_a_day_that_is_not_in_the_calendar_is_named_and_nothing_is_kept(begun: House) -> None:
    async with sitting(begun, unit=UNIT) as seat:
        await open_writing(seat)
        await seat.press("f9")
        lines(seat, from_paper="31/2/2026")
        await seat.press("ctrl+s")
        assert lines(seat)["from-paper"] == "31/2/2026 is not in the calendar."
        await seat.press("escape")
        assert response(begun, WRITING).occasion == Occasion()


@awaited
async def test_what_was_said_can_be_taken_back(begun: House) -> None:
    begun.desks(PERSON).workbook.respond(PORTFOLIO, UNIT, WRITING, "w", occasion=WITH_BETHAN)
    async with sitting(begun, unit=UNIT) as seat:
        await open_writing(seat)
        await seat.press("f9")
        lines(seat, partner="", from_paper="")
        await seat.press("ctrl+s")
        assert response(begun, WRITING).occasion == Occasion()
        assert "Done with" not in seat.shown


@awaited
async def test_an_activity_of_a_taught_day_invites_to_say_it(house: House) -> None:
    async with sitting(house, unit=UNIT) as seat:
        await seat.press("f3")
        assert seat.activity.activity.when == "day-1"
        assert INVITATION in seat.shown
        for _page in range(3):
            await seat.press("f3")
        assert seat.activity.activity.when == "after"
        assert INVITATION not in seat.shown


@awaited
async def test_in_a_closed_unit_it_is_read_and_cannot_be_changed(house: House) -> None:
    fill(house.desks(PERSON), PORTFOLIO, UNIT)
    workbook = house.desks(PERSON).workbook
    value = response(house, SORT).value
    workbook.respond(PORTFOLIO, UNIT, SORT, value, occasion=WITH_BETHAN)
    workbook.submit(PORTFOLIO, [UNIT], "Cerys Wyn")
    decide(house, UNIT)
    async with sitting(house, unit=UNIT) as seat:
        for _page in range(6):
            if "Done with Bethan." in seat.shown:
                break
            await seat.press("f3")
        assert "Done with Bethan." in seat.shown
        await seat.press("f9")
        assert seat.place == "UnitScreen"


def test_what_is_said_while_a_save_is_on_its_way_is_saved_with_the_next(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbook = house.desks(PERSON).workbook
    keeper = AnswerKeeper(workbook, PORTFOLIO, clock)
    place = (UNIT, WRITING)
    save = workbook.respond

    def say_it_meanwhile(*args: Any, **keywords: Any) -> Response:
        monkeypatch.undo()
        kept = save(*args, **keywords)
        keeper.note_occasion(place, "text", WITH_BETHAN)
        return kept

    monkeypatch.setattr(workbook, "respond", say_it_meanwhile)
    keeper.note(place, "text")
    keeper.save()
    assert response(house, WRITING).occasion == Occasion()
    assert keeper.save().saved == (place,)
    assert response(house, WRITING).occasion == WITH_BETHAN


def test_an_answer_that_is_shown_anew_brings_its_own_occasion(house: House) -> None:
    keeper = AnswerKeeper(house.desks(PERSON).workbook, PORTFOLIO, clock)
    place = (UNIT, WRITING)
    keeper.note_occasion(place, "text", WITH_BETHAN)
    keeper.save()
    keeper.show(place, None)
    assert keeper.occasion(place) is None
    keeper.show(place, response(house, WRITING))
    assert keeper.occasion(place) == WITH_BETHAN


@awaited
async def test_what_was_said_is_declared_and_read_by_the_assessor(house: House) -> None:
    fill(house.desks(PERSON), PORTFOLIO, UNIT)
    workbook = house.desks(PERSON).workbook
    workbook.respond(PORTFOLIO, UNIT, SORT, response(house, SORT).value, occasion=WITH_BETHAN)
    said = "Done with Bethan. First done on paper, on 3 February 2026."
    async with sitting(house, unit=UNIT) as seat:
        await seat.press("f5")
        assert seat.place == "SubmitScreen"
        assert f"What is each one doing?: {said}" in seat.shown
    workbook.submit(PORTFOLIO, [UNIT], "Cerys Wyn")
    async with assessing(house, at=(PORTFOLIO, UNIT)) as seat:
        assert "Done with Bethan." in seat.shown
