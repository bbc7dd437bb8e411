"""Writing: guidance in words, prompts, and a text as the answer."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from stepback_course.course.activities.base import ActivityBase
from stepback_course.text import _, count_words, ngettext
from stepback_course.text.fields import Frozen, Line, Prose


class WordRange(Frozen):
    """How long an answer is meant to be; guidance, of which only the lower end is asked for."""

    min: Annotated[int, Field(ge=1, le=5000)]
    max: Annotated[int, Field(ge=1, le=5000)]

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.min > self.max:
            raise ValueError(_("'min' is more than 'max'"))
        return self


class Reflection(ActivityBase):
    """The practitioner writes."""

    value_type: ClassVar[Any] = Prose

    kind: Literal["reflection"]
    words: WordRange
    prompts: tuple[Line, ...] = ()
    """Questions that help somebody in front of an empty page."""

    def missing(self, answer: Any) -> Iterator[str]:
        """Yield a sentence where the text is shorter than the lower end of the guidance."""
        written = count_words(answer or "")
        if written < self.words.min:
            yield ngettext(
                "{written} word of at least {least}",
                "{written} words of at least {least}",
                written,
            ).format(written=written, least=self.words.min)

    def is_empty(self, answer: Any) -> bool:
        """Say whether there is no text but white space."""
        return not (answer or "").strip()
