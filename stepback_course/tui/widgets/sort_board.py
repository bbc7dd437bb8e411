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

from stepback_course.text import _, ngettext
from stepback_course.tui.widgets.sorting import SortingTable


@dataclass(frozen=True, slots=True)
class Naming:
    """What is being named or written: a pile or a card, a new one where there is no id."""

    what: Literal["pile", "card"]
    id: str | None = None


class PileBox(Static):
    """A pile with its digit, its label and the cards that lie in it; one's own takes focus."""

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

    def show(self, heading: str, cards: dict[str, str], in_front: str | None) -> None:
        """Show the pile's cards, words by id; the one in front is marked."""
        lines = [
            Content.styled(f"› {words}", "bold") if card == in_front else Content(f"· {words}")
            for card, words in cards.items()
        ]
        self.update(Content("\n").join([Content.styled(heading, "bold"), *lines]))

    def on_click(self) -> None:
        """Put the card in front here."""
        self.action_ask("put")

    def action_ask(self, what: str) -> None:
        """Ask that the card in front be put here, or the pile renamed or taken away."""
        self.post_message(self.Asked(self.pile, what))


class SortBoard(Widget, can_focus=True, inherit_bindings=False):
    """The card in front and the piles; keys put, take back and leaf through the cards."""

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
    SortBoard .pile { width: 1fr; height: auto; padding: 0 1; border-left: outer $border-blurred; }
    SortBoard .pile:focus { border-left: thick $border; background: $surface; }
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
        self._boxes: list[PileBox] = []

    def compose(self) -> ComposeResult:
        """Lay out the card above the piles."""
        yield self._progress
        yield self._face
        yield VerticalGroup(classes="piles")

    def on_mount(self) -> None:
        """Put the piles on the table."""
        self.show_piles()

    def watch_card(self) -> None:
        """Bring the card to the front."""
        self.show()
        self._face.scroll_visible(animate=False)

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
        self._progress.update(Content(self._told_progress()))
        self._face.update(Content(words or _("There is no card here yet.")))
        lies_in = self.table.pile_of(self.card) if self.card else None
        self._face.border_subtitle = Content(
            _("lies in: {pile}").format(pile=piles[lies_in]) if lies_in else ""
        )
        for number, box in enumerate(self._boxes, start=1):
            heading = piles[box.pile] if number > 10 else f"{number % 10}  {piles[box.pile]}"
            lying = {card: cards[card] for card in self.table.cards_in(box.pile)}
            box.show(heading, lying, None if self.read_only else self.card)
        self.refresh_bindings()

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

    def _told_progress(self) -> str:
        cards, left = list(self.table.cards), len(self.table.in_hand)
        if self.read_only:
            sentence = _("{placed} of {cards} cards are placed.")
        elif not left:
            sentence = _("Card {number} of {cards}. Every card is placed.")
        else:
            sentence = ngettext(
                "Card {number} of {cards}. {left} is still to be placed.",
                "Card {number} of {cards}. {left} are still to be placed.",
                left,
            )
        number = cards.index(self.card) + 1 if self.card else 0
        return sentence.format(number=number, cards=len(cards), left=left, placed=len(cards) - left)
