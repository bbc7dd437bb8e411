"""The store's port: what every engine promises, and the errors with which it refuses."""

import re
import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO, NamedTuple, Protocol

from stepback_course.store.record import Document, Encoded, Record, Scalar, Summary

NEVER_WRITTEN = 0
"""The base revision of a record that does not exist yet."""

AT_HAND = 4 * 1024 * 1024
"""How much an engine that reads folders whole keeps of them in memory, in bytes."""

_NAMES_AT_HAND = 1024
_SEGMENT = r"[A-Za-z0-9][A-Za-z0-9-]{0,39}"
_FOLDER = re.compile(rf"{_SEGMENT}/{_SEGMENT}\Z")
_RECORD = re.compile(rf"{_SEGMENT}(?:/{_SEGMENT})?\Z")


@dataclass(frozen=True, slots=True)
class Change:
    """What one record is to become."""

    base_revision: int
    """The revision the change was made from; NEVER_WRITTEN for a record that is new."""
    document: Document | Encoded
    summary: Summary | None = None
    """The record's row in lists: flat, with its `kind` (`unit`, `portfolio`, …) as one key."""


class Row(NamedTuple):
    """One summary, as `find` returns it: lists have many, so it is made as cheaply as a tuple."""

    folder: str
    record: str
    revision: int
    summary: dict[str, Scalar]


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and the cursor from which the next ones follow."""

    rows: Sequence[Row]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something `check` saw: which folder or file, and a sentence about it."""

    place: str
    sentence: str


class StoreError(Exception):
    """A refusal of the store; its text is a sentence for the person at the screen."""

    code = "store"


class Conflict(StoreError):
    """Somebody else wrote a record after it was read; nothing was written."""

    code = "conflict"

    def __init__(self, sentence: str, current: Mapping[str, Record | None]) -> None:
        """Keep, by record name, what now stands in the store in place of what was expected."""
        super().__init__(sentence)
        self.current = current


class Exists(StoreError):
    """The folder that was to be created is there already."""

    code = "exists"


class Missing(StoreError):
    """The file asked for is not in the store."""

    code = "missing"


class StoreFull(StoreError):
    """The disk or quota is full; nothing was written."""

    code = "full"


class ReadOnly(StoreError):
    """The store can be read but not written."""

    code = "read_only"


class Busy(StoreError):
    """Another program held the lock for too long; nothing was written."""

    code = "busy"


class Corrupt(StoreError):
    """What was read is damaged; it is never served as truth."""

    code = "corrupt"


class NewerFormat(StoreError):
    """A newer program wrote this."""

    code = "newer_format"


class Unreachable(StoreError):
    """The store's place is missing, is not a folder, or may not be entered."""

    code = "unreachable"


class TooLarge(StoreError):
    """The document or file is over the limit; nothing was written."""

    code = "too_large"


class Store(Protocol):
    """A place that keeps folders of records and files by hash, and acknowledges only what is safe.

    Names of folders are compared without case. Methods may be called from any thread.
    """

    url: str

    @property
    def shared(self) -> bool:
        """Whether people reach this store as themselves, so that there is no `owner`."""

    @property
    def is_begun(self) -> bool:
        """Whether anything was ever written here. Raises Unreachable."""

    def get(self, folder: str, record: str) -> Record | None:
        """Return one record, or None where there is none. Raises Corrupt."""

    def records(self, folder: str, names: Collection[str] | None = None) -> dict[str, Record]:
        """Return a folder's records by name, all of them or those of `names` that it has.

        Empty where the folder does not exist. What is returned stood there at one moment. Raises
        what `get` raises.
        """

    def create(
        self, folder: str, records: Mapping[str, Change], *, operation: str, actor: str
    ) -> dict[str, int]:
        """Write a folder that must not exist, all records or none; return their revisions.

        Raises Exists where the folder is there, unless the same operation made it.
        """

    def put(
        self, folder: str, changes: Mapping[str, Change], *, operation: str, actor: str
    ) -> dict[str, int]:
        """Write several records of one folder, all or none; return their new revisions.

        The same `operation` a second time has no effect and returns what the first returned (the
        last 64 of a folder are remembered). Raises ValueError for a document that would not be read
        back as it was written, Conflict, StoreFull, ReadOnly, Busy, Corrupt, TooLarge.
        """

    def done(self, folder: str, operation: str) -> dict[str, int] | None:
        """Return what an operation returned when it was done, or None where it is not remembered.

        What it wrote is then as safe as after the first answer. Raises what `get` raises.
        """

    def take_over(
        self, folder: str, records: Mapping[str, Record], *, operation: str, actor: str
    ) -> bool:
        """Write a folder as it stands in another store, its revisions included, all or nothing.

        Return False where exactly these records are here already. Raises Exists where the folder
        holds anything else, and what `put` raises.
        """

    def erase(
        self, folder: str, changes: Mapping[str, Change], *, operation: str, actor: str
    ) -> dict[str, int]:
        """Write as `put` does, and leave nothing of what the folder's records said before.

        Afterwards no copy has it that the engine keeps in case of damage, of an older format or for
        lists. The same `operation` again writes nothing and looks for such copies once more, which
        makes good what a crash interrupted. Raises what `put` raises.
        """

    def folders(self) -> Iterator[str]:
        """Yield the name of every folder, in the order of their names without case.

        One written meanwhile may be missing.
        """

    def find(
        self,
        kind: str,
        filters: Mapping[str, Scalar] | None = None,
        *,
        sort: str | None = None,
        descending: bool = False,
        after: str | None = None,
        limit: int = 200,
    ) -> Page:
        """Return the summaries of `kind` whose keys equal `filters`, by one sort key.

        False, True, numbers by size, then texts by code point; rows without the key come last in
        both directions, and ties are in order of folder and record. A filter of None asks for rows
        without the key. Raises ValueError for a cursor that was given out for another question.
        """

    def put_file(self, content: BinaryIO, *, limit: int) -> str:
        """Keep bytes and return their SHA-256 in hexadecimal; the same bytes are kept once.

        `limit` is in bytes. Raises TooLarge, StoreFull, ReadOnly.
        """

    def open_file(self, digest: str) -> BinaryIO:
        """Open kept bytes for reading, after comparing them with their hash.

        Raises Missing, Corrupt.
        """

    def erase_file(self, digest: str) -> bool:
        """Remove kept bytes for good; return False where there are none of this hash.

        Whoever calls it knows that no record needs them. Raises ReadOnly, Busy, Unreachable.
        """

    def files(self) -> Iterator[str]:
        """Yield the hash of every kept file, in order. One kept meanwhile may be missing."""

    def notices(self) -> list[str]:
        """Return what whoever uses this store should read now, in sentences, each only once.

        What was recovered and from when, what in the place itself is a risk.
        """

    def check(self) -> Iterator[Finding]:
        """Read everything and yield what is damaged; a sound store yields nothing."""

    def close(self) -> None:
        """Let go of what is held; the store is not used afterwards."""


def new_operation() -> str:
    """Return a fresh operation id."""
    return secrets.token_hex(16)


@lru_cache(_NAMES_AT_HAND)
def check_folder(folder: str) -> str:
    """Return the folder's key, without case. Raises ValueError where it is no `kind/ID`."""
    if not _FOLDER.match(folder):
        raise ValueError(f"{folder!r} is not the name of a folder: it is a kind, '/' and an id")
    return folder.lower()


@lru_cache(_NAMES_AT_HAND)
def check_record_name(name: str) -> str:
    """Return a record's name unchanged. Raises ValueError where it is none."""
    if not _RECORD.match(name):
        raise ValueError(f"{name!r} is not the name of a record")
    return name
