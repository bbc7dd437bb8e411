"""The key that came with an invitation: it introduces this machine's card to the office."""

from pathlib import Path

from stepback_course.handover.keys.files import damaged_keys, key_text, read_key_text, write_once
from stepback_course.handover.keys.introduction import Introduction, introduce
from stepback_course.handover.keys.keyring import Keyring, public_of
from stepback_course.handover.office.exchange import exchange_of, keys_folder
from stepback_course.store import Store

_ABOUT = """\
The key that came with an invitation to stepback: it tells the office whose computer this is.
Whoever has this file can act in your name: do not pass it on.
"""
_SCHEMA = "stepback.enrolment/1"
_STAFF, _PORTFOLIO = "staff", "portfolio"


def keep_enrolment(store_id: str, person: str, seed: str, *, staff: bool) -> None:
    """Keep the key of an invitation beside the person's keys; the same again changes nothing.

    `seed` is the private half, in hexadecimal. Raises Refusal where it cannot be kept.
    """
    folder = keys_folder(store_id, person)
    purpose = _STAFF if staff else _PORTFOLIO
    text = key_text({"schema": _SCHEMA, "for": purpose, "seed": seed}, about=_ABOUT)
    known = _seeds(folder, purpose)
    # Another process may take the number that is free; the next one is tried then.
    while seed not in known:
        if write_once(_path(folder, purpose, len(known) + 1), text):
            return
        known = _seeds(folder, purpose)


def introduction_of(store: Store, person: str, keyring: Keyring) -> Introduction | None:
    """Return what introduces a person's card to the office, or None where nothing can.

    The key of the invitation they joined with last; one for staff before one for a portfolio,
    because it counts for more. Raises Refusal where the file of the key is damaged.
    """
    exchange = exchange_of(store)
    if exchange is None or exchange.is_office:
        return None
    folder = keys_folder(exchange.store, person)
    seeds = _seeds(folder, _STAFF) or _seeds(folder, _PORTFOLIO)
    return introduce(keyring, person, seeds[-1]) if seeds else None


def portfolio_seeds(store: Store, person: str) -> list[str]:
    """Return the keys of a person's invitations to a portfolio, for the machine they move to.

    Those for staff stay: a new machine for them needs an invitation of its own.
    """
    exchange = exchange_of(store)
    return _seeds(keys_folder(exchange.store, person), _PORTFOLIO) if exchange else []


def _seeds(folder: Path, purpose: str) -> list[str]:
    seeds: list[str] = []
    while True:
        path = _path(folder, purpose, len(seeds) + 1)
        found = read_key_text(path)
        if found is None:
            return seeds
        seed = found[0].get("seed", "")
        try:
            public_of(bytes.fromhex(seed))
        except ValueError:
            raise damaged_keys(path) from None
        seeds.append(seed)


def _path(folder: Path, purpose: str, number: int) -> Path:
    return folder / f"enrolment-{purpose}-{number}.txt"
