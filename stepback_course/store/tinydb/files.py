"""Immutable bytes by their SHA-256: evidence, submissions, certificates."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from stepback_course.store.port import Finding, Missing, StoreError
from stepback_course.store.portions import missing, portions
from stepback_course.store.tinydb.durable import (
    NEW,
    erase,
    flush_names,
    make_directory,
    patiently,
    remove,
    write_flushed,
)
from stepback_course.store.tinydb.locks import Locks
from stepback_course.store.tinydb.refusals import cannot_read, cannot_write, damaged
from stepback_course.text import _

_DIGEST = re.compile(r"[0-9a-f]{64}\Z")
_ARRIVING = "arriving"


class Files:
    """The files of one store, spread over directories by the start of their hash."""

    def __init__(self, directory: Path, locks: Locks) -> None:
        """Keep files under `directory`, one arriving at a time."""
        self._directory = directory
        self._locks = locks
        self._made: set[Path] = set()

    def put(self, content: BinaryIO, limit: int) -> str:
        """Keep bytes and return their hash. Raises TooLarge, StoreFull, ReadOnly, Busy."""
        digest = hashlib.sha256()

        def hashed() -> Iterator[bytes]:
            for portion in portions(content, limit):
                digest.update(portion)
                yield portion

        # The name is known only after the last byte. There is one arriving file, under a lock, so
        # that what a killed program left behind is overwritten by the next and never gathers.
        arriving = self._directory / _ARRIVING
        with self._locks.hold("files"):
            try:
                write_flushed(str(arriving), hashed())
                path = self._path(digest.hexdigest())
                if path.parent not in self._made:
                    make_directory(path.parent)
                    self._made.add(path.parent)
                patiently(arriving.replace, path)
                flush_names(path.parent)
            except OSError as error:
                remove(str(arriving))
                raise cannot_write(error, self._directory) from error
        return digest.hexdigest()

    def open(self, digest: str) -> BinaryIO:
        """Open kept bytes, after comparing them with their hash. Raises Missing, Corrupt."""
        if not _DIGEST.match(digest):
            raise missing(digest)
        path = self._path(digest)
        try:
            with patiently(path.open, "rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
            if found == digest:
                return patiently(path.open, "rb")
        except FileNotFoundError as error:
            raise missing(digest) from error
        except OSError as error:
            raise cannot_read(error, path) from error
        raise damaged(path)

    def erase(self, digest: str) -> bool:
        """Remove kept bytes, and say whether there were any. Raises ReadOnly, Busy."""
        if not _DIGEST.match(digest):
            return False
        path, arriving = self._path(digest), self._directory / _ARRIVING
        with self._locks.hold("files"):
            try:
                for left in (arriving, f"{arriving}{NEW}"):  # by a killed program, of any file
                    erase(str(left))
                was_there = erase(str(path))
                if path.parent.exists():  # also where a crash came before its names were flushed
                    flush_names(path.parent)
            except OSError as error:
                raise cannot_write(error, path) from error
        return was_there

    def digests(self) -> Iterator[str]:
        """Yield the hash of every kept file, in order."""
        try:
            names = sorted(path.name for path in self._directory.glob("??/*"))
        except OSError as error:
            raise cannot_read(error, self._directory) from error
        return filter(_DIGEST.match, names)

    def check(self) -> Iterator[Finding]:
        """Read every file and yield those that differ from their hash."""
        for path in sorted(self._directory.glob("??/*")):
            try:
                with self.open(path.name):
                    pass
            except Missing:
                yield Finding(str(path), _("{path} is not a file of this store.").format(path=path))
            except StoreError as error:
                yield Finding(str(path), str(error))

    def _path(self, digest: str) -> Path:
        return self._directory / digest[:2] / digest
