"""What a batch can ask for where a decision is appealed against."""

from typing import Literal

from pydantic import Field

from stepback_course.batch.operations.base import UnitOperation, revision_of
from stepback_course.desks import Desks
from stepback_course.marking.appeals.models import Opinion, Outcome, Panel
from stepback_course.portfolio.models import Overall, Verdict
from stepback_course.text.fields import Identifier, Line, Note


class RaiseAppeal(UnitOperation):
    """Appeals against a decision or, with `further`, asks for the next stage after an answer."""

    op: Literal["appeal"]
    grounds: Note
    further: bool = False

    def perform(self, desks: Desks) -> int:
        """Appeal."""
        appeals = desks.appeals
        ask = appeals.take_further if self.further else appeals.appeal
        ask(self.portfolio, self.unit, self.grounds, operation=self.op_id)
        return self.unit_revision(desks)


class EndAppeal(UnitOperation):
    """Lets an open appeal rest."""

    op: Literal["end_appeal"]

    def perform(self, desks: Desks) -> int:
        """End it."""
        desks.appeals.end(self.portfolio, self.unit, operation=self.op_id)
        return self.unit_revision(desks)


class AnswerAppeal(UnitOperation):
    """Answers an appeal: the decision stands, or is changed to what is decided here.

    `opinion` belongs to the second stage, `panel` to the third; `explanations` as with `release`.
    """

    op: Literal["answer_appeal"]
    outcome: Outcome
    reason: Note
    criteria: dict[Identifier, Verdict] = Field(default_factory=dict)
    feedback: dict[Identifier, Note] = Field(default_factory=dict)
    overall: Overall = Overall()
    opinion: Opinion | None = None
    panel: Panel | None = None
    explanations: dict[Line, Note] = Field(default_factory=dict)

    def perform(self, desks: Desks) -> int:
        """Answer it."""
        from stepback_course.marking.models import Marks

        marks = Marks(criteria=self.criteria, feedback=self.feedback, overall=self.overall)
        desks.appeals.answer(
            self.portfolio,
            self.unit,
            self.outcome,
            self.reason,
            marks=marks if self.outcome == "changed" else None,
            opinion=self.opinion,
            panel=self.panel,
            explanations=self.explanations,
            operation=self.op_id,
        )
        return self.unit_revision(desks)


class LookAgain(UnitOperation):
    """Notes that a decision was looked at again after its criteria had changed."""

    op: Literal["look_again"]
    note: Note

    @property
    def writes(self) -> tuple[str, str]:
        """Who looked, and what came of it."""
        return f"portfolio/{self.portfolio}", f"criteria/{self.unit}"

    def perform(self, desks: Desks) -> int:
        """Note it."""
        desks.second_looks.looked(self.portfolio, self.unit, self.note, operation=self.op_id)
        return revision_of(desks, *self.writes)
