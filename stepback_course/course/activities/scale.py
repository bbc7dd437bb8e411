"""Rating oneself before and after on a scale whose labels are data."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from stepback_course.course.activities.base import ActivityBase
from stepback_course.text import _
from stepback_course.text.fields import Frozen, Line


class Ratings(Frozen):
    """Two points of a scale, the first of which is 1."""

    before: Annotated[int, Field(ge=1)] | None = None
    after: Annotated[int, Field(ge=1)] | None = None


class Scale(ActivityBase):
    """The practitioner rates the same thing before and after."""

    value_type: ClassVar[Any] = Ratings

    kind: Literal["scale"]
    labels: Annotated[tuple[Line, ...], Field(min_length=2, max_length=10)]
    """What each point means, from 1 up."""

    def unknown_parts(self, answer: Any) -> Iterator[str]:
        """Yield a sentence for a rating above the scale's last point."""
        for rating in (answer["before"], answer["after"]):
            if rating is not None and rating > len(self.labels):
                yield _("{rating} is not on this scale, which goes from 1 to {last}").format(
                    rating=rating, last=len(self.labels)
                )

    def missing(self, answer: Any) -> Iterator[str]:
        """Yield a sentence for each rating not yet given."""
        ratings = answer or {}
        if ratings.get("before") is None:
            yield _("the rating before is not given")
        if ratings.get("after") is None:
            yield _("the rating after is not given")

    def is_empty(self, answer: Any) -> bool:
        """Say whether neither rating is given."""
        return not answer or (answer.get("before") is None and answer.get("after") is None)
