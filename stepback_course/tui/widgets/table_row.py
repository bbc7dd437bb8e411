"""One row of a table one types in, and its cells."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup
from textual.reactive import reactive

from stepback_course.course.activities import Column
from stepback_course.text import _
from stepback_course.text.fields import NOTE_LIMIT
from stepback_course.tui.widgets.writing import DayLine, Notice, Reading, Writing

Today = Callable[[], date]


class TextCell(Writing):
    """A cell for a few words: seen whole while somebody types in it, cut when it is left."""

    DEFAULT_CSS = """
    TextCell { max-height: 5; }
    TextCell:focus { max-height: 1000; }
    """

    def __init__(self, text: str, *, title: str) -> None:
        """Begin with `text`."""
        super().__init__(text, limit=NOTE_LIMIT, title=title)
        self.add_class("cell")

    def on_blur(self) -> None:
        """Show the beginning again."""
        self.call_after_refresh(self.scroll_home, animate=False)

    def action_cursor_up(self, select: bool = False) -> None:
        """Go a line up; from the first one the key is left to the table."""
        if not select and not self._line_of_cursor():
            raise SkipAction
        super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """Go a line down; from the last one the key is left to the table."""
        if not select and self._line_of_cursor() == self.wrapped_document.height - 1:
            raise SkipAction
        super().action_cursor_down(select)

    def _line_of_cursor(self) -> int:
        """Return on which line the cursor is, as lines are wrapped, counted from 0."""
        return self.wrapped_document.location_to_offset(self.cursor_location).y


class DayCell(VerticalGroup):
    """A day, with room below it to say what is wrong with one."""

    def __init__(self, line: DayLine) -> None:
        """Stand round the line on which the day is typed."""
        super().__init__(classes="cell -day")
        self._line = line

    def compose(self) -> ComposeResult:
        """Lay out the line and the room below."""
        yield self._line
        yield Notice()


Cell = TextCell | DayLine


class TableRow(VerticalGroup):
    """A card where there is little width, a line of the table where there is much.

    Its number stands in the border above it.
    """

    number: reactive[int] = reactive(0)
    """Which row of the table this is, counted from 1."""

    def watch_number(self, number: int) -> None:
        """Show the number."""
        self.border_title = str(number)


class Row(TableRow):
    """One row to type in."""

    doubted: reactive[bool] = reactive(False, init=False)
    """Whether the person was asked if the row is really to go."""

    def __init__(
        self, columns: Sequence[Column], cells: dict[str, str], today: Today | None
    ) -> None:
        """Begin with what the cells hold."""
        super().__init__()
        self.cells: dict[str, Cell] = {
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
        return self.has_words or any(line.value.strip() for line in self.days())

    @property
    def has_words(self) -> bool:
        """Whether anything stands in the row besides a day."""
        return any(cell.text.strip() for cell in self.cells.values() if isinstance(cell, TextCell))

    def days(self) -> Iterator[DayLine]:
        """Yield the cells that hold a day."""
        return (cell for cell in self.cells.values() if isinstance(cell, DayLine))

    def focus_first_cell(self) -> None:
        """Give focus to the first cell."""
        next(iter(self.cells.values())).focus()

    def focus_words(self) -> None:
        """Give focus to the first cell that is no day."""
        next(cell for cell in self.cells.values() if isinstance(cell, TextCell)).focus()


def _cell(column: Column, text: str, today: Today | None) -> Cell:
    if column.is_day:
        # A log is of what has happened: most often today.
        hint = _("t is today") if column.id == "date" else _("e.g. 4 March")
        return DayLine(text, title=column.title, hint=hint, today=today)
    return TextCell(text, title=column.title)


class ReadRow(TableRow):
    """One row that is only read."""

    def __init__(self, columns: Sequence[Column], answer: dict[str, str]) -> None:
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
