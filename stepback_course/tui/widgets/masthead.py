"""The line at the top of every screen: where am I, and is my work saved?"""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Resize
from textual.reactive import reactive
from textual.widgets import Static

STEP = " › "
"""Stands between the whole and its part."""


def shortened(where: str, width: int) -> str:
    """Return where one is with the first steps left out, where all of them have no room.

    The last step is kept whatever its length.
    """
    steps = where.split(STEP)
    while len(steps) > 1 and len(STEP.join(steps)) > width:
        steps.pop(0)
    return STEP.join(steps)


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
    Masthead #where {
        width: 1fr;
        height: 1;
        padding-right: 2;
        text-style: bold;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    Masthead #saved { width: auto; max-width: 50%; text-align: right; color: $secondary; }
    Masthead.-unsaved #saved { color: $error; text-style: bold; }
    """

    where: reactive[str] = reactive("")
    """Where one is, from the whole to the part, with STEP between."""
    saved: reactive[str] = reactive("")
    """What is to be said about saving, in words."""
    unsaved: reactive[bool] = reactive(False, toggle_class="-unsaved")
    """Whether something could not be saved."""

    def compose(self) -> ComposeResult:
        """Lay out the two ends of the line."""
        yield Static(id="where", markup=False)
        yield Static(id="saved", markup=False)

    def watch_where(self) -> None:
        """Show where one is."""
        self._show_where()

    def watch_saved(self, saved: str) -> None:
        """Show the state of saving."""
        self.query_one("#saved", Static).update(Content(saved))
        # The two share the line.
        self.call_after_refresh(self._show_where)

    def on_resize(self, _event: Resize) -> None:
        """Show as much of where one is as has room."""
        self.call_after_refresh(self._show_where)

    def _show_where(self) -> None:
        line = self.query_one("#where", Static)
        room = line.content_size.width or self.app.size.width
        shown = shortened(self.where, room)
        if str(line.content) != shown:
            line.update(Content(shown))
