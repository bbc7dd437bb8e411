"""Reading a whole store item by item, and going on past what is damaged."""

from collections.abc import Callable, Iterator
from typing import BinaryIO, Protocol, TypeVar

from stepback_course.store.port import Corrupt, Finding, Missing, NewerFormat, Unreachable
from stepback_course.store.record import Record

UNREACHABLE_IN_A_ROW = 10
"""After so many the place itself is taken to be gone, and not a sector of its disk."""

Progress = Callable[[str], None]
"""Told the folder or file that is looked at next."""

_Read = TypeVar("_Read")


class Source(Protocol):
    """What everything can be read from: a store, or a backup of one."""

    def folders(self) -> Iterator[str]:
        """Yield the name of every folder, in the order of their names without case."""

    def records(self, folder: str) -> dict[str, Record]:
        """Return a folder's records by name. Raises Corrupt."""

    def files(self) -> Iterator[str]:
        """Yield the hash of every kept file, in order."""

    def open_file(self, digest: str) -> BinaryIO:
        """Open kept bytes, after comparing them with their hash. Raises Missing, Corrupt."""


class Reader:
    """Reads a source, and keeps a list of what could not be read."""

    def __init__(self, source: Source, unread: list[Finding] | None = None) -> None:
        """Read from `source`, and add to `unread` what cannot be read."""
        self.unread = [] if unread is None else unread
        self._source = source
        self._unreachable = 0

    def records(self, folder: str) -> dict[str, Record] | None:
        """Return a folder's records, or None where they cannot be read. Raises Unreachable."""
        return self._read(folder, lambda: self._source.records(folder))

    def open_file(self, digest: str) -> BinaryIO | None:
        """Open a file, or return None where it cannot be read. Raises Unreachable."""
        return self._read(digest, lambda: self._source.open_file(digest))

    def _read(self, place: str, read: Callable[[], _Read]) -> _Read | None:
        try:
            found = read()
        except (Corrupt, Missing, NewerFormat) as error:
            self.unread.append(Finding(place, str(error)))
            return None
        except Unreachable as error:
            self.unread.append(Finding(place, str(error)))
            self._unreachable += 1
            if self._unreachable >= UNREACHABLE_IN_A_ROW:
                raise
            return None
        self._unreachable = 0
        return found


def is_empty(source: Source) -> bool:
    """Say whether a source holds nothing at all."""
    return next(source.folders(), None) is None and next(source.files(), None) is None


def unwatched(_place: str) -> None:
    """Tell nobody how far it is."""
