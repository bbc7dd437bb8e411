"""Who is acting."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from stepback_course.people.roles import Role
from stepback_course.store import Store
from stepback_course.text import _, is_identifier, same_identifier
from stepback_course.text.refusals import Refusal

if TYPE_CHECKING:
    from stepback_course.people.models import Person, RoleEntry

_AT_HAND = 64


@dataclass(frozen=True, slots=True)
class Actor:
    """The person in whose name something is done."""

    id: str
    name: str
    roles: "tuple[RoleEntry, ...]" = ()
    is_active: bool = True
    """Whoever left keeps their name and may nothing."""

    def is_person(self, person: str) -> bool:
        """Say whether the actor is this person."""
        return same_identifier(self.id, person)

    def has_role(self, role: Role, cohort: str | None = None) -> bool:
        """Say whether the actor holds a role, for this cohort where one is named."""
        return any(
            entry.role == role
            and (cohort is None or entry.cohort is None or same_identifier(entry.cohort, cohort))
            for entry in self.roles
        )


OWNER = Actor("owner", "owner")
"""Whoever the operating-system account is; only where the store is a folder of that account."""


def actor_of(person: "Person") -> Actor:
    """Return a person as the one who acts."""
    return Actor(person.id, person.name, person.roles, person.active)


def find_person(store: Store, identifier: str) -> "Person | None":
    """Return one person, or None where the store knows nobody of this id."""
    if not is_identifier(identifier):
        return None
    record = store.get(f"person/{identifier}", "person")
    if record is None:
        return None
    if record.encoded is not None:
        return _person(record.encoded.json)
    from stepback_course.people.models import Person

    return Person.model_validate(record.document)


@lru_cache(_AT_HAND)
def _person(document: bytes) -> "Person":
    """Return a person from their document; a batch asks for the same one with every line."""
    from stepback_course.people.models import Person

    return Person.model_validate_json(document)


def resolve_actor(store: Store, named: str | None, me: str | None) -> Actor:
    """Return who acts: the person `named`, else `me` where this store knows them, else the owner.

    Raises Refusal where a named person is unknown or has left, and where nobody is named on a
    store that several people reach.
    """
    for person, must_exist in ((named, True), (me, False)):
        if not person:
            continue
        if same_identifier(person, OWNER.id) and not store.shared:
            return OWNER
        found = find_person(store, person)
        if found is not None:
            if not found.active:
                raise Refusal(
                    "not_allowed",
                    _("{name} is no longer active here: name somebody else").format(
                        name=found.name
                    ),
                )
            return actor_of(found)
        if must_exist:
            raise Refusal(
                "unknown",
                _("this store knows no person '{person}': see who is there, or add them").format(
                    person=person[:60]
                ),
            )
    if store.shared:
        raise Refusal(
            "not_allowed", _("say who you are with --as PERSON: this store has no owner at a desk")
        )
    return OWNER
