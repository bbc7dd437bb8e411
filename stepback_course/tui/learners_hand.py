"""The cards of a sort as a learner goes through them, without a screen."""

from stepback_course.portfolio.sorting import SortingTable


class LearnersHand:
    """One card after another, each until the learner has said where it goes, or not today."""

    def __init__(self, table: SortingTable) -> None:
        """Begin with the first card that lies in no pile."""
        self._table = table
        self._dealt_with: list[str] = []
        self.card = self._next()
        """The card in front; None where none is left for today."""

    def put(self, pile: str) -> None:
        """Put the card in front in a pile and go on to the next."""
        if self.card is not None:
            self._table.put(self.card, pile)
            self._go_on(self.card)

    def leave(self) -> None:
        """Leave the card in front for another day and go on to the next."""
        if self.card is not None:
            self._go_on(self.card)

    def go_back(self) -> None:
        """Bring the card that was dealt with last to the front again, in no pile."""
        if self._dealt_with:
            self.card = self._dealt_with.pop()
            self._table.take_back(self.card)

    def write(self, words: str) -> None:
        """Bring a new card to the front; the one that was there comes after it."""
        self.card = self._table.add_card(words)

    def _go_on(self, card: str) -> None:
        self._dealt_with.append(card)
        self.card = self._next()

    def _next(self) -> str | None:
        dealt_with = set(self._dealt_with)
        return next((card for card in self._table.in_hand if card not in dealt_with), None)
