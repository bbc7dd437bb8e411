"""The folder in which this computer keeps its signing key, readable for nobody else."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from stepback_course.people.private_files import (
    is_open_to_others,
    make_private_folders,
    write_new,
    write_over,
)
from stepback_course.text import _
from stepback_course.text.refusals import Refusal

if TYPE_CHECKING:
    from stepback_course.awards.keys.sealed import KeyFile

FILE_NAME = "signing-key.json"
REHEARSED_NAME = "paper-copy-rehearsed.txt"
SIZE_LIMIT = 10_000
"""The largest file of a key that is read, in bytes."""


class KeyFolder:
    """One folder with at most one locked key in it."""

    def __init__(self, folder: Path) -> None:
        """Keep the key in `folder`, which need not be there yet."""
        self._folder = folder

    @property
    def path(self) -> Path:
        """Return where the key is, or would be."""
        return self._folder / FILE_NAME

    def read(self) -> "KeyFile | None":
        """Return what the file of the key says without its passphrase; None where there is none.

        Raises Refusal where it cannot be read, is damaged, or others can read it.
        """
        content = self._content()
        if content is None:
            return None
        from stepback_course.awards.keys.sealed import read_key_file

        return read_key_file(content, self.path)

    def write_first(self, content: bytes) -> None:
        """Keep the file of a key. Raises Refusal where there is one already."""
        if not self._attempt(lambda: write_new(self.path, content)):
            raise Refusal(
                "taken",
                _(
                    "there is a signing key on this computer already, in {file}: `stepback key"
                    " show` says which, and `stepback key rotate` makes another in its place"
                ).format(file=self.path),
            )

    def write_instead(self, content: bytes) -> None:
        """Keep the file of a key in place of the one there is. Raises Refusal."""
        self._attempt(lambda: write_over(self.path, content))

    def note_rehearsal(self, did: str, moment: str) -> None:
        """Note that the paper copy of a key was typed in, at an instant. Raises Refusal."""
        note = f"{did} {moment}\n".encode()
        self._attempt(lambda: write_over(self._folder / REHEARSED_NAME, note))

    def rehearsed(self, did: str) -> str:
        """Return the instant at which the paper copy of a key was last typed in, or nothing."""
        try:
            note = (self._folder / REHEARSED_NAME).read_text("ascii")
        except (OSError, ValueError):
            return ""
        noted, _space, moment = note.strip().partition(" ")
        return moment if noted == did else ""

    def _attempt(self, write: Callable[[], bool | None]) -> bool | None:
        try:
            make_private_folders(self._folder)
            return write()
        except OSError as error:
            raise Refusal(
                "invalid",
                _(
                    "keys cannot be kept in {folder}: {reason}. Let your own account write there,"
                    " or name another folder in STEPBACK_KEYS."
                ).format(folder=self._folder, reason=error.strerror or error),
            ) from None

    def _content(self) -> bytes | None:
        try:
            with os.fdopen(_opened_without_waiting(self.path), "rb") as file:
                self._require_private(os.fstat(file.fileno()))
                return file.read(SIZE_LIMIT)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Refusal(
                "invalid",
                _("{file} cannot be read: {reason}. Let your own account read it.").format(
                    file=self.path, reason=error.strerror or error
                ),
            ) from None

    def _require_private(self, status: os.stat_result) -> None:
        if stat.S_ISREG(status.st_mode) and is_open_to_others(status.st_mode):
            raise Refusal(
                "not_allowed",
                _(
                    "others on this computer can read or change the signing key: take that from"
                    ' them with `chmod 600 "{file}"`. If somebody may have copied it, make a new'
                    " one then: `stepback key rotate`."
                ).format(file=self.path),
            )


def _opened_without_waiting(path: Path) -> int:
    """Open a file for reading; where it is a pipe, do not wait for whoever would write to it."""
    return os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
