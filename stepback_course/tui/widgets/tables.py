"""The kinds whose answer is a table one types in: a log, a plan, and roles."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Input, Static, TextArea

from stepback_course.course.activities import Log, Plan, Roles
from stepback_course.course.activities.base import ROW_LIMIT
from stepback_course.text import _, ngettext
from stepback_course.text.fields import NOTE_LIMIT
from stepback_course.tui.widgets.activity import ActivityWidget
from stepback_course.tui.widgets.writing import DayLine, Notice, Reading, Writing

Today = Callable[[], date]

SHORT = 30
"""Up to how many characters titles may have for two cells to stand side by side on a card."""


@dataclass(frozen=True, slots=True)
class Column:
    """What one cell of every row holds."""

    id: str
    title: str
    is_day: bool = False


def columns_of(activity: Log | Plan | Roles) -> list[Column]:
    """Return the columns of an activity's table, in their order."""
    match activity:
        case Log(columns=columns):
            own = [Column(column.id, column.text) for column in columns]
            return [Column("date", _("Date"), is_day=True), *own]
        case Plan():
            return [
                Column("how", _("How")),
                Column("what", _("What")),
                Column("who", _("Who")),
                Column("when", _("By when"), is_day=True),
            ]
        case Roles():
            return [
                Column("part", _("Part of the lesson")),
                Column("teacher", _("The teacher")),
                Column("assistant", _("The assistant")),
                Column("learner", _("The learner")),
            ]


class DayCell(VerticalGroup):
    """A day, with room below it to say how one is written."""

    def __init__(self, line: DayLine) -> None:
        """Stand round the line on which the day is typed."""
        super().__init__(classes="cell -day")
        self._line = line

    def compose(self) -> ComposeResult:
        """Lay out the line and the room below."""
        yield self._line
        yield Notice()


class Row(VerticalGroup):
    """One row: a card where there is little width, a line of the table where there is much."""

    doubted: reactive[bool] = reactive(False, init=False)
    """Whether the person was asked if the row is really to go."""

    def __init__(self, columns: list[Column], cells: dict[str, str], today: Today | None) -> None:
        """Begin with what the cells hold."""
        super().__init__()
        self.cells: dict[str, Writing | DayLine] = {
            column.id: _cell(column, cells.get(column.id, ""), today) for column in columns
        }
        self._notice = Notice()

    def compose(self) -> ComposeResult:
        """Lay out the cells above what there is to say about them."""
        with HorizontalGroup(classes="cells"):
            for cell in self.cells.values():
                yield DayCell(cell) if isinstance(cell, DayLine) else cell
        yield self._notice

    def watch_doubted(self, doubted: bool) -> None:
        """Ask, or stop asking."""
        question = _("Press it once more to remove this row with what is in it.")
        self._notice.sentence = question if doubted else ""

    def on_descendant_blur(self) -> None:
        """Take it as a no where the person goes elsewhere."""
        self.doubted = False

    @property
    def answer(self) -> dict[str, str]:
        """The cells as records keep them."""
        return {name: cell.answer for name, cell in self.cells.items()}

    @property
    def is_begun(self) -> bool:
        """Whether anything stands in the row, also what is no day yet."""
        return any(
            (cell.value if isinstance(cell, DayLine) else cell.text).strip()
            for cell in self.cells.values()
        )

    def focus_first_cell(self) -> None:
        """Give focus to the first cell."""
        next(iter(self.cells.values())).focus()


def _cell(column: Column, text: str, today: Today | None) -> Writing | DayLine:
    if column.is_day:
        return DayLine(text, title=column.title, today=today)
    cell = Writing(text, limit=NOTE_LIMIT, title=column.title)
    cell.add_class("cell")
    return cell


class ReadRow(VerticalGroup):
    """One row that is only read."""

    def __init__(self, columns: list[Column], answer: dict[str, str]) -> None:
        """Show what a row's cells hold."""
        super().__init__()
        self._cells = [Reading(answer[column.id], title=column.title) for column in columns]
        for cell, column in zip(self._cells, columns, strict=True):
            cell.add_class("cell")
            cell.set_class(column.is_day, "-day")

    def compose(self) -> ComposeResult:
        """Lay out the cells."""
        with HorizontalGroup(classes="cells"):
            yield from self._cells


class TableWidget(ActivityWidget[Log | Plan | Roles]):
    """Rows one types in; there is always an empty one at the end."""

    DEFAULT_CSS = """
    TableWidget .heads { display: none; padding: 0 1; color: $text-muted; text-style: bold; }
    TableWidget .head { width: 1fr; padding: 0 2; }
    TableWidget .head.-day { width: 18; }
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
    TableWidget.-wide Row, TableWidget.-wide ReadRow { border: none; margin-bottom: 1; }
    TableWidget.-wide .cells { layout: horizontal; }
    TableWidget.-wide .cells .cell { margin-right: 2; }
    TableWidget.-wide .cells .-titled { border-top: none; }
    TableWidget.-wide .cells .cell.-day { width: 16; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "remove_row", _("Remove row"), id="table-remove-row"),
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
        self._columns = columns_of(activity)
        super().__init__(activity, value, read_only=read_only)
        self.set_class(all(len(column.title) <= SHORT for column in self._columns), "-short")

    def build(self, value: Any) -> None:
        """Make the rows, with an empty one at the end."""
        self._rows = [Row(self._columns, cells, self._today) for cells in value or []]
        self._add_empty_row()

    def compose(self) -> ComposeResult:
        """Lay out the heads and the rows."""
        if isinstance(self.activity, Log) and self.activity.wait_seconds and not self.read_only:
            yield Static(Content(self._wait(self.activity.wait_seconds)), classes="muted")
        with HorizontalGroup(classes="heads"):
            for column in self._columns:
                head = Static(Content(column.title), classes="head")
                head.set_class(column.is_day, "-day")
                yield head
        with VerticalGroup(classes="rows"):
            if self.read_only:
                if not self.value:
                    yield Static(_("No row is written yet."), markup=False, classes="muted")
                for answer in self.value:
                    yield ReadRow(self._columns, answer)
            else:
                yield from self._rows

    @property
    def value(self) -> list[dict[str, str]]:
        """The rows that have something in them."""
        return [row.answer for row in self._rows if any(row.answer.values())]

    async def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Hand on what a cell says now."""
        event.stop()
        await self._cell_changed(event.text_area, "")

    async def on_input_changed(self, event: Input.Changed) -> None:
        """Hand on the day, or say how one is written."""
        event.stop()
        if isinstance(event.input, DayLine):
            await self._cell_changed(event.input, event.input.advice)

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

    async def _cell_changed(self, cell: Writing | DayLine | TextArea, sentence: str) -> None:
        self.say(cell, sentence)
        for row in self._rows:
            row.doubted = False
        await self._offer_empty_row()
        self.changed()

    async def _offer_empty_row(self) -> None:
        """See that there is an empty row; whoever goes on to it by Tab finds it there."""
        row = self._add_empty_row()
        if row is not None:
            await self.query_one(".rows").mount(row)

    def _add_empty_row(self) -> Row | None:
        if len(self._rows) >= ROW_LIMIT or (self._rows and not self._rows[-1].is_begun):
            return None
        row = Row(self._columns, {}, self._today)
        self._rows.append(row)
        self._number_rows()
        return row

    def _number_rows(self) -> None:
        for number, row in enumerate(self._rows, start=1):
            row.border_title = Content(str(number))

    @staticmethod
    def _wait(seconds: int) -> str:
        return ngettext(
            "Before each row: wait {seconds} second, and watch.",
            "Before each row: wait {seconds} seconds, and watch.",
            seconds,
        ).format(seconds=seconds)
