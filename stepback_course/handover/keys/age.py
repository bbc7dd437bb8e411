"""The age format, which seals for keys or locks with words; the only module that knows pyrage."""

import pyrage  # type: ignore[import-untyped] # it ships no types
from pyrage import passphrase, x25519

MARK = b"age-encryption.org/v1\n"
"""How every such file begins."""

_LOCK_MARK = b"-> scrypt "
_NO_KEY = "No matching keys found"
_TOO_SLOW = "Excessive work parameter"


class Unopened(Exception):
    """What was sealed does not open."""

    def __init__(self, *, fits: bool) -> None:
        """Say whether the key or the words would fit, so that the bytes must be damaged."""
        super().__init__()
        self.fits = fits


class TooSlow(Unopened):
    """Trying the words would take this computer far longer than it took to lock them in."""


def new_identity() -> str:
    """Return a fresh private key, `AGE-SECRET-KEY-1…`."""
    return str(x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """Return the public half of a private key, `age1…`. Raises ValueError where it is none."""
    try:
        return str(x25519.Identity.from_str(identity).to_public())
    except pyrage.IdentityError as error:
        raise ValueError(str(error)) from None


def is_recipient(text: str) -> bool:
    """Say whether something can be sealed for `text`."""
    try:
        x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def seal(content: bytes, recipients: list[str]) -> bytes:
    """Return `content` so that each recipient can open it."""
    keys = [x25519.Recipient.from_str(recipient) for recipient in dict.fromkeys(recipients)]
    sealed: bytes = pyrage.encrypt(content, keys)
    return sealed


def unseal(sealed: bytes, identity: str) -> bytes:
    """Return what was sealed for a key. Raises Unopened."""
    try:
        content: bytes = pyrage.decrypt(sealed, [x25519.Identity.from_str(identity)])
    except pyrage.DecryptError as error:
        raise Unopened(fits=str(error) != _NO_KEY) from None
    return content


def lock(content: bytes, words: str) -> bytes:
    """Return `content` so that words open it.

    Takes about a second, as each guess would here; a busy computer settles for a little less work.
    """
    locked: bytes = passphrase.encrypt(content, words)
    return locked


def unlock(locked: bytes, words: str) -> bytes:
    """Return what was locked with words. Raises Unopened, TooSlow."""
    try:
        content: bytes = passphrase.decrypt(locked, words)
    except pyrage.DecryptError as error:
        if str(error).startswith(_TOO_SLOW):
            raise TooSlow(fits=False) from None
        raise Unopened(fits=False) from None
    return content


def is_locked(sealed: bytes) -> bool:
    """Say whether words open it, and not a key."""
    return sealed.startswith(MARK + _LOCK_MARK)
