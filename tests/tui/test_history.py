"""Earlier versions of a unit on the screen."""

from datetime import timedelta

from textual.widgets import DataTable, OptionList

from stepback_course.tui import doors
from stepback_course.tui.widgets.page_strip import PageStrip
from tests.house import NOW
from tests.tui.conftest import House
from tests.tui.sitting import PERSON, PORTFOLIO, WIDE, Sitting, sitting
from tests.tui.widgets.host import awaited
from tests.tui.writing import UNIT, WRITING, begun, open_writing, text_of

__all__ = ["begun"]
OTHER = "name-the-purpose"


def write(house: House, text: str, minutes: float) -> None:
    """Write an answer so many minutes after noon, and leave the unit."""
    house.clock = lambda: NOW + timedelta(minutes=minutes)
    desks = house.desks(PERSON)
    desks.workbook.respond(PORTFOLIO, UNIT, WRITING, text)
    desks.history.keep(PORTFOLIO, UNIT)


def rows(seat: Sitting) -> list[str]:
    table = seat.app.screen.query_one(DataTable)
    return ["  ".join(map(str, table.get_row_at(row))) for row in range(table.row_count)]


async def open_versions(seat: Sitting) -> None:
    seat.app.push_screen(doors.history_screen(PORTFOLIO, UNIT))
    await seat.rest()


@awaited
async def test_one_key_in_a_unit_opens_its_versions_at_the_newest_that_is_different(
    begun: House,
) -> None:
    write(begun, "I waited two seconds.", 10)
    write(begun, "I waited ten seconds.", 20)
    async with sitting(begun, unit=UNIT) as seat:
        await open_writing(seat)
        await seat.press("ctrl+o")
        assert seat.place == "HistoryScreen"
        assert rows(seat)[:2] == [
            "4 March, 12:23  when you left",
            "4 March, 12:13  when you left",
        ]
        assert seat.app.screen.query_one(DataTable).cursor_row == 1
        assert "I waited [−two] [+ten] seconds." in seat.shown
        await seat.press("up")
        assert "Then it read as it does now." in seat.shown


@awaited
async def test_enter_brings_a_version_back_and_the_way_back_is_kept(begun: House) -> None:
    write(begun, "I waited two seconds.", 10)
    write(begun, "I waited ten seconds.", 20)
    async with sitting(begun, unit=UNIT) as seat:
        area = await open_writing(seat)
        assert area.text == "I waited ten seconds."
        await seat.press("ctrl+o", "enter")
        assert "1 answer is back." in seat.shown
        assert text_of(begun) == "I waited two seconds."
        await seat.press("escape")
        area = await open_writing(seat)
        assert area.text == "I waited two seconds."
        await seat.press("ctrl+o", "enter")
        assert text_of(begun) == "I waited ten seconds."


@awaited
async def test_what_undo_did_in_the_last_sitting_is_undone_after_a_restart(begun: House) -> None:
    write(begun, "I waited.", 10)
    async with sitting(begun, unit=UNIT) as seat:
        await open_writing(seat)
        await seat.press("x", "y")
        await seat.press("ctrl+s")
        await seat.press("escape")
    async with sitting(begun, unit=UNIT) as seat:
        area = await open_writing(seat)
        assert area.text == "I waited.xy"
        await seat.press("ctrl+z")
        assert area.text == "I waited.xy"
        (told,) = seat.app._notifications
        assert told.message == "Nothing typed on this page is left to undo. ^o goes further back."
        await seat.press("ctrl+o", "enter", "escape")
        assert (await open_writing(seat)).text == "I waited."


@awaited
async def test_where_several_answers_differ_one_of_them_can_come_back_alone(begun: House) -> None:
    write(begun, "I waited two seconds.", 10)
    desks = begun.desks(PERSON)
    before = text_of(begun, OTHER)
    desks.workbook.respond(PORTFOLIO, UNIT, OTHER, {"before": None, "after": None})
    write(begun, "I waited ten seconds.", 12)
    async with sitting(begun) as seat:
        await open_versions(seat)
        await seat.press("enter")
        offered = [str(option.prompt) for option in seat.app.screen.query_one(OptionList).options]
        assert offered[0] == "Everything, 2 answers"
        assert len(offered) == 3
        await seat.press("down", "down", "enter")
        assert text_of(begun) == "I waited two seconds."
        assert text_of(begun, OTHER) == {"before": None, "after": None}
        await seat.press("enter")
        assert text_of(begun, OTHER) == before


@awaited
async def test_leaving_a_unit_keeps_how_it_stands_and_leaving_it_unchanged_does_not(
    begun: House,
) -> None:
    history = begun.desks(PERSON).history
    async with sitting(begun) as seat:
        await open_writing(seat)
        await seat.press("x", "escape")
        kept = history.versions(PORTFOLIO, UNIT)
        assert history.answers(PORTFOLIO, UNIT, kept[0].key)[WRITING].value == "x"
        await seat.open_unit(UNIT)
        await seat.press("escape")
        assert history.versions(PORTFOLIO, UNIT) == kept


@awaited
async def test_ending_the_app_keeps_how_the_unit_in_front_stands(begun: House) -> None:
    async with sitting(begun, unit=UNIT) as seat:
        await open_writing(seat)
        await seat.press("x", "ctrl+q")
    history = begun.desks(PERSON).history
    newest = history.versions(PORTFOLIO, UNIT)[0]
    assert history.answers(PORTFOLIO, UNIT, newest.key)[WRITING].value == "x"


@awaited
async def test_a_unit_of_which_nothing_is_kept_says_when_something_will_be(house: House) -> None:
    async with sitting(house, unit=UNIT) as seat:
        await seat.press("ctrl+o")
        assert "Nothing is kept of this unit yet." in seat.shown
        await seat.press("enter", "w", "space")
        assert seat.place == "HistoryScreen"


@awaited
async def test_long_stretches_that_stayed_are_left_out_until_the_whole_text_is_asked_for(
    begun: House,
) -> None:
    long = " ".join(f"word-{number}" for number in range(300))
    write(begun, f"{long} two.", 10)
    write(begun, f"{long} ten.", 20)
    async with sitting(begun, WIDE) as seat:
        await open_versions(seat)
        assert "… word-281" in seat.shown
        assert "word-150" not in seat.shown
        await seat.press("w")
        assert "word-150" in seat.shown


@awaited
async def test_what_cannot_be_brought_back_is_said_and_nothing_is_changed(begun: House) -> None:
    write(begun, "I waited two seconds.", 10)
    write(begun, "I waited ten seconds. " * 60, 20)
    desks = begun.desks(PERSON)
    async with sitting(begun) as seat:
        await open_versions(seat)
        desks.workbook.submit(PORTFOLIO, [UNIT], "Cerys Wyn")
        await seat.press("enter")
        assert "take it back before you change it" in seat.shown
    assert str(text_of(begun)).startswith("I waited ten seconds.")


@awaited
async def test_the_strip_of_pages_shows_what_came_back_on_another_page(begun: House) -> None:
    write(begun, "I waited ten seconds.", 10)
    write(begun, "", 20)
    async with sitting(begun, unit=UNIT) as seat:
        await open_writing(seat)
        await seat.press("f2")
        strip = seat.app.screen.query_one(PageStrip)
        assert "○" in str(strip.render())
        begun.desks(PERSON).workbook.respond(PORTFOLIO, UNIT, WRITING, "I waited.")
        await open_versions(seat)
        await seat.press("escape")
        assert "○" not in str(strip.render())
