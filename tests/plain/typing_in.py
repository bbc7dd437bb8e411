"""The lines that somebody types to give certain answers in plain lines."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import singledispatch
from typing import Any

from stepback_course.course.activities import (
    ActivityBase,
    Checklist,
    Choice,
    Log,
    Plan,
    Reflection,
    Roles,
    Scale,
    Sort,
    Targets,
)
from stepback_course.course.models import Course, Unit
from stepback_course.portfolio.learner.review import carried_over
from stepback_course.portfolio.sorting import SortingTable

BACK = "."
LATER = "l"
Answers = dict[str, Any]
"""The answers of one unit so far, by activity."""


def unit_number(course: Course, unit: str) -> str:
    """Return what is typed to open a unit."""
    return str(course.unit_ids.index(unit) + 1)


def answer(unit: Unit, activity: str, value: Any, answers: Answers) -> Iterator[str]:
    """Yield what is typed, from the choices of a unit back to them, to answer an activity.

    `answers` has what stands in the unit, and has the new answer afterwards.
    """
    kind = unit.activity(activity)
    assert kind is not None
    yield from way_to(unit, activity)
    if kind.is_empty(answers.get(activity)):
        yield from first_answer(kind, value, unit, answers)
    else:
        yield from changed_answer(kind, value, answers[activity])
    yield from way_back(unit)
    answers[activity] = value


def way_to(unit: Unit, activity: str) -> Iterator[str]:
    """Yield what is typed to go from the choices of a unit to one of its activities."""
    part = unit.part_of(activity)
    if len(unit.parts) > 1:
        yield str(unit.parts.index(part) + 1)
    yield str([each.id for each in part.activities].index(activity) + 1)


def way_back(unit: Unit) -> Iterator[str]:
    """Yield what is typed to go from an activity to the choices of its unit."""
    yield BACK
    if len(unit.parts) > 1:
        yield BACK


def occasion(
    unit: Unit, activity: str, before: tuple[str, str], after: tuple[str, str]
) -> Iterator[str]:
    """Yield what is typed to say how an answer came about: with whom, and when on paper."""
    yield from way_to(unit, activity)
    yield "o"
    for standing, said in zip(before, after, strict=True):
        yield "" if said == standing else said or "-"
    yield from way_back(unit)


def permission(said: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is typed to record permission, from the choices of the case study."""
    yield from ("1", "p")
    yield said["learner"]
    yield str(["parent or carer", "young person"].index(said["given_by"]) + 1)
    yield said["on"]
    yield str(["in writing", "spoken", "signed", "another way"].index(said["how"]) + 1)
    yield "yes"
    for scope in ("training", "publication", "images"):
        yield "yes" if scope in said["scopes"] else "no"
    yield BACK


@singledispatch
def first_answer(kind: ActivityBase, value: Any, unit: Unit, answers: Answers) -> Iterator[str]:
    """Yield what is typed to answer an activity for the first time."""
    raise NotImplementedError(kind.id)


@singledispatch
def changed_answer(kind: ActivityBase, value: Any, before: Any) -> Iterator[str]:
    """Yield what is typed to give another answer in the place of one."""
    raise NotImplementedError(kind.id)


@changed_answer.register
def _other_reflection(kind: Reflection, value: str, before: str) -> Iterator[str]:
    yield from ["w", *value.split("\n"), BACK]


@changed_answer.register(Log)
@changed_answer.register(Plan)
@changed_answer.register(Roles)
def _other_table(kind: Any, value: Sequence[Any], before: Sequence[Any]) -> Iterator[str]:
    columns = [column.id for column in kind.all_columns]
    for number, row in enumerate(value, start=1):
        standing = before[number - 1] if number <= len(before) else {}
        yield str(number) if standing else "a"
        for column in columns:
            new, old = row.get(column, ""), standing.get(column, "")
            yield "" if new == old else new or "-"
    for _row in before[len(value) :]:
        yield from ("d", str(len(value) + 1), "yes")


@first_answer.register
def _reflection(kind: Reflection, value: str, unit: Unit, answers: Answers) -> Iterator[str]:
    yield from [*value.split("\n"), BACK]


@first_answer.register
def _scale(kind: Scale, value: Any, unit: Unit, answers: Answers) -> Iterator[str]:
    yield str(value["before"] or BACK)
    if value["before"]:
        yield str(value["after"] or BACK)


@first_answer.register
def _checklist(kind: Checklist, value: Any, unit: Unit, answers: Answers) -> Iterator[str]:
    for number, item in enumerate(kind.items, start=1):
        tick = value.get(item.id, {"done": False, "note": ""})
        if tick["done"]:
            yield from (str(number), tick["note"])


@first_answer.register
def _choice(kind: Choice, value: str, unit: Unit, answers: Answers) -> Iterator[str]:
    ids = [option.id for option in kind.options]
    yield str(ids.index(value) % len(ids) + 1)


@first_answer.register
def _sort(kind: Sort, value: Any, unit: Unit, answers: Answers) -> Iterator[str]:
    yield BACK  # what is made on the spot comes first
    carried = carried_over(kind, answers)
    table = SortingTable(kind, carried)
    made = list(table.own_cards.items()) + list(table.own_piles.items())
    while unwanted := [
        at
        for at, (name, words) in enumerate(made)
        if {**value["own_cards"], **value["own_piles"]}.get(name) != words
    ]:
        yield from ("d", str(unwanted[0] + 1))
        del made[unwanted[0]]
    standing = dict(made)
    piles = [pile.id for pile in kind.piles]
    own = {**value["own_piles"], **value["own_cards"]}
    for name in sorted(own, key=lambda name: int(name.rpartition("-")[2])):
        if name in value["own_piles"]:
            piles.append(name)
        if name in standing:
            continue
        yield from ("p", own[name]) if name in value["own_piles"] else ("c", own[name], LATER)
    lies = {card: pile for pile, cards in value["piles"].items() for card in cards}
    hand = [card.id for card in kind.cards] + sorted(value["own_cards"], key=_made_order(standing))
    if lies:
        yield "s"
        yield from (str(piles.index(lies[card]) + 1) if card in lies else LATER for card in hand)


def _made_order(standing: Mapping[str, str]) -> Any:
    """Return how cards of one's own are ordered: those that were brought over come first."""
    return lambda name: (name not in standing, int(name.rpartition("-")[2]))


@first_answer.register(Log)
@first_answer.register(Plan)
@first_answer.register(Roles)
def _table(kind: Any, value: Sequence[Any], unit: Unit, answers: Answers) -> Iterator[str]:
    begins = not getattr(kind, "wait_seconds", None)
    for number, row in enumerate(value):
        if number or not begins:
            yield "a"
        yield from (row.get(column.id, "") for column in kind.all_columns)


@first_answer.register
def _targets(kind: Targets, value: Sequence[Any], unit: Unit, answers: Answers) -> Iterator[str]:
    carried = carried_over(kind, answers) or []
    wanted = {target["card"]: target for target in value}
    for target in carried:
        yield from _about_target(kind, wanted[target["card"]])
    standing = [target["card"] for target in carried]
    for number, target in enumerate(value):
        if target["card"] in standing:
            continue
        if number:
            yield "a"
        yield from _card(kind, target["card"], standing, unit, answers)
        yield from _about_target(kind, target)
        standing.append(target["card"])


def _about_target(kind: Targets, target: Any) -> Iterator[str]:
    yield target["success"]
    yield str(target["before"] or BACK)
    if kind.stage_after and target["before"]:
        yield str(target["after"] or BACK)


def _card(
    kind: Targets, card: str, standing: Iterable[str], unit: Unit, answers: Answers
) -> Iterator[str]:
    """Yield the number of a card among those offered, or `m` and its number among the others."""
    sort = unit.activity(kind.from_sort)
    assert isinstance(sort, Sort)
    sorted_cards = answers[kind.from_sort]
    every = [each.id for each in sort.cards] + list(sorted_cards["own_cards"])
    taken = set(standing)
    offered = [each for each in sorted_cards["piles"].get(kind.pile, ()) if each not in taken]
    others = [each for each in every if each not in taken and each not in offered]
    if card in offered:
        yield str(sorted(offered, key=every.index).index(card) + 1)
    else:
        if offered:
            yield "m"
        yield str(others.index(card) + 1)
