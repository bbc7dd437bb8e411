"""Files set aside: damaged ones in quarantine, and originals of an older format in backups.

What is kept is a second name of the file itself; nothing is ever removed here but what is erased.
"""

import os
from contextlib import suppress
from itertools import count
from pathlib import Path

from stepback_course.clock import Clock
from stepback_course.store.tinydb.durable import (
    FILE_MODE,
    erase,
    flush_directory,
    make_directory,
)
from stepback_course.store.tinydb.last_good import keep_copy


class Quarantine:
    """Where damaged files are kept, for somebody to look at."""

    def __init__(self, directory: Path) -> None:
        """Keep them in `directory`, which is made with the first."""
        self._directory = directory

    def keep(self, path: Path) -> Path:
        """Give the file at `path` a name in quarantine, and return it. Raises OSError.

        The caller holds the lock of `path`.
        """
        make_directory(self._directory)
        names = (self._directory / f"{path.name}.{number}" for number in count(1))
        kept = next(name for name in names if not os.path.lexists(name))
        keep_copy(str(path), str(kept))
        with suppress(OSError):  # one put there by hand may be open to all
            os.chmod(kept, FILE_MODE)  # noqa: PTH101 - as every change of a file here, through os
        flush_directory(self._directory)
        return kept

    def erase(self, path: Path) -> None:
        """Remove every file that was set aside from `path`. Raises OSError.

        The caller holds the lock of `path`.
        """
        kept = [file for file in self.files() if file.name.rpartition(".")[0] == path.name]
        _erase_all(kept)

    def files(self) -> list[Path]:
        """Return what is in quarantine, in order. Raises OSError."""
        try:
            return sorted(self._directory.iterdir())
        except FileNotFoundError:
            return []


class Backups:
    """Where folders are kept as they were before they became a newer format."""

    def __init__(self, directory: Path, clock: Clock) -> None:
        """Keep them in `directory`, which is made with the first."""
        self._directory = directory
        self._opened = clock().strftime("%Y%m%dT%H%M%SZ")

    def keep(self, path: Path, version: int) -> None:
        """Keep the file of a folder that is of format `version`. Raises OSError.

        The caller holds the lock of `path`. One that a crash left here is the same file still.
        """
        place = self._directory / f"{version}-{self._opened}"
        for directory in (self._directory, place, place / path.parent.name):
            make_directory(directory)
        kept = place / path.parent.name / path.name
        if not kept.exists():
            keep_copy(str(path), str(kept))
        flush_directory(kept.parent)

    def erase(self, path: Path) -> None:
        """Remove every file that was kept of the folder's file at `path`. Raises OSError.

        The caller holds the lock of `path`.
        """
        _erase_all(sorted(self._directory.glob(f"*/{path.parent.name}/{path.name}*")))


def _erase_all(files: list[Path]) -> None:
    for file in files:
        erase(str(file))
    for directory in {file.parent for file in files}:
        flush_directory(directory)
