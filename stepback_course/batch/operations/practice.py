"""What a batch can ask for beside the desk: exemplars to practise on, and the comment bank."""

from typing import Literal

from pydantic import Field

from stepback_course.batch.operations.base import OperationBase, UnitOperation, revision_of
from stepback_course.desks import Desks
from stepback_course.marking.bank.bank import RECORD, SHARED
from stepback_course.portfolio.models import Verdict
from stepback_course.text.fields import Identifier, Note


class _ExemplarOperation(UnitOperation):
    """An operation on one exemplar."""

    @property
    def writes(self) -> tuple[str, str]:
        """What was made of the exemplar."""
        return f"portfolio/{self.portfolio}", f"practice/{self.unit}"


class Practise(_ExemplarOperation):
    """Marks an exemplar, in a cohort that is there to practise on."""

    op: Literal["practise"]
    criteria: dict[Identifier, Verdict]
    feedback: dict[Identifier, Note] = Field(default_factory=dict)

    def perform(self, desks: Desks) -> int:
        """Mark it."""
        desks.practice.mark(
            self.portfolio, self.unit, self.criteria, self.feedback, operation=self.op_id
        )
        return revision_of(desks, *self.writes)


class AgreeOnExemplar(_ExemplarOperation):
    """Records what was agreed on about an exemplar, and how its criteria are to be understood."""

    op: Literal["agree_practice"]
    criteria: dict[Identifier, Verdict]
    note: Note

    def perform(self, desks: Desks) -> int:
        """Record it."""
        desks.practice.agree(
            self.portfolio, self.unit, self.criteria, self.note, operation=self.op_id
        )
        return revision_of(desks, *self.writes)


class KeepComment(OperationBase):
    """Keeps a comment in the bank of whoever acts, or in the shared one."""

    op: Literal["comment"]
    text: Note
    unit: Identifier | None = None
    criterion: Identifier | None = None
    shared: bool = False

    def perform(self, desks: Desks) -> int:
        """Keep it."""
        desks.bank.keep(
            self.text, unit=self.unit or "", criterion=self.criterion or "", shared=self.shared
        )
        folder = SHARED if self.shared else f"person/{desks.actor.id}"
        return revision_of(desks, folder, RECORD)
