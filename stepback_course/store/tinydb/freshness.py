"""Whether what was read once may have changed since, told from the file system's own times."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISDIR

from stepback_course.store.tinydb.last_good import GOOD

# File systems round their times, some to two seconds: a change soon after another may leave the
# same time behind, so that something so young is never taken as seen for good.
_YOUNG_NANOSECONDS = 2_000_000_000

Mark = tuple[int, int]
"""Inode of a directory, and when its names last changed, in nanoseconds since 1970."""


def signature(status: os.stat_result) -> str:
    """Return a text that differs when a file was replaced or a directory's names changed."""
    size = 0 if S_ISDIR(status.st_mode) else status.st_size
    return f"{status.st_ino}:{status.st_mtime_ns}:{size}"


def is_settled(changed: int, now: int) -> bool:
    """Say whether any change after the one at `changed` must show; both in nanoseconds."""
    return now - changed > _YOUNG_NANOSECONDS


class Directories:
    """The directories over which folders are spread, as they stand."""

    def __init__(self, root: Path) -> None:
        """Look at what lies in `root`."""
        self._root = root
        # With a descriptor of the root, the way to it is gone once and not for each of its names.
        self._prefix = "" if os.stat in os.supports_dir_fd else f"{root}{os.sep}"
        self._names: list[str] = []
        self._listed: Mark | None = None
        """The mark of the root as its names were read; None where a change may not show."""

    def marks(self) -> dict[str, Mark]:
        """Return the mark of each by its name; nothing where there is no root. Raises OSError."""
        try:
            names = self._standing()
        except FileNotFoundError:
            return {}
        stat, prefix = os.stat, self._prefix
        with self._opened() as root:
            try:
                # One pass and nothing else: every list waits for it.
                return {
                    name: ((status := stat(prefix + name, dir_fd=root)).st_ino, status.st_mtime_ns)
                    for name in names
                }
            except FileNotFoundError:
                return dict(self._marks_of_what_stayed(root))

    def _standing(self) -> list[str]:
        """Return the names in the root, read again where they may have changed."""
        mark = _mark(self._root.stat())
        if mark != self._listed:
            self._names = os.listdir(self._root)  # noqa: PTH208 - as texts, for the calls below
            self._listed = mark if is_settled(mark[1], time.time_ns()) else None
        return self._names

    def _marks_of_what_stayed(self, root: int | None) -> Iterator[tuple[str, Mark]]:
        self._listed = None
        for name in self._names:
            with suppress(FileNotFoundError):
                yield name, _mark(os.stat(self._prefix + name, dir_fd=root))

    @contextmanager
    def _opened(self) -> Iterator[int | None]:
        if self._prefix:
            yield None
            return
        descriptor = os.open(self._root, os.O_RDONLY)
        try:
            yield descriptor
        finally:
            os.close(descriptor)


def folder_stats(directory: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Yield name and stat of every folder's file in one directory.

    A file that has gone has the stat of its last good copy.
    """
    try:
        names = set(os.listdir(directory))  # noqa: PTH208 - a scan of every directory
    except FileNotFoundError:
        return
    for file in {name.removesuffix(GOOD) for name in names}:
        if file.endswith(".json"):
            with suppress(FileNotFoundError):
                status = (directory / (file if file in names else file + GOOD)).stat()
                yield file, status


def _mark(status: os.stat_result) -> Mark:
    return status.st_ino, status.st_mtime_ns
