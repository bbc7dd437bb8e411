"""Putting cards into piles, also piles that are named on the spot."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from stepback_course.course.activities.base import (
    ROW_LIMIT,
    ActivityBase,
    Choosable,
    repeated,
    unknown,
)
from stepback_course.text import _, ngettext
from stepback_course.text.fields import LATER, Frozen, Identifier, Line, Note

LEARNERS_PILES = 9
"""The most piles a learner sorts into: each has a digit."""


class Card(Choosable):
    """One card; where a thinking partner would put it, and why, may be said."""

    suggested: Identifier | None = None
    because: Note = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Where a thinking partner would put one card, and why."""

    card: str
    pile: str
    because: str
    agrees: bool
    """Whether the card lies there."""


class Sorted(Frozen):
    """Where the cards lie, with the piles and cards that were made on the spot."""

    piles: dict[Identifier, Annotated[list[Identifier], Field(max_length=ROW_LIMIT)]] = Field(
        default_factory=dict
    )
    own_piles: dict[Identifier, Line] = Field(default_factory=dict)
    own_cards: dict[Identifier, Line] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _each_card_lies_once(self) -> Self:
        lying = [card for cards in self.piles.values() for card in cards]
        if twice := repeated(lying):
            raise ValueError(
                _("card '{card}' lies in two places; a card lies in one").format(card=twice)
            )
        return self


class Sort(ActivityBase):
    """The practitioner, or the learner, sorts cards."""

    value_type: ClassVar[Any] = Sorted

    kind: Literal["sort"]
    cards: Annotated[tuple[Card, ...], Field(max_length=60)]
    piles: Annotated[tuple[Choosable, ...], Field(min_length=2, max_length=8)]
    own_piles: Annotated[int, Field(ge=0, le=5)] = 0
    """How many piles may be named on the spot."""
    own_cards: Annotated[int, Field(ge=0, le=30)] = 0
    """How many cards may be written on the spot."""
    learner: bool = False
    """Whether it is the learner who sorts."""
    repeats: Annotated[Identifier | None, LATER] = None
    """The earlier sort of the same unit with which this one is compared: the same cards again."""

    @model_validator(mode="after")
    def _cards_and_piles_are_told_apart(self) -> Self:
        if twice := repeated([card.id for card in self.cards]):
            raise ValueError(_("two cards have the id '{name}'").format(name=twice))
        if twice := repeated([pile.id for pile in self.piles]):
            raise ValueError(_("two piles have the id '{name}'").format(name=twice))
        piles = {pile.id for pile in self.piles}
        for card in self.cards:
            if card.suggested is not None and card.suggested not in piles:
                sentence = _("card '{card}' suggests '{pile}', which is no pile")
                raise ValueError(sentence.format(card=card.id, pile=card.suggested))
        if self.learner and len(self.piles) + self.own_piles > LEARNERS_PILES:
            sentence = _("a learner sorts into at most {most} piles, their own too")
            raise ValueError(sentence.format(most=LEARNERS_PILES))
        return self

    def unknown_parts(self, answer: Any) -> Iterator[str]:
        """Yield a sentence for each pile or card that neither course nor answer has."""
        piles = {pile.id for pile in self.piles}
        cards = {card.id for card in self.cards}
        taken = (piles & set(answer["own_piles"])) | (cards & set(answer["own_cards"]))
        for name in sorted(taken):
            yield _("'{name}' is the course's own id: give what was made another").format(name=name)
        piles |= set(answer["own_piles"])
        cards |= set(answer["own_cards"])
        yield from unknown(set(answer["piles"]), piles, _("this sort has no pile '{name}'"))
        lying = {card for cards in answer["piles"].values() for card in cards}
        yield from unknown(lying, cards, _("this sort has no card '{name}'"))
        if len(answer["own_piles"]) > self.own_piles:
            yield ngettext(
                "this sort has room for {most} pile of one's own",
                "this sort has room for {most} piles of one's own",
                self.own_piles,
            ).format(most=self.own_piles)
        if len(answer["own_cards"]) > self.own_cards:
            yield ngettext(
                "this sort has room for {most} card of one's own",
                "this sort has room for {most} cards of one's own",
                self.own_cards,
            ).format(most=self.own_cards)

    def missing(self, answer: Any) -> Iterator[str]:
        """Yield a sentence while cards of the course lie in no pile.

        A learner may leave cards out: from a learner one placed card is enough.
        """
        lying = {card for cards in (answer or {}).get("piles", {}).values() for card in cards}
        placed = sum(card.id in lying for card in self.cards)
        if self.learner:
            if not lying:
                yield _("no card is placed yet")
        elif placed < len(self.cards):
            yield ngettext(
                "{placed} of {cards} card is placed",
                "{placed} of {cards} cards are placed",
                len(self.cards),
            ).format(placed=placed, cards=len(self.cards))

    def reasons(self, answer: Any) -> Iterator[Reason]:
        """Yield a reason for each card that has one, once every card of the course is placed.

        A learner's sort has none: there it is the learner's view that counts.
        """
        lies_in = {
            card: pile for pile, cards in (answer or {}).get("piles", {}).items() for card in cards
        }
        if self.learner or any(card.id not in lies_in for card in self.cards):
            return
        for card in self.cards:
            if card.suggested is not None and card.because.strip():
                agrees = lies_in[card.id] == card.suggested
                yield Reason(card.id, card.suggested, card.because, agrees)

    def is_empty(self, answer: Any) -> bool:
        """Say whether no card is placed and none was made."""
        return not answer or not (any(answer["piles"].values()) or answer["own_cards"])
