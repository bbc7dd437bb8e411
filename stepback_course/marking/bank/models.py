"""A comment that is used again, where comments are kept, and what one is sought for."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from stepback_course.course.models import Unit
from stepback_course.text.fields import Frozen, Identifier, Note

BANK_LIMIT = 1_000
"""The most comments that one bank has."""

BOXES = ("stood-out", "missing", "next-step")
"""What is said of a unit as a whole, named as criteria are: a comment may be about one of these."""

Whose = Literal["own", "shared"]


class Comment(Frozen):
    """Words for feedback, with placeholders for what differs from one submission to the next."""

    id: Identifier
    text: Annotated[Note, Field(min_length=1)]
    unit: Identifier | None = None
    """The unit it is about; without one, it fits any."""
    criterion: Identifier | None = None
    """The criterion of that unit it is about, or one of `BOXES`; without one, it fits anywhere."""


class CommentList(Frozen):
    """The comments of one person, or those that everybody shares, in the order they were kept."""

    comments: Annotated[tuple[Comment, ...], Field(max_length=BANK_LIMIT)] = ()
    used: dict[Identifier, Annotated[int, Field(ge=1)]] = Field(default_factory=dict)
    """In a person's list: how often they used which comment, of their own or shared."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One comment as somebody finds it in the bank."""

    comment: Comment
    whose: Whose
    used: int
    """How often whoever asks has used it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a comment is sought for."""

    unit: Unit
    criterion: str = ""
    """A criterion of the unit, one of `BOXES`, or an empty text."""
    name: str = ""
    """The practitioner's, for whom the comment is meant."""
    written: str = ""
    """What stands in the feedback already."""
