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
    Masthead #mark { width: auto; padding-right: 2; color: $accent; }
    Masthead #saved { width: auto; max-width: 50%; text-align: right; color: $secondary; }
    Masthead.-unsaved #saved { color: $error; text-style: bold; }
    """

    where: reactive[str] = reactive("")
    """Where one is, from the whole to the part, with STEP between."""
    saved: reactive[str] = reactive("")
    """What is to be said about saving, in words."""
    mark: reactive[str] = reactive("")
    """What else is to be kept in sight, such as that a key is unlocked."""
    unsaved: reactive[bool] = reactive(False, toggle_class="-unsaved")
    """Whether something could not be saved."""

    def __init__(self) -> None:
        """Begin with nothing to say."""
        super().__init__()
        # Held, not asked for: Textual calls what waits for a refresh on whichever screen is then
        # in front, and this line may have left with its own.
        self._where = Static(id="where", markup=False)
        self._mark = Static(id="mark", markup=False)
        self._saved = Static(id="saved", markup=False)

    def compose(self) -> ComposeResult:
        """Lay out the two ends of the line."""
        yield self._where
        yield self._mark
        yield self._saved

    def watch_where(self) -> None:
        """Show where one is."""
        self._show_where()

    def watch_mark(self, mark: str) -> None:
        """Show what is to be kept in sight."""
        self._mark.update(Content(mark))
        self._mark.display = bool(mark)
        self.call_after_refresh(self._show_where)

    def watch_saved(self, saved: str) -> None:
        """Show the state of saving."""
        self._saved.update(Content(saved))
        # The two share the line.
        self.call_after_refresh(self._show_where)

    def on_resize(self, _event: Resize) -> None:
        """Show as much of where one is as has room."""
        self.call_after_refresh(self._show_where)

    def _show_where(self) -> None:
        room = self._where.content_size.width or self.app.size.width
        shown = shortened(self.where, room)
        if str(self._where.content) != shown:
            self._where.update(Content(shown))
