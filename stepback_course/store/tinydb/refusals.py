"""Refusals in sentences: what happened, where, and what to do."""

import errno
from pathlib import Path

from stepback_course.store.port import (
    Corrupt,
    NewerFormat,
    ReadOnly,
    StoreError,
    StoreFull,
    Unreachable,
)
from stepback_course.store.tinydb.durable import Uncertain
from stepback_course.text import _

_FULL = {errno.ENOSPC, errno.EDQUOT}
_NOT_ALLOWED = {errno.EROFS, errno.EACCES, errno.EPERM}
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP}


def cannot_write(error: OSError, place: Path) -> StoreError:
    """Return the refusal for an error of the system met while writing."""
    if isinstance(error, Uncertain):
        return _uncertain(error, place)
    if error.errno in _FULL:
        return StoreFull(
            _(
                "There is no room left on the disk that holds {place}, so nothing was saved. "
                "Free some space, then save again."
            ).format(place=place)
        )
    if error.errno in _NOT_ALLOWED:
        return ReadOnly(
            _(
                "{place} may be read but not written, so nothing was saved. "
                "Ask whoever looks after this computer for permission to write there."
            ).format(place=place)
        )
    return _uncertain(error, place)


def _uncertain(error: OSError, place: Path) -> Unreachable:
    return Unreachable(
        _(
            "{place} could not be written ({reason}), so it is not certain that this was saved. "
            "Check the disk or the network, then save again."
        ).format(place=place, reason=error.strerror or error)
    )


def copies_left(error: StoreError | OSError, place: Path) -> Unreachable:
    """Return the refusal for an erasure that emptied a folder and left a copy of what it held."""
    cause = error.__cause__ if isinstance(error, StoreError) else error
    reason = cause.strerror if isinstance(cause, OSError) else error
    return Unreachable(
        _(
            "{place} is emptied of what was erased, but a copy of that is kept beside it still "
            "({reason}). Check the disk, then erase again."
        ).format(place=place, reason=reason)
    )


def cannot_lock(error: OSError, place: Path) -> StoreError:
    """Return the refusal for an error of the system met while taking a lock."""
    return no_locks(place) if error.errno in _NO_LOCKS else cannot_write(error, place)


def no_locks(place: Path) -> ReadOnly:
    """Return the refusal to write where two programs could do so at once."""
    return ReadOnly(
        _(
            "{place} lies where one program cannot keep another from writing at the same time, as "
            "on some network folders, so nothing was saved. It can be read. "
            "Keep the store on a disk of this computer, or use a server."
        ).format(place=place)
    )


def cannot_read(error: OSError, place: Path) -> Unreachable:
    """Return the refusal for an error of the system met while reading."""
    return Unreachable(
        _(
            "{place} could not be read ({reason}). "
            "Check the disk, the network, and that you may open it."
        ).format(place=place, reason=error.strerror or error)
    )


def damaged(path: Path) -> Corrupt:
    """Return the refusal of a file whose bytes are not those that were written."""
    return Corrupt(
        _(
            "{path} is damaged: it does not hold what was written there. Restore it from a backup."
        ).format(path=path)
    )


def lost(path: Path) -> Corrupt:
    """Return the refusal of a file that was there, has gone, and cannot be put back."""
    return Corrupt(
        _("{path} is missing, and its last good copy is damaged. Restore it from a backup.").format(
            path=path
        )
    )


def without_marker(root: Path) -> Corrupt:
    """Return the refusal of a store that has lost the file which says that it is one."""
    return Corrupt(
        _(
            "{place} holds the folders of a store, but store.json, which says whose they are, is "
            "missing. Nothing was changed: put store.json back from a backup."
        ).format(place=root)
    )


def newer(path: Path) -> NewerFormat:
    """Return the refusal of what a later program wrote and only such a one can read."""
    return NewerFormat(
        _("{path} was written by a newer stepback. Install the newest version to open it.").format(
            path=path
        )
    )


def newer_to_write(path: Path) -> NewerFormat:
    """Return the refusal to write what a later program wrote, though it can be read."""
    return NewerFormat(
        _(
            "{path} was written by a newer stepback: this one can show it but not change it, "
            "so nothing was saved. Install the newest version to go on."
        ).format(path=path)
    )
