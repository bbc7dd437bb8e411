"""A table of rows that grows a page at a time and keeps its place when it is filled again."""

from collections.abc import Iterable, Sequence
from typing import Literal

from rich.text import Text
from textual.content import Content
from textual.coordinate import Coordinate
from textual.widgets import Static

from stepback_course.text import _
from stepback_course.tui.widgets.row_table import RowTable

PAGE = 200
"""How many rows are shown at once: ten thousand would hold the screen for seconds."""

Cells = Sequence[str | Text]


class PagedTable(RowTable):
    """Rows of text, each with a key; text is never markup."""

    DEFAULT_CSS = """
    PagedTable:focus { background-tint: transparent; }
    """

    def __init__(self, *, cursor: Literal["row", "cell"] = "row", padding: int = 1) -> None:
        """Begin empty; `padding` is how many cells are left free on either side of a column."""
        super().__init__(cursor_type=cursor, cell_padding=padding)
        self._rows: list[tuple[str, Cells]] = []
        self._shown = PAGE

    @property
    def key(self) -> str:
        """The key of the row under the cursor, or an empty text where there are no rows."""
        if not self.row_count:
            return ""
        return str(self.coordinate_to_cell_key(self.cursor_coordinate).row_key.value)

    @property
    def count_line(self) -> str:
        """How many of the rows are shown, in words; empty where all of them are."""
        if self.row_count == len(self._rows):
            return ""
        return _("{shown} of {all} shown, m for more").format(
            shown=self.row_count, all=len(self._rows)
        )

    def fill(self, rows: Iterable[tuple[str, Cells]], at: str = "") -> None:
        """Show these rows, each with its key, and stay at the row where the cursor was.

        `at` is the key of that row where the table had to be emptied before.
        """
        kept, place = at or self.key, self.cursor_coordinate
        self._rows = list(rows)
        self.clear()
        for key, cells in self._rows[: self._shown]:
            texts = [_text(cell) for cell in cells]
            lines = 1 + max(text.plain.count("\n") for text in texts)
            self.add_row(*texts, height=lines, key=key)
        if self.row_count:
            row = place.row if kept not in self.rows else self.get_row_index(kept)
            self.cursor_coordinate = Coordinate(min(row, self.row_count - 1), place.column)

    def show_more(self) -> None:
        """Show another page of rows, those too that are only now being read."""
        if len(self._rows) >= self._shown:
            self._shown += PAGE
            self.fill(self._rows)


class CountLine(Static):
    """A line about a table, such as how many of its rows are shown; empty, it takes no room."""

    DEFAULT_CSS = """
    CountLine { height: auto; color: $secondary; margin-top: 1; }
    """

    def __init__(self) -> None:
        """Begin with nothing to say."""
        super().__init__(markup=False)
        self.display = False

    def say(self, line: str) -> None:
        """Show a line, or none."""
        self.update(Content(line))
        self.display = bool(line)


def _text(cell: str | Text) -> Text:
    return cell if isinstance(cell, Text) else Text(cell, overflow="ellipsis", no_wrap=True)
