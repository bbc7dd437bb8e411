"""What every kind of activity has, and the pieces that several kinds share."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, TypeAdapter

from stepback_course.text import _, clean_line, ngettext
from stepback_course.text.fields import Frozen, Identifier, Line, Note

When = Literal["day-1", "day-2", "after"]
ROW_LIMIT = 200
"""The most rows, cards or ticks that one answer may have."""


def _day(value: object) -> object:
    """Return a day as records keep it; a day not yet given is an empty text."""
    if not isinstance(value, str):
        return value
    text = clean_line(value)
    if text and not _is_day(text):
        raise ValueError(_("'{text}' is not a day: write it as 2026-03-04").format(text=text[:40]))
    return text


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


Day = Annotated[str, BeforeValidator(_day)]
"""A calendar day, `2026-03-04`, or empty while it is not known."""


class Choosable(Frozen):
    """Something with an id and words: a card, a pile, an item, a column."""

    id: Identifier
    text: Line


class ActivityBase(Frozen, ABC):
    """One thing to do."""

    value_type: ClassVar[Any]
    """The type of a whole answer, from which its reader is made."""

    id: Identifier
    title: Line
    prompt: Note
    """What to do, in the practitioner's language."""
    when: When
    minutes: Annotated[int, Field(ge=1, le=600)]

    def read(self, value: object) -> Any:
        """Return an answer cleaned and in the form that records keep.

        Raises ValueError (pydantic's) where the answer has another shape, is too long, or names
        something this activity does not have.
        """
        reader = _reader(type(self))
        # Without the adapter's own methods, whose many options every save of an answer would feel.
        answer = reader.serializer.to_python(reader.validator.validate_python(value), mode="json")
        for sentence in self.unknown_parts(answer):
            raise ValueError(sentence)
        return answer

    def unknown_parts(self, answer: Any) -> Iterator[str]:
        """Yield a sentence for each thing an answer names that this activity does not have."""
        return iter(())

    @abstractmethod
    def missing(self, answer: Any) -> Iterator[str]:
        """Yield a sentence for each thing that is still to be done before the unit is ready."""

    def is_empty(self, answer: Any) -> bool:
        """Say whether nothing has been entered."""
        return not answer


@cache
def _reader(kind: type[ActivityBase]) -> TypeAdapter[Any]:
    return TypeAdapter(kind.value_type)


def unknown(names: set[str], known: set[str], sentence: str) -> Iterator[str]:
    """Yield `sentence` about each of `names` that is not `known`; it has a field `{name}`."""
    for name in sorted(names - known):
        yield sentence.format(name=name)


def repeated(identifiers: list[str]) -> str | None:
    """Return the first identifier that stands twice, or None; case does not count."""
    seen: set[str] = set()
    for identifier in identifiers:
        if identifier.lower() in seen:
            return identifier
        seen.add(identifier.lower())
    return None


def rows_missing(filled: int, at_least: int) -> Iterator[str]:
    """Yield what to say where fewer rows are filled than an activity asks for."""
    if filled < at_least:
        yield ngettext(
            "{filled} of at least {at_least} row is filled",
            "{filled} of at least {at_least} rows are filled",
            at_least,
        ).format(filled=filled, at_least=at_least)
