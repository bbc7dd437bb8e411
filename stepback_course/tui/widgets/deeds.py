"""What could be done now, each with the key that does it; the next thing first."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from stepback_course.tui.widgets.hanging import Hanging

LINES = 4
"""How many lines there is room for."""
INDENT = 3
"""The cells that a key has."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One line: a key, what it does in words, and the action behind it."""

    key: str
    """As it is shown; empty where there is nothing to do."""
    sentence: str
    action: str = ""


class DeedLine(Static):
    """A key and what it does; a click does the same."""

    ALLOW_SELECT = False

    @dataclass
    class Chosen(Message):
        """Somebody pointed at the line."""

        action: str

    def __init__(self, *, is_next: bool) -> None:
        """Begin with no offer; the line of what is next stands out."""
        super().__init__(classes="-next" if is_next else "", markup=False)
        self.display = False
        self.offer: Offer | None = None

    def show(self, offer: Offer | None) -> None:
        """Show an offer; without one the line takes no room."""
        if offer == self.offer:
            return
        self.offer = offer
        self.display = offer is not None
        if offer is not None:
            key = Content.styled(offer.key, "bold $accent")
            self.update(Hanging(key, Content(offer.sentence), INDENT))

    def on_click(self) -> None:
        """Do it."""
        if self.offer is not None and self.offer.action:
            self.post_message(self.Chosen(self.offer.action))


class Deeds(VerticalGroup):
    """The lines, of which the first stands out; they are there from the first frame on."""

    DEFAULT_CSS = "DeedLine.-next { text-style: bold; color: $accent; }"

    def compose(self) -> ComposeResult:
        """Lay out the lines, with nothing in them yet."""
        for number in range(LINES):
            yield DeedLine(is_next=number == 0)

    def show(self, offers: Sequence[Offer]) -> None:
        """Show these, of which as many as there are lines."""
        for line, offer in zip_longest(self.query(DeedLine), offers[:LINES]):
            line.show(offer)
