"""The public name of a signing key, `did:key:z6Mk…`: the key itself, written out.

Source: the did:key method, https://w3c-ccg.github.io/did-key-spec/, for Ed25519.
"""

from stepback_course.text import _

KEY_LENGTH = 32
"""Of the public half of an Ed25519 key, in bytes."""

_START = "did:key:z"
_ED25519 = b"\xed\x01"
_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_WRITTEN_LENGTH = 47
"""Of the two bytes that say Ed25519 and a key, in base 58: they never begin with a zero."""


def did_of(public: bytes) -> str:
    """Return the name of the public half of an Ed25519 key, 32 bytes."""
    number, text = int.from_bytes(_ED25519 + public, "big"), ""
    while number:
        number, digit = divmod(number, len(_ALPHABET))
        text = _ALPHABET[digit] + text
    return _START + text


def public_of(did: str) -> bytes:
    """Return the public half of the key that `did` names, 32 bytes.

    Raises ValueError with a sentence where it names none.
    """
    text = did.removeprefix(_START)
    if len(text) == _WRITTEN_LENGTH and set(text) <= set(_ALPHABET):
        number = 0
        for character in text:
            number = number * len(_ALPHABET) + _ALPHABET.index(character)
        public = number.to_bytes(_WRITTEN_LENGTH, "big")[-KEY_LENGTH:]
        # Only the name that this key is given is its name: every other part must fit too.
        if did_of(public) == did:
            return public
    raise ValueError(
        _("'{did}' does not name a signing key: it is written like did:key:z6Mk…").format(
            did=did[:60]
        )
    )


def method_of(did: str) -> str:
    """Return how a signature names the key that made it: the key's name, twice."""
    return f"{did}#{did.removeprefix('did:key:')}"
