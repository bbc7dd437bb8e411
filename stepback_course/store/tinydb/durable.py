"""Writing that survives: whole files, in place only once every byte of them is on the disk."""

import errno
import os
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

FILE_MODE = 0o600
FOLDER_MODE = 0o700

# ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION: on Windows a virus scanner
# or another reader holds a file for a moment, and the same call succeeds soon after.
_HELD_FOR_A_MOMENT = {5, 32, 33}
_PAUSES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8)

_Result = TypeVar("_Result")


def write_whole(path: Path, content: Iterable[bytes]) -> None:
    """Replace the file at `path` by `content`, or leave it exactly as it was.

    The caller holds the lock of `path`. When this returns, content and name are on the disk.
    Raises OSError, after which `path` holds either the old or, where only its directory could not
    be flushed, the new content.
    """
    # Plain names: making and taking apart paths would be felt in every save.
    final = str(path)
    new = final + ".new"
    try:
        _write_flushed(new, content)
        patiently(lambda: os.replace(new, final))  # noqa: PTH105 # see above
    except BaseException:
        with suppress(OSError):
            os.unlink(new)  # noqa: PTH108 # see above
        raise
    flush_directory(os.path.dirname(final))  # noqa: PTH120 # see above


def _write_flushed(path: str, content: Iterable[bytes]) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, FILE_MODE)
    try:
        for portion in content:
            _write_all(descriptor, portion)
        _flush(descriptor)
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, portion: bytes) -> None:
    rest = memoryview(portion)
    while rest:
        written = os.write(descriptor, rest)
        if not written:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        rest = rest[written:]


def _flush(descriptor: int) -> None:
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


def make_directory(path: Path) -> None:
    """See that a directory is there, and its name on the disk. Raises OSError."""
    with suppress(FileExistsError):
        path.mkdir(FOLDER_MODE)
    # Also where it was there: whoever made it may have been stopped before flushing.
    flush_directory(path.parent)


def patiently(action: Callable[[], _Result]) -> _Result:
    """Do `action`, again after a pause where Windows says that the file is held for a moment."""
    for pause in _PAUSES:
        try:
            return action()
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD_FOR_A_MOMENT:
                raise
            time.sleep(pause)
    return action()
