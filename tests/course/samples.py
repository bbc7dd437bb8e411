"""An activity of each kind, a full answer to it, and answers in which nothing was entered."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from stepback_course.course.activities import Activity, ActivityBase
from stepback_course.text.problems import sentences

COMMON = {"id": "a", "title": "A", "prompt": "Do it.", "when": "after", "minutes": 10}
KINDS: dict[str, dict[str, Any]] = {
    "reflection": {"words": {"min": 3, "max": 9}},
    "scale": {"labels": ["never", "often", "always"]},
    "checklist": {
        "items": [{"id": "wait", "text": "Wait"}, {"id": "watch", "text": "Watch"}],
        "at_least": 2,
    },
    "choice": {
        "scenario": "Sam is stuck.",
        "options": [
            {"id": "wait", "text": "Wait", "explanation": "Time to think."},
            {"id": "tell", "text": "Tell", "explanation": "The thinking is yours."},
        ],
    },
    "sort": {
        "cards": [{"id": "pen", "text": "Pen"}, {"id": "cup", "text": "Cup"}],
        "piles": [{"id": "easy", "text": "Easy"}, {"id": "easier", "text": "Easier"}],
        "own_piles": 1,
        "own_cards": 2,
    },
    "log": {"columns": [{"id": "seen", "text": "Seen"}], "at_least": 2},
    "plan": {"at_least": 1},
    "roles": {"at_least": 1},
    "targets": {
        "from_sort": "sort",
        "pile": "easier",
        "stages": ["one", "two", "three", "four"],
        "at_least": 1,
    },
}
FULL: dict[str, Any] = {
    "reflection": "Three words here",
    "scale": {"before": 1, "after": 3},
    "checklist": {"wait": {"done": True, "note": ""}, "watch": {"done": True, "note": "a"}},
    "choice": "wait",
    "sort": {"piles": {"easy": ["pen", "cup"]}, "own_piles": {}, "own_cards": {}},
    "log": [{"date": "2026-03-04", "seen": "a"}, {"date": "2026-03-05", "seen": "b"}],
    "plan": [{"how": "a", "what": "b", "who": "c", "when": "2026-05-01"}],
    "roles": [{"part": "a", "teacher": "b", "assistant": "c", "learner": "d"}],
    "targets": [{"card": "pen", "success": "I do it", "before": 1, "after": 2}],
}
EMPTY: dict[str, list[Any]] = {
    "reflection": ["", " \n"],
    "scale": [{"before": None, "after": None}, {}],
    "checklist": [{}, {"wait": {"done": False, "note": ""}}],
    "choice": [""],
    "sort": [{}, {"piles": {"easy": []}, "own_piles": {"own-1": "Mine"}, "own_cards": {}}],
    "log": [[], [{"date": "", "seen": " "}]],
    "plan": [[], [{}]],
    "roles": [[], [{"part": "\n"}]],
    "targets": [[]],
}


def make(kind: str, **members: Any) -> ActivityBase:
    """Return an activity of a kind, with some members of its own."""
    activity: ActivityBase = TypeAdapter(Activity).validate_python(
        COMMON | {"kind": kind} | KINDS[kind] | members
    )
    return activity


def refused(kind: str, value: object, **members: Any) -> list[str]:
    """Return what is said about an answer that is not taken."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the sentences are what is looked at
        make(kind, **members).read(value)
    return sentences(caught.value)


def missing(kind: str, value: object, **members: Any) -> list[str]:
    """Return what is still to be done after an answer."""
    activity = make(kind, **members)
    return list(activity.missing(activity.read(value)))
