"""The last good copy: what a file held before it was replaced, kept beside it.

It is a second name of the old file, whose bytes are on the disk already, so that keeping it costs
no flush: the one flush of the directory covers both names. Whatever order a crash leaves them in,
the name of the file itself goes from the old bytes to the new ones and is never without.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from stepback_course.store.tinydb.durable import (
    NEW,
    Uncertain,
    erase,
    flush_names,
    move,
    patiently,
    remove,
    write_flushed,
)

GOOD = ".good"
_PORTION = 1024 * 1024


def good_path(path: Path) -> Path:
    """Return where the last good copy of the file at `path` lies."""
    return path.with_name(path.name + GOOD)


def named(path: Path) -> Path:
    """Return the file that `path` is or is the last good copy of."""
    return path.with_name(path.name.removesuffix(GOOD))


def replace_keeping_good(
    path: Path, content: bytes | bytearray, *, is_young: bool = True
) -> os.stat_result:
    """Replace the file at `path` as `write_whole` does, and keep what it held; return its stat.

    A file that is new has its own content as last good copy, in bytes of its own. `is_young` says
    that it may be the second save, before which the first may have left something unfinished.
    Raises what `write_whole` raises.
    """
    final = str(path)
    good = final + GOOD
    new, new_good = final + NEW, good + NEW
    try:
        status = write_flushed(new, [content])
        is_new = not _keep_name(final, good)
        if is_new:
            write_flushed(new_good, [content])
        elif is_young:
            remove(new_good)  # what a crash left of the first save
        move(new, final)
    except BaseException:
        remove(new)
        remove(new_good)
        raise
    if is_new:
        _move_afterwards(new_good, good)
    flush_names(os.path.dirname(final))  # noqa: PTH120 # making paths is felt in every save
    return status


def keep_copy(source: str, target: str) -> None:
    """Give the file `source` the second name `target`, or copy it where that is not possible.

    Raises FileExistsError where `target` is there, and OSError.
    """
    try:
        patiently(os.link, source, target)
    except (FileExistsError, FileNotFoundError):
        raise
    except OSError:  # FAT, exFAT and some network folders know no second names
        new = target + NEW
        try:
            write_flushed(new, _portions(source))
            move(new, target)
        except BaseException:
            remove(new)
            raise


def _move_afterwards(new_good: str, good: str) -> None:
    try:
        move(new_good, good)
    except OSError as error:
        remove(new_good)
        raise Uncertain(error.errno, error.strerror, good) from error


def _keep_name(final: str, good: str) -> bool:
    """Make `good` a second name of `final`; return False where there is no `final`."""
    erase(good)
    try:
        keep_copy(final, good)
    except FileNotFoundError:
        return False
    return True


def _portions(path: str) -> Iterator[bytes]:
    with patiently(Path(path).open, "rb") as file:
        while portion := file.read(_PORTION):
            yield portion
