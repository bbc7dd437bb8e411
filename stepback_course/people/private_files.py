"""Small files that only their owner may read, such as keys: on the disk whole, or not at all."""

import errno
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

FILE_MODE = 0o600
FOLDER_MODE = 0o700


def make_private_folders(folder: Path) -> None:
    """See that a folder is there, and its name on the disk. Raises OSError."""
    absent = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(absent):
        with suppress(FileExistsError):
            path.mkdir(FOLDER_MODE)
        _flush_folder(path.parent)


def write_new(path: Path, content: bytes) -> bool:
    """Write a file that must not be there yet; return False where it is, and leave it alone.

    When this returns True, content and name are on the disk, and nobody else wrote another file
    of this name. Raises OSError.
    """

    def name_it(draft: Path) -> bool:
        try:
            _give_name(draft, path)
        except FileExistsError:
            return False
        return True

    return _written(path, content, name_it)


def write_over(path: Path, content: bytes) -> None:
    """Write a file in place of whatever has its name. Raises OSError.

    When this returns, content and name are on the disk; when it raises, the file is the one that
    was there or the new one, and whole.
    """

    def name_it(draft: Path) -> bool:
        draft.replace(path)
        return True

    _written(path, content, name_it)


def is_open_to_others(mode: int) -> bool:
    """Say whether a file of that mode, as `stat` tells it, can be read or written by others.

    On Windows the permissions of the user's folder hold, which a mode does not tell.
    """
    return os.name != "nt" and bool(mode & 0o077)


def _written(path: Path, content: bytes, name_it: Callable[[Path], bool]) -> bool:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}.new")
    try:
        _write_flushed(draft, content)
        named = name_it(draft)
    finally:
        draft.unlink(missing_ok=True)
    if named:
        _flush_folder(path.parent)
    return named


def _give_name(draft: Path, path: Path) -> None:
    """Let a draft have its name, which must be free. Raises FileExistsError."""
    # A link refuses a name that is taken; so does a rename on Windows, and only there.
    give: Callable[[Path, Path], None] = os.rename if os.name == "nt" else os.link
    give(draft, path)


def _write_flushed(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # a folder cannot be opened there; its names are journalled
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:  # some file systems have nothing to flush for a folder
            raise
    finally:
        os.close(descriptor)
