"""Whose keycards they are: the register that the office keeps."""

from collections.abc import Callable
from dataclasses import dataclass

from stepback_course.desks import Desks
from stepback_course.handover.keys.introduction import Introduction, is_introduced
from stepback_course.handover.keys.keyring import (
    Instant,
    Key,
    Keycard,
    fingerprint,
    new_seed,
    public_of,
)
from stepback_course.handover.office.records import rewrite
from stepback_course.people.policy import require
from stepback_course.store import Document, Store
from stepback_course.store.paging import all_rows
from stepback_course.text import _, same_identifier
from stepback_course.text.fields import Frozen, Identifier
from stepback_course.text.refusals import Refusal

_KIND = "card"
_ENROLMENTS = "enrolments"


class EnrolmentKey(Frozen):
    """The public half of the key in one invitation."""

    public: Key
    staff: bool
    """Whether a card it introduces counts for teaching and assessing too."""
    made: Instant
    revoked: Instant | None = None


class Enrolments(Frozen):
    """The keys of every invitation of one person, oldest first."""

    keys: tuple[EnrolmentKey, ...] = ()


class RegisteredCard(Frozen):
    """One keycard of one person, as the office keeps it."""

    card: Keycard
    person: Identifier
    registered: Instant
    staff: Instant | None = None
    """Since when it counts for teaching and assessing."""
    revoked: Instant | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose card it is. Instants are as records keep them, so they compare as texts."""

    person: str
    card: Keycard
    registered: str
    staff: str | None
    revoked: str | None

    def held(self, at: str) -> bool:
        """Say whether the card was this person's at an instant.

        A date in a bundle is its sender's word: ask about the day on which it is opened as well.
        """
        return self.registered <= at and not self._revoked_by(at)

    def held_as_staff(self, at: str) -> bool:
        """Say whether the card counted for teaching and assessing at an instant."""
        return self.staff is not None and self.staff <= at and not self._revoked_by(at)

    def _revoked_by(self, at: str) -> bool:
        return self.revoked is not None and self.revoked <= at


def add_enrolment(desks: Desks, person: str, at: str, *, staff: bool) -> str:
    """Add the key of a new invitation; return its private half, in hexadecimal.

    Earlier invitations stay good. The caller has asked whether the actor may invite.
    """
    seed = new_seed()
    key = EnrolmentKey(public=public_of(seed), staff=staff, made=at)

    def added(document: Document | None) -> Document:
        known = Enrolments.model_validate(document or {})
        return Enrolments(keys=(*known.keys, key)).model_dump(mode="json")

    rewrite(desks.store, _folder(person), _ENROLMENTS, added, actor=desks.actor.id)
    return seed.hex()


def register(desks: Desks, introduction: Introduction, at: str) -> Owner:
    """Register a card to whoever introduces it; the same card again changes nothing.

    `at` is the instant at the office. A revoked card stays revoked. Raises Refusal where no
    invitation of this office was used, where it is revoked, and where the card is somebody else's.
    """
    person = desks.directory.find(introduction.person)
    if person is None:
        raise Refusal(
            "unknown",
            _("this store knows no person '{person}'").format(person=introduction.person),
        )
    owner = owner_of(desks.store, introduction.card.signing)
    if owner is not None and not same_identifier(owner.person, person.id):
        raise Refusal("taken", _("this computer's keys are registered to somebody else"))
    key = _enrolment(desks.store, person.id, introduction)
    if owner is None and key is None:
        raise Refusal(
            "not_allowed",
            _(
                "this computer was not introduced with a valid invitation to {name}: write a new "
                "invitation, and let them join with it"
            ).format(name=person.name),
        )
    is_staff = key is not None and key.staff

    def registered(document: Document | None) -> Document | None:
        if document is None:
            known = RegisteredCard(card=introduction.card, person=person.id, registered=at)
        else:
            known = RegisteredCard.model_validate(document)
        if is_staff and known.staff is None:
            known = known.model_copy(update={"staff": at})
        changed = known.model_dump(mode="json")
        return None if changed == document else changed

    return _rewrite_card(desks, person.id, introduction.card.signing, registered)


def owner_of(store: Store, signing: str) -> Owner | None:
    """Return whose card a signing key belongs to, revoked or not; None where nobody's."""
    for row in all_rows(store, _KIND, signing=signing):
        record = store.get(row.folder, row.record)
        if record is not None:
            return _owner(RegisteredCard.model_validate(record.document))
    return None


def all_owners(store: Store) -> list[Owner]:
    """Return every card that was ever registered here, by person, the first registered first."""
    people = {str(row.summary["person"]) for row in all_rows(store, _KIND)}
    return [owner for person in sorted(people) for owner in owners_of(store, person)]


def owners_of(store: Store, person: str) -> list[Owner]:
    """Return every card of a person, revoked ones too, the first registered first."""
    records = store.records(_folder(person))
    owners = [
        _owner(RegisteredCard.model_validate(record.document))
        for name, record in records.items()
        if name.startswith(f"{_KIND}/")
    ]
    return sorted(owners, key=lambda owner: (owner.registered, owner.card.signing))


def cards_of(store: Store, person: str) -> list[Keycard]:
    """Return the cards of a person that are not revoked, the first registered first."""
    return [owner.card for owner in owners_of(store, person) if owner.revoked is None]


def card_of_fingerprint(store: Store, typed: str) -> str:
    """Return the signing key of the card with this fingerprint, however it is grouped.

    Raises Refusal where no such card is registered here.
    """
    wanted = typed.replace(" ", "").upper()
    for owner in all_owners(store):
        if fingerprint(owner.card).replace(" ", "") == wanted:
            return owner.card.signing
    raise Refusal("unknown", _("no computer with these keys is registered here"))


def revoke(desks: Desks, signing: str, at: str) -> Owner:
    """Revoke a card, and the invitations of its person, which may lie on the same computer.

    Other cards of the person stay good; a new computer needs a new invitation. Revoking again
    changes nothing. Raises Refusal where the actor may not, and where nobody has such a card.
    """
    require(desks.actor, "revoke_card")
    owner = owner_of(desks.store, signing)
    if owner is None:
        raise Refusal("unknown", _("no computer with these keys is registered here"))
    if owner.revoked is not None:
        return owner

    def without_keys(document: Document | None) -> Document:
        keys = tuple(
            key if key.revoked else key.model_copy(update={"revoked": at})
            for key in Enrolments.model_validate(document or {}).keys
        )
        return Enrolments(keys=keys).model_dump(mode="json")

    def without_card(document: Document | None) -> Document | None:
        known = RegisteredCard.model_validate(document)
        return known.model_copy(update={"revoked": at}).model_dump(mode="json")

    rewrite(desks.store, _folder(owner.person), _ENROLMENTS, without_keys, actor=desks.actor.id)
    return _rewrite_card(desks, owner.person, signing, without_card)


def _enrolment(store: Store, person: str, introduction: Introduction) -> EnrolmentKey | None:
    """Return the key of the valid invitation that an introduction was made with, or None."""
    record = store.get(_folder(person), _ENROLMENTS)
    for key in Enrolments.model_validate(record.document if record else {}).keys:
        if key.revoked is None and is_introduced(introduction, key.public):
            return key
    return None


def _rewrite_card(
    desks: Desks,
    person: str,
    signing: str,
    change: Callable[[Document | None], Document | None],
) -> Owner:
    rewrite(
        desks.store,
        _folder(person),
        _record(signing),
        change,
        actor=desks.actor.id,
        summary={"kind": _KIND, "signing": signing, "person": person},
    )
    owner = owner_of(desks.store, signing)
    assert owner is not None  # noqa: S101 # it has just been written
    return owner


def _owner(known: RegisteredCard) -> Owner:
    return Owner(known.person, known.card, known.registered, known.staff, known.revoked)


def _folder(person: str) -> str:
    return f"person/{person}"


def _record(signing: str) -> str:
    return f"{_KIND}/{signing[:32]}"
