"""What the tests of the screens wait for has been laid out and drawn, once."""

import pytest
from textual.app import App, ComposeResult
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tests.tui.widgets.host import awaited


class Page(Widget):
    """Says a number, as long as it is not negative, and counts how often it was drawn."""

    number = reactive(0)

    def __init__(self) -> None:
        super().__init__()
        self.drawn: list[int] = []

    def render_line(self, y: int) -> Strip:
        if self.number < 0:
            raise ZeroDivisionError
        if y == 0:
            self.drawn.append(self.number)
        return Strip.blank(self.size.width)


class Book(App[None]):
    """One page."""

    def compose(self) -> ComposeResult:
        yield Page()


@awaited
async def test_only_the_last_of_many_frames_is_drawn() -> None:
    async with Book().run_test() as pilot:
        page = pilot.app.query_one(Page)
        page.drawn.clear()
        for number in range(1, 5):
            page.number = number
            pilot.app.screen._on_timer_update()
        await pilot.pause()
        assert page.drawn == [4]


async def show(number: int) -> None:
    """Open the page and let it say a number."""
    async with Book().run_test() as pilot:
        pilot.app.query_one(Page).number = number
        await pilot.pause()


@awaited
async def test_a_page_that_cannot_be_drawn_is_noticed() -> None:
    with pytest.raises(ZeroDivisionError):
        await show(-1)


@pytest.mark.timeout(20)
@awaited
async def test_a_timer_of_an_app_that_has_ended_keeps_nobody_waiting() -> None:
    async with Book().run_test() as pilot:
        pilot.app.screen.set_interval(1 / 60, lambda: None)
        pilot.app.exit()
        await pilot.pause()
