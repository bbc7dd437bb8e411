"""Ticking items, each with an optional note."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from stepback_course.course.activities.base import ActivityBase, Choosable, repeated, unknown
from stepback_course.text import _, ngettext
from stepback_course.text.fields import Frozen, Identifier, Note


class Tick(Frozen):
    """One item's tick and note."""

    done: bool = False
    note: Note = ""


class Checklist(ActivityBase):
    """The practitioner ticks what applies and may say something about each."""

    value_type: ClassVar[Any] = dict[Identifier, Tick]

    kind: Literal["checklist"]
    items: Annotated[tuple[Choosable, ...], Field(min_length=1, max_length=30)]
    at_least: Annotated[int, Field(ge=0)] = 1
    """How many ticks the unit asks for."""

    @model_validator(mode="after")
    def _items_are_told_apart(self) -> Self:
        if twice := repeated([item.id for item in self.items]):
            raise ValueError(_("two items have the id '{name}'").format(name=twice))
        if self.at_least > len(self.items):
            raise ValueError(_("'at_least' asks for more ticks than there are items"))
        return self

    def unknown_parts(self, answer: Any) -> Iterator[str]:
        """Yield a sentence for each item the list does not have."""
        return unknown(
            set(answer),
            {item.id for item in self.items},
            _("this checklist has no item '{name}'"),
        )

    def missing(self, answer: Any) -> Iterator[str]:
        """Yield a sentence where fewer items are ticked than asked for."""
        ticked = sum(tick["done"] for tick in (answer or {}).values())
        if ticked < self.at_least:
            yield ngettext(
                "{ticked} of at least {at_least} item is ticked",
                "{ticked} of at least {at_least} items are ticked",
                self.at_least,
            ).format(ticked=ticked, at_least=self.at_least)

    def is_empty(self, answer: Any) -> bool:
        """Say whether nothing is ticked or noted."""
        return not any(tick["done"] or tick["note"] for tick in (answer or {}).values())
