"""One unit in brief: what it is called, where it stands, and its pages."""

from collections.abc import Iterable

from textual import getters
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from stepback_course.tui.widgets.hanging import Hanging, HangingLines

SIGN = 2
"""The cells of a page's sign and the space behind it."""


class UnitPanel(VerticalScroll, can_focus=False):
    """Stands beside the way and shows the unit under the cursor."""

    DEFAULT_CSS = """
    UnitPanel { padding: 1 0 0 3; background: $surface; scrollbar-size-vertical: 1; }
    UnitPanel Static { padding: 0 3 1 0; }
    UnitPanel .pages { color: $secondary; }
    """

    standing = getters.query_one(".standing", Static)
    pages = getters.query_one(".pages", Static)

    def compose(self) -> ComposeResult:
        """Lay out the unit above its pages, with nothing in it yet."""
        yield Static(classes="standing", markup=False)
        yield Static(classes="pages", markup=False)

    def show(self, title: str, standing: str, pages: Iterable[str]) -> None:
        """Show a unit; each of the pages is a sign and a sentence."""
        paragraphs = (Content.styled(title, "bold $accent"), Content(standing))
        self.standing.update(Content("\n\n").join(paragraphs))
        self.pages.update(HangingLines([_hanging(page) for page in pages]))


def _hanging(page: str) -> Hanging:
    sign, _space, sentence = page.lstrip().partition(" ")
    inset = len(page) - len(page.lstrip())
    return Hanging(Content(" " * inset + sign), Content(sentence), inset + SIGN)
