"""Writing that survives: whole files, in place only once every byte of them is on the disk."""

import errno
import os
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar, TypeVarTuple

FILE_MODE = 0o600
FOLDER_MODE = 0o700

BINARY: int = getattr(os, "O_BINARY", 0)
"""What Windows has to be told, so that it changes no byte."""

NEW = ".new"
"""What ends the name of a file that is being written; one that was left is written over."""

# ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION: on Windows a virus scanner
# or another reader holds a file for a moment, and the same call succeeds soon after.
_HELD_FOR_A_MOMENT = {5, 32, 33}
_PAUSES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8)

_Given = TypeVarTuple("_Given")
_Result = TypeVar("_Result")


class Uncertain(OSError):
    """Something was written, but its name may not be on the disk."""


def write_whole(path: Path, content: Iterable[bytes]) -> None:
    """Replace the file at `path` by `content`, or leave it exactly as it was.

    The caller holds the lock of `path`. When this returns, content and name are on the disk.
    Raises OSError, after which `path` holds the old content, and Uncertain, after which it holds
    the new, which may not last.
    """
    new = f"{path}{NEW}"
    try:
        write_flushed(new, content)
        move(new, str(path))
    except BaseException:
        remove(new)
        raise
    flush_names(path.parent)


def write_flushed(path: str, content: Iterable[bytes | bytearray]) -> os.stat_result:
    """Write a file and put its bytes, not its name, on the disk; return its stat."""
    descriptor = open_new(path)
    try:
        for portion in content:
            write_all(descriptor, portion)
        flush(descriptor)
        return os.fstat(descriptor)
    finally:
        os.close(descriptor)


def open_new(path: str) -> int:
    """Open an empty file for writing and return its descriptor. Raises OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | BINARY
    return patiently(os.open, path, flags, FILE_MODE)


def move(source: str, target: str) -> None:
    """Give a file another name, in place of whatever has that name. Raises OSError."""
    # Plain names: making and taking apart paths would be felt in every save.
    patiently(os.replace, source, target)


def remove(path: str) -> None:
    """Remove a file if it is there and if that is possible."""
    with suppress(OSError):
        patiently(os.unlink, path)


def erase(path: str) -> bool:
    """Remove a file, and say whether it was there. Raises OSError where it cannot be removed."""
    try:
        patiently(os.unlink, path)
    except FileNotFoundError:
        return False
    return True


def write_all(descriptor: int, portion: bytes | bytearray) -> None:
    """Write every byte of `portion` to an open file. Raises OSError."""
    rest = memoryview(portion)
    while rest:
        written = os.write(descriptor, rest)
        if not written:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        rest = rest[written:]


def flush(descriptor: int) -> None:
    """Put the bytes of an open file on the disk. Raises OSError."""
    if sys.platform == "darwin":
        import fcntl

        # On macOS fsync leaves the bytes in the drive's own cache.
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)


def flush_directory(path: Path | str) -> None:
    """Put the names in the directory at `path` on the disk. Raises OSError."""
    if os.name == "nt":  # a directory cannot be opened there; its names are journalled
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush_names(path: Path | str) -> None:
    """Put the names in a directory on the disk after one was changed. Raises Uncertain."""
    try:
        flush_directory(path)
    except OSError as error:
        raise Uncertain(error.errno, error.strerror, str(path)) from error


def make_directory(path: Path) -> None:
    """See that a directory is there, and its name on the disk. Raises OSError."""
    with suppress(FileExistsError):
        path.mkdir(FOLDER_MODE)
    # Also where it was there: whoever made it may have been stopped before flushing.
    flush_directory(path.parent)


def patiently(action: Callable[[*_Given], _Result], *given: *_Given) -> _Result:
    """Do `action`, again after a pause where Windows says that the file is held for a moment."""
    for pause in _PAUSES:
        try:
            return action(*given)
        except OSError as error:
            if not _is_held_for_a_moment(error):
                raise
            time.sleep(pause)
    return action(*given)


def _is_held_for_a_moment(error: OSError) -> bool:
    number = getattr(error, "winerror", None)
    if number is None:  # `os.open` there says no more than that it was denied
        return os.name == "nt" and error.errno == errno.EACCES
    return number in _HELD_FOR_A_MOMENT
