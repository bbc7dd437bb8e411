"""One way of asking for each kind of activity, chosen by a table."""

from collections.abc import Callable, Mapping
from typing import Any

from stepback_course.course.activities import (
    Activity,
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
from stepback_course.plain.answer_book import AnswerBook
from stepback_course.plain.answering.asker import Asker
from stepback_course.plain.answering.checklist import ChecklistAsker
from stepback_course.plain.answering.choice import ChoiceAsker
from stepback_course.plain.answering.reflection import ReflectionAsker
from stepback_course.plain.answering.scale import ScaleAsker
from stepback_course.plain.answering.sort import SortAsker
from stepback_course.plain.answering.tables import TableAsker
from stepback_course.plain.answering.targets import TargetsAsker

__all__ = ["Asker", "asker_for"]

_ASKERS: Mapping[type[ActivityBase], Callable[[AnswerBook, Any], Asker[Any]]] = {
    Reflection: ReflectionAsker,
    Scale: ScaleAsker,
    Checklist: ChecklistAsker,
    Choice: ChoiceAsker,
    Sort: SortAsker,
    Log: TableAsker,
    Plan: TableAsker,
    Roles: TableAsker,
    Targets: TargetsAsker,
}


def asker_for(book: AnswerBook, activity: Activity) -> Asker[Any]:
    """Return whoever asks for the answer to an activity."""
    return _ASKERS[type(activity)](book, activity)
