"""Identifiers of people, portfolios, cohorts and records."""

import re
import secrets
from collections.abc import Callable

from stepback_course.text.language import _

PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,39}\Z")
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)}
)
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def is_identifier(text: str) -> bool:
    """Say whether `text` has the form of an identifier, so that something may be called that."""
    return PATTERN.match(text) is not None


def check_identifier(text: str) -> str:
    """Return `text` unchanged where it is an identifier.

    Raises ValueError with a sentence where it is not: wrong characters, too long, or a name that
    Windows reserves for a device.
    """
    if not is_identifier(text):
        raise ValueError(
            _("{text!r} is not an identifier: use 1 to 40 letters, digits and hyphens").format(
                text=text[:60]
            )
        )
    if text.lower() in _RESERVED:
        raise ValueError(_("{text!r} is a name that Windows keeps for a device").format(text=text))
    return text


def same_identifier(one: str, other: str) -> bool:
    """Say whether two identifiers name the same thing; case does not count."""
    return one.lower() == other.lower()


def new_identifier(prefix: str, choose: Callable[[str], str] = secrets.choice) -> str:
    """Return a fresh random identifier, `PREFIX-` and eight Crockford base-32 characters."""
    return prefix + "-" + "".join(choose(_CROCKFORD) for _place in range(8))
