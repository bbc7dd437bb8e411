"""The line at the top of every screen: where am I, and is my work saved?"""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static


class Masthead(Horizontal):
    """Where one is on the left, the state of saving on the right."""

    DEFAULT_CSS = """
    Masthead {
        dock: top;
        height: 1;
        padding: 0 1;
        background: $panel;
        color: $foreground;
    }
    Masthead #where { width: 1fr; text-style: bold; }
    Masthead #saved { width: auto; max-width: 50%; text-align: right; color: $secondary; }
    Masthead.-unsaved #saved { color: $error; text-style: bold; }
    """

    where: reactive[str] = reactive("")
    """Where one is, from the whole to the part."""
    saved: reactive[str] = reactive("")
    """What is to be said about saving, in words."""
    unsaved: reactive[bool] = reactive(False, toggle_class="-unsaved")
    """Whether something could not be saved."""

    def compose(self) -> ComposeResult:
        """Lay out the two ends of the line."""
        yield Static(id="where", markup=False)
        yield Static(id="saved", markup=False)

    def watch_where(self, where: str) -> None:
        """Show where one is."""
        self.query_one("#where", Static).update(Content(where))

    def watch_saved(self, saved: str) -> None:
        """Show the state of saving."""
        self.query_one("#saved", Static).update(Content(saved))
