"""An appeal against a decision, stage by stage."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from stepback_course.course.activities.base import Day
from stepback_course.portfolio.models import Decision, Profile
from stepback_course.text.fields import Frozen, Identifier, Line, Name, Note

Outcome = Literal["stands", "changed"]
StageNumber = Literal[1, 2, 3]
"""1: an assessor looks again. 2: a verifier, with another assessor's opinion. 3: a panel."""


class Opinion(Frozen):
    """What another assessor thinks, who had no part in the decision; for the second stage."""

    assessor: Identifier
    name: Name
    words: Annotated[Note, Field(min_length=1)]


class Panel(Frozen):
    """Who answers at the third stage, by name; nobody of them had a part in the decision."""

    members: Annotated[tuple[Name, ...], Field(min_length=2, max_length=10)]
    independent: Name
    """The member who is independent of the organisation."""


class Answer(Frozen):
    """What came of one stage; the practitioner reads all of it but the opinion."""

    at: Line
    by: Identifier
    name: Name
    outcome: Outcome
    reason: Annotated[Note, Field(min_length=1)]
    opinion: Opinion | None = None
    panel: Panel | None = None


class Stage(Frozen):
    """One stage: why it was asked for, by when it is answered, and the answer."""

    number: StageNumber
    grounds: Annotated[Note, Field(min_length=1)]
    raised: Line
    by: Identifier
    """Who asked: the practitioner, or a coordinator to whom they wrote."""
    due: Day
    answer: Answer | None = None


class Appeal(Frozen):
    """An appeal against one decision."""

    attempt: Annotated[int, Field(ge=1)]
    assessor: Identifier
    """Whose decision it is about."""
    name: Name
    """The same person's."""
    decided: Line
    """The instant of that decision."""
    stages: Annotated[tuple[Stage, ...], Field(min_length=1, max_length=3)]
    ended: Line = ""
    """The instant at which the practitioner let it rest."""

    @property
    def stage(self) -> Stage:
        """The stage it has come to."""
        return self.stages[-1]

    @property
    def is_open(self) -> bool:
        """Whether an answer is due."""
        return not self.ended and self.stage.answer is None


class AppealRecord(Frozen):
    """The appeals against decisions on one unit, oldest first; one at a time is open."""

    appeals: Annotated[tuple[Appeal, ...], Field(max_length=50)] = ()

    @property
    def newest(self) -> Appeal | None:
        """The appeal that was raised last, or None."""
        return self.appeals[-1] if self.appeals else None


@dataclass(frozen=True, slots=True)
class AppealView:
    """One appeal as somebody may see it."""

    profile: Profile
    unit: str
    title: str
    """The unit's."""
    appeal: Appeal
    decision: Decision
    """The one it is about."""
    revision: int
    """The revision of the unit's record, by which a later change is noticed."""
    further_until: str
    """The day to which it may be taken further, or an empty text where it may not."""


@dataclass(frozen=True, slots=True)
class AppealRow:
    """One appeal that waits for an answer."""

    portfolio: str
    name: str
    cohort: str
    unit: str
    stage: int
    due: str
    is_late: bool
    may_answer: bool
    """Whether whoever asks may answer it, as far as a list can tell."""
