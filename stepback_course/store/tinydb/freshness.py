"""Whether what was read once may have changed since, told from the file system's own times."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

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
        entries = os.scandir(directory)
    except FileNotFoundError:
        return
    with entries:
        for entry in entries:
            try:
                yield entry.name, os.stat(entry.path)  # noqa: PTH116 - a scan of every directory
            except FileNotFoundError:
                continue
