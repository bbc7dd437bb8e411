"""What a batch can ask for in quality assurance."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from stepback_course.batch.operations.base import OperationBase, UnitOperation, revision_of
from stepback_course.batch.operations.marking import TextOrBoxes
from stepback_course.course.activities.base import Day
from stepback_course.course.models import EvidenceTest
from stepback_course.desks import Desks
from stepback_course.marking.quality.keeping import FOLDER
from stepback_course.marking.quality.models import Outcome, Plan, Upheld
from stepback_course.portfolio.models import Verdict
from stepback_course.text.fields import Identifier, Line, Note


class Verify(UnitOperation):
    """Says of a decision that it is agreed, agreed with advice, or returned.

    One that is not in the sample comes into it; the other two outcomes need a comment.
    """

    op: Literal["verify"]
    outcome: Outcome
    comment: Note = ""

    def perform(self, desks: Desks) -> int:
        """Verify it."""
        desks.quality.verify(
            self.portfolio, self.unit, self.outcome, self.comment, operation=self.op_id
        )
        return self.unit_revision(desks)


class TakeSample(UnitOperation):
    """Brings a decision into the sample, with a reason; `blind` to be marked a second time."""

    op: Literal["sample"]
    reason: Note
    blind: bool = False

    def perform(self, desks: Desks) -> int:
        """Sample it."""
        desks.quality.sample(
            self.portfolio, self.unit, self.reason, blind=self.blind, operation=self.op_id
        )
        return self.unit_revision(desks)


class MarkAgain(UnitOperation):
    """Marks a submission a second time, without knowing the first decision; as `decide`."""

    op: Literal["mark_again"]
    criteria: dict[Identifier, Verdict]
    feedback: dict[Identifier, Note] = Field(default_factory=dict)
    overall: TextOrBoxes = ""
    tests: dict[EvidenceTest, Verdict] = Field(default_factory=dict)

    def perform(self, desks: Desks) -> int:
        """Mark it again."""
        desks.quality.mark_again(
            self.portfolio,
            self.unit,
            self.criteria,
            self.feedback,
            self.overall,
            tests=self.tests,
            operation=self.op_id,
        )
        return self.unit_revision(desks)


class Adjudicate(UnitOperation):
    """Says, as a third person, whose marks count where two differ: first, second or neither."""

    op: Literal["adjudicate"]
    upholds: Upheld
    comment: Note

    def perform(self, desks: Desks) -> int:
        """Settle it."""
        desks.quality.adjudicate(
            self.portfolio, self.unit, self.upholds, self.comment, operation=self.op_id
        )
        return self.unit_revision(desks)


class PlanSamples(Plan, OperationBase):
    """Replaces the sampling plan; rates are in percent, what is left out is as usual."""

    op: Literal["plan"]

    @property
    def writes(self) -> tuple[str, str]:
        """The plan."""
        return FOLDER, "plan"

    def perform(self, desks: Desks) -> int:
        """Keep the plan."""
        plan = Plan(**{name: getattr(self, name) for name in Plan.model_fields})
        desks.oversight.keep_plan(plan, operation=self.op_id)
        return revision_of(desks, *self.writes)


class DrawSamples(OperationBase):
    """Draws what the plan wants beside what is in the sample, and keeps how it then stands."""

    op: Literal["draw"]

    def perform(self, desks: Desks) -> int:
        """Draw."""
        survey = desks.oversight.draw(operation=self.op_id)
        return revision_of(desks, FOLDER, f"survey/{survey.number}")


class RecordException(OperationBase):
    """Records that a provider with one assessor awards without second marks, and who agreed."""

    model_config = ConfigDict(populate_by_name=True)

    op: Literal["exception"]
    reason: Note
    from_: Annotated[Day, Field(alias="from")]
    until: Day
    agreed_by: Line

    @property
    def writes(self) -> tuple[str, str]:
        """The exception."""
        return FOLDER, "exception"

    def perform(self, desks: Desks) -> int:
        """Record it."""
        desks.oversight.keep_exception(
            self.reason, self.from_, self.until, self.agreed_by, operation=self.op_id
        )
        return revision_of(desks, *self.writes)
