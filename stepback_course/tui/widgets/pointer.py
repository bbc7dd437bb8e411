"""A list in which one row is pointed at and picked: by arrows and space, a digit, or the mouse."""

from dataclasses import dataclass
from typing import ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from stepback_course.text import _

CHOSEN = "(•)"
FREE = "( )"


class PointedList(Widget, can_focus=True, inherit_bindings=False):
    """Points at one of `count` rows; what a row looks like is its subclass's business.

    At either end an arrow is left to whoever is outside, so that the page scrolls on.
    """

    DEFAULT_CSS = "PointedList { width: 1fr; height: auto; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "point(-1)", _("Up"), show=False, id="list-up"),
        Binding("down", "point(1)", _("Down"), show=False, id="list-down"),
        Binding("space,enter", "pick", _("Choose"), key_display=_("space"), id="list-pick"),
        *(Binding(str(n % 10), f"pick_number({n})", show=False) for n in range(1, 11)),
    ]

    pointer: reactive[int] = reactive(0)
    """The row pointed at, counted from 0."""

    @dataclass
    class Picked(Message):
        """The person picked a row."""

        index: int

    def __init__(self, count: int, pointer: int = 0) -> None:
        """Point at row `pointer` of `count`."""
        super().__init__()
        self.count = count
        self.set_reactive(PointedList.pointer, pointer)

    def action_point(self, by: int) -> None:
        """Point further up or down."""
        if not 0 <= self.pointer + by < self.count:
            raise SkipAction
        self.pointer += by

    def action_pick(self) -> None:
        """Pick the row pointed at."""
        self.post_message(self.Picked(self.pointer))

    def action_pick_number(self, number: int) -> None:
        """Pick a row by its number, counted from 1."""
        if number > self.count:
            raise SkipAction
        self.pointer = number - 1
        self.action_pick()
