"""Reading beside what there is to do or above it, and the way from the last page on."""

from textual.widgets import Markdown

from stepback_course.tui.widgets.key_bar import KeyBar
from tests.filling import fill, submit
from tests.tui.conftest import House
from tests.tui.sitting import PERSON, PORTFOLIO, WIDE, Sitting, sitting
from tests.tui.widgets.host import awaited
from tests.tui.writing import UNIT, WRITING, begun, open_writing

__all__ = ["begun"]

READING = "a visitor asked Carys a question that nobody had put to her before"


def readings(seat: Sitting) -> list[Markdown]:
    """Return the readings that can be seen."""
    return [
        reading
        for reading in seat.app.screen.query(Markdown)
        if reading.region.height and READING in " ".join(reading.source.split())
    ]


@awaited
async def test_in_a_narrow_window_the_reading_unfolds_above_the_page_and_goes_away_again(
    begun: House,
) -> None:
    async with sitting(begun, unit=UNIT) as seat:
        area = await open_writing(seat)
        area.insert("I ")
        assert "^g shows the reading." in seat.shown
        assert readings(seat) == []
        await seat.press("ctrl+g")
        (reading,) = readings(seat)
        assert reading.region.y < area.region.y
        assert "^g puts the reading away" in seat.shown
        await seat.press("pagedown")
        assert seat.app.screen.query_one("PageBody").scroll_y > 0
        await seat.press("ctrl+g")
        assert readings(seat) == []
        await seat.press("w", "a", "s")
        assert area.text == "I was"


@awaited
async def test_the_next_page_begins_with_the_reading_folded(house: House) -> None:
    async with sitting(house, unit=UNIT) as seat:
        await seat.press("f3", "ctrl+g")
        assert readings(seat)
        await seat.press("f3")
        assert readings(seat) == []
        assert seat.activity.has_focus_within


@awaited
async def test_in_a_wide_window_the_reading_beside_the_page_is_put_away_and_brought_back(
    house: House,
) -> None:
    async with sitting(house, WIDE, unit=UNIT) as seat:
        page = seat.app.screen.query_one("PageBody")
        assert readings(seat)
        beside = page.region.x
        await seat.press("ctrl+g")
        assert readings(seat) == []
        assert page.region.x < beside
        await seat.press("f3", "ctrl+g")
        assert readings(seat)


@awaited
async def test_a_window_that_grows_puts_the_reading_from_above_the_page_beside_it(
    house: House,
) -> None:
    async with sitting(house, unit=UNIT) as seat:
        await seat.press("f3", "ctrl+g")
        await seat.pilot.resize_terminal(*WIDE)
        await seat.rest()
        (reading,) = readings(seat)
        assert reading.region.right <= seat.app.screen.query_one("PageBody").region.x
        assert "shows the reading" not in seat.shown


@awaited
async def test_the_strip_says_how_many_pages_are_still_to_go(begun: House) -> None:
    async with sitting(begun, unit=UNIT) as seat:
        await open_writing(seat)
        assert "5 of 5 · 1 still to do" in seat.shown
        begun.desks(PERSON).workbook.respond(PORTFOLIO, UNIT, WRITING, "I waited. " * 60)
        await seat.press("f2")
        assert "complete, ready to submit" in seat.shown


@awaited
async def test_after_the_last_page_comes_the_ready_check(begun: House) -> None:
    async with sitting(begun, unit=UNIT) as seat:
        await open_writing(seat)
        await seat.press("f3")
        assert seat.place == "ChooseOne"
        assert "3 of 4 pages are complete. One thing is still missing" in seat.shown
    fill(begun.desks(PERSON), PORTFOLIO, UNIT)
    async with sitting(begun, unit=UNIT) as seat:
        await seat.press("f3")
        assert seat.place == "SubmitScreen"


@awaited
async def test_permission_counts_among_the_pages_that_are_complete(house: House) -> None:
    async with sitting(house, unit="learners-voice") as seat:
        assert "20 still to do" in seat.shown
        await seat.press("f5")
        assert "0 of 20 pages are complete." in seat.shown


@awaited
async def test_after_the_last_page_of_a_closed_unit_comes_nothing(house: House) -> None:
    submit(house.desks(PERSON), PORTFOLIO, UNIT)
    async with sitting(house, unit=UNIT) as seat:
        await seat.press("f4", "end", "enter", "f3")
        assert seat.place == "UnitScreen"
        assert "5 of 5" in seat.shown
        assert "to go" not in seat.shown


@awaited
async def test_every_key_of_a_busy_page_has_room_at_eighty_columns(begun: House) -> None:
    async with sitting(begun, unit=UNIT) as seat:
        await open_writing(seat)
        keys = seat.app.screen.query_one(KeyBar).keys
        assert sum(key.width for key in keys) <= 80
        shown = {key.description for key in keys}
        assert {"Help", "Next page", "Page back", "Ready?"} <= shown
