"""The folders of a TinyDB store: one database file each, read whole and written whole."""

import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from stepback_course.store.changes import CheckedChange, Operation
from stepback_course.store.documents import quoted
from stepback_course.store.port import AT_HAND, Corrupt, NewerFormat
from stepback_course.store.tinydb import layout
from stepback_course.store.tinydb.durable import BINARY, make_directory, patiently
from stepback_course.store.tinydb.last_good import good_path, named, replace_keeping_good
from stepback_course.store.tinydb.layout import Contents
from stepback_course.store.tinydb.migrations import FORMATS, Formats
from stepback_course.store.tinydb.refusals import damaged, newer

_ROOM_BESIDE = 8192
"""What a folder in memory takes beside the bytes of its file, in bytes."""
_PATHS_AT_HAND = 1024

_Mark = tuple[int, int, int]
"""Inode, time of the last change in nanoseconds, and size of a file: other for another save."""


@dataclass(frozen=True, slots=True)
class Good:
    """The last good copy of a folder's file."""

    contents: Contents
    data: bytes
    saved: float
    """When it was written, in seconds since 1970."""


@dataclass(frozen=True, slots=True)
class _AtHand:
    """A folder in memory, as it was read or written last."""

    contents: Contents
    mark: _Mark
    room: int
    """How many bytes of memory it takes, roughly."""


class Folders:
    """Reads and writes folders' files, and keeps the latest of them at hand."""

    def __init__(self, directory: Path, formats: Formats = FORMATS, at_hand: int = AT_HAND) -> None:
        """Keep folders under `directory`, and as many in memory as have room in `at_hand` bytes."""
        self.directory = directory
        self._formats = formats
        self._guard = threading.Lock()
        self._room = at_hand
        self._cached: OrderedDict[str, _AtHand] = OrderedDict()
        self._made: set[str] = set()
        self._written: set[str] = set()
        # Making a path costs as much as reading a header, and each save would make it thrice.
        self.path = lru_cache(_PATHS_AT_HAND)(self._path)

    def _path(self, key: str) -> Path:
        """Return where the folder with this lower-case key is kept, in one of 256 directories."""
        return self.directory.joinpath(spread(key), f"{key.replace('/', '~')}.json")

    def paths(self) -> list[tuple[str, Path]]:
        """Return key and path of every folder, in the order of the keys.

        Also of one that has nothing but its last good copy left.
        """
        files = {named(path) for path in self.directory.glob("??/*.json*")}
        found = ((folder_key(path), path) for path in files)
        return sorted((key, path) for key, path in found if key)

    def read(self, path: Path) -> Contents | None:
        """Return what a folder's file holds, or None where there is none.

        Raises Corrupt, NewerFormat, OSError.
        """
        try:
            contents, status = self.look(path)
        except FileNotFoundError:
            return None
        if not self._is_kept(path, contents):
            self._keep(path, status, contents)
        return contents

    def look(self, path: Path) -> tuple[Contents, os.stat_result]:
        """Return what a folder's file holds, and its stat. Raises Corrupt, NewerFormat, OSError.

        What is at hand is used where the file still has the same stat and begins with the same
        header: the stat alone may be that of another save, and the header that of altered bytes.
        """
        return patiently(self._look, path)

    def _look(self, path: Path) -> tuple[Contents, os.stat_result]:
        name = str(path)
        with self._guard:
            known = self._cached.get(name)
            if known:
                self._cached.move_to_end(name)
        descriptor = os.open(name, os.O_RDONLY | BINARY)
        try:
            status = os.fstat(descriptor)
            start = os.read(descriptor, layout.HEADER_LIMIT)
            if known and known.mark == _mark(status) and _is_header(known.contents.header, start):
                return known.contents, status
            with open(descriptor, "rb", closefd=False) as file:
                return self.parse(path, start + file.read()), status
        finally:
            os.close(descriptor)

    def good(self, path: Path) -> Good | None:
        """Return the last good copy of the folder's file at `path`; None where none is sound.

        Raises OSError.
        """
        try:
            with patiently(good_path(path).open, "rb") as file:
                data, status = file.read(), os.fstat(file.fileno())
            return Good(self.parse(path, data), data, status.st_mtime)
        except (FileNotFoundError, Corrupt, NewerFormat):
            return None

    def parse(self, path: Path, data: bytes) -> Contents:
        """Return what `data`, the bytes of the folder's file at `path`, holds.

        Raises Corrupt, NewerFormat.
        """
        try:
            contents = layout.read(data, self._formats)
        except layout.Damaged as error:
            raise damaged(path) from error
        except layout.Newer as error:
            raise newer(path) from error
        if contents.folder.lower() != folder_key(path):
            raise damaged(path)
        return contents

    def apply(
        self,
        path: Path,
        contents: Contents,
        changes: Mapping[str, CheckedChange],
        operation: Operation,
    ) -> None:
        """Write changes that have been checked; the caller holds the folder's lock.

        Raises OSError, after which the folder is as it was, or written but not certain to last.
        """
        directory = os.path.dirname(str(path))  # noqa: PTH120 # making paths is felt in every save
        if directory not in self._made:
            make_directory(path.parent)
            self._made.add(directory)
        tables, places = self._changed_tables(contents, changes, operation)
        after, data = layout.write(contents, tables, places, self._formats)
        is_young = contents.generation < 2
        self._keep(path, replace_keeping_good(path, data, is_young=is_young), after)
        self._written.add(str(path))

    def written(self) -> list[Path]:
        """Return the files that were written here and whose folders are still in memory."""
        with self._guard:
            return [Path(name) for name in self._cached if name in self._written]

    @cached_property
    def _changed_tables(self) -> Callable[..., tuple[layout.Tables, layout.Places]]:
        """What changes tables: TinyDB is loaded by the first write, not by whoever only looks."""
        from stepback_course.store.tinydb.tables import changed_tables

        return changed_tables

    def _is_kept(self, path: Path, contents: Contents) -> bool:
        known = self._cached.get(str(path))
        return known is not None and known.contents is contents

    def _keep(self, path: Path, status: os.stat_result, contents: Contents) -> None:
        name = str(path)
        with self._guard:
            known = self._cached.get(name)
            kept = _AtHand(contents, _mark(status), status.st_size + _ROOM_BESIDE)
            self._room += (known.room if known else 0) - kept.room
            self._cached[name] = kept
            self._cached.move_to_end(name)
            while self._room < 0 and len(self._cached) > 1:
                _name, oldest = self._cached.popitem(last=False)
                self._room += oldest.room


def read_header(path: Path) -> bytes:
    """Return the first line of the file at `path`, which differs whenever the file does."""
    with path.open("rb", buffering=0) as file:
        return file.read(layout.HEADER_LIMIT).partition(b"\n")[0]


def file_key(name: str) -> str:
    """Return the key of the folder that a file of this name keeps."""
    return name.removesuffix(".json").replace("~", "/")


def folder_key(path: Path) -> str | None:
    """Return the key of the folder that a file keeps, or None for what is no folder's file."""
    key = file_key(path.name)
    if path.suffix != ".json" or not key.isascii() or spread(key) != path.parent.name:
        return None
    return key


def find_operation(contents: Contents, name: str) -> dict[str, int] | None:
    """Return what an operation returned when it was done, or None where it is not remembered."""
    trace, lines = quoted(name).encode("ascii"), contents.tables[layout.OPERATIONS].values()
    if trace not in b"".join([line.text for line in lines]):
        return None
    for line in lines:
        if trace in line.text:
            operation = line.parsed()
            if operation["operation"] == name:
                return dict(operation["returned"])
    return None


@lru_cache(_PATHS_AT_HAND)
def spread(key: str) -> str:
    """Return the name of the directory, and of its lock, for the folder with this key."""
    return hashlib.sha256(key.encode("ascii")).hexdigest()[:2]


def _mark(status: os.stat_result) -> _Mark:
    return status.st_ino, status.st_mtime_ns, status.st_size


def _is_header(header: bytes, start: bytes) -> bool:
    return start.startswith(header) and start[len(header) : len(header) + 1] == b"\n"
