"""Where more is on a page than the window shows, its words keep off the bar beside them."""

import pytest
from textual.containers import VerticalScroll

from tests.tui.conftest import House
from tests.tui.frames import frame
from tests.tui.sitting import Sitting, refer, sitting
from tests.tui.widgets.host import awaited
from tests.tui.writing import UNIT


def beside_bars(seat: Sitting) -> set[str]:
    """Return what is drawn right before the bars of the pages that scroll; nothing without any."""
    bars = [
        page.vertical_scrollbar.region
        for page in seat.app.screen.query(VerticalScroll)
        if page.show_vertical_scrollbar
    ]
    lines = frame(seat.app).split("\n")
    return {lines[y][bar.x - 1] for bar in bars for y in range(bar.y, bar.bottom)}


@pytest.mark.parametrize("pages", range(5))
@awaited
async def test_on_the_pages_of_a_unit(house: House, pages: int) -> None:
    async with sitting(house, unit=UNIT) as seat:
        await seat.press(*["f3"] * pages)
        assert beside_bars(seat) == {" "}


@awaited
async def test_in_feedback(house: House) -> None:
    refer(house, UNIT)
    async with sitting(house) as seat:
        await seat.press("f")
        assert beside_bars(seat) == {" "}


@awaited
async def test_in_help(house: House) -> None:
    async with sitting(house) as seat:
        await seat.press("question_mark")
        assert beside_bars(seat) == {" "}
