"""Who marks what: work is allocated by hand, and handed on where somebody leaves.

An allocation stays with a unit through its attempts until it is met, or given to somebody else.
Claiming what is allocated to another needs a reason, and ends the allocation.
"""

from collections.abc import Iterator
from datetime import datetime

from stepback_course.clock import Clock, instant
from stepback_course.course.models import Unit
from stepback_course.course.shelf import Shelf
from stepback_course.marking.case import Case, opened_case
from stepback_course.marking.rules import holder
from stepback_course.people import Actor, Person, Role, actor_of
from stepback_course.people.actor import find_person
from stepback_course.people.conflicts import require_no_conflict
from stepback_course.people.judges import judges
from stepback_course.people.policy import may, require
from stepback_course.portfolio.models import Allocation, Lease, Profile, UnitRecord
from stepback_course.portfolio.trail import take_step
from stepback_course.store import Row, Store
from stepback_course.store.paging import all_rows
from stepback_course.text import _, same_identifier
from stepback_course.text.refusals import Refusal

_ROLES: tuple[Role, ...] = ("coordinator", "trainer", "assessor")


class Allocations:
    """Allocates work to assessors, and hands on what somebody leaves behind."""

    def __init__(self, store: Store, courses: Shelf, actor: Actor, clock: Clock) -> None:
        """Sit down as `actor`."""
        self._store = store
        self._courses = courses
        self._actor = actor
        self._clock = clock

    def assessors(self, cohort: str) -> list[Person]:
        """Return everybody to whom work of a cohort can be allocated, by name."""
        people = judges(self._store, "assessor")
        return [each for each in people if may(actor_of(each), "mark_unit", cohort=cohort)]

    def allocate(
        self,
        portfolio: str,
        unit: str,
        assessor: str | None,
        *,
        reason: str = "",
        operation: str | None = None,
    ) -> None:
        """Allocate a unit to an assessor, or to nobody; the same again changes nothing.

        What another assessor is marking is taken from them, which needs a reason; their draft
        marks stay theirs. Raises Refusal where the assessor may not mark this work.
        """
        case = self._case(portfolio, unit)
        profile = case.folder.profile
        wanted = None if assessor is None else self._assessor_of(assessor, profile)
        record = allocated(
            case.unit,
            case.record,
            wanted,
            actor=self._actor,
            role=next(role for role in _ROLES if self._actor.has_role(role, profile.cohort)),
            at=self._clock(),
            reason=reason,
        )
        if record != case.record:
            case.put(record, operation)

    def left_by(self, person: str) -> Iterator[Row]:
        """Yield the rows of what somebody has claimed, decided or been allocated.

        Oldest first. All of it is to be handed on, or released, where they leave.
        """
        require(self._actor, "see_queue")
        for row in all_rows(self._store, "unit", sort="submitted", assessor=person):
            if row.summary["state"] != "met":
                yield row

    def _assessor_of(self, assessor: str, profile: Profile) -> Person:
        """Return who is to mark somebody's work. Raises Refusal where they may not."""
        found = find_person(self._store, assessor)
        if found is None or not found.active:
            raise Refusal(
                "unknown",
                _("nobody active here has the id '{person}'").format(person=assessor[:60]),
            )
        judge = actor_of(found)
        require(judge, "mark_unit", cohort=profile.cohort, practitioner=profile.person)
        require_no_conflict(self._store, judge, profile.person)
        return found

    def _case(self, portfolio: str, unit: str) -> Case:
        return opened_case(
            self._store, self._courses, self._actor, "allocate_unit", portfolio, unit
        )


def allocated(
    unit: Unit,
    record: UnitRecord,
    assessor: Person | None,
    *,
    actor: Actor,
    role: Role,
    at: datetime,
    reason: str = "",
) -> UnitRecord:
    """Return a unit's record after it was allocated; the same record where it is already so.

    Raises Refusal where another assessor is marking it and no reason is given, and where it is
    decided or met.
    """
    lease = holder(record, at)
    is_taken = record.state == "marking" and not _is_for(lease, assessor)
    if lease and is_taken and not reason.strip():
        raise Refusal(
            "taken",
            _("{name} is marking this: to hand it on, give a reason").format(name=lease.name),
        )
    if _is_for(record.allocated, assessor) and not is_taken:
        return record
    if is_taken:
        record = take_step(
            unit.title,
            record,
            "give back",
            actor=actor,
            role=role,
            at=at,
            reason=reason,
            lease=None,
        )
    allocation = assessor and Allocation(
        assessor=assessor.id, name=assessor.name, by=actor.id, at=instant(at)
    )
    return take_step(
        unit.title,
        record,
        "allocate",
        actor=actor,
        role=role,
        at=at,
        reason=reason,
        allocated=allocation,
    )


def _is_for(entry: Allocation | Lease | None, assessor: Person | None) -> bool:
    if entry is None or assessor is None:
        return entry is None and assessor is None
    return same_identifier(entry.assessor, assessor.id)
