"""What one line of a batch can ask for; each operation is one call of a service."""

from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field

from stepback_course.clock import instant
from stepback_course.cohorts import Cohort
from stepback_course.course.activities.base import Day
from stepback_course.desks import Desks
from stepback_course.people import Person, Role, RoleEntry
from stepback_course.portfolio.erasing.rules import Why
from stepback_course.portfolio.learner.learners import RECORD as LEARNERS
from stepback_course.portfolio.models import Consent, Occasion, Verdict
from stepback_course.text import _
from stepback_course.text.fields import Frozen, Identifier, Line, Name, Note
from stepback_course.text.refusals import Refusal


class OperationBase(Frozen):
    """What every line may carry."""

    model_config = ConfigDict(populate_by_name=True)
    summary: ClassVar[str] = ""

    acting: Annotated[Identifier | None, Field(alias="as")] = None
    """The person in whose name it is done; without it, whoever runs the batch."""
    op_id: Annotated[str | None, Field(max_length=64)] = None
    """The operation's own id: a second line with the same id has no second effect."""

    def perform(self, desks: Desks) -> int:
        """Do it, and return the revision of the record that it wrote."""
        raise NotImplementedError


class PortfolioOperation(OperationBase):
    """An operation on one portfolio."""

    portfolio: Identifier


class UnitOperation(PortfolioOperation):
    """An operation on one unit of one portfolio."""

    unit: Identifier

    def unit_revision(self, desks: Desks) -> int:
        """Return the revision of the unit's record."""
        return _revision(desks, f"portfolio/{self.portfolio}", f"unit/{self.unit}")


class AddPerson(OperationBase):
    """Adds somebody; the first person of an empty store may hold any roles."""

    op: Literal["person"]
    id: Identifier
    name: Name
    email: Line = ""
    roles: tuple[Role | RoleEntry, ...] = ("practitioner",)

    def perform(self, desks: Desks) -> int:
        """Add the person."""
        roles = tuple(
            role if isinstance(role, RoleEntry) else RoleEntry(role=role) for role in self.roles
        )
        person = Person(id=self.id, name=self.name, email=self.email, roles=roles)
        desks.directory.add(person, operation=self.op_id)
        return _revision(desks, f"person/{self.id}", "person")


class MakeCohort(OperationBase):
    """Makes a cohort on a course; without `course`, on the one taken in last."""

    op: Literal["cohort"]
    id: Identifier
    name: Name
    course: Identifier | None = None
    days: tuple[Day, ...] = ()
    due: Day = ""
    contact: Line = ""

    def perform(self, desks: Desks) -> int:
        """Make the cohort."""
        at = instant(desks.clock())
        reference = (
            desks.courses.newest(self.course)
            if self.course
            else desks.courses.default(actor=desks.actor.id, at=at)
        )
        if reference is None:
            raise Refusal(
                "unknown", _("this store has no course '{course}'").format(course=self.course)
            )
        cohort = Cohort(
            id=self.id,
            name=self.name,
            course=reference,
            days=self.days,
            due=self.due,
            contact=self.contact,
        )
        desks.registry.make_cohort(cohort, operation=self.op_id)
        return _revision(desks, f"cohort/{self.id}", "cohort")


class Enrol(PortfolioOperation):
    """Makes a portfolio for a person in a cohort."""

    op: Literal["enrol"]
    person: Identifier
    cohort: Identifier
    setting: Line = ""

    def perform(self, desks: Desks) -> int:
        """Enrol the person."""
        desks.registry.enrol(
            self.person,
            self.cohort,
            portfolio=self.portfolio,
            setting=self.setting,
            operation=self.op_id,
        )
        return _revision(desks, f"portfolio/{self.portfolio}", "profile")


class Attend(PortfolioOperation):
    """Records attendance on one taught day, the first being 1."""

    op: Literal["attend"]
    day: int
    status: Line

    def perform(self, desks: Desks) -> int:
        """Record the attendance."""
        desks.registry.attend(self.portfolio, self.day, self.status, operation=self.op_id)
        cohort = desks.registry.cohort_of(self.portfolio)
        return _revision(desks, f"cohort/{cohort}", f"session/day-{self.day}")


class ConfirmName(PortfolioOperation):
    """Confirms the name to print; done by its owner."""

    op: Literal["confirm_name"]
    name: Line

    def perform(self, desks: Desks) -> int:
        """Confirm the name."""
        desks.workbook.confirm_name(self.portfolio, self.name)
        return _revision(desks, f"portfolio/{self.portfolio}", "award")


class RecordConsent(Consent, PortfolioOperation):
    """Records the permission for the learner's part of the case study.

    The same again with `withdrawn`, the day on which it was taken back, freezes the case study.
    """

    op: Literal["consent"]

    def perform(self, desks: Desks) -> int:
        """Record the permission."""
        consent = Consent(**{name: getattr(self, name) for name in Consent.model_fields})
        desks.workbook.record_consent(self.portfolio, consent)
        return _revision(desks, f"portfolio/{self.portfolio}", "consent")


class BeginAgain(PortfolioOperation):
    """Closes the case study as it stands, to be begun with another learner."""

    op: Literal["begin_again"]

    def perform(self, desks: Desks) -> int:
        """Close it."""
        desks.learners.begin_again(self.portfolio, operation=self.op_id)
        return _revision(desks, f"portfolio/{self.portfolio}", LEARNERS)


class Respond(Occasion, UnitOperation):
    """Replaces the whole response to one activity."""

    op: Literal["respond"]
    activity: Identifier
    value: Any

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
        return _revision(desks, f"portfolio/{self.portfolio}", f"draft/{self.unit}")


class AllowNames(PortfolioOperation):
    """Replaces the names that may stand in a portfolio, because they are no child's."""

    op: Literal["allow"]
    names: tuple[Line, ...]

    def perform(self, desks: Desks) -> int:
        """Replace the names."""
        desks.workbook.allow(self.portfolio, self.names)
        return _revision(desks, f"portfolio/{self.portfolio}", "allowed")


class Attach(UnitOperation):
    """Puts a copy of a file to a unit, with a line that says what it shows."""

    op: Literal["attach"]
    path: Annotated[str, Field(max_length=4096)]
    shows: Line
    learner: bool = False

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
        return _revision(desks, f"portfolio/{self.portfolio}", f"evidence/{self.unit}")


class Detach(UnitOperation):
    """Takes a file away from a unit, by the name it has here."""

    op: Literal["detach"]
    name: Line

    def perform(self, desks: Desks) -> int:
        """Remove it."""
        desks.evidence.remove(self.portfolio, self.unit, self.name, operation=self.op_id)
        return _revision(desks, f"portfolio/{self.portfolio}", f"evidence/{self.unit}")


class Submit(PortfolioOperation):
    """Submits ready units under one declaration: the practitioner's name, as they type it.

    `explanations` say why words that may tell who a child is stand all the same, by the words.
    """

    op: Literal["submit"]
    units: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    declaration: Line
    explanations: dict[Line, Note] = Field(default_factory=dict)

    def perform(self, desks: Desks) -> int:
        """Submit the units."""
        desks.workbook.submit(
            self.portfolio,
            self.units,
            self.declaration,
            self.explanations,
            operation=self.op_id,
        )
        return _revision(desks, f"portfolio/{self.portfolio}", f"unit/{self.units[-1]}")


class Withdraw(UnitOperation):
    """Takes a submission back while nobody has claimed it."""

    op: Literal["withdraw"]

    def perform(self, desks: Desks) -> int:
        """Take it back."""
        desks.workbook.withdraw(self.portfolio, self.unit, operation=self.op_id)
        return self.unit_revision(desks)


class Claim(UnitOperation):
    """Takes a submission to mark; over somebody else's head only with a reason."""

    op: Literal["claim"]
    reason: Note = ""

    def perform(self, desks: Desks) -> int:
        """Claim it."""
        desks.desk.claim(self.portfolio, self.unit, reason=self.reason, operation=self.op_id)
        return self.unit_revision(desks)


class Decide(UnitOperation):
    """Decides every criterion, claiming the submission first where nobody has."""

    op: Literal["decide"]
    criteria: dict[Identifier, Verdict]
    feedback: dict[Identifier, Note] = Field(default_factory=dict)
    overall: Note = ""

    def perform(self, desks: Desks) -> int:
        """Decide."""
        desks.desk.decide(
            self.portfolio,
            self.unit,
            self.criteria,
            self.feedback,
            self.overall,
            operation=self.op_id,
        )
        return self.unit_revision(desks)


class Release(UnitOperation):
    """Lets the practitioner see a decision; `explanations` as with `submit`."""

    op: Literal["release"]
    explanations: dict[Line, Note] = Field(default_factory=dict)

    def perform(self, desks: Desks) -> int:
        """Release it."""
        desks.desk.release(self.portfolio, self.unit, self.explanations, operation=self.op_id)
        return self.unit_revision(desks)


class Reopen(UnitOperation):
    """Allows one more attempt, with a reason."""

    op: Literal["reopen"]
    reason: Note

    def perform(self, desks: Desks) -> int:
        """Reopen it."""
        desks.desk.reopen(self.portfolio, self.unit, self.reason, operation=self.op_id)
        return self.unit_revision(desks)


class Erase(PortfolioOperation):
    """Erases units for good, with a learner's part everything about them; without units, all."""

    op: Literal["erase"]
    units: tuple[Identifier, ...] = ()
    why: Why = "asked for"

    def perform(self, desks: Desks) -> int:
        """Erase them."""
        tombstone = desks.eraser.erase(self.portfolio, self.units, self.why, operation=self.op_id)
        return _revision(desks, f"portfolio/{self.portfolio}", tombstone.record)


class Issue(PortfolioOperation):
    """Issues the certificate of a portfolio; a second time changes nothing."""

    op: Literal["issue"]

    def perform(self, desks: Desks) -> int:
        """Issue it."""
        certificate = desks.office.issue(self.portfolio)
        return _revision(desks, f"certificate/{certificate.number}", "certificate")


Operation = Annotated[
    AddPerson
    | MakeCohort
    | Enrol
    | Attend
    | ConfirmName
    | RecordConsent
    | BeginAgain
    | Respond
    | AllowNames
    | Attach
    | Detach
    | Submit
    | Withdraw
    | Claim
    | Decide
    | Release
    | Reopen
    | Erase
    | Issue,
    Field(discriminator="op"),
]


def _revision(desks: Desks, folder: str, record: str) -> int:
    found = desks.store.get(folder, record)
    return found.revision if found else 0
