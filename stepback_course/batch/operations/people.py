"""What a batch can ask for about people, cohorts and who is in them."""

from typing import Literal

from stepback_course.batch.operations.base import (
    OperationBase,
    PortfolioOperation,
    revision_of,
)
from stepback_course.clock import instant
from stepback_course.cohorts import Cohort
from stepback_course.course.activities.base import Day
from stepback_course.desks import Desks
from stepback_course.people import Person, Role, RoleEntry
from stepback_course.people.conflicts import RECORD as CONFLICTS
from stepback_course.people.conflicts import ConflictReason
from stepback_course.text import _
from stepback_course.text.fields import Identifier, Line, Name
from stepback_course.text.refusals import Refusal


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
        return revision_of(desks, f"person/{self.id}", "person")


class Deactivate(OperationBase):
    """Takes every right from somebody who leaves; their name stays in everything they did."""

    op: Literal["deactivate"]
    id: Identifier

    def perform(self, desks: Desks) -> int:
        """Deactivate the person."""
        desks.directory.deactivate(self.id, operation=self.op_id)
        return revision_of(desks, f"person/{self.id}", "person")


class Reactivate(OperationBase):
    """Lets somebody who left come back, with the roles they had."""

    op: Literal["reactivate"]
    id: Identifier

    def perform(self, desks: Desks) -> int:
        """Reactivate the person."""
        desks.directory.reactivate(self.id, operation=self.op_id)
        return revision_of(desks, f"person/{self.id}", "person")


class MakeCohort(OperationBase):
    """Makes a cohort on a course; without `course`, on the one taken in last."""

    op: Literal["cohort"]
    id: Identifier
    name: Name
    course: Identifier | None = None
    days: tuple[Day, ...] = ()
    due: Day = ""
    contact: Line = ""
    practice: bool = False
    """Whether its submissions are exemplars that all assessors mark."""

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
            practice=self.practice,
        )
        desks.registry.make_cohort(cohort, operation=self.op_id)
        return revision_of(desks, f"cohort/{self.id}", "cohort")


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
        return revision_of(desks, f"portfolio/{self.portfolio}", "profile")


class Attend(PortfolioOperation):
    """Records attendance on a taught day that has come; the first is 1."""

    op: Literal["attend"]
    day: int
    status: Line

    def perform(self, desks: Desks) -> int:
        """Record the attendance."""
        desks.registry.attend(self.portfolio, self.day, self.status, operation=self.op_id)
        cohort = desks.registry.cohort_of(self.portfolio)
        return revision_of(desks, f"cohort/{cohort}", f"session/day-{self.day}")


class DeclareConflict(OperationBase):
    """Declares that somebody, else whoever acts, is not to judge a practitioner's work."""

    op: Literal["conflict"]
    practitioner: Identifier
    why: ConflictReason
    person: Identifier | None = None

    def perform(self, desks: Desks) -> int:
        """Declare it."""
        desks.declarations.declare(
            self.practitioner, self.why, person=self.person, operation=self.op_id
        )
        return revision_of(desks, f"person/{self.person or desks.actor.id}", CONFLICTS)


class EndConflict(OperationBase):
    """Lets a declared conflict of interest count no more; it stays in the record."""

    op: Literal["end_conflict"]
    person: Identifier
    practitioner: Identifier

    @property
    def writes(self) -> tuple[str, str] | None:
        """What that person declared."""
        return f"person/{self.person}", CONFLICTS

    def perform(self, desks: Desks) -> int:
        """End it."""
        desks.declarations.end(self.person, self.practitioner, operation=self.op_id)
        return revision_of(desks, f"person/{self.person}", CONFLICTS)
