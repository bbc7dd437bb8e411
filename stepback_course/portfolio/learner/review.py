"""Looking again together: what a review begins with, and what has changed since the first time."""

from collections.abc import Mapping
from typing import Any

from stepback_course.course.activities import ActivityBase, Sort, Targets
from stepback_course.course.models import Unit
from stepback_course.portfolio.learner.change import Change, Step
from stepback_course.portfolio.models import Response

Answers = Mapping[str, Any]
"""The values given for a unit's activities so far, by activity."""


def carried_over(activity: ActivityBase, answers: Answers) -> Any:
    """Return what an activity begins with that looks back at an earlier one, or None.

    A sort that repeats another has the cards and piles that the learner made then, all in the hand;
    targets that are brought back have their first stage and the learner's first words.
    """
    match activity:
        case Sort(repeats=str(earlier)) if first := answers.get(earlier):
            made = {"own_piles": dict(first["own_piles"]), "own_cards": dict(first["own_cards"])}
            return {"piles": {}} | made if any(made.values()) else None
        case Targets(carries=str(earlier)) if first := answers.get(earlier):
            return [target | {"after": None} for target in first]
    return None


def with_late_targets(
    activity: ActivityBase, answer: Any, responses: Mapping[str, Response]
) -> Any:
    """Return an answer with the targets that were chosen the first time only after it was given.

    They come as they would have come at first. What was left out of the answer knowingly, because
    it had been chosen by then, stays out.
    """
    if not isinstance(activity, Targets) or not activity.carries:
        return answer
    given, first = responses.get(activity.id), responses.get(activity.carries)
    if given is None or first is None or first.at <= given.at:
        return answer
    known = {target["card"] for target in answer}
    late = (target for target in first.value if target["card"] not in known)
    return [*answer, *(target | {"after": None} for target in late)]


def change_of(unit: Unit, activity: ActivityBase, answers: Answers) -> Change | None:
    """Return what has changed since the first time, where an activity looks back and both say."""
    answer = answers.get(activity.id)
    match activity:
        case Sort(repeats=str(earlier)):
            first = unit.activity(earlier)
            before = answers.get(earlier)
            if isinstance(first, Sort) and _is_sorted(before) and _is_sorted(answer):
                return _sort_change(first, before, activity, answer)
        case Targets(stage_after=True) if answer:
            sort = unit.activity(activity.from_sort)
            if isinstance(sort, Sort) and any(target["after"] for target in answer):
                return _stage_change(activity, answer, _Table(sort, answers.get(sort.id)).cards)
    return None


class _Table:
    """Where the cards of one sort lie; what a learner made is told apart by its words."""

    def __init__(self, sort: Sort, answer: Any) -> None:
        answer = answer or {"piles": {}, "own_piles": {}, "own_cards": {}}
        own_piles, own_cards = answer["own_piles"], answer["own_cards"]
        self.pile_keys = {pile.id: pile.id for pile in sort.piles} | {
            pile: _own_key(label) for pile, label in own_piles.items()
        }
        self.piles = {pile.id: pile.text for pile in sort.piles} | {
            _own_key(label): label for label in own_piles.values()
        }
        self.cards = {card.id: card.text for card in sort.cards} | own_cards
        self.keyed_cards = {card.id: card.text for card in sort.cards} | {
            _own_key(words): words for words in own_cards.values()
        }
        self.lies_in = {
            _own_key(own_cards[card]) if card in own_cards else card: pile
            for pile, cards in answer["piles"].items()
            for card in cards
        }

    def place_of(self, card: str, places: Mapping[str, int]) -> int | None:
        """Return the number of the pile in which a card lies, or None."""
        pile = self.lies_in.get(card)
        return None if pile is None else places[self.pile_keys[pile]]


def _own_key(words: str) -> str:
    """Return the key of a card or pile that a learner made; with its space it is no id."""
    return f"own {words.casefold()}"


def _is_sorted(answer: Any) -> bool:
    return bool(answer and any(answer["piles"].values()))


def _sort_change(first: Sort, before: Any, again: Sort, now: Any) -> Change:
    then, today = _Table(first, before), _Table(again, now)
    piles = then.piles | today.piles
    places = {pile: number for number, pile in enumerate(piles)}
    cards = then.keyed_cards | today.keyed_cards
    steps = (
        Step(words, then.place_of(card, places), today.place_of(card, places))
        for card, words in cards.items()
    )
    # Of a card that was left out both times there is nothing to tell.
    return Change(
        tuple(piles.values()), tuple(step for step in steps if (step.first, step.now) != _NOWHERE)
    )


_NOWHERE = (None, None)


def _stage_change(activity: Targets, answer: Any, cards: Mapping[str, str]) -> Change:
    return Change(
        activity.stages,
        tuple(
            Step(
                cards.get(target["card"], target["card"]),
                _from_zero(target["before"]),
                _from_zero(target["after"]),
            )
            for target in answer
            if target["before"] or target["after"]
        ),
    )


def _from_zero(stage: int | None) -> int | None:
    return None if stage is None else stage - 1
