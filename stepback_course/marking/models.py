"""An assessor's marks, and what the queue and the desk show."""

from dataclasses import dataclass
from typing import Annotated, NamedTuple

from pydantic import Field

from stepback_course.portfolio.models import Decision, Profile, Submission, UnitRecord, Verdict
from stepback_course.text.fields import Frozen, Identifier, Line, Note


class Marks(Frozen):
    """An assessor's marks on one attempt: a draft until they become a decision."""

    attempt: Annotated[int, Field(ge=0)] = 0
    assessor: Line = ""
    criteria: dict[Identifier, Verdict] = Field(default_factory=dict)
    feedback: dict[Identifier, Note] = Field(default_factory=dict)
    """What is missing, by criterion, in words."""
    overall: Note = ""


class Explained(Frozen):
    """Why words in released feedback that may tell who a child is stand all the same."""

    attempt: Annotated[int, Field(ge=0)] = 0
    by: Line = ""
    at: Line = ""
    words: dict[Line, Note] = Field(default_factory=dict)


class QueueRow(NamedTuple):
    """One submission that waits at the assessor's desk."""

    portfolio: str
    name: str
    cohort: str
    unit: str
    attempt: int
    revision: int
    """The revision of the unit's record, by which a later change is noticed."""
    state: str
    submitted: str
    """The instant of submission."""
    assessor: str | None
    """Who has claimed it."""
    until: str | None
    """The instant to which the claim lasts."""
    outcome: Verdict | None
    """What was decided, while it waits to be released; never told of one's own work."""
    is_own: bool
    """Whether it is the work of the one who asks."""
    yours_to_mark: bool
    """Whether the one who asks may mark it."""


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Some rows of the queue, and the cursor from which the next ones follow."""

    rows: tuple[QueueRow, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class DeskView:
    """One submission as it lies on the assessor's desk."""

    profile: Profile
    submission: Submission
    record: UnitRecord
    revision: int
    """The revision of the unit's record, by which a later change is noticed."""
    marks: Marks
    earlier: tuple[Decision, ...]
    """Released decisions on earlier attempts, oldest first."""
