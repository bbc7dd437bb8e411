"""What a batch can ask for at the assessor's desk."""

from typing import Annotated, ClassVar, Literal

from pydantic import Discriminator, Field, Tag

from stepback_course.batch.operations.base import UnitOperation
from stepback_course.course.models import EvidenceTest
from stepback_course.desks import Desks
from stepback_course.portfolio.models import Overall, Verdict
from stepback_course.text.fields import Identifier, Line, Note


def _form(value: object) -> str:
    return "text" if isinstance(value, str) else "overall"


TextOrBoxes = Annotated[
    Annotated[Note, Tag("text")] | Annotated[Overall, Tag("overall")], Discriminator(_form)
]
"""What is said about the whole: told apart first, so that only one is said to be wrong."""


class Allocate(UnitOperation):
    """Allocates a unit to an assessor, or without one to nobody.

    What another assessor is marking is handed on only with a reason.
    """

    op: Literal["allocate"]
    assessor: Identifier | None = None
    reason: Note = ""

    def perform(self, desks: Desks) -> int:
        """Allocate it."""
        desks.allocations.allocate(
            self.portfolio, self.unit, self.assessor, reason=self.reason, operation=self.op_id
        )
        return self.unit_revision(desks)


class Claim(UnitOperation):
    """Takes a submission to mark; over somebody else's head only with a reason."""

    is_within_portfolio: ClassVar[bool] = True

    op: Literal["claim"]
    reason: Note = ""

    def perform(self, desks: Desks) -> int:
        """Claim it."""
        desks.desk.claim(self.portfolio, self.unit, reason=self.reason, operation=self.op_id)
        return self.unit_revision(desks)


class Decide(UnitOperation):
    """Decides every criterion, claiming the submission first where nobody has.

    `overall` is one text, which *not yet met* needs, or `{"stood_out", "missing", "next_step",
    "by"}`, of which it needs the first and the third. `tests` are those of a case study's evidence.
    """

    is_within_portfolio: ClassVar[bool] = True

    op: Literal["decide"]
    criteria: dict[Identifier, Verdict]
    feedback: dict[Identifier, Note] = Field(default_factory=dict)
    overall: TextOrBoxes = ""
    tests: dict[EvidenceTest, Verdict] = Field(default_factory=dict)

    def perform(self, desks: Desks) -> int:
        """Decide."""
        desks.desk.decide(
            self.portfolio,
            self.unit,
            self.criteria,
            self.feedback,
            self.overall,
            tests=self.tests,
            operation=self.op_id,
        )
        return self.unit_revision(desks)


class Release(UnitOperation):
    """Lets the practitioner see a decision; `explanations` as with `submit`."""

    is_within_portfolio: ClassVar[bool] = True

    op: Literal["release"]
    explanations: dict[Line, Note] = Field(default_factory=dict)

    def perform(self, desks: Desks) -> int:
        """Release it."""
        desks.desk.release(self.portfolio, self.unit, self.explanations, operation=self.op_id)
        return self.unit_revision(desks)


class Hold(UnitOperation):
    """Holds a decision back from every release until it is let go, with a reason."""

    op: Literal["hold"]
    reason: Note

    def perform(self, desks: Desks) -> int:
        """Hold it back."""
        desks.releases.hold(self.portfolio, self.unit, self.reason, operation=self.op_id)
        return self.unit_revision(desks)


class LetGo(UnitOperation):
    """Lets a decision that was held back be released again."""

    op: Literal["let_go"]

    def perform(self, desks: Desks) -> int:
        """Let it go."""
        desks.releases.let_go(self.portfolio, self.unit, operation=self.op_id)
        return self.unit_revision(desks)


class Reopen(UnitOperation):
    """Allows one more attempt, with a reason."""

    op: Literal["reopen"]
    reason: Note

    def perform(self, desks: Desks) -> int:
        """Reopen it."""
        desks.desk.reopen(self.portfolio, self.unit, self.reason, operation=self.op_id)
        return self.unit_revision(desks)
