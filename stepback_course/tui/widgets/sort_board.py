"""The card in front and the piles, with the keys that move cards between them."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalGroup
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from stepback_course.course.activities import Reason
from stepback_course.portfolio.sorting import SortingTable
from stepback_course.portfolio.telling.plain import reason_in_words
from stepback_course.text import _
from stepback_course.tui.widgets.pile_box import PileBox
from stepback_course.tui.widgets.sort_words import progress_in_words

ROOMY = 36
"""From how many lines of the window on the piles show their cards while cards are in the hand."""


@dataclass(frozen=True, slots=True)
class Naming:
    """What is being named or written: a pile or a card, a new one where there is no id."""

    what: Literal["pile", "card"]
    id: str | None = None


class SortBoard(Widget, can_focus=True, inherit_bindings=False):
    """The card in front and the piles; keys put, take back and leaf through the cards.

    Once every card is placed, the card in front says where the course would have put it, and why.
    """

    DEFAULT_CSS = """
    SortBoard { width: 1fr; height: auto; }
    SortBoard .progress { color: $text-muted; }
    SortBoard .card {
        height: auto;
        padding: 1 2;
        margin-bottom: 1;
        border: round $border-blurred;
        text-align: center;
        text-style: bold;
    }
    SortBoard:focus .card { border: heavy $border; }
    SortBoard .piles {
        layout: grid;
        grid-size: 2;
        grid-rows: auto;
        grid-gutter: 1 2;
        height: auto;
    }
    SortBoard .piles.-few { layout: horizontal; }
    SortBoard .piles.-brief { layout: vertical; }
    SortBoard .why { display: none; padding: 0 1; margin-bottom: 1; }
    SortBoard .why.-shown { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n % 10), f"put({n})", show=False) for n in range(1, 11)),
        Binding("left,up", "leaf(-1)", _("Card before"), show=False, id="sort-before"),
        Binding("right,down", "leaf(1)", _("Next card"), show=False, id="sort-next"),
        Binding("backspace", "take_back", _("Take back"), id="sort-take-back"),
        Binding("n,plus", "new_pile", _("New pile"), key_display="n", id="sort-new-pile"),
        Binding("c", "new_card", _("New card"), id="sort-new-card"),
        Binding("e", "edit_card", _("Change card"), id="sort-edit-card"),
        Binding("delete", "remove_card", _("Remove card"), id="sort-remove-card"),
    ]

    @dataclass
    class Changed(Message):
        """Something lies elsewhere now."""

    @dataclass
    class Asked(Message):
        """The person wants to name or write something."""

        naming: Naming

    card: reactive[str | None] = reactive[str | None](None, init=False)
    """The card in front; None where there are no cards."""

    def __init__(self, table: SortingTable, *, read_only: bool) -> None:
        """Show a table, with the first card of the hand in front."""
        super().__init__()
        self.table = table
        self.read_only = read_only
        self.can_focus = not read_only
        self.set_reactive(SortBoard.card, next(iter(table.in_hand or table.cards), None))
        self._progress = Static(markup=False, classes="progress")
        self._face = Static(markup=False, classes="card")
        self._why = Static(markup=False, classes="why")
        self._boxes: list[PileBox] = []

    def compose(self) -> ComposeResult:
        """Lay out the card above the piles."""
        yield self._progress
        yield self._face
        yield self._why
        yield VerticalGroup(classes="piles")

    def on_mount(self) -> None:
        """Put the piles on the table."""
        self.show_piles()

    def watch_card(self) -> None:
        """Bring the card to the front."""
        self.show()
        # Afterwards, when the piles are as high as they are with their cards.
        self.call_after_refresh(self.scroll_visible, animate=False)

    def show_piles(self) -> None:
        """Show which piles there are, then everything that lies there."""
        place = self.query_one(".piles")
        place.set_class(len(self.table.piles) < 4, "-few")
        kept = {box.pile: box for box in self._boxes if box.pile in self.table.piles}
        for box in self._boxes:
            if box.pile not in kept:
                box.remove()
        for pile in self.table.piles:
            if pile not in kept:
                is_own = pile in self.table.own_piles
                kept[pile] = PileBox(pile, can_focus=is_own and not self.read_only)
                place.mount(kept[pile])
        self._boxes = list(kept.values())
        self.show()

    def show(self) -> None:
        """Show how far the sort is, the card in front, and what lies where."""
        cards, piles = self.table.cards, self.table.piles
        words = cards.get(self.card or "", "")
        progress = progress_in_words(self.table, self.card, read_only=self.read_only)
        self._progress.update(Content(progress))
        self._face.update(Content(words or _("There is no card here yet.")))
        lies_in = self.table.pile_of(self.card) if self.card else None
        self._face.border_subtitle = Content(
            _("lies in: {pile}").format(pile=piles[lies_in]) if lies_in else ""
        )
        reasons = self.table.reasons()
        self._show_reason(reasons.get(self.card or ""))
        elsewhere = {card for card, reason in reasons.items() if not reason.agrees}
        in_front = None if self.read_only else self.card
        self.query_one(".piles").set_class(self._is_brief, "-brief")
        for number, box in enumerate(self._boxes, start=1):
            heading = piles[box.pile] if number > 10 else f"{number % 10}  {piles[box.pile]}"
            lying = {card: cards[card] for card in self.table.cards_in(box.pile)}
            if self._is_brief:
                box.show_count(heading, len(lying), has_card_in_front=in_front in lying)
            else:
                box.show_cards(heading, lying, in_front=in_front, elsewhere=elsewhere)
        self.refresh_bindings()

    @property
    def _is_brief(self) -> bool:
        """Whether the piles show how many cards they have, so that all are in sight at once."""
        return not self.read_only and self.app.size.height < ROOMY and bool(self.table.in_hand)

    def _show_reason(self, reason: Reason | None) -> None:
        """Show where the course would have put the card in front, and why."""
        told = ""
        if reason is not None and not self.read_only:
            told = reason_in_words(self.table.activity, reason)
        self._why.update(Content(told))
        self._why.set_class(bool(told), "-shown")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done now."""
        match action:
            case "new_pile":
                return self.table.has_room_for_piles
            case "new_card":
                return self.table.has_room_for_cards
            case "edit_card" | "remove_card":
                return self.card in self.table.own_cards
        return True

    def put_in(self, pile: str) -> None:
        """Put the card in front in a pile and bring the next one of the hand to the front."""
        if self.card is None:
            return
        self.table.put(self.card, pile)
        self._bring(self.table.next_in_hand(self.card) or self.card)

    def action_put(self, number: int) -> None:
        """Put the card in front in the pile with this number, counted from 1."""
        if number > len(self._boxes):
            raise SkipAction
        self.put_in(self._boxes[number - 1].pile)

    def action_leaf(self, by: int) -> None:
        """Bring the card before or after this one to the front; at either end the page scrolls."""
        order = list(self.table.cards)
        if self.card is None or not 0 <= (place := order.index(self.card) + by) < len(order):
            raise SkipAction
        self.card = order[place]

    def action_take_back(self) -> None:
        """Take the card in front out of its pile; if it is in the hand, the one put down last."""
        if self.card and self.table.pile_of(self.card):
            self.table.take_back(self.card)
            self._bring(self.card)
        elif last := self.table.take_last_back():
            self._bring(last)

    def action_new_pile(self) -> None:
        """Ask for the name of a new pile."""
        self.post_message(self.Asked(Naming("pile")))

    def action_new_card(self) -> None:
        """Ask for the words of a new card."""
        self.post_message(self.Asked(Naming("card")))

    def action_edit_card(self) -> None:
        """Ask for other words for a card of one's own."""
        self.post_message(self.Asked(Naming("card", self.card)))

    def action_remove_card(self) -> None:
        """Take away a card of one's own."""
        if self.card is None:
            return
        order = list(self.table.cards)
        place = order.index(self.card)
        self.table.remove_card(self.card)
        order.remove(self.card)
        self._bring(order[min(place, len(order) - 1)] if order else None)

    def on_pile_box_asked(self, event: PileBox.Asked) -> None:
        """Do what is wanted with a pile."""
        event.stop()
        if self.read_only:
            return
        match event.what:
            case "put":
                self.put_in(event.pile)
            case "rename":
                self.post_message(self.Asked(Naming("pile", event.pile)))
            case "remove":
                self.table.remove_pile(event.pile)
                self.focus()
                self.show_piles()
                self.post_message(self.Changed())

    def give_words(self, naming: Naming, words: str) -> None:
        """Give a pile or a card its words."""
        match naming:
            case Naming("pile", None):
                self.table.add_pile(words)
            case Naming("pile", str(pile)):
                self.table.own_piles[pile] = words
            case Naming("card", None):
                self.set_reactive(SortBoard.card, self.table.add_card(words))
            case Naming("card", str(card)):
                self.table.own_cards[card] = words
        self.show_piles()
        self.post_message(self.Changed())

    def _bring(self, card: str | None) -> None:
        """Bring a card to the front after something was moved."""
        if card == self.card:
            self.show()
        self.card = card
        self.post_message(self.Changed())
