"""Something that could be done now, with the key that does it."""

from dataclasses import dataclass

from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from stepback_course.tui.widgets.hanging import Hanging

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

    DEFAULT_CSS = "DeedLine.-next { text-style: bold; color: $accent; }"
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
