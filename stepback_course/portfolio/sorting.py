"""The table on which cards are sorted, without a screen."""

from typing import Any

from stepback_course.course.activities import Reason, Sort


class SortingTable:
    """Where the cards of a sort lie, with the piles and cards made on the spot."""

    def __init__(self, activity: Sort, value: dict[str, Any] | None) -> None:
        """Lay the cards out as an answer has them, or all in the hand."""
        value = value or {}
        self.activity = activity
        self.own_piles: dict[str, str] = dict(value.get("own_piles", {}))
        self.own_cards: dict[str, str] = dict(value.get("own_cards", {}))
        self._lying: dict[str, list[str]] = {
            pile: list(cards) for pile, cards in value.get("piles", {}).items()
        }
        self._placed: list[str] = []

    @property
    def value(self) -> dict[str, Any]:
        """The answer as records keep it; piles without cards are left out."""
        return {
            "piles": {pile: list(cards) for pile, cards in self._lying.items() if cards},
            "own_piles": dict(self.own_piles),
            "own_cards": dict(self.own_cards),
        }

    @property
    def piles(self) -> dict[str, str]:
        """The label of every pile by id, in order: those of the course, then one's own."""
        return {pile.id: pile.text for pile in self.activity.piles} | self.own_piles

    @property
    def cards(self) -> dict[str, str]:
        """The words of every card by id, in order: those of the course, then one's own."""
        return {card.id: card.text for card in self.activity.cards} | self.own_cards

    @property
    def in_hand(self) -> list[str]:
        """The cards that lie in no pile, in order."""
        lying = {card for cards in self._lying.values() for card in cards}
        return [card for card in self.cards if card not in lying]

    def cards_in(self, pile: str) -> list[str]:
        """Return the cards of a pile, in the order in which they were put there."""
        return list(self._lying.get(pile, ()))

    def pile_of(self, card: str) -> str | None:
        """Return the pile in which a card lies, or None."""
        return next((pile for pile, cards in self._lying.items() if card in cards), None)

    def put(self, card: str, pile: str) -> None:
        """Put a card in a pile, wherever it was before."""
        if self.pile_of(card) == pile:
            return
        self.take_back(card)
        self._lying.setdefault(pile, []).append(card)
        self._placed.append(card)

    def take_back(self, card: str) -> None:
        """Take a card back into the hand."""
        for cards in self._lying.values():
            if card in cards:
                cards.remove(card)
        if card in self._placed:
            self._placed.remove(card)

    def take_last_back(self) -> str | None:
        """Take the card that was put down last back into the hand; return it, or None."""
        if not self._placed:
            return None
        card = self._placed[-1]
        self.take_back(card)
        return card

    def next_in_hand(self, after: str) -> str | None:
        """Return the first card in the hand after a card, from the top again at the end."""
        order = list(self.cards)
        start = order.index(after) + 1
        waiting = set(self.in_hand)
        return next((card for card in order[start:] + order[:start] if card in waiting), None)

    @property
    def has_room_for_piles(self) -> bool:
        """Whether one more pile may be named."""
        return len(self.own_piles) < self.activity.own_piles

    @property
    def has_room_for_cards(self) -> bool:
        """Whether one more card may be written."""
        return len(self.own_cards) < self.activity.own_cards

    def add_pile(self, label: str) -> str:
        """Name a pile on the spot; return its id."""
        identifier = self._free_identifier()
        self.own_piles[identifier] = label
        return identifier

    def add_card(self, words: str) -> str:
        """Write a card on the spot; return its id."""
        identifier = self._free_identifier()
        self.own_cards[identifier] = words
        return identifier

    def remove_pile(self, pile: str) -> None:
        """Take away a pile of one's own; its cards go back into the hand."""
        for card in self.cards_in(pile):
            self.take_back(card)
        self._lying.pop(pile, None)
        del self.own_piles[pile]

    def remove_card(self, card: str) -> None:
        """Take away a card of one's own."""
        self.take_back(card)
        del self.own_cards[card]

    def reasons(self) -> dict[str, Reason]:
        """Return where the course would have put its cards, and why, once all of them are placed.

        A learner's sort has none.
        """
        return {reason.card: reason for reason in self.activity.reasons(self.value)}

    def _free_identifier(self) -> str:
        taken = {name.lower() for name in (*self.piles, *self.cards)}
        numbers = range(1, len(taken) + 2)
        return next(f"own-{n}" for n in numbers if f"own-{n}" not in taken)
