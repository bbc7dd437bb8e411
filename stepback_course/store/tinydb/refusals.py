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
from stepback_course.text import _

_FULL = {errno.ENOSPC, errno.EDQUOT}
_NOT_ALLOWED = {errno.EROFS, errno.EACCES, errno.EPERM}


def cannot_write(error: OSError, place: Path) -> StoreError:
    """Return the refusal for an error of the system met while writing."""
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
    return Unreachable(
        _(
            "{place} could not be written ({reason}), so it is not certain that this was saved. "
            "Check the disk or the network, then save again."
        ).format(place=place, reason=error.strerror or error)
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


def newer(path: Path) -> NewerFormat:
    """Return the refusal of what a later program wrote."""
    return NewerFormat(
        _("{path} was written by a newer stepback. Install the newest version to open it.").format(
            path=path
        )
    )
