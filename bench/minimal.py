"""The peers: a Textual app that shows a word, a bare TextArea, and a bare DataTable."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import DataTable, Static, TextArea


class Minimal(App[None]):
    """Shows one word, or a text to type in."""

    def __init__(self, text: str | None) -> None:
        """Show a word where there is no text."""
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """Lay out the one widget."""
        yield Static("needle") if self._text is None else TextArea(self._text)

    def on_mount(self) -> None:
        """Start at the end of the text, where one goes on writing."""
        if self._text is not None:
            area = self.query_one(TextArea)
            area.move_cursor(area.document.end)


class Table(App[None]):
    """Fills a table with rows that it has at hand, or empties it, with each press of a key."""

    BINDINGS: ClassVar[list[BindingType]] = [("t", "turn", "Turn")]

    def __init__(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Keep the texts of the rows."""
        super().__init__()
        self._columns = columns
        self._rows = rows

    def compose(self) -> ComposeResult:
        """Lay out the table."""
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        """Begin full."""
        self.action_turn()

    def action_turn(self) -> None:
        """Fill the table where it is empty, and empty it where it is not."""
        table = self.query_one(DataTable)
        if table.columns:
            table.clear(columns=True)
        else:
            table.add_columns(*self._columns)
            table.add_rows(self._rows)


def main() -> None:
    """Run the peer that is asked for, with what its file says."""
    what, *file = sys.argv[1:]
    content = Path(file[0]).read_text(encoding="utf-8") if file else None
    if what == "table" and content is not None:
        columns, *rows = json.loads(content)
        Table(columns, rows).run()
    else:
        Minimal(content).run()


if __name__ == "__main__":
    main()
