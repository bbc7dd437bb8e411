"""What a batch can ask for in a portfolio."""

from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from stepback_course.batch.operations.base import (
    PortfolioOperation,
    UnitOperation,
    revision_of,
)
from stepback_course.desks import Desks
from stepback_course.portfolio.erasing.rules import Why
from stepback_course.portfolio.learner.learners import RECORD as LEARNERS
from stepback_course.portfolio.models import Consent, Occasion
from stepback_course.text.fields import Identifier, Line, Note


class RecordConsent(Consent, PortfolioOperation):
    """Records the permission for the learner's part of the case study.

    The same again with `withdrawn`, the day on which it was taken back, freezes the case study.
    """

    op: Literal["consent"]

    def perform(self, desks: Desks) -> int:
        """Record the permission."""
        consent = Consent(**{name: getattr(self, name) for name in Consent.model_fields})
        desks.workbook.record_consent(self.portfolio, consent)
        return revision_of(desks, f"portfolio/{self.portfolio}", "consent")


class BeginAgain(PortfolioOperation):
    """Closes the case study as it stands, to be begun with another learner."""

    op: Literal["begin_again"]

    @property
    def writes(self) -> tuple[str, str] | None:
        """The list of the case studies that are closed."""
        return f"portfolio/{self.portfolio}", LEARNERS

    def perform(self, desks: Desks) -> int:
        """Close it."""
        desks.learners.begin_again(self.portfolio, operation=self.op_id)
        return revision_of(desks, f"portfolio/{self.portfolio}", LEARNERS)


class Respond(Occasion, UnitOperation):
    """Replaces the whole response to one activity."""

    is_within_portfolio: ClassVar[bool] = True

    op: Literal["respond"]
    activity: Identifier
    value: Any

    @property
    def writes(self) -> tuple[str, str] | None:
        """The unit's draft."""
        return f"portfolio/{self.portfolio}", f"draft/{self.unit}"

    def perform(self, desks: Desks) -> int:
        """Save the response."""
        desks.workbook.respond(
            self.portfolio,
            self.unit,
            self.activity,
            self.value,
            occasion=self.occasion,
            operation=self.op_id,
        )
        return revision_of(desks, f"portfolio/{self.portfolio}", f"draft/{self.unit}")


class AllowNames(PortfolioOperation):
    """Replaces the names that may stand in a portfolio, because they are no child's."""

    op: Literal["allow"]
    names: tuple[Line, ...]

    def perform(self, desks: Desks) -> int:
        """Replace the names."""
        desks.workbook.allow(self.portfolio, self.names)
        return revision_of(desks, f"portfolio/{self.portfolio}", "allowed")


class Attach(UnitOperation):
    """Puts a copy of a file to a unit, with a line that says what it shows."""

    op: Literal["attach"]
    path: Annotated[str, Field(max_length=4096)]
    shows: Line
    learner: bool = False

    @property
    def writes(self) -> tuple[str, str] | None:
        """The list of the unit's files."""
        return f"portfolio/{self.portfolio}", f"evidence/{self.unit}"

    def perform(self, desks: Desks) -> int:
        """Attach it."""
        desks.evidence.attach(
            self.portfolio,
            self.unit,
            Path(self.path),
            shows=self.shows,
            learner=self.learner,
            operation=self.op_id,
        )
        return revision_of(desks, f"portfolio/{self.portfolio}", f"evidence/{self.unit}")


class Detach(UnitOperation):
    """Takes a file away from a unit, by the name it has here."""

    op: Literal["detach"]
    name: Line

    @property
    def writes(self) -> tuple[str, str] | None:
        """The list of the unit's files."""
        return f"portfolio/{self.portfolio}", f"evidence/{self.unit}"

    def perform(self, desks: Desks) -> int:
        """Remove it."""
        desks.evidence.remove(self.portfolio, self.unit, self.name, operation=self.op_id)
        return revision_of(desks, f"portfolio/{self.portfolio}", f"evidence/{self.unit}")


class Submit(PortfolioOperation):
    """Submits ready units under one declaration: the practitioner's name, as they type it.

    `explanations` say why words that may tell who a child is stand all the same, by the words.
    """

    op: Literal["submit"]
    units: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    declaration: Line
    explanations: dict[Line, Note] = Field(default_factory=dict)

    @property
    def writes(self) -> tuple[str, str] | None:
        """The record of the last unit; all of them are written together."""
        return f"portfolio/{self.portfolio}", f"unit/{self.units[-1]}"

    def perform(self, desks: Desks) -> int:
        """Submit the units."""
        desks.workbook.submit(
            self.portfolio,
            self.units,
            self.declaration,
            self.explanations,
            operation=self.op_id,
        )
        return revision_of(desks, f"portfolio/{self.portfolio}", f"unit/{self.units[-1]}")


class Withdraw(UnitOperation):
    """Takes a submission back while nobody has claimed it."""

    op: Literal["withdraw"]

    def perform(self, desks: Desks) -> int:
        """Take it back."""
        desks.workbook.withdraw(self.portfolio, self.unit, operation=self.op_id)
        return self.unit_revision(desks)


class Erase(PortfolioOperation):
    """Erases units for good, with a learner's part everything about them; without units, all."""

    op: Literal["erase"]
    units: tuple[Identifier, ...] = ()
    why: Why = "asked for"

    def perform(self, desks: Desks) -> int:
        """Erase them."""
        tombstone = desks.eraser.erase(self.portfolio, self.units, self.why, operation=self.op_id)
        return revision_of(desks, f"portfolio/{self.portfolio}", tombstone.record)
