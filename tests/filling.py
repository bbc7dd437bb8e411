"""Answers that make a unit ready, whatever its activities are."""

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
from stepback_course.course.models import Unit
from stepback_course.desks import Desks
from stepback_course.portfolio.models import Consent

DAY = "2026-03-02"
CONSENT = Consent(
    learner="Robin",
    given_by="parent or carer",
    on=DAY,
    how="in writing",
    learner_agrees=True,
    scopes=("assessment",),
)


@singledispatch
def ready_answer(activity: ActivityBase, unit: Unit) -> Any:
    """Return an answer to which nothing is missing."""
    raise NotImplementedError(activity.id)


@ready_answer.register
def _reflection(activity: Reflection, unit: Unit) -> Any:
    return "I waited beside the door. " * (activity.words.min // 5 + 1)


@ready_answer.register
def _scale(activity: Scale, unit: Unit) -> Any:
    return {"before": 1, "after": len(activity.labels)}


@ready_answer.register
def _checklist(activity: Checklist, unit: Unit) -> Any:
    return {item.id: {"done": True, "note": ""} for item in activity.items}


@ready_answer.register
def _choice(activity: Choice, unit: Unit) -> Any:
    return activity.options[0].id


@ready_answer.register
def _sort(activity: Sort, unit: Unit) -> Any:
    cards = [card.id for card in activity.cards]
    own = {} if cards else {"own-1": "Getting started"}
    return {"piles": {activity.piles[0].id: cards or list(own)}, "own_piles": {}, "own_cards": own}


@ready_answer.register
def _log(activity: Log, unit: Unit) -> Any:
    row = {"date": DAY} | {column.id: "I waited." for column in activity.columns}
    return [row] * activity.at_least


@ready_answer.register
def _plan(activity: Plan, unit: Unit) -> Any:
    row = {"how": "Wait", "what": "The door", "who": "All of us", "when": DAY}
    return [row] * activity.at_least


@ready_answer.register
def _roles(activity: Roles, unit: Unit) -> Any:
    row = {"part": "Start", "teacher": "Asks", "assistant": "Waits", "learner": "Begins"}
    return [row] * activity.at_least


@ready_answer.register
def _targets(activity: Targets, unit: Unit) -> Any:
    sort = unit.activity(activity.from_sort)
    assert isinstance(sort, Sort)
    cards = [card.id for card in sort.cards] or ["own-1"]
    return [
        {"card": card, "success": "I do it alone.", "before": 1, "after": 3}
        for card in cards[: activity.at_least]
    ]


def fill(desks: Desks, portfolio: str, *units: str) -> None:
    """Answer everything that the units ask, as the practitioner or the owner of the store."""
    course = desks.workbook.open(portfolio).course
    for identifier in units:
        unit = course.unit(identifier)
        assert unit is not None
        if unit.needs_consent:
            desks.workbook.record_consent(portfolio, CONSENT)
        for activity in unit.activities:
            desks.workbook.respond(portfolio, identifier, activity.id, ready_answer(activity, unit))


def submit(desks: Desks, portfolio: str, *units: str) -> None:
    """Fill the units and submit them under the practitioner's own name."""
    fill(desks, portfolio, *units)
    name = desks.workbook.open(portfolio).profile.name
    desks.workbook.submit(portfolio, units, name)
