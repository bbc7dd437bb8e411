"""One unit in brief: what it is called, where it stands, and its pages."""

from collections.abc import Iterable

from textual import getters
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static


class UnitPanel(VerticalScroll, can_focus=False):
    """Stands beside the way and shows the unit under the cursor."""

    DEFAULT_CSS = """
    UnitPanel { padding: 1 0 0 3; background: $surface; scrollbar-size-vertical: 1; }
    UnitPanel Static { padding: 0 3 1 0; }
    """

    text = getters.query_one(Static)

    def compose(self) -> ComposeResult:
        """Lay out the text, with nothing in it yet."""
        yield Static(markup=False)

    def show(self, title: str, standing: str, pages: Iterable[str]) -> None:
        """Show a unit; each of the pages is a line."""
        paragraphs = (
            Content.styled(title, "bold $accent"),
            Content(standing),
            Content.styled("\n".join(pages), "$secondary"),
        )
        self.text.update(Content("\n\n").join(paragraphs))
