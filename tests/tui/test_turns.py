"""Keys that arrive faster than they can be dealt with."""

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest
from textual import events

from stepback_course.people.organisation import organisation_of
from stepback_course.tui import turns
from stepback_course.tui.screens.set_up import SetUpScreen
from stepback_course.tui.widgets.form_lines import FormLine
from stepback_course.tui.widgets.page_body import PageBody
from tests.tui.conftest import House
from tests.tui.opening import opened
from tests.tui.sitting import Sitting, sitting
from tests.tui.widgets.host import awaited


def keys(*typed: str) -> Iterable[events.Key]:
    """Yield texts letter by letter, and names of keys written in angle brackets."""
    for text in typed:
        if text.startswith("<"):
            yield events.Key(text.strip("<>"), None)
        else:
            yield from (events.Key("space" if c == " " else c, c) for c in text)


def press_at_once(seat: Sitting, *typed: str) -> None:
    """Press keys without waiting for anything between them."""
    for key in keys(*typed):
        seat.app.post_message(key)


async def settle(seat: Sitting) -> None:
    """Wait until every key has been dealt with, and what it set off is done."""
    dealt_with = asyncio.Event()

    async def tell() -> None:
        dealt_with.set()

    seat.app.call_later(seat.app.turns.take, tell)
    await dealt_with.wait()
    await seat.rest()


@awaited
async def test_what_is_typed_after_a_tab_lands_in_the_next_line(empty_house: House) -> None:
    async with opened(empty_house.app()) as seat:
        seat.app.push_screen(SetUpScreen())
        await seat.rest()
        press_at_once(seat, "Ysgol", "<tab>", "Mared", "<tab>", "m@example.org")
        await settle(seat)
        lines = [line.value for line in seat.app.screen.query(FormLine)][:3]
        assert lines == ["Ysgol", "Mared", "m@example.org"]


@awaited
async def test_what_is_typed_while_a_screen_opens_lands_in_its_first_line(
    empty_house: House,
) -> None:
    async with opened(empty_house.app()) as seat:
        press_at_once(seat, "2", "Ysgol y Bryn")
        await settle(seat)
        assert seat.app.screen.query(FormLine).first().value == "Ysgol y Bryn"


@awaited
async def test_a_team_is_begun_by_keys_pressed_without_a_pause(empty_house: House) -> None:
    async with opened(empty_house.app()) as seat:
        press_at_once(seat, "2", "Ysgol", "<tab>", "Mared", *["<tab>"] * 3, "Gwynedd", "<ctrl+s>")
        await settle(seat)
        assert organisation_of(empty_house.store).name == "Ysgol"


@awaited
async def test_a_key_that_is_never_finished_with_does_not_hold_up_leaving(
    empty_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "LAST_PATIENCE_SECONDS", 0.01)
    async with opened(empty_house.app()) as seat:
        seat.app.push_screen(SetUpScreen())
        await seat.rest()
        finished, left = asyncio.Event(), asyncio.Event()
        monkeypatch.setattr(seat.app, "exit", left.set)
        assert seat.app.focused is not None
        seat.app.focused.call_later(finished.wait)
        press_at_once(seat, "a", "<ctrl+q>")
        await asyncio.wait_for(left.wait(), timeout=5)
        finished.set()


@awaited
async def test_what_is_typed_behind_a_slow_tab_waits_for_it(
    empty_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0)
    async with opened(empty_house.app()) as seat:
        seat.app.push_screen(SetUpScreen())
        await seat.rest()
        first, may_go_on = seat.app.screen.query(FormLine).first(), asyncio.Event()
        press_at_once(seat, "Ysgol")
        await settle(seat)
        first.call_later(may_go_on.wait)
        press_at_once(seat, "<tab>", "Mared")
        for _turn in range(1000):
            await asyncio.sleep(0)
        may_go_on.set()
        await settle(seat)
        lines = [line.value for line in seat.app.screen.query(FormLine)][:2]
        assert lines == ["Ysgol", "Mared"]


@awaited
async def test_rows_typed_without_a_pause_are_all_kept(house: House) -> None:
    rows = [
        [f"2026-03-0{day}", f"doing {day}", f"so that {day}", f"else {day}"] for day in range(1, 4)
    ]
    async with sitting(house) as seat:
        await seat.open_unit("statement-01")
        await seat.press("f3", "f3")
        typed = [cell for row in rows for cell in row]
        press_at_once(seat, typed[0], *(key for cell in typed[1:] for key in ("<tab>", cell)))
        await settle(seat)
        assert [list(row.values()) for row in seat.activity.value] == rows


@awaited
async def test_what_is_typed_while_a_page_is_turned_lands_on_the_new_page(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    show, is_cleared, may_go_on = PageBody.show, asyncio.Event(), asyncio.Event()

    async def show_slowly(self: PageBody, *page: Any) -> None:
        await self.content.remove_children()
        is_cleared.set()
        await may_go_on.wait()
        await show(self, *page)

    async with sitting(house) as seat:
        await seat.open_unit("statement-01")
        await seat.press("f3", "f3", "f3")
        monkeypatch.setattr(PageBody, "show", show_slowly)
        press_at_once(seat, "<f3>")
        await is_cleared.wait()
        press_at_once(seat, "I wait.")
        for _turn in range(1000):
            await asyncio.sleep(0)
        may_go_on.set()
        await settle(seat)
        assert seat.activity.value == "I wait."
