"""Being the office: its keys, its recovery key, and what to do where they are lost."""

from pathlib import Path

from stepback_course.clock import Clock, instant
from stepback_course.desks import Desks
from stepback_course.handover.keys import age
from stepback_course.handover.keys.files import damaged_keys, key_text, read_key_text, write_once
from stepback_course.handover.keys.keyring import Keyring, known_keyring, open_keyring
from stepback_course.handover.office.exchange import (
    Office,
    exchange_here,
    exchange_of,
    keep_office,
    office_folder,
    office_keyring,
)
from stepback_course.people.organisation import organisation_of
from stepback_course.people.policy import require
from stepback_course.store import Store
from stepback_course.text import _
from stepback_course.text.paths import shown_path
from stepback_course.text.refusals import Refusal

RECOVERY_FILE = "recovery-key.txt"

_RECOVERY_ABOUT = """\
The recovery key of a stepback office. Everything that is handed over can be opened with it,
also when every computer of the office is lost:  age -d -i THIS-FILE BUNDLE > bundle.zip
Print it, lock the page away, and remove this file.
"""


def open_office(desks: Desks) -> tuple[Office, Keyring]:
    """Return the office that this store is, with its keys; the first call makes it one.

    Raises Refusal where the store joined another office, or the keys are on another machine.
    """
    exchange = exchange_here(desks.store, desks.actor.id)
    if exchange.office is None:
        made = _new_office(desks, exchange.store)
        keep_office(desks.store, made, actor=desks.actor.id, instead_of=None)
        exchange = exchange_here(desks.store, desks.actor.id)
    assert exchange.office is not None  # noqa: S101 # just written, by us or by somebody quicker
    if not exchange.is_office:
        raise Refusal(
            "not_allowed",
            _("invitations are written at the office: this store joined {office}").format(
                office=exchange.office.name
            ),
        )
    return exchange.office, office_keyring(exchange.office)


def renew_office(desks: Desks) -> tuple[Office, Keyring]:
    """Return the office with new keys, where those it had are lost for good.

    Every laptop then refuses the office until somebody there has compared the fingerprints. Raises
    Refusal where the actor may not, and where the keys are still here.
    """
    require(desks.actor, "revoke_card")
    exchange = exchange_here(desks.store, desks.actor.id)
    if exchange.office is None or not exchange.is_office:
        return open_office(desks)
    folder = office_folder(exchange.store)
    if known_keyring(folder) is not None:
        raise Refusal(
            "taken",
            _(
                "the keys of this office are in {folder}: where they are to be used no more, move "
                "that folder away first"
            ).format(folder=folder),
        )
    made = _new_office(desks, exchange.store)
    keep_office(desks.store, made, actor=desks.actor.id, instead_of=exchange.office)
    return open_office(desks)


def recovery_reminder(store: Store) -> str | None:
    """Return what to do with the office's recovery key, as long as it lies on this machine."""
    exchange = exchange_of(store)
    if exchange is None or not exchange.is_office:
        return None
    path = office_folder(exchange.store) / RECOVERY_FILE
    if read_key_text(path) is None:
        return None
    return _(
        "The office's recovery key is in {file}: print it, lock the page away, and remove the file."
    ).format(file=shown_path(path))


def _new_office(desks: Desks, store: str) -> Office:
    folder = office_folder(store)
    keyring = open_keyring(folder, desks.clock)
    recovery = _recovery_recipient(folder / RECOVERY_FILE, desks.clock)
    name = organisation_of(desks.store).name
    return Office(store=store, name=name, card=keyring.card, recovery=recovery)


def _recovery_recipient(path: Path, clock: Clock) -> str:
    """Return the public half of the recovery key, which is made where there is none."""
    found = read_key_text(path)
    if found is None:
        identity = age.new_identity()
        values = {"made": instant(clock()), "public key": age.recipient_of(identity)}
        write_once(path, key_text(values, identity=identity, about=_RECOVERY_ABOUT))
        found = read_key_text(path)
    if found is None:
        raise damaged_keys(path)
    try:
        return age.recipient_of(found[1])
    except ValueError:
        raise damaged_keys(path) from None
