"""The desk at which people are added and given roles."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from stepback_course.people.actor import OWNER, Actor, actor_of, find_person
from stepback_course.people.judges import is_judge
from stepback_course.people.policy import may, require
from stepback_course.store import NEVER_WRITTEN, Change, Exists, Scalar, Store, new_operation
from stepback_course.store.paging import all_rows
from stepback_course.text import _, is_identifier, same_identifier
from stepback_course.text.refusals import Refusal

if TYPE_CHECKING:
    from stepback_course.people.models import Person, RoleEntry


class Directory:
    """Adds people, finds them, and gives them roles."""

    def __init__(self, store: Store, actor: Actor) -> None:
        """Sit down as `actor`."""
        self._store = store
        self._actor = actor

    def is_empty(self) -> bool:
        """Say whether nobody is in this store yet."""
        return not self._store.find("person", limit=1).rows

    def people(self, *, active: bool = True) -> "list[Person]":
        """Return everybody who is active, or everybody who is not, by name."""
        rows = all_rows(self._store, "person", sort="name", active=active)
        return [person for row in rows if (person := self.find(str(row.summary["id"])))]

    def find(self, identifier: str) -> "Person | None":
        """Return one person, or None."""
        return find_person(self._store, identifier)

    def add(self, person: "Person", *, operation: str | None = None) -> "Person":
        """Add somebody. The first person of an empty store may hold whatever roles they tick.

        The same person again changes nothing. Raises Refusal where the id is another person's, and
        where the actor may not add people or give these roles.
        """
        if same_identifier(person.id, OWNER.id):
            raise Refusal(
                "taken",
                _("'owner' stands for whoever this computer's account is: choose another id"),
            )
        known = self.find(person.id)
        if known == person:
            return known
        if not self.is_empty():
            require(self._actor, "add_person")
            for entry in person.roles:
                if entry.role != "practitioner":
                    require(self._actor, "grant_role", cohort=entry.cohort)
        elif self._store.shared:
            require(self._actor, "grant_role")
        try:
            self._store.create(
                f"person/{person.id}",
                {"person": self._change(person, NEVER_WRITTEN)},
                operation=operation or new_operation(),
                actor=self._actor.id,
            )
        except Exists:
            raise Refusal(
                "taken",
                _("the id '{id}' is somebody else's here: choose another").format(id=person.id),
            ) from None
        return person

    def keep(self, person: "Person") -> None:
        """Write a person as the office sent them with an invitation that it signed.

        Whether the actor may is not asked: in a store of one's own, the office has the say.
        """
        record = self._store.get(f"person/{person.id}", "person")
        if record is None or record.document != person.model_dump(mode="json"):
            self._put(person, record.revision if record else NEVER_WRITTEN)

    def grant(self, identifier: str, roles: "Sequence[RoleEntry]") -> "Person":
        """Replace a person's roles; the same roles again change nothing.

        Raises Refusal where the actor is no coordinator of the cohorts concerned, and where nobody
        would be left who may give roles.
        """
        known, revision = self._kept(identifier)
        changed = {*known.roles} ^ {*roles}
        if not changed:
            return known
        for entry in changed:
            require(self._actor, "grant_role", cohort=entry.cohort)
        person = known.model_copy(update={"roles": tuple(roles)})
        self._require_coordinator_beside(person)
        self._put(person, revision)
        return person

    def deactivate(self, identifier: str, *, operation: str | None = None) -> "Person":
        """Take every right from somebody who leaves; their name stays wherever it stands.

        Done already, it changes nothing. Raises Refusal where the actor may not, and where nobody
        would be left who may give roles.
        """
        return self._activate(identifier, operation, active=False)

    def reactivate(self, identifier: str, *, operation: str | None = None) -> "Person":
        """Let somebody who left come back, with the roles that they had."""
        return self._activate(identifier, operation, active=True)

    def _activate(self, identifier: str, operation: str | None, *, active: bool) -> "Person":
        known, revision = self._kept(identifier)
        require(self._actor, "deactivate_person", practitioner=known.id)
        if known.active == active:
            return known
        person = known.model_copy(update={"active": active})
        if not active:
            self._require_coordinator_beside(person)
        self._put(person, revision, operation)
        return person

    def _kept(self, identifier: str) -> "tuple[Person, int]":
        """Return a person and the revision of their record. Raises Refusal where there is none."""
        record = (
            self._store.get(f"person/{identifier}", "person") if is_identifier(identifier) else None
        )
        if record is None:
            raise Refusal(
                "unknown", _("this store knows no person '{person}'").format(person=identifier[:60])
            )
        from stepback_course.people.models import Person

        return Person.model_validate(record.document), record.revision

    def _require_coordinator_beside(self, changed: "Person") -> None:
        """Raise Refusal where, after a change, nobody may give roles for every cohort."""
        people = [person for person in self.people() if person.id != changed.id]
        if changed.active:
            people.append(changed)
        if not any(may(actor_of(person), "grant_role") for person in people):
            raise Refusal(
                "invalid",
                _(
                    "{name} is the only coordinator: give that role to somebody else first, "
                    "or nobody could give roles any more"
                ).format(name=changed.name),
            )

    def _put(self, person: "Person", base_revision: int, operation: str | None = None) -> None:
        self._store.put(
            f"person/{person.id}",
            {"person": self._change(person, base_revision)},
            operation=operation or new_operation(),
            actor=self._actor.id,
        )

    def _change(self, person: "Person", base_revision: int) -> Change:
        row: dict[str, Scalar] = {
            "kind": "person",
            "id": person.id,
            "name": person.name,
            "active": person.active,
        }
        if is_judge(person):
            row["judges"] = True
        return Change(base_revision, person.model_dump(mode="json"), row)
