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
    UnitPanel Static { height: auto; margin-bottom: 1; padding-right: 3; }
    UnitPanel #title { text-style: bold; color: $accent; }
    UnitPanel #pages { color: $secondary; }
    """

    title = getters.query_one("#title", Static)
    standing = getters.query_one("#stands", Static)
    pages = getters.query_one("#pages", Static)

    def compose(self) -> ComposeResult:
        """Lay out the lines, with nothing in them yet."""
        yield Static(id="title", markup=False)
        yield Static(id="stands", markup=False)
        yield Static(id="pages", markup=False)

    def show(self, title: str, standing: str, pages: Iterable[str]) -> None:
        """Show a unit; each of the pages is a line."""
        self.title.update(Content(title))
        self.standing.update(Content(standing))
        self.pages.update(Content("\n".join(pages)))
