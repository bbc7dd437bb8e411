"""The assessor's queue on the screen."""

from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from textual.widgets import OptionList, Tab

from stepback_course.clock import instant
from stepback_course.portfolio.models import Attempt, Declaration, Profile, UnitRecord
from stepback_course.portfolio.summaries import unit_row
from stepback_course.store import NEVER_WRITTEN, Change
from stepback_course.tui.queue_listing import Listing, read_listing
from stepback_course.tui.screens.desk import DeskScreen
from stepback_course.tui.screens.queue import QueueScreen
from stepback_course.tui.screens.queue_list import QueueListScreen
from stepback_course.tui.widgets.queue_table import QueueTable
from tests.filling import submit
from tests.house import NOW, Ticking, packed_course
from tests.tui.assessing import assessing
from tests.tui.conftest import House
from tests.tui.sitting import WIDE, Sitting
from tests.tui.widgets.host import awaited

UNIT = "statement-01"
CRITERIA = [criterion.id for criterion in packed_course().units[0].criteria]
ALL_MET = dict.fromkeys(CRITERIA, "met")


@pytest.fixture
def busy(house: House) -> House:
    """Elen, then Dafydd with two units, then Cerys submitted, from three days ago on."""
    house.add("AS-IDA", "Ida Holm", "assessor")
    clock = Ticking(NOW - timedelta(days=3, minutes=10))
    house.clock = clock
    submit(house.desks("PR-ELEN"), "P-ELEN", UNIT)
    clock.now += timedelta(days=1)
    submit(house.desks("PR-DAFYDD"), "P-DAFYDD", UNIT, "statement-02")
    clock.now = NOW - timedelta(minutes=5)
    submit(house.desks("PR-CERYS"), "P-CERYS", UNIT)
    clock.now = NOW
    return house


def queue(seat: Sitting) -> QueueScreen:
    assert isinstance(seat.app.screen, QueueScreen)
    return seat.app.screen


def rows(seat: Sitting) -> list[list[str]]:
    table = queue(seat).table
    return [[str(cell) for cell in table.get_row_at(index)] for index in range(table.row_count)]


def column(seat: Sitting, index: int) -> list[str]:
    return [row[index] for row in rows(seat)]


@awaited
async def test_the_oldest_submission_stands_first_with_how_long_it_waits(busy: House) -> None:
    async with assessing(busy) as seat:
        assert rows(seat)[0] == ["3 days", "Elen Môn", "Statement 1", "○ waits for anybody"]
        assert column(seat, 0) == ["3 days", "2 days", "2 days", "4 minutes"]


@awaited
async def test_a_wide_screen_also_shows_titles_and_cohorts(busy: House) -> None:
    async with assessing(busy, WIDE) as seat:
        assert rows(seat)[0][5:] == ["I can say what my support is for", "Gwynedd, spring"]
        await seat.pilot.resize_terminal(80, 24)
        await seat.rest()
        assert len(rows(seat)[0]) == 4


@awaited
async def test_an_empty_queue_says_what_comes_here(house: House) -> None:
    async with assessing(house) as seat:
        assert "Nothing waits to be marked." in seat.shown
        assert not seat.app.screen.query_one(QueueTable).display


@awaited
async def test_enter_opens_and_claims_the_submission_under_the_cursor(busy: House) -> None:
    async with assessing(busy) as seat:
        await seat.press("down", "enter")
        assert isinstance(seat.app.screen, DeskScreen)
        await seat.press("escape")
        assert rows(seat)[1][3].startswith("▸ with you")
        assert queue(seat).table.cursor_row == 1


@awaited
async def test_the_cursor_stays_while_something_else_is_looked_at(busy: House) -> None:
    async with assessing(busy) as seat:
        await seat.press("down", "down", "question_mark")
        assert seat.place == "HelpScreen"
        await seat.press("escape")
        assert queue(seat).table.cursor_row == 2


@awaited
async def test_the_cursor_stays_where_it_is_gone_to_while_rows_are_read(
    busy: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()

    def slowly(*arguments: Any, **named: Any) -> Listing:
        go_on.wait(timeout=10)
        return read_listing(*arguments, **named)

    async with assessing(busy) as seat:
        monkeypatch.setattr(f"{QueueListScreen.__module__}.read_listing", slowly)
        for key in ("f5", "down"):
            await seat.pilot.press(key)
            await seat.turns_taken()
        go_on.set()
        await seat.rest()
        assert queue(seat).table.cursor_row == 1


@awaited
async def test_ones_own_work_is_greyed_named_and_not_opened(busy: House) -> None:
    busy.enrol("AS-MEG", "P-MEG")
    submit(busy.desks("AS-MEG"), "P-MEG", UNIT)
    async with assessing(busy) as seat:
        last = queue(seat).table.get_row_at(4)
        assert str(last[3]) == "× your own work"
        assert all(cell.style == "dim" for cell in last)
        await seat.press("up", *["down"] * 4, "enter")
        assert "your own work: somebody else marks it" in queue(seat).banner.sentence


@awaited
async def test_one_unit_can_be_looked_at_and_is_still_when_the_queue_opens_again(
    busy: House,
) -> None:
    async with assessing(busy) as seat:
        await seat.press("u")
        seat.app.screen.query_one(OptionList).highlighted = 2
        await seat.press("enter")
        assert column(seat, 1) == ["Dafydd Puw"]
        seat.app.start_at(QueueScreen())
        await seat.rest()
        assert column(seat, 2) == ["Statement 2"]
        assert "All cohorts · Statement 2 · 1 waits" in seat.shown


@awaited
async def test_a_filter_that_leaves_nothing_says_how_to_see_more(busy: House) -> None:
    async with assessing(busy) as seat:
        await seat.press("c", "down", "enter", "u", "end", "enter")
        assert "Gwynedd, spring · Learner's Voice · nothing waits" in seat.shown
        assert "0 leaves nothing out" in seat.shown
        await seat.press("0")
        assert len(rows(seat)) == 4


@awaited
async def test_the_cursor_stays_on_its_row_when_others_come_and_go(busy: House) -> None:
    async with assessing(busy) as seat:
        await seat.press("down", "down", "down")
        busy.desks("AS-IDA").desk.decide("P-ELEN", UNIT, ALL_MET, {})
        await seat.press("f5")
        assert column(seat, 1) == ["Dafydd Puw", "Dafydd Puw", "Cerys Wyn"]
        assert queue(seat).table.cursor_row == 2


@awaited
async def test_decisions_wait_in_a_pile_of_their_own(busy: House) -> None:
    busy.desks("AS-MEG").desk.decide("P-ELEN", UNIT, ALL_MET, {})
    busy.desks("AS-IDA").desk.decide("P-CERYS", UNIT, ALL_MET, {})
    async with assessing(busy) as seat:
        assert column(seat, 1) == ["Dafydd Puw", "Dafydd Puw"]
        await seat.press("t")
        assert column(seat, 3) == ["✓ met, by you", "✓ met, by Ida Holm"]
        assert queue(seat).tabs.active == "to-release"
        await seat.press("t")
        assert len(rows(seat)) == 2
        assert queue(seat).tabs.active == "to-mark"


def titles(seat: Sitting) -> list[str]:
    """Return what stands on the tabs."""
    return [tab.label_text for tab in queue(seat).query(Tab)]


@awaited
async def test_each_tab_says_how_many_are_in_its_pile(busy: House) -> None:
    busy.desks("AS-MEG").desk.decide("P-ELEN", UNIT, ALL_MET, {})
    async with assessing(busy) as seat:
        assert titles(seat) == ["To mark (3)", "To release (1)"]
        await seat.press("t")
        assert titles(seat) == ["To mark (3)", "To release (1)"]
        seat.app.queue_view.unit = "statement-02"
        await seat.press("f5")
        assert titles(seat) == ["To mark (1)", "To release (0)"]


@awaited
async def test_where_nothing_is_left_to_release_the_queue_opens_on_what_is_to_be_marked(
    busy: House,
) -> None:
    busy.desks("AS-MEG").desk.decide("P-ELEN", UNIT, ALL_MET, {})
    async with assessing(busy) as seat:
        await seat.press("t")
    async with assessing(busy) as seat:
        assert queue(seat).tabs.active == "to-release"
    busy.desks("CO-ANN").desk.release("P-ELEN", UNIT)
    async with assessing(busy) as seat:
        assert queue(seat).tabs.active == "to-mark"
        assert len(rows(seat)) == 3
        await seat.press("t")
        assert queue(seat).tabs.active == "to-release"
        await seat.press("f5")
        assert queue(seat).tabs.active == "to-release"


@awaited
async def test_a_pile_is_also_turned_to_by_its_tab(busy: House) -> None:
    busy.desks("AS-MEG").desk.decide("P-ELEN", UNIT, ALL_MET, {})
    async with assessing(busy) as seat:
        await seat.pilot.click("#to-release")
        await seat.rest()
        assert column(seat, 3) == ["✓ met, by you"]
        assert queue(seat).tabs.active == "to-release"


@awaited
async def test_enter_still_opens_after_looking_at_an_empty_pile(busy: House) -> None:
    async with assessing(busy) as seat:
        await seat.press("t", "t", "enter")
        assert isinstance(seat.app.screen, DeskScreen)


@awaited
async def test_a_long_queue_comes_a_page_at_a_time(house: House) -> None:
    _fill_queue(house, 205)
    async with assessing(house) as seat:
        assert len(rows(seat)) == 200
        assert "the first 200 are shown, m shows more" in seat.shown
        await seat.press("down", "m")
        assert len(rows(seat)) == 205
        assert queue(seat).table.cursor_row == 1
        await seat.press("f5")
        assert len(rows(seat)) == 205


def _fill_queue(house: House, count: int) -> None:
    """Put rows of made-up submissions in the store, without what was submitted."""
    course = packed_course().reference
    for number in range(count):
        profile = Profile(
            id=f"P-{number:03}", person=f"PR-{number}", name="Nia", cohort="CO-1", course=course
        )
        declaration = Declaration(
            name="Nia", text="Mine.", at=instant(NOW - timedelta(minutes=count - number))
        )
        attempt = Attempt(number=1, file="0" * 64, declaration=declaration)
        record = UnitRecord(state="submitted", attempts=(attempt,))
        document = record.model_dump(mode="json")
        house.store.create(
            f"portfolio/{profile.id}",
            {f"unit/{UNIT}": Change(NEVER_WRITTEN, document, unit_row(profile, UNIT, record))},
            operation=f"fill-{number}",
            actor="test",
        )


# What is looked at, and what is done with several.


async def choose(seat: Sitting, identifier: str) -> None:
    """Choose by its id from what is offered in front."""
    options = seat.app.screen.query_one(OptionList)
    options.highlighted = options.get_option_index(identifier)
    await seat.press("enter")


@awaited
async def test_the_order_turns_to_practitioners_and_to_units(busy: House) -> None:
    async with assessing(busy) as seat:
        await seat.press("v")
        assert column(seat, 1) == ["Cerys Wyn", "Dafydd Puw", "Dafydd Puw", "Elen Môn"]
        assert "by practitioner · 4 wait" in seat.shown
        await seat.press("v")
        assert column(seat, 2) == ["Statement 1"] * 3 + ["Statement 2"]
        await seat.press("v")
        assert "All cohorts · all units · 4 wait" in seat.shown


@awaited
async def test_what_is_looked_at_is_there_again_after_a_restart(busy: House) -> None:
    async with assessing(busy) as seat:
        await seat.press("v", "f")
        await choose(seat, "unit")
        await choose(seat, "statement-01")
        await seat.press("down", "enter", "escape")
    async with assessing(busy) as seat:
        assert "All cohorts · Statement 1 · by practitioner · 3 wait" in seat.shown
        assert queue(seat).table.cursor_row == 1
        await seat.press("0")
        assert len(rows(seat)) == 4


@awaited
async def test_a_remembered_cohort_that_is_gone_hides_nothing(busy: House) -> None:
    async with assessing(busy) as seat:
        seat.app.queue_view.cohort = "CO-GONE"
        await seat.press("f5")
        assert len(rows(seat)) == 4


@awaited
async def test_only_what_waits_for_days_is_shown(busy: House) -> None:
    async with assessing(busy) as seat:
        await seat.press("f")
        await choose(seat, "days")
        await choose(seat, "3")
        assert column(seat, 1) == ["Elen Môn"]
        assert "3 days or longer · 1 waits" in seat.shown


@awaited
async def test_what_another_is_to_mark_is_told_and_passed_over(busy: House) -> None:
    busy.desks("CO-ANN").allocations.allocate("P-ELEN", UNIT, "AS-IDA")
    async with assessing(busy) as seat:
        assert rows(seat)[0][3] == "▸ allocated to Ida Holm"
        await seat.press("n")
        assert isinstance(seat.app.screen, DeskScreen)
        await seat.press("escape")
        assert rows(seat)[1][3].startswith("▸ with you")


@awaited
async def test_several_are_selected_and_allocated_together(busy: House) -> None:
    async with assessing(busy) as seat:
        await seat.press("space", "down", "space")
        assert "● 2 selected" in seat.shown
        assert [cell.startswith("● ") for cell in column(seat, 0)] == [True, False, True, False]
        await seat.press("a")
        await choose(seat, "AS-IDA")
        assert queue(seat).masthead.saved == "2 allocated"
        assert [cell == "▸ allocated to Ida Holm" for cell in column(seat, 3)] == [
            *(True, False, True, False)
        ]
        await seat.press("w")
        await choose(seat, "mine")
        assert "nothing waits" in seat.shown


@awaited
async def test_what_somebody_leaves_is_listed_and_handed_on_with_a_reason(busy: House) -> None:
    busy.desks("AS-IDA").desk.claim("P-ELEN", UNIT)
    busy.desks("CO-ANN").allocations.allocate("P-CERYS", UNIT, "AS-IDA")
    busy.desks("CO-ANN").directory.deactivate("AS-IDA")
    async with assessing(busy) as seat:
        await seat.press("w")
        await choose(seat, "*person")
        assert "Ida Holm (has left)" in str(
            seat.app.screen.query_one(OptionList).get_option("AS-IDA").prompt
        )
        await choose(seat, "AS-IDA")
        assert column(seat, 1) == ["Elen Môn", "Cerys Wyn"]
        assert "Ida Holm's · 2 wait" in seat.shown
        await seat.press("asterisk", "a")
        await choose(seat, "AS-MEG")
        await seat.press("enter")
        assert "A reason is needed." in seat.shown
        await seat.press(*"Ida left", "enter")
        assert queue(seat).masthead.saved == "2 allocated"
        await seat.press("w")
        await choose(seat, "mine")
        assert column(seat, 3) == ["▸ allocated to you"] * 2


@awaited
async def test_a_declared_conflict_makes_the_work_somebody_elses(busy: House) -> None:
    async with assessing(busy) as seat:
        await seat.press("x")
        assert "neither read nor mark the work of Elen Môn" in seat.shown
        await choose(seat, "family")
        assert rows(seat)[0][3] == "× not yours: conflict of interest"
        await seat.press("enter")
        assert "You declared a conflict of interest with Elen Môn" in queue(seat).banner.sentence
        await seat.press("n", "escape")
        assert rows(seat)[1][3].startswith("▸ with you")
