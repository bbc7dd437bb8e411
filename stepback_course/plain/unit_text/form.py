"""What every kind of activity has in common in a file: questions, room for an answer, its lines."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from stepback_course.course.activities import ActivityBase
from stepback_course.course.models import Unit
from stepback_course.plain.unit_text.fields import Field, Misread, Numbered, unknown_key
from stepback_course.text import _

Kind = TypeVar("Kind", bound=ActivityBase)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What else an answer depends on: its unit, the unit's answers by activity, and the day."""

    unit: Unit
    answers: dict[str, Any]
    today: date


class Form(ABC, Generic[Kind]):
    """One activity as it is written in a file, and read from one."""

    def __init__(self, activity: Kind, around: Surroundings) -> None:
        """Write or read the answer to one activity."""
        self.activity = activity
        self.around = around

    @abstractmethod
    def asked(self) -> Iterator[str]:
        """Yield what is chosen from or asked for, and how the answer is written below it."""

    @abstractmethod
    def lines(self, value: Any) -> list[str]:
        """Return the lines that stand for an answer, None where nothing is entered."""

    @abstractmethod
    def answer(self, lines: Sequence[Numbered]) -> Any:
        """Return the answer that lines stand for. Raises Misread."""


def known_fields(fields: Iterable[Field], keys: Sequence[str]) -> dict[str, Field]:
    """Return fields by their keys. Raises Misread for one that is not asked for, or is twice."""
    found: dict[str, Field] = {}
    for each in fields:
        if each.key not in keys:
            raise Misread(each.line, unknown_key(each.key, ", ".join(keys)))
        if each.key in found:
            raise Misread(each.line, _("'{key}' stands here twice").format(key=each.key))
        found[each.key] = each
    return found
