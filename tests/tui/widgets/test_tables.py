"""Rows one types in."""

import pytest

from stepback_course.tui.widgets import tables
from stepback_course.tui.widgets.table_row import TextCell
from stepback_course.tui.widgets.wait_line import WaitLine
from tests.tui.widgets.host import LOG, PLAN, ROLES, Sitting, awaited, sitting

ADVICE = "A day is written 2026-03-04"
LONG = "The bell had gone and everybody else was outside. " * 20


def rows(table: Sitting) -> int:
    """Return how many rows stand there, the empty one included."""
    return len(table.host.query("Row"))


@awaited
async def test_typing_fills_the_row_and_brings_an_empty_one() -> None:
    async with sitting((LOG, None)) as table:
        assert rows(table) == 1
        await table.press("t", "tab", "x", "tab", "y")
        assert table.widget.value == [{"date": "2026-03-04", "moment": "x", "help": "y"}]
        assert table.widget.activity.read(table.widget.value) == table.widget.value
        assert rows(table) == 2
        await table.press("tab", "t")
        assert len(table.widget.value) == 2
        assert rows(table) == 3


@awaited
async def test_a_day_is_kept_and_shown_in_one_form_however_it_is_typed() -> None:
    async with sitting((LOG, None)) as table:
        await table.paste("4 Mar 2026")
        assert table.widget.value == [{"date": "2026-03-04", "moment": "", "help": ""}]
        await table.press("tab")
        assert "2026-03-04" in table.shown
        assert len(table.host.posted) == 1


@awaited
async def test_what_is_no_day_yet_stays_on_screen_and_is_said_when_it_is_left() -> None:
    async with sitting((LOG, None)) as table:
        await table.press("4", "slash")
        assert table.widget.value == []
        assert table.host.posted == []
        assert ADVICE not in table.shown
        await table.press("tab", "x")
        assert table.widget.value == [{"date": "", "moment": "x", "help": ""}]
        assert "4/" in table.shown
        assert ADVICE in table.shown
        await table.press("shift+tab")
        await table.paste("3/2026")
        assert table.widget.value[0]["date"] == "2026-03-04"
        assert ADVICE not in table.shown


@awaited
async def test_a_day_that_is_in_no_calendar_is_named_at_once() -> None:
    async with sitting((LOG, None)) as table:
        await table.paste("31/2/2026")
        assert "31/2/2026 is not in the calendar." in table.shown
        assert table.widget.value == []


@awaited
async def test_a_letter_alone_is_today_or_yesterday_and_a_day_needs_no_year() -> None:
    async with sitting((LOG, None)) as table:
        await table.press("y", "enter", "x", "ctrl+n", "shift+tab", "end", "ctrl+u")
        await table.paste("2 Mar")
        assert [row["date"] for row in table.widget.value] == ["2026-03-03", "2026-03-02"]


@awaited
async def test_an_empty_row_goes_at_once_and_a_filled_one_when_asked_twice() -> None:
    answer = [{"date": "", "moment": "one", "help": ""}, {"date": "", "moment": "two", "help": ""}]
    async with sitting((LOG, answer)) as table:
        await table.press("ctrl+r")
        assert "once more to remove this row" in table.shown
        assert table.host.posted == []
        await table.press("ctrl+r")
        assert table.host.posted == [answer[1:]]
        assert rows(table) == 2
        await table.press("tab", "backspace", "backspace", "backspace", "ctrl+r")
        assert rows(table) == 1
        await table.press("ctrl+r")
        assert rows(table) == 1


@awaited
async def test_going_elsewhere_means_that_the_row_stays() -> None:
    async with sitting((LOG, [{"date": "", "moment": "one", "help": ""}])) as table:
        await table.press("ctrl+r", "tab", "ctrl+r")
        assert table.host.posted == []
        assert rows(table) == 2


@awaited
async def test_a_plan_has_its_day_last() -> None:
    async with sitting((PLAN, None)) as table:
        await table.press("a", "tab", "b", "tab", "c", "tab", "t")
        assert table.widget.value == [{"how": "a", "what": "b", "who": "c", "when": "2026-03-04"}]


@awaited
async def test_in_roles_a_t_is_a_letter() -> None:
    async with sitting((ROLES, None)) as table:
        await table.press("t", "tab", "t", "tab", "enter", "t")
        assert table.widget.value == [
            {"part": "t", "teacher": "t", "assistant": "\nt", "learner": ""}
        ]


@awaited
async def test_rows_are_cards_where_there_is_little_width_and_columns_where_there_is_much() -> None:
    answer = [{"date": "2026-03-04", "moment": "The bell", "help": "I held the door"}]
    async with sitting((LOG, answer), size=(54, 24)) as table:
        assert not any("The bell" in line and "I held the door" in line for line in table.lines)
        await table.pilot.resize_terminal(140, 24)
        await table.pilot.pause()
        assert any(
            "2026-03-04" in line and "The bell" in line and "I held the door" in line
            for line in table.lines
        )


@awaited
async def test_one_key_begins_todays_row_wherever_one_is() -> None:
    async with sitting((LOG, None)) as table:
        await table.press("ctrl+n", "a", "ctrl+n", "b", "tab", "c", "ctrl+n")
        assert table.widget.value == [
            {"date": "2026-03-04", "moment": "a", "help": ""},
            {"date": "2026-03-04", "moment": "b", "help": "c"},
            {"date": "2026-03-04", "moment": "", "help": ""},
        ]
        await table.press("ctrl+n", "d")
        assert len(table.widget.value) == 3


@awaited
async def test_in_a_plan_a_new_row_has_no_day_yet() -> None:
    async with sitting((PLAN, None)) as table:
        await table.press("a", "ctrl+n", "b")
        assert [(row["how"], row["when"]) for row in table.widget.value] == [("a", ""), ("b", "")]


@awaited
async def test_up_and_down_go_to_the_cell_above_or_below_on_a_card() -> None:
    answer = [{"date": "2026-03-04", "moment": "one", "help": "two"}]
    async with sitting((LOG, answer), size=(54, 40)) as table:
        await table.press("down", "x", "up", "tab", "y")
        assert table.widget.value == [{"date": "2026-03-04", "moment": "oney", "help": "twox"}]


@awaited
async def test_up_and_down_stay_in_a_column_of_a_table() -> None:
    answer = [{"date": "2026-03-04", "moment": "one", "help": "two"}]
    async with sitting((LOG, answer), size=(140, 40)) as table:
        await table.press("tab", "down", "x", "up", "y")
        assert [row["moment"] for row in table.widget.value] == ["oney", "x"]


@awaited
async def test_the_arrows_stay_in_a_cell_until_its_first_or_last_line() -> None:
    answer = [{"date": "2026-03-04", "moment": "one\ntwo", "help": ""}]
    async with sitting((LOG, answer)) as table:
        await table.press("tab", "up", "x", "down", "y", "down", "z")
        assert table.widget.value[0]["moment"].replace("x", "").replace("y", "") == "one\ntwo"
        assert "x" in table.widget.value[0]["moment"].split("\n")[0]
        assert "y" in table.widget.value[0]["moment"].split("\n")[1]
        assert table.widget.value[1]["moment"] == "z"


@awaited
async def test_a_long_cell_is_seen_whole_while_it_is_typed_in() -> None:
    answer = [{"date": "2026-03-04", "moment": LONG, "help": ""}]
    async with sitting((LOG, answer), size=(80, 60)) as table:
        cell = table.host.query_one(TextCell)
        assert cell.region.height < cell.virtual_size.height
        await table.press("tab")
        assert cell.region.height >= cell.virtual_size.height
        await table.press("tab")
        assert cell.region.height < cell.virtual_size.height
        assert cell.scroll_offset.y == 0


# Waiting.


@awaited
async def test_a_log_says_how_long_to_wait_first_and_another_table_does_not() -> None:
    async with sitting((LOG, None)) as table:
        assert "wait 10 seconds" in table.shown
    async with sitting((PLAN, None)) as table:
        assert "wait" not in table.shown
        await table.press("ctrl+t")


@awaited
async def test_a_wait_is_counted_in_numbers_and_ends_by_itself() -> None:
    now = [100.0]
    async with sitting((LOG, None)) as table:
        line = table.host.query_one(WaitLine)
        line._monotonic = lambda: now[0]
        await table.press("ctrl+t")
        assert "Wait, and watch: 0 of 10 seconds" in table.shown
        now[0] += 3.9
        line.look()
        await table.pilot.pause()
        assert "Wait, and watch: 3 of 10 seconds" in table.shown
        await table.press("x")
        assert "Wait, and watch: 3 of 10 seconds" in table.shown
        now[0] += 6.2
        line.look()
        await table.pilot.pause()
        assert "10 seconds have passed. Help now as much as is needed" in table.shown
        assert not line.is_counting
        await table.press("ctrl+t")
        assert "Wait, and watch: 0 of 10 seconds" in table.shown


@awaited
async def test_no_empty_row_is_added_to_as_many_rows_as_an_answer_may_have(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tables, "ROW_LIMIT", 1)
    async with sitting((LOG, [{"date": "", "moment": "one", "help": ""}])) as table:
        assert rows(table) == 1
