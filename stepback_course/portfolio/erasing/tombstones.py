"""The tombstones that this computer keeps beside its stores, for backups that are older than they.

A store that is restored from a backup has lost what was erased since, tombstones included. So each
is kept a second time, in a folder of its own that no backup of a store carries: whoever restores on
this computer meets them there, and on another one where that folder was copied to.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from stepback_course.portfolio.erasing.rules import Tombstone
from stepback_course.text import _
from stepback_course.text.refusals import Refusal

_SUFFIX = ".json"
_LARGEST = 16 * 1024 * 1024


def tombstone_folder() -> Path:
    """Return where tombstones are kept: STEPBACK_ERASED, else beside the user's data."""
    if folder := os.environ.get("STEPBACK_ERASED"):
        return Path(folder)
    from platformdirs import user_data_path

    return user_data_path("stepback-erased")


def keep_here(tombstone: Tombstone) -> None:
    """Keep a tombstone on this computer; again changes nothing. Raises Refusal where it cannot."""
    folder = tombstone_folder()
    path = folder / f"{tombstone.id.lower()}{_SUFFIX}"
    new = folder / f".{path.name}.{os.getpid()}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(tombstone.model_dump_json())
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError as error:
        with suppress(OSError):
            new.unlink()
        raise Refusal(
            "not_ready",
            _(
                "{folder} could not be written ({reason}). It keeps what a backup that is restored "
                "later must not bring back: make room or give permission, then erase again."
            ).format(folder=folder, reason=error.strerror or error),
        ) from error


def kept_in(folders: Iterable[Path]) -> list[Tombstone]:
    """Return the tombstones in folders, oldest first. Raises Refusal for one that is damaged."""
    found = {}
    for folder in folders:
        for path in sorted(folder.glob(f"*{_SUFFIX}")):
            tombstone = _read(path)
            found[tombstone.id.lower()] = tombstone
    return sorted(found.values(), key=lambda tombstone: (tombstone.at, tombstone.id))


def _read(path: Path) -> Tombstone:
    try:
        if path.stat().st_size <= _LARGEST:
            return Tombstone.model_validate_json(path.read_bytes())
        reason = _("it is too large")
    except OSError as error:
        reason = error.strerror or str(error)
    except ValidationError:
        reason = _("it is not as this program wrote it")
    raise Refusal(
        "damaged",
        _(
            "{path} cannot be read: {reason}. It says what must not come back from a backup. Copy "
            "it from another computer, or move it away if you know what it was."
        ).format(path=path, reason=reason),
    )
