"""The keys of one person on one machine: with one they sign, with the other they open."""

import base64
import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from stepback_course.clock import Clock, exact_instant, instant, system_clock
from stepback_course.handover.keys import age
from stepback_course.handover.keys.files import damaged_keys, key_text, read_key_text, write_once
from stepback_course.text import _, canonical
from stepback_course.text.fields import Frozen

FILE_NAME = "keyring.txt"

_SCHEMA = "stepback.keyring/1"
_ABOUT = """\
The keys with which stepback signs and opens what travels between machines.
Whoever has this file can act in your name: do not pass it on.
"""
_GROUPS, _GROUP_LENGTH = 5, 4


def _recipient(text: str) -> str:
    if not age.is_recipient(text):
        raise ValueError(_("this is not the public half of a key"))
    return text


def _instant(text: str) -> str:
    if exact_instant(text) is None:
        raise ValueError(_("this is not an instant, such as 2026-03-04T12:00:00.000Z"))
    return text


Key = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""Half of an Ed25519 key: 32 bytes, in hexadecimal."""
Signature = Annotated[str, Field(pattern=r"^[0-9a-f]{128}$")]
"""An Ed25519 signature: 64 bytes, in hexadecimal."""
SealingRecipient = Annotated[str, Field(max_length=100), AfterValidator(_recipient)]
"""Whom something is sealed to, as age writes it: `age1…`."""
Instant = Annotated[str, Field(max_length=40), AfterValidator(_instant)]
"""A moment as records keep it: UTC, ISO 8601, to the millisecond."""


class Keycard(Frozen):
    """The public half of a keyring."""

    signing: Key
    sealing: SealingRecipient
    made: Instant


@dataclass(frozen=True, slots=True)
class Keyring:
    """The private half: it stays on the machine on which it was made."""

    card: Keycard
    _seed: bytes = field(repr=False)
    identity: str = field(repr=False)
    """The age identity, `AGE-SECRET-KEY-1…`, that opens what is sealed to the card."""

    def sign(self, content: bytes) -> bytes:
        """Return the Ed25519 signature of `content`, 64 bytes."""
        return sign(self._seed, content)


def open_keyring(directory: Path, clock: Clock = system_clock) -> Keyring:
    """Return the keyring in a directory, and make it where there is none.

    Of two processes that make one at once, both return the same. Raises Refusal where it cannot be
    read, kept, or is damaged.
    """
    path = directory / FILE_NAME
    keyring = _read(path)
    if keyring is None:
        write_once(path, _made(clock))
        keyring = _read(path)
    if keyring is None:
        raise damaged_keys(path)
    return keyring


def known_keyring(directory: Path) -> Keyring | None:
    """Return the keyring in a directory, or None where there is none.

    Raises Refusal where it cannot be read or is damaged.
    """
    return _read(directory / FILE_NAME)


def new_seed() -> bytes:
    """Return the private half of a fresh Ed25519 key, 32 bytes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_of(seed: bytes) -> str:
    """Return the public half of an Ed25519 key. Raises ValueError where `seed` is not 32 bytes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw().hex()


def sign(seed: bytes, content: bytes) -> bytes:
    """Return the Ed25519 signature of `content` with the private half `seed`."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed).sign(content)


def verify(card_signing_hex: str, content: bytes, signature: bytes) -> bool:
    """Say whether `signature` over `content` was made with the private half of a key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(card_signing_hex))
        key.verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(card: Keycard) -> str:
    """Return what two people compare on the telephone: five groups of four letters and digits.

    100 bits of a hash over both public keys.
    """
    content = canonical({"signing": card.signing, "sealing": card.sealing})
    text = base64.b32encode(hashlib.sha256(content).digest()).decode()
    starts = range(0, _GROUPS * _GROUP_LENGTH, _GROUP_LENGTH)
    return " ".join(text[start : start + _GROUP_LENGTH] for start in starts)


def _made(clock: Clock) -> str:
    seed, identity = new_seed(), age.new_identity()
    values = {
        "schema": _SCHEMA,
        "made": instant(clock()),
        "signing": seed.hex(),
        "public signing": public_of(seed),
        "public key": age.recipient_of(identity),
    }
    return key_text(values, identity=identity, about=_ABOUT)


def _read(path: Path) -> Keyring | None:
    found = read_key_text(path)
    if found is None:
        return None
    values, identity = found
    try:
        seed = bytes.fromhex(values["signing"])
        card = Keycard(
            signing=public_of(seed), sealing=age.recipient_of(identity), made=values["made"]
        )
    except (KeyError, ValueError):
        raise damaged_keys(path) from None
    # The public halves stand beside the private ones so that a changed character is noticed.
    if (
        values.get("schema") != _SCHEMA
        or values.get("public signing") != card.signing
        or values.get("public key") != card.sealing
    ):
        raise damaged_keys(path)
    return Keyring(card, seed, identity)
