"""Who can judge work here, known from lists without reading everybody."""

from typing import TYPE_CHECKING

from stepback_course.people.actor import find_person
from stepback_course.people.roles import Role
from stepback_course.store import Store
from stepback_course.store.paging import all_rows

if TYPE_CHECKING:
    from stepback_course.people.models import Person

JUDGES: frozenset[Role] = frozenset({"assessor", "verifier"})
"""The roles in which somebody looks at a practitioner's work and decides about it."""


def is_judge(person: "Person") -> bool:
    """Say whether somebody holds such a role, for whatever cohort."""
    return any(entry.role in JUDGES for entry in person.roles)


def judges(store: Store, *roles: Role, active: bool = True) -> "list[Person]":
    """Return everybody active, or everybody who has left, with one of these roles, by name.

    Where no row says who judges, everybody is read: they were added before rows said so. Raises
    StoreError.
    """
    is_said = bool(store.find("person", {"judges": True}, limit=1).rows)
    filters = {"active": active} | ({"judges": True} if is_said else {})
    rows = all_rows(store, "person", sort="name", **filters)
    found = (find_person(store, str(row.summary["id"])) for row in rows)
    return [
        person for person in found if person and any(each.role in roles for each in person.roles)
    ]
