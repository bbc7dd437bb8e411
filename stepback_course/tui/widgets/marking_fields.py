"""Where an assessor writes: what they say at one place of their marks, and a day."""

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input, TextArea

from stepback_course.text import _
from stepback_course.text.days import shown_day
from stepback_course.tui.marking_sheet import BY
from stepback_course.tui.widgets.writing import DayLine, Writing

FEEDBACK_LIMIT = 4_000
"""The longest feedback, in characters; records keep no longer one."""

LEAVE = Binding("escape", "leave", _("Leave the field"), id="desk.leave")


class Left(Message):
    """The person has left a field for the keys of the desk."""


class FeedbackField(Writing):
    """Something being written about the work; escape leaves it."""

    DEFAULT_CSS = """
    FeedbackField { display: none; max-height: 10; }
    FeedbackField.-open { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        LEAVE,
        Binding("tab", "screen.go_on_writing", _("Next box"), show=False, id="desk.next-box"),
    ]

    def __init__(self, place: str) -> None:
        """Begin shut and empty; `place` says what it is about, see `MarkingSheet`."""
        super().__init__(limit=FEEDBACK_LIMIT)
        self.place = place

    def show(self, text: str, *, is_open: bool) -> None:
        """Show what was written before; an empty field takes no room."""
        if text != self.text:
            with self.prevent(TextArea.Changed):
                self.load_text(text)
            self.move_cursor(self.document.end)
        self.set_class(bool(text) or self.has_focus, "-open")
        self.read_only = not is_open

    def enter(self) -> None:
        """Open the field and begin to write at its end."""
        self.add_class("-open")
        self.focus()
        self.move_cursor(self.document.end)
        self.call_after_refresh(self.scroll_visible, animate=False)

    def put_in(self, words: str, *, at_the_end: bool) -> None:
        """Put words at the cursor as if they had been typed there, or behind what is written."""
        self.add_class("-open")
        if at_the_end:
            self.move_cursor(self.document.end)
            words = words if not self.text or self.text[-1].isspace() else f" {words}"
        self.insert(words)

    def action_leave(self) -> None:
        """Leave the field."""
        self.post_message(Left())


class ByLine(DayLine):
    """The day by which the next step is to be taken; escape leaves it."""

    DEFAULT_CSS = """
    ByLine { display: none; }
    ByLine.-open { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [LEAVE]

    def __init__(self, today: Callable[[], date]) -> None:
        """Begin empty."""
        super().__init__("", title=_("By when"), hint=_("a day, if you like"), today=today)
        self.place = BY

    def show(self, day: str, *, is_open: bool) -> None:
        """Show the day that was set before."""
        if day != self.answer:
            with self.prevent(Input.Changed):
                self.value = shown_day(day)
        self.disabled = not is_open

    def action_leave(self) -> None:
        """Leave the line."""
        self.post_message(Left())
