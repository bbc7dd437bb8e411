"""Conflicts of interest: whose work an assessor or verifier has declared not to judge.

They lie in the record `conflicts` of that person's folder. Why is one of a few words, so that
nothing about anybody's private life is written down.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import Field

from stepback_course.clock import Clock, instant
from stepback_course.people.actor import Actor, find_person
from stepback_course.people.policy import require
from stepback_course.store import NEVER_WRITTEN, Change, Store, new_operation
from stepback_course.store.paging import all_rows
from stepback_course.text import _, same_identifier
from stepback_course.text.fields import Frozen, Identifier, Line
from stepback_course.text.refusals import Refusal

RECORD = "conflicts"
KIND = "conflict"
ConflictReason = Literal["family", "close friend", "colleague", "another reason"]
REASONS: Mapping[ConflictReason, str] = {
    "family": _("family, also by marriage, step or foster"),
    "close friend": _("a close friend"),
    "colleague": _("we work together"),
    "another reason": _("another reason"),
}
"""Why somebody is not to judge another's work, in words."""


class DeclaredConflict(Frozen):
    """Whose work somebody is not to judge, and until when that counted."""

    practitioner: Identifier
    why: ConflictReason
    by: Identifier
    at: Line
    ended: Line = ""
    """The instant from which it counts no more, or an empty text."""
    ended_by: Line = ""


class Conflicts(Frozen):
    """Everything that one person ever declared, oldest first."""

    declared: Annotated[tuple[DeclaredConflict, ...], Field(max_length=1000)] = ()

    @property
    def standing(self) -> tuple[DeclaredConflict, ...]:
        """What counts now."""
        return tuple(each for each in self.declared if not each.ended)

    def about(self, practitioner: str) -> DeclaredConflict | None:
        """Return what counts now about one practitioner, or None."""
        return next(
            (c for c in self.standing if same_identifier(c.practitioner, practitioner)), None
        )


def conflicts_of(store: Store, person: str) -> Conflicts:
    """Return what somebody declared. Raises StoreError."""
    return _kept(store, person)[0]


def people_not_to_judge(store: Store, person: str) -> frozenset[str]:
    """Return in lower case the ids of those whose work somebody declared not to judge."""
    standing = conflicts_of(store, person).standing
    return frozenset(each.practitioner.lower() for each in standing)


def require_no_conflict(store: Store, judge: Actor, practitioner: str) -> None:
    """Return where somebody may mark, verify or release a practitioner's work.

    Raises Refusal where they declared a conflict of interest.
    """
    if conflicts_of(store, judge.id).about(practitioner):
        raise Refusal(
            "not_allowed",
            _(
                "{name} has declared a conflict of interest with this practitioner: somebody else "
                "judges this work"
            ).format(name=judge.name),
        )


class Declarations:
    """The desk at which conflicts of interest are declared."""

    def __init__(self, store: Store, actor: Actor, clock: Clock) -> None:
        """Sit down as `actor`."""
        self._store = store
        self._actor = actor
        self._clock = clock

    def of(self, person: str) -> tuple[DeclaredConflict, ...]:
        """Return what somebody declared that counts now, oldest first.

        Raises Refusal where it is neither the actor's own nor a coordinator's to see.
        """
        self._require_own_or(person)
        return conflicts_of(self._store, person).standing

    def standing(self) -> Iterable[tuple[str, DeclaredConflict]]:
        """Yield every conflict that counts now, with whoever declared it; for a coordinator."""
        require(self._actor, "see_conflicts")
        for row in all_rows(self._store, KIND, sort="person"):
            person = str(row.summary["person"])
            for declared in conflicts_of(self._store, person).standing:
                yield person, declared

    def declare(
        self,
        practitioner: str,
        why: ConflictReason,
        *,
        person: str | None = None,
        operation: str | None = None,
    ) -> None:
        """Declare that the actor, or as a coordinator another `person`, is not to judge somebody.

        The same again changes nothing. Raises Refusal where either is unknown here.
        """
        judge = self._known(person or self._actor.id)
        whose = self._known(practitioner)
        self._require_own_or(judge)
        if same_identifier(judge, whose):
            raise Refusal("invalid", _("nobody judges their own work: that needs no declaration"))
        known, revision = _kept(self._store, judge)
        if known.about(whose) is None:
            declared = DeclaredConflict(
                practitioner=whose, why=why, by=self._actor.id, at=instant(self._clock())
            )
            self._put(judge, revision, (*known.declared, declared), operation)

    def end(self, person: str, practitioner: str, *, operation: str | None = None) -> None:
        """Let a conflict of interest count no more; it stays in the record, with who ended it.

        Raises Refusal where there is none, and to whoever declared it, for whom another
        coordinator decides.
        """
        judge = self._known(person)
        require(self._actor, "end_conflict", practitioner=judge)
        known, revision = _kept(self._store, judge)
        standing = known.about(practitioner)
        if standing is None:
            raise Refusal("unknown", _("no conflict of interest is declared between these two"))
        ended = standing.model_copy(
            update={"ended": instant(self._clock()), "ended_by": self._actor.id}
        )
        declared = tuple(ended if each is standing else each for each in known.declared)
        self._put(judge, revision, declared, operation)

    def _require_own_or(self, person: str) -> None:
        is_own = self._actor.is_person(person)
        require(self._actor, "declare_conflict" if is_own else "see_conflicts")

    def _known(self, identifier: str) -> str:
        """Return the id of somebody as the store writes it."""
        found = find_person(self._store, identifier)
        if found is None:
            raise Refusal(
                "unknown",
                _("this store knows no person '{person}'").format(person=identifier[:60]),
            )
        return found.id

    def _put(
        self,
        person: str,
        revision: int,
        declared: tuple[DeclaredConflict, ...],
        operation: str | None,
    ) -> None:
        conflicts = Conflicts(declared=declared)
        row = {"kind": KIND, "person": person} if conflicts.standing else None
        self._store.put(
            f"person/{person}",
            {RECORD: Change(revision, conflicts.model_dump(mode="json"), row)},
            operation=operation or new_operation(),
            actor=self._actor.id,
        )


def _kept(store: Store, person: str) -> tuple[Conflicts, int]:
    """Return what somebody declared, and the revision of its record."""
    record = store.get(f"person/{person}", RECORD)
    if record is None:
        return Conflicts(), NEVER_WRITTEN
    return Conflicts.model_validate(record.document), record.revision
