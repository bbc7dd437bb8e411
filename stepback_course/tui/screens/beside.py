"""A list of versions, and beside it how the one under the cursor reads otherwise."""

from collections.abc import Sequence
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from stepback_course.text import _
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.widgets.differences import Difference, Differences
from stepback_course.tui.widgets.row_table import RowTable

WIDE = 120


class BesideScreen(StepbackScreen[None]):
    """Versions, and what is different in one of them, word by word."""

    CSS_PATH = "beside.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 # as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "read_on", _("Read on"), id="history.read-on"),
        Binding("w", "turn_whole", _("Whole text"), id="history.whole"),
    ]

    table = getters.query_one(RowTable)
    pane = getters.query_one("#then", VerticalScroll)

    def __init__(self) -> None:
        """Begin with nothing to read."""
        super().__init__()
        self.differences: Sequence[Difference] = ()
        self._is_whole = False

    def compose_body(self) -> ComposeResult:
        """Lay out the list, and what is different."""
        with Horizontal(id="versions"):
            yield self.versions_table()
            with Vertical(id="beside"):
                yield Static(id="head", markup=False)
                yield VerticalScroll(id="then")

    def versions_table(self) -> RowTable:
        """Return the list of the versions, empty."""
        return RowTable(cursor_type="row", show_header=False)

    async def tell(self, head: Content | str, differences: Sequence[Difference] = ()) -> None:
        """Show what is different, under a line or two about it."""
        self.query_one("#head", Static).update(head)
        self.differences = differences
        await self._lay_out()

    async def _lay_out(self) -> None:
        await self.pane.remove_children()
        if self.differences:
            await self.pane.mount(Differences(self.differences, is_whole=self._is_whole))
            self.pane.scroll_home(animate=False)

    def action_read_on(self) -> None:
        """Scroll on in what is different, and after its end begin again."""
        if self.pane.scroll_y >= self.pane.max_scroll_y:
            self.pane.scroll_home(animate=False)
        else:
            self.pane.scroll_page_down(animate=False)

    async def action_turn_whole(self) -> None:
        """Show also what is the same, or leave it out again."""
        self._is_whole = not self._is_whole
        await self._lay_out()
