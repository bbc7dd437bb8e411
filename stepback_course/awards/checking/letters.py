"""Bytes as letters that an address carries as they are."""

import base64

_ANY = b"-_"


def to_letters(content: bytes) -> str:
    """Return bytes as base64url without padding."""
    return base64.b64encode(content, _ANY).rstrip(b"=").decode()


def from_letters(letters: str) -> bytes | None:
    """Return the bytes that `to_letters` wrote so; None for letters that it never writes.

    The last letter of some texts has bits to spare. All but one of the letters that mean the same
    there are refused, so that no two texts stand for the same bytes.
    """
    try:
        content = base64.b64decode(letters + "=" * (-len(letters) % 4), _ANY)
    except ValueError:
        return None
    return content if to_letters(content) == letters else None
