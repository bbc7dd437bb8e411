"""The kinds whose answer is a table one types in: a log, a plan, and roles."""

from typing import Any, ClassVar

from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.widgets import Input, Static, TextArea

from stepback_course.course.activities import Log, Plan, Roles
from stepback_course.course.activities.base import ROW_LIMIT
from stepback_course.text import _
from stepback_course.tui.widgets.activity import ActivityWidget
from stepback_course.tui.widgets.table_row import Cell, ReadRow, Row, Today
from stepback_course.tui.widgets.wait_line import WaitLine
from stepback_course.tui.widgets.writing import DayLine

SHORT = 30
"""Up to how many characters titles may have for two cells to stand side by side on a card."""
DAY_WIDTH = 18
"""How many cells of width the day of a line takes."""
TEXT_WIDTH = 20
"""How many cells of width a column of words needs at least."""


class TableWidget(ActivityWidget[Log | Plan | Roles]):
    """Rows one types in; there is always an empty one at the end."""

    DEFAULT_CSS = """
    TableWidget .heads { display: none; color: $text-muted; text-style: bold; }
    TableWidget .head { width: 1fr; padding: 0 1 0 2; }
    TableWidget .head.-day { width: 17; }
    TableWidget Row, TableWidget ReadRow {
        padding: 0 1;
        border: round $border-blurred;
        border-title-color: $text-muted;
    }
    TableWidget Row:focus-within { border: round $border; border-title-color: $foreground; }
    TableWidget .cells { layout: grid; grid-size: 1; grid-rows: auto; grid-gutter: 0 2; }
    TableWidget.-short .cells { grid-size: 2; }
    TableWidget .cells .cell { width: 1fr; }
    TableWidget.-wide .heads { display: block; }
    TableWidget.-wide Row, TableWidget.-wide ReadRow {
        padding: 0;
        border: none;
        border-top: solid $border-blurred;
    }
    TableWidget.-wide Row:focus-within { border: none; border-top: solid $border; }
    TableWidget.-wide .cells { layout: horizontal; }
    TableWidget.-wide .cells .cell { margin-right: 1; }
    TableWidget.-wide .cells .-titled { border-top: none; }
    TableWidget.-wide .cells .cell.-day { width: 16; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "new_row", _("New row"), id="table-new-row"),
        Binding("ctrl+t", "wait", _("Wait"), id="table-wait"),
        Binding("ctrl+r", "remove_row", _("Remove row"), id="table-remove-row"),
        Binding("up", "go(-1)", _("Cell above"), show=False, id="table-up"),
        Binding("down", "go(1)", _("Cell below"), show=False, id="table-down"),
    ]

    def __init__(
        self,
        activity: Log | Plan | Roles,
        value: object = None,
        *,
        read_only: bool = False,
        today: Today | None = None,
    ) -> None:
        """Show an answer; `today` says what `t` means in a cell for a day."""
        self._today = today
        self._columns = activity.all_columns
        super().__init__(activity, value, read_only=read_only)
        self.set_class(all(len(column.title) <= SHORT for column in self._columns), "-short")

    @property
    def wide_from(self) -> int:
        """As many cells of width as a line with every column needs."""
        words = sum(not column.is_day for column in self._columns)
        return DAY_WIDTH + words * TEXT_WIDTH

    def build(self, value: Any) -> None:
        """Make the rows, with an empty one at the end."""
        self._rows = [Row(self._columns, cells, self._today) for cells in value or []]
        self._wait: WaitLine | None = None
        if isinstance(self.activity, Log) and self.activity.wait_seconds and not self.read_only:
            self._wait = WaitLine(self.activity.wait_seconds)
        self._add_empty_row()
        self._number_rows()

    def compose(self) -> ComposeResult:
        """Lay out the heads and the rows."""
        if self._wait is not None:
            yield self._wait
        with HorizontalGroup(classes="heads"):
            for column in self._columns:
                head = Static(Content(column.title), classes="head")
                head.set_class(column.is_day, "-day")
                yield head
        with VerticalGroup(classes="rows"):
            if self.read_only:
                yield from self._read_rows()
            else:
                yield from self._rows

    def _read_rows(self) -> ComposeResult:
        if not self.value:
            yield Static(_("No row is written yet."), markup=False, classes="muted")
        for number, answer in enumerate(self.value, start=1):
            row = ReadRow(self._columns, answer)
            row.number = number
            yield row

    @property
    def value(self) -> list[dict[str, str]]:
        """The rows that have something in them."""
        return [row.answer for row in self._rows if any(row.answer.values())]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to wait only where the activity asks for it."""
        return action != "wait" or self._wait is not None

    async def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Hand on what a cell says now."""
        event.stop()
        await self._cell_changed(event.text_area, "")

    async def on_input_changed(self, event: Input.Changed) -> None:
        """Hand on the day."""
        event.stop()
        if isinstance(event.input, DayLine):
            await self._cell_changed(event.input, event.input.problem_so_far)

    def on_input_blurred(self, event: Input.Blurred) -> None:
        """Say what is wrong with a day that is left."""
        event.stop()
        if isinstance(event.input, DayLine):
            self.say(event.input, event.input.problem)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on from a day to the next cell."""
        event.stop()
        self.screen.focus_next()

    def action_new_row(self) -> None:
        """Go to a row in which nothing is written yet; in a log, it is today's."""
        row = next((row for row in self._rows if not row.has_words), None)
        if row is None or self.read_only:
            raise SkipAction
        if isinstance(self.activity, Log) and self._today is not None:
            for day in row.days():
                day.value = day.value or self._today().isoformat()
        row.focus_words()

    def action_wait(self) -> None:
        """Count the seconds for which one waits and watches."""
        if self._wait is not None:
            self._wait.begin()
            self._wait.scroll_visible(animate=False)

    def on_wait_line_over(self, event: WaitLine.Over) -> None:
        """Bring the cell in which somebody was typing back in sight."""
        event.stop()
        if self.has_focus_within and self.screen.focused is not None:
            self.screen.focused.scroll_visible(animate=False)

    def action_go(self, step: int) -> None:
        """Go to the cell above or below; at either end of the table the page scrolls."""
        cells = [cell for row in self._rows for cell in row.cells.values()]
        here = next((cell for cell in cells if cell.has_focus), None)
        there = _beyond(here, cells, step) if here else None
        if there is None:
            raise SkipAction
        there.focus()

    async def action_remove_row(self) -> None:
        """Remove the row one is in; where something stands in it, only when asked twice."""
        index = next((i for i, row in enumerate(self._rows) if row.has_focus_within), None)
        if index is None or self.read_only:
            return
        row = self._rows[index]
        if row.is_begun and not row.doubted:
            row.doubted = True
            return
        if index == len(self._rows) - 1 and not row.is_begun:
            return
        del self._rows[index]
        self._rows[min(index, len(self._rows) - 1)].focus_first_cell()
        await row.remove()
        await self._offer_empty_row()
        self._number_rows()
        self.changed()

    async def _cell_changed(self, cell: Cell | TextArea, sentence: str) -> None:
        self.say(cell, sentence)
        for row in self._rows:
            row.doubted = False
        await self._offer_empty_row()
        self.changed()

    async def _offer_empty_row(self) -> None:
        """See that there is an empty row; whoever goes on to it by Tab finds it there."""
        row = self._add_empty_row()
        if row is not None:
            self._number_rows()
            await self.query_one(".rows").mount(row)

    def _add_empty_row(self) -> Row | None:
        if len(self._rows) >= ROW_LIMIT or (self._rows and not self._rows[-1].is_begun):
            return None
        row = Row(self._columns, {}, self._today)
        self._rows.append(row)
        return row

    def _number_rows(self) -> None:
        for number, row in enumerate(self._rows, start=1):
            row.number = number


def _beyond(here: Cell, cells: list[Cell], step: int) -> Cell | None:
    """Return the next cell above (`step` -1) or below (1) in the same column on screen, or None."""
    beyond = [
        (step * (cell.region.y - here.region.y), cell)
        for cell in cells
        if cell.region.x == here.region.x
    ]
    return min((far for far in beyond if far[0] > 0), key=lambda far: far[0], default=(0, None))[1]
