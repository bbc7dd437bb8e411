"""Refusals in sentences: what the server said, where, and what to do."""

import psycopg

from stepback_course.store.port import (
    Busy,
    Corrupt,
    NewerFormat,
    ReadOnly,
    StoreError,
    StoreFull,
    Unreachable,
)
from stepback_course.store.postgres.address import Address
from stepback_course.text import _

# SQLSTATE codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
_FULL = {"53100"}
_READ_ONLY = {"25006"}
_NOT_ALLOWED = {"42501"}
_BUSY = {"55P03", "57014", "25P03", "40001", "40P01", "53300"}
_DAMAGED = {"XX001", "XX002"}
_GONE = {"3F000", "42P01", "42883"}
_SHUT_DOWN = {"57P01", "57P02", "57P03", "57P05"}


def is_lost(error: psycopg.Error) -> bool:
    """Return whether the connection is gone, so that nobody knows what the server did."""
    if not isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return False
    code = error.sqlstate
    return code is None or code in _SHUT_DOWN or code.startswith("08")


def cannot_connect(error: psycopg.Error, address: Address) -> Unreachable:
    """Return the refusal where no connection could be made."""
    reason = reason_of(error, address)
    if "password" in reason:
        return Unreachable(
            _(
                "The database server did not accept the password for {place} ({reason}). "
                "Give the right one in PGPASSWORD, in the file .pgpass or in the address."
            ).format(place=address.url, reason=reason)
        )
    if "database" in reason and "does not exist" in reason:
        return Unreachable(
            _(
                "There is no such database as {place} ({reason}). "
                "Correct the address, or ask whoever looks after the server to make it."
            ).format(place=address.url, reason=reason)
        )
    return Unreachable(
        _(
            "The database server of {place} could not be reached ({reason}). "
            "Check the address and the network, and that the server is running."
        ).format(place=address.url, reason=reason)
    )


def refusal(error: psycopg.Error, address: Address, *, writing: bool) -> StoreError:
    """Return the refusal for an error that the server answered with, or in place of an answer."""
    code = error.sqlstate or ""
    place = address.url
    if code in _FULL:
        return StoreFull(
            _(
                "There is no room left on the disk of the database server of {place}, "
                "so nothing was saved. Ask whoever looks after it to free some, then save again."
            ).format(place=place)
        )
    if code in _READ_ONLY or (code in _NOT_ALLOWED and writing):
        return ReadOnly(
            _(
                "{place} may be read but not written, so nothing was saved. "
                "Ask whoever looks after the database server for permission to write there."
            ).format(place=place)
        )
    if code in _BUSY:
        return Busy(
            _(
                "The database server of {place} was busy for too long. "
                "Nothing was saved: wait a moment, then try again."
            ).format(place=place)
        )
    if code in _DAMAGED:
        return Corrupt(
            _("{place} is damaged ({reason}). Restore it from a backup.").format(
                place=place, reason=reason_of(error, address)
            )
        )
    if code in _GONE:
        return Unreachable(
            _("The store in {place} is no longer there. Restore it from a backup.").format(
                place=place
            )
        )
    return _unanswered(error, address, writing=writing)


def _unanswered(error: psycopg.Error, address: Address, *, writing: bool) -> Unreachable:
    reason = reason_of(error, address)
    if writing and is_lost(error):
        return Unreachable(
            _(
                "The database server of {place} went away ({reason}), so it is not certain that "
                "this was saved. Check the network, then save again."
            ).format(place=address.url, reason=reason)
        )
    return Unreachable(
        _(
            "{place} could not be used ({reason}). "
            "Check the network, and that your role may use that database."
        ).format(place=address.url, reason=reason)
    )


def newer(address: Address) -> NewerFormat:
    """Return the refusal of what a later program made."""
    return NewerFormat(
        _("{place} was made by a newer stepback. Install the newest version to open it.").format(
            place=address.url
        )
    )


def reason_of(error: psycopg.Error, address: Address) -> str:
    """Return the driver's or server's reason as one line, without any password."""
    said = error.diag.message_primary or str(error) or type(error).__name__
    line = " ".join(said.split())
    for secret in address.secrets:
        line = line.replace(secret, "…")
    return line
