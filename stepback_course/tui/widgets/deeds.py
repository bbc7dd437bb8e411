"""What could be done now, each with the key that does it; the next thing first."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from textual import getters
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

LINES = 4
"""How many lines there is room for."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One line: a key, what it does in words, and the action behind it."""

    key: str
    """As it is shown; empty where there is nothing to do."""
    sentence: str
    action: str = ""


class DeedLine(HorizontalGroup):
    """A key and what it does; a click does the same."""

    key = getters.query_one(".key", Static)
    deed = getters.query_one(".deed", Static)

    @dataclass
    class Chosen(Message):
        """Somebody pointed at the line."""

        action: str

    def __init__(self) -> None:
        """Begin with no offer."""
        super().__init__(classes="-empty")
        self._offer: Offer | None = None

    def compose(self) -> ComposeResult:
        """Lay out the key before the words."""
        yield Static(classes="key", markup=False)
        yield Static(classes="deed", markup=False)

    def show(self, offer: Offer | None) -> None:
        """Show an offer; without one the line takes no room."""
        if offer == self._offer:
            return
        self._offer = offer
        self.set_class(offer is None, "-empty")
        if offer is not None:
            self.key.update(Content(offer.key))
            self.deed.update(Content(offer.sentence))

    def on_click(self) -> None:
        """Do it."""
        if self._offer is not None and self._offer.action:
            self.post_message(self.Chosen(self._offer.action))


class Deeds(VerticalGroup):
    """The lines, of which the first stands out; they are there from the first frame on."""

    DEFAULT_CSS = """
    Deeds DeedLine { height: auto; }
    Deeds DeedLine.-empty { display: none; }
    Deeds .key { width: 3; color: $accent; text-style: bold; }
    Deeds .deed { width: 1fr; }
    Deeds DeedLine.-next .deed { text-style: bold; color: $accent; }
    """

    def compose(self) -> ComposeResult:
        """Lay out the lines, with nothing in them yet."""
        for number in range(LINES):
            line = DeedLine()
            line.set_class(number == 0, "-next")
            yield line

    def show(self, offers: Sequence[Offer]) -> None:
        """Show these, of which as many as there are lines."""
        for line, offer in zip_longest(self.query(DeedLine), offers[:LINES]):
            line.show(offer)
