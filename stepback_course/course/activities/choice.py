"""A scenario with options, each of which explains itself once it is chosen."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from stepback_course.course.activities.base import ActivityBase, Choosable, repeated, unknown
from stepback_course.text import _
from stepback_course.text.fields import Note


class Option(Choosable):
    """One thing the practitioner could do."""

    explanation: Note
    """What this choice would mean for the learner; shown after choosing."""


class Choice(ActivityBase):
    """The practitioner chooses what to do in a described moment."""

    value_type: ClassVar[Any] = Annotated[str, Field(max_length=40)]

    kind: Literal["choice"]
    scenario: Note
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=8)]

    @model_validator(mode="after")
    def _options_are_told_apart(self) -> Self:
        if twice := repeated([option.id for option in self.options]):
            raise ValueError(_("two options have the id '{name}'").format(name=twice))
        return self

    def unknown_parts(self, answer: Any) -> Iterator[str]:
        """Yield a sentence where the option is none of this scenario's."""
        return unknown(
            {answer} if answer else set(),
            {option.id for option in self.options},
            _("this scenario has no option '{name}'"),
        )

    def missing(self, answer: Any) -> Iterator[str]:
        """Yield a sentence while nothing is chosen."""
        if not answer:
            yield _("nothing is chosen yet")
