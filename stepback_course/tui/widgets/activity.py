"""What the widgets of all kinds of activity have in common."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from textual.message import Message
from textual.widget import Widget

from stepback_course.course.activities import ActivityBase
from stepback_course.tui.widgets.writing import Notice, TooLong

Kind = TypeVar("Kind", bound=ActivityBase)


class ActivityWidget(Widget, Generic[Kind], inherit_bindings=False):
    """Shows one activity's answer and lets it be given.

    What is shown is the state: `build` makes the inner widgets from a value, and `value` reads
    them, so that what somebody has just typed is never behind.
    """

    DEFAULT_CSS = """
    ActivityWidget { width: 1fr; height: auto; }
    ActivityWidget .muted { color: $text-muted; }
    """

    @dataclass
    class Changed(Message):
        """The person has changed the answer."""

        activity_id: str
        value: object

    def __init__(self, activity: Kind, value: object = None, *, read_only: bool = False) -> None:
        """Show `value`, in the form that `activity.read` returns, or None for no answer yet."""
        super().__init__()
        self.activity = activity
        self.read_only = read_only
        self.set_class(read_only, "-read-only")
        self._refocus = False
        self.build(value)
        self._known = self.value

    @property
    def wide_from(self) -> int:
        """From how many cells of its own width on the widget has the class `-wide`."""
        return 100

    def build(self, value: Any) -> None:
        """Make what the widget shows from an answer; `compose` then lays it out."""
        raise NotImplementedError

    @property
    def value(self) -> Any:
        """The answer as it is on screen now, in the form that records keep."""
        raise NotImplementedError

    def load(self, value: object) -> None:
        """Show another answer. This is no change by the person and posts nothing."""
        self._refocus = self.has_focus_within
        self.build(value)
        self._known = self.value
        if self.is_attached:
            self.refresh(recompose=True)

    async def recompose(self) -> None:
        """Lay out what was built, and let whoever was in here stay in here."""
        await super().recompose()
        if self._refocus:
            self._refocus = False
            self.focus_first()

    def focus_first(self, *, scroll_visible: bool = True) -> None:
        """Give focus to the first thing in here that takes it, and bring it in sight if asked."""
        chain = set(self.screen.focus_chain)
        for widget in self.query("*"):
            if widget in chain:
                widget.focus(scroll_visible)
                return

    def changed(self) -> None:
        """Post Changed where the answer is not the one last loaded or posted."""
        value = self.value
        if value != self._known:
            self._known = value
            self.post_message(self.Changed(self.activity.id, value))

    def say(self, beside: Widget, sentence: str) -> None:
        """Show a sentence in the notice that stands nearest to a widget; empty takes it away."""
        for ancestor in beside.ancestors:
            for notice in ancestor.query_children(Notice):
                notice.sentence = sentence
                return
            if ancestor is self:
                return

    def on_too_long(self, event: TooLong) -> None:
        """Say what did not fit."""
        event.stop()
        self.say(event.field, event.sentence)

    def on_resize(self) -> None:
        """Use the width there is."""
        self.set_class(self.size.width >= self.wide_from, "-wide")
