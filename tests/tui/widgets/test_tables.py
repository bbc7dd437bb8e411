"""Rows one types in."""

import pytest

from stepback_course.tui.widgets import tables
from tests.tui.widgets.host import LOG, PLAN, ROLES, Sitting, awaited, sitting

ADVICE = "A day is written 2026-03-04"


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
async def test_what_is_no_day_yet_stays_on_screen_and_out_of_the_value() -> None:
    async with sitting((LOG, None)) as table:
        await table.press("4", "slash")
        assert table.widget.value == []
        assert table.host.posted == []
        assert ADVICE in table.shown
        await table.press("tab", "x")
        assert table.widget.value == [{"date": "", "moment": "x", "help": ""}]
        assert "4/" in table.shown
        await table.press("shift+tab")
        await table.paste("3/2026")
        assert table.widget.value[0]["date"] == "2026-03-04"
        assert ADVICE not in table.shown


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
    async with sitting((LOG, answer), size=(80, 24)) as table:
        assert not any("The bell" in line and "I held the door" in line for line in table.lines)
        await table.pilot.resize_terminal(140, 24)
        await table.pilot.pause()
        assert any(
            "2026-03-04" in line and "The bell" in line and "I held the door" in line
            for line in table.lines
        )


@awaited
async def test_a_log_says_how_long_to_wait_first() -> None:
    async with sitting((LOG, None)) as table:
        assert "wait 10 seconds" in table.shown


@awaited
async def test_no_empty_row_is_added_to_as_many_rows_as_an_answer_may_have(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tables, "ROW_LIMIT", 1)
    async with sitting((LOG, [{"date": "", "moment": "one", "help": ""}])) as table:
        assert rows(table) == 1
