"""One pile of a sort, with the cards that lie in it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from textwrap import wrap
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from stepback_course.text import _, ngettext

LYING = "·"
"""Stands before a card in a pile."""
ELSEWHERE = "≠"
"""Stands before a card that the course would have put in another pile."""
IN_FRONT = "›"
"""Stands before the card that is in front."""


class PileBox(Static):
    """A pile with its digit, its label and the cards that lie in it; one's own takes focus."""

    DEFAULT_CSS = """
    PileBox { width: 1fr; height: auto; padding: 0 1; border-left: outer $border-blurred; }
    PileBox:focus { border-left: thick $border; background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "ask('put')", _("Put here"), id="pile-put"),
        Binding("enter", "ask('rename')", _("Rename"), id="pile-rename"),
        Binding("delete", "ask('remove')", _("Remove pile"), id="pile-remove"),
    ]

    @dataclass
    class Asked(Message):
        """The person wants something done with the pile."""

        pile: str
        what: str

    def __init__(self, pile: str, *, can_focus: bool) -> None:
        """Stand for one pile."""
        super().__init__(markup=False, classes="pile")
        self.pile = pile
        self.can_focus = can_focus
        self._heading = ""
        self._cards: list[tuple[str, str]] = []
        self._wrapped_at = 0

    def show_cards(
        self,
        heading: str,
        cards: Mapping[str, str],
        *,
        in_front: str | None,
        elsewhere: Collection[str],
    ) -> None:
        """Show the pile's cards, words by id; the one in front and those of `elsewhere` marked."""
        self._heading = heading
        self._cards = [
            (IN_FRONT if card == in_front else ELSEWHERE if card in elsewhere else LYING, words)
            for card, words in cards.items()
        ]
        self._lay_out()

    def show_count(self, heading: str, count: int, *, has_card_in_front: bool) -> None:
        """Show only how many cards lie there, on one line where it fits."""
        self._heading = ""
        counted = ngettext("{count} card", "{count} cards", count).format(count=count)
        sign = f"  {IN_FRONT}" if has_card_in_front else ""
        told = Content.styled(f"  {counted}{sign}" if count else "", "$secondary")
        self.update(Content.styled(heading, "bold") + told)

    def on_resize(self) -> None:
        """Break the lines where they end now."""
        if self._heading and self.content_size.width != self._wrapped_at:
            # What changes in the midst of a layout is not measured again.
            self.call_after_refresh(self._lay_out)

    def _lay_out(self) -> None:
        """Show the cards, the further lines of each under its words and not under its sign."""
        self._wrapped_at = self.content_size.width
        # A share of the width is measured a cell narrower than it may come out.
        room = self._wrapped_at - 3
        lines = [Content.styled(self._heading, "bold")]
        for sign, words in self._cards:
            card = "\n  ".join(wrap(words, room) if room > 6 else [words])
            lines.append(Content.styled(f"{sign} {card}", "bold" if sign == IN_FRONT else ""))
        self.update(Content("\n").join(lines))

    def on_click(self) -> None:
        """Put the card in front here."""
        self.action_ask("put")

    def action_ask(self, what: str) -> None:
        """Ask that the card in front be put here, or the pile renamed or taken away."""
        self.post_message(self.Asked(self.pile, what))
