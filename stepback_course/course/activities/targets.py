"""What the learner wants to find easier, with stages before and after."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from stepback_course.course.activities.base import ActivityBase
from stepback_course.text import _, ngettext
from stepback_course.text.fields import LATER, Frozen, Identifier, Line, Note

Stage = Annotated[int, Field(ge=1, le=4)]


class Target(Frozen):
    """One card the learner wants to find easier."""

    card: Identifier
    success: Note = ""
    """How the learner will know, in the learner's words."""
    before: Stage | None = None
    after: Stage | None = None


class Targets(ActivityBase):
    """Targets chosen with the learner from the cards of a sort."""

    value_type: ClassVar[Any] = Annotated[list[Target], Field(max_length=30)]

    kind: Literal["targets"]
    from_sort: Identifier
    """The sort, in the same unit, whose cards can become targets."""
    pile: Identifier
    """The pile of that sort that is offered first."""
    stages: Annotated[tuple[Line, ...], Field(min_length=4, max_length=4)]
    """What the stages 1 to 4 mean."""
    at_least: Annotated[int, Field(ge=1, le=30)] = 1
    stage_after: bool = True
    """Whether the stage after is asked for here."""
    carries: Annotated[Identifier | None, LATER] = None
    """The earlier targets of the same unit that are brought back here."""

    def unknown_parts(self, answer: Any) -> Iterator[str]:
        """Yield a sentence where one card is a target twice."""
        cards = [target["card"] for target in answer]
        for card in sorted({card for card in cards if cards.count(card) > 1}):
            yield _("card '{card}' is a target twice").format(card=card)

    def missing(self, answer: Any) -> Iterator[str]:
        """Yield a sentence for too few targets, and for each that is not complete."""
        targets = answer or []
        if len(targets) < self.at_least:
            yield ngettext(
                "{chosen} of at least {at_least} target is chosen",
                "{chosen} of at least {at_least} targets are chosen",
                self.at_least,
            ).format(chosen=len(targets), at_least=self.at_least)
        for number, target in enumerate(targets, start=1):
            if not target["success"].strip():
                yield _("target {number} does not say how the learner will know").format(
                    number=number
                )
            if target["before"] is None:
                yield _("target {number} has no stage before").format(number=number)
            if self.stage_after and target["after"] is None:
                yield _("target {number} has no stage after").format(number=number)
