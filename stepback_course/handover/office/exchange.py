"""Who this store is when it hands work over, whom it hands it to, and where its keys are."""

import uuid
from pathlib import Path

from stepback_course.clock import Clock, system_clock
from stepback_course.handover.envelope.manifest import OFFICE, Manifest, StoreId
from stepback_course.handover.keys.files import keys_root
from stepback_course.handover.keys.keyring import (
    Keycard,
    Keyring,
    SealingRecipient,
    fingerprint,
    known_keyring,
    open_keyring,
)
from stepback_course.handover.office.records import rewrite
from stepback_course.people.organisation import FOLDER
from stepback_course.store import Document, Store
from stepback_course.text import _
from stepback_course.text.fields import Frozen, Name
from stepback_course.text.refusals import Refusal

RECORD = "exchange"


class Office(Frozen):
    """The public side of the office: everything a laptop needs in order to write to it."""

    store: StoreId
    name: Name
    card: Keycard
    recovery: SealingRecipient
    """What is sealed can also be opened with the office's recovery key."""


class Exchange(Frozen):
    """What one store knows about itself and its office."""

    store: StoreId
    """This store's own name, whatever its path or engine; its keys lie in a folder of that name."""
    office: Office | None = None
    """The office it joined, or itself where it is the office; None for neither."""

    @property
    def is_office(self) -> bool:
        """Say whether this store is the office."""
        return self.office is not None and self.office.store == self.store


def exchange_of(store: Store) -> Exchange | None:
    """Return what a store knows, or None where it has never had to do with another machine."""
    record = store.get(FOLDER, RECORD)
    return Exchange.model_validate(record.document) if record else None


def is_office(store: Store) -> bool:
    """Say whether a store has written invitations, and so decides what counts."""
    exchange = exchange_of(store)
    return exchange is not None and exchange.is_office


def office_of(store: Store) -> Office:
    """Return the office of a store. Raises Refusal where it knows none."""
    exchange = exchange_of(store)
    if exchange is None or exchange.office is None:
        raise Refusal(
            "not_ready",
            _(
                "this store does not know the keys of its office: ask for a new invitation and "
                "join with it. An invitation from before there was hand-over has none in it."
            ),
        )
    return exchange.office


def keyring_of(store: Store, person: str, clock: Clock = system_clock) -> Keyring:
    """Return the keys with which a person hands over from this store; made on first use.

    Several people may sit at one machine, so each has keys of their own. At the office it is the
    office's, whoever acts. Raises Refusal where they cannot be read or kept, and where this is the
    office but not the machine that has its keys.
    """
    exchange = exchange_here(store, person)
    if exchange.office is not None and exchange.is_office:
        return office_keyring(exchange.office)
    return open_keyring(keys_folder(exchange.store, person), clock)


def keys_folder(store: str, person: str) -> Path:
    """Return where one person's keys for a store are. `store` is its id."""
    return keys_root() / store / f"person-{person.lower()}"


def exchange_here(store: Store, actor: str) -> Exchange:
    """Return what a store knows, and give it a name of its own where it has none."""

    def named(document: Document | None) -> Document | None:
        return Exchange(store=uuid.uuid4().hex).model_dump(mode="json") if not document else None

    known = exchange_of(store)
    if known is None:
        rewrite(store, FOLDER, RECORD, named, actor=actor)
        known = exchange_of(store)
    assert known is not None  # noqa: S101 # it has just been written
    return known


def keep_office(store: Store, office: Office, *, actor: str, instead_of: Office | None) -> None:
    """Keep an office in place of the one that was looked at; leave any other alone."""

    def changed(document: Document | None) -> Document | None:
        exchange = Exchange.model_validate(document)
        if exchange.office != instead_of or office == instead_of:
            return None
        return exchange.model_copy(update={"office": office}).model_dump(mode="json")

    exchange_here(store, actor)
    rewrite(store, FOLDER, RECORD, changed, actor=actor)


def require_office(manifest: Manifest, office: Office, file: str) -> None:
    """Return where a bundle was signed by the office; `file` is its name for people.

    Raises Refusal, with both fingerprints, where another key signed it.
    """
    if manifest.sender.card != office.card:
        raise changed_card(office, manifest.sender.card, file)


def changed_card(office: Office, other: Keycard, file: str) -> Refusal:
    """Return the loud refusal of keys that are not those of the office this store joined."""
    return Refusal(
        "altered",
        _(
            "STOP. {file} does not have the keys of {office} that this store joined with. Nothing "
            "was taken. Ring {office} on a number you know, and compare: you joined with {known}; "
            "this file has {other}. If they say that these are their new keys, join again with a "
            'new invitation: stepback join FILE --office-keys "{other}". If not, somebody else '
            "made this file: delete it."
        ).format(
            file=file,
            office=office.name,
            known=fingerprint(office.card),
            other=fingerprint(other),
        ),
    )


def office_folder(store: str) -> Path:
    """Return where the office's own keys are. `store` is its id."""
    return keys_root() / store / OFFICE


def office_keyring(office: Office) -> Keyring:
    """Return the keys of the office that this store is. Raises Refusal where they are not here."""
    folder = office_folder(office.store)
    keyring = known_keyring(folder)
    if keyring is None or keyring.card != office.card:
        raise Refusal(
            "not_ready",
            _(
                "the keys of this office are not on this computer: they should be in {folder}. "
                "Hand over on the computer that has them, or copy that folder here. Where they are "
                "lost for good, a coordinator makes new ones with `stepback invite --new-keys`."
            ).format(folder=folder),
        )
    return keyring
