"""The cards of the sorts, to cut out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from stepback_course.course.activities import Sort
from stepback_course.course.models import Unit
from stepback_course.portfolio.telling.words import unit_name
from stepback_course.reports.prose import typographic
from stepback_course.text import _


@dataclass(frozen=True, slots=True)
class Deck:
    """The cards of one sort, and the labels of its piles."""

    titles: tuple[str, ...]
    """The activities that are done with these cards."""
    piles: tuple[str, ...]
    blank_piles: int
    cards: tuple[str, ...]
    blank_cards: int
    learner: bool
    """Whether the learner sorts them, so that they are large."""


def decks(units: Sequence[Unit]) -> list[Deck]:
    """Return the decks that some units need; two sorts of the same cards share one."""
    found: dict[tuple[object, ...], Deck] = {}
    for unit in units:
        for activity in unit.activities:
            if isinstance(activity, Sort):
                deck = _deck(activity, _title(unit_name(unit), activity))
                same = (deck.piles, deck.cards)
                known = found.get(same)
                found[same] = replace(known, titles=known.titles + deck.titles) if known else deck
    return list(found.values())


def _deck(sort: Sort, title: str) -> Deck:
    return Deck(
        titles=(title,),
        piles=tuple(typographic(pile.text) for pile in sort.piles),
        blank_piles=sort.own_piles,
        cards=tuple(typographic(card.text) for card in sort.cards),
        blank_cards=sort.own_cards,
        learner=sort.learner,
    )


def _title(label: str, sort: Sort) -> str:
    return _("{unit}: {activity}").format(unit=label, activity=typographic(sort.title))
