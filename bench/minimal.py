"""The peers: a Textual app that shows a word, and one that is a bare TextArea."""

import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import Static, TextArea


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


if __name__ == "__main__":
    what, *file = sys.argv[1:]
    Minimal(Path(file[0]).read_text(encoding="utf-8") if what == "text" else None).run()
