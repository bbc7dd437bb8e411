"""What a sort's board says of how far it is."""

from stepback_course.portfolio.sorting import SortingTable
from stepback_course.text import _, ngettext
from stepback_course.tui.widgets.pile_box import ELSEWHERE


def progress_in_words(table: SortingTable, card: str | None, *, read_only: bool) -> str:
    """Return how far a sort is, with the number of the card in front where one is."""
    cards, left = list(table.cards), len(table.in_hand)
    if read_only:
        sentence = _("{placed} of {cards} cards are placed.")
    elif not left and table.reasons():
        sentence = _(
            "Card {number} of {cards}. Every card is placed. Leaf with ← → to read where we would "
            "have put each, and why; {sign} marks those that we see differently."
        )
    elif not left:
        sentence = _("Card {number} of {cards}. Every card is placed.")
    elif table.activity.learner:
        # A learner may leave out as many as they like.
        sentence = ngettext(
            "Card {number} of {cards}. {left} lies in no pile.",
            "Card {number} of {cards}. {left} lie in no pile.",
            left,
        )
    else:
        sentence = ngettext(
            "Card {number} of {cards}. {left} is still to be placed.",
            "Card {number} of {cards}. {left} are still to be placed.",
            left,
        )
    return sentence.format(
        number=cards.index(card) + 1 if card else 0,
        cards=len(cards),
        left=left,
        placed=len(cards) - left,
        sign=ELSEWHERE,
    )
