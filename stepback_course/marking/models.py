"""An assessor's marks, and what the queue and the desk show."""

from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple

from pydantic import Field, field_validator, model_validator

from stepback_course.course.models import EvidenceTest
from stepback_course.portfolio.models import (
    Decision,
    Overall,
    Profile,
    Submission,
    UnitRecord,
    Verdict,
)
from stepback_course.text.fields import Frozen, Identifier, Line, Note


class Marks(Frozen):
    """An assessor's marks on one attempt: a draft until they become a decision."""

    attempt: Annotated[int, Field(ge=0)] = 0
    assessor: Line = ""
    criteria: dict[Identifier, Verdict] = Field(default_factory=dict)
    tests: dict[EvidenceTest, Verdict] = Field(default_factory=dict)
    feedback: dict[Identifier, Note] = Field(default_factory=dict)
    """What is missing, by criterion, in words."""
    overall: Overall = Overall()

    @field_validator("overall", mode="before")
    @classmethod
    def _a_text_is_what_stood_out(cls, value: Any) -> Any:
        return {"stood_out": value} if isinstance(value, str) else value

    @classmethod
    def of(cls, decision: Decision) -> "Marks":
        """Return the marks that a decision was made of."""
        return cls(
            attempt=decision.attempt,
            assessor=decision.assessor,
            criteria=decision.criteria,
            tests=decision.tests,
            feedback=decision.feedback,
            overall=decision.said,
        )

    @property
    def asks_for_more(self) -> bool:
        """Whether anything is not yet met."""
        return "not_yet_met" in {*self.criteria.values(), *self.tests.values()}


class Drafts(Frozen):
    """The drafts of their marks on one unit that assessors keep, one each."""

    drafts: Annotated[tuple[Marks, ...], Field(max_length=100)] = ()

    @model_validator(mode="before")
    @classmethod
    def _one_draft_alone(cls, document: Any) -> Any:
        """Read a record from when a unit had one draft, whoever made it."""
        is_alone = isinstance(document, dict) and document and "drafts" not in document
        return {"drafts": (document,)} if is_alone else document


class MarginNote(Frozen):
    """What an assessor noted beside one attempt, for assessors; never released."""

    attempt: Annotated[int, Field(ge=1)]
    assessor: Identifier
    name: Line
    at: Line
    text: Note


class MarginNotes(Frozen):
    """The notes beside one unit, one for each assessor and attempt.

    They stay when the unit is decided: the practitioner or the learner's family may ask for them.
    """

    notes: Annotated[tuple[MarginNote, ...], Field(max_length=1_000)] = ()


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
    """Who has claimed or decided it, else whom it is allocated to."""
    until: str | None
    """The instant to which the claim lasts."""
    outcome: Verdict | None
    """What was decided, while it waits to be released; never told of one's own work."""
    is_own: bool
    """Whether it is the work of the one who asks."""
    yours_to_mark: bool
    """Whether the one who asks may mark it."""
    person: str = ""
    """The id of its practitioner."""
    is_conflict: bool = False
    """Whether the one who asks declared a conflict of interest with its practitioner."""
    is_held: bool = False
    """Whether its decision is not to be released for now."""
    is_sampled: bool = False
    """Whether quality assurance has picked it out."""

    @property
    def allocated_to(self) -> str | None:
        """Whom it is allocated to while nobody has claimed it, or None."""
        return self.assessor if self.state == "submitted" else None


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
    """The draft that whoever sits here keeps."""
    earlier: tuple[Decision, ...]
    """Released decisions on earlier attempts, oldest first."""
    notes: tuple[MarginNote, ...] = ()
    """What assessors noted in the margin, oldest attempt first."""
