"""A line that can be ticked."""

from dataclasses import dataclass
from typing import ClassVar

from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from stepback_course.text import _

TICKED = "[x]"
OPEN = "[ ]"


class TickLine(HorizontalGroup, can_focus=True):
    """A box and what it stands for; arrows go to the next such line of the same activity."""

    DEFAULT_CSS = """
    TickLine { border-left: blank; }
    TickLine:focus { border-left: thick $border; text-style: bold; }
    TickLine .box { width: 4; }
    TickLine .text { width: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "tick", _("Tick"), key_display=_("space"), id="tick"),
        Binding("up", "step(-1)", _("Up"), show=False, id="tick-up"),
        Binding("down", "step(1)", _("Down"), show=False, id="tick-down"),
    ]

    ticked: reactive[bool] = reactive(False, toggle_class="-ticked")
    text: reactive[str] = reactive("")
    """What the box stands for."""

    @dataclass
    class Toggled(Message):
        """The person ticked the line, or took the tick away."""

        line: "TickLine"

    def __init__(self, text: str, ticked: bool, *, read_only: bool) -> None:
        """Begin ticked or not."""
        super().__init__()
        self._box = Static(OPEN, markup=False, classes="box")
        self._words = Static(markup=False, classes="text")
        self.text = text
        self.ticked = ticked
        self.can_focus = not read_only

    def compose(self) -> ComposeResult:
        """Lay out the box and the text."""
        yield self._box
        yield self._words

    def watch_text(self, text: str) -> None:
        """Show what the box stands for."""
        self._words.update(Content(text))

    def watch_ticked(self, ticked: bool) -> None:
        """Show the tick."""
        self._box.update(TICKED if ticked else OPEN, layout=False)

    def on_click(self) -> None:
        """Tick with the mouse."""
        if self.can_focus:
            self.action_tick()

    def action_tick(self) -> None:
        """Tick the line, or take the tick away."""
        self.ticked = not self.ticked
        self.post_message(self.Toggled(self))

    def action_step(self, by: int) -> None:
        """Go to the line above or below; at either end the page scrolls instead."""
        lines = [widget for widget in self.screen.focus_chain if isinstance(widget, TickLine)]
        place = lines.index(self) + by
        if not 0 <= place < len(lines):
            raise SkipAction
        lines[place].focus()
