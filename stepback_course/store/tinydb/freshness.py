"""Whether what was read once may have changed since, told from the file system's own times."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from stepback_course.store.tinydb.last_good import GOOD

# File systems round their times, some to two seconds: a change soon after another may leave the
# same time behind, so that something so young is never taken as seen for good.
_YOUNG_NANOSECONDS = 2_000_000_000


def signature(status: os.stat_result) -> str:
    """Return a text that differs when a file was replaced or a directory's names changed."""
    size = 0 if stat.S_ISDIR(status.st_mode) else status.st_size
    return f"{status.st_ino}:{status.st_mtime_ns}:{size}"


def is_settled(status: os.stat_result, now: int) -> bool:
    """Say whether any later change must show in the signature; `now` is in nanoseconds."""
    return now - status.st_mtime_ns > _YOUNG_NANOSECONDS


def stats(directory: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Yield name and stat of everything in `directory`; nothing where it does not exist."""
    try:
        names = os.listdir(directory)  # noqa: PTH208 - a scan of every directory
    except FileNotFoundError:
        return
    with _opened(directory) as descriptor:
        for name in names:
            path = name if descriptor is not None else f"{directory}{os.sep}{name}"
            try:
                status = os.stat(path, dir_fd=descriptor)
            except FileNotFoundError:
                continue
            yield name, status


@contextmanager
def _opened(directory: Path) -> Iterator[int | None]:
    """Yield a descriptor with which `os.stat` takes names in `directory`; None where it cannot.

    So the way to the directory is gone once and not for each of its names.
    """
    if os.stat not in os.supports_dir_fd:
        yield None
        return
    descriptor = os.open(directory, os.O_RDONLY)
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
                status = os.stat(directory / (file if file in names else file + GOOD))  # noqa: PTH116 - as above
                yield file, status
