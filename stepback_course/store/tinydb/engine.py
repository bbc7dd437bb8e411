"""The embedded engine: one TinyDB database per folder, saved so that an acknowledged save lasts."""

import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from stepback_course.clock import Clock, system_clock
from stepback_course.store.changes import (
    CheckedChange,
    Operation,
    Writing,
    check_changes,
    conflict,
    exists,
    stale_names,
    standing,
)
from stepback_course.store.documents import check_label
from stepback_course.store.port import (
    AT_HAND,
    Change,
    Exists,
    Finding,
    Page,
    StoreError,
    check_folder,
    check_record_name,
)
from stepback_course.store.questions import answer, ask
from stepback_course.store.record import Record, Scalar
from stepback_course.store.tinydb.durable import flush_names
from stepback_course.store.tinydb.erasing import Traces
from stepback_course.store.tinydb.files import Files
from stepback_course.store.tinydb.folders import Folders, find_operation, spread
from stepback_course.store.tinydb.layout import Contents, empty
from stepback_course.store.tinydb.migrations import FORMATS, Formats
from stepback_course.store.tinydb.notices import Notices
from stepback_course.store.tinydb.place import Place
from stepback_course.store.tinydb.recovery import Recovery
from stepback_course.store.tinydb.refusals import (
    cannot_read,
    cannot_write,
    copies_left,
    newer_to_write,
)
from stepback_course.store.tinydb.set_aside import Backups

PATIENCE_SECONDS = 5.0

_MANY = 100
"""So many folders are written by a batch, and not by somebody at a screen."""

if TYPE_CHECKING:
    from stepback_course.store.tinydb.index import Index


class TinyDBStore:
    """A store in a directory: the default, for one machine or a shared folder."""

    shared = False

    def __init__(
        self,
        path: str | Path,
        *,
        patience: float = PATIENCE_SECONDS,
        clock: Clock = system_clock,
        formats: Formats = FORMATS,
        at_hand: int = AT_HAND,
    ) -> None:
        """Open the store in the directory `path`, which may be empty or missing.

        A writer waits at most `patience` seconds for another. As many folders stay in memory as
        have room in `at_hand` bytes. Raises Unreachable, Corrupt,
        NewerFormat.
        """
        root = Path(path).expanduser().absolute()
        self.url = f"tinydb://{root.as_posix()}"
        self._notices = Notices()
        self._formats = formats
        self._place = Place(root, patience, self._notices)
        self._folders = Folders(self._place.folders, formats, at_hand)
        self._recovery = Recovery(self._folders, self._place, self._notices)
        self._backups = Backups(self._place.backup, clock)
        self._traces = Traces(self._place, self._backups)
        self._files = Files(self._place.files, self._place.locks)
        self._guard = threading.Lock()
        self._index: Index | None = None
        self._are_risks_told = False

    @property
    def is_begun(self) -> bool:
        """Whether anything was ever written here."""
        return self._place.identity is not None

    def get(self, folder: str, record: str) -> Record | None:
        """Return one record, or None where there is none. Raises Corrupt, NewerFormat."""
        check_record_name(record)
        contents = self._read(self._folders.path(check_folder(folder)), self._recovery.read)
        return None if contents is None else contents.record(record)

    def records(self, folder: str, names: Collection[str] | None = None) -> dict[str, Record]:
        """Return a folder's records by name, all of them or those of `names` that it has."""
        contents = self._read(self._folders.path(check_folder(folder)), self._recovery.read)
        if contents is None:
            return {}
        wanted = contents.places if names is None else map(check_record_name, names)
        found = map(contents.record, wanted)
        return {record.name: record for record in found if record}

    def create(
        self, folder: str, records: Mapping[str, Change], *, operation: str, actor: str
    ) -> dict[str, int]:
        """Write a folder that must not exist, all records or none; return their revisions."""
        return self._write(folder, records, operation, actor, Writing.CREATE)

    def put(
        self, folder: str, changes: Mapping[str, Change], *, operation: str, actor: str
    ) -> dict[str, int]:
        """Write several records of one folder, all or none; return their new revisions."""
        return self._write(folder, changes, operation, actor, Writing.PUT)

    def done(self, folder: str, operation: str) -> dict[str, int] | None:
        """Return what an operation returned when it was done, or None."""
        path = self._folders.path(check_folder(folder))
        contents = self._read(path, self._recovery.read)
        returned = None if contents is None else find_operation(contents, operation)
        if returned is not None:
            # Whoever did it may have been stopped before its name was on the disk.
            try:
                flush_names(path.parent)
            except OSError as error:
                raise cannot_write(error, path) from error
        return returned

    def take_over(
        self, folder: str, records: Mapping[str, Record], *, operation: str, actor: str
    ) -> bool:
        """Write a folder as it stands in another store; False where it is here already."""
        try:
            self._write(folder, standing(records), operation, actor, Writing.TAKE_OVER)
        except Exists:
            if self.records(folder) != records:
                raise
            return False
        return True

    def erase(
        self, folder: str, changes: Mapping[str, Change], *, operation: str, actor: str
    ) -> dict[str, int]:
        """Write as `put` does, and leave nothing of what the folder's records said before."""
        revisions = self._write(folder, changes, operation, actor, Writing.PUT)
        path = self._folders.path(check_folder(folder))

        def remove() -> None:
            with self._place.locks.hold(path.parent.name):
                try:
                    self._traces.remove(path)
                except OSError as error:
                    raise cannot_write(error, path) from error

        try:
            self._place.reserve.lend(remove)
            self._opened_index().erase()
        except (StoreError, OSError) as error:
            raise copies_left(error, path) from error
        return revisions

    def folders(self) -> Iterator[str]:
        """Yield the name of every folder, in the order of their names without case."""
        try:
            paths = self._folders.paths()
        except OSError as error:
            raise cannot_read(error, self._folders.directory) from error
        for key, path in paths:
            try:
                contents = self._read(path, self._recovery.read)
            except StoreError:  # whoever reads it is told why
                yield key
            else:
                if contents:
                    yield contents.folder

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
        """Return the summaries of `kind` whose keys equal `filters`, by one sort key."""
        question = ask(kind, filters, sort, descending=descending, limit=limit)
        if self._place.identity is None:
            return answer(question, [], after, limit)
        self._place.check_present()
        try:
            return self._opened_index().find(question, after, limit)
        except OSError as error:
            raise cannot_read(error, self._folders.directory) from error

    def put_file(self, content: BinaryIO, *, limit: int) -> str:
        """Keep bytes and return their SHA-256 in hexadecimal; the same bytes are kept once."""
        start = content.tell() if content.seekable() else None

        def keep() -> str:
            if start is not None:
                content.seek(start)
            self._place.make()
            return self._files.put(content, limit)

        return keep() if start is None else self._place.reserve.lend(keep)

    def open_file(self, digest: str) -> BinaryIO:
        """Open kept bytes for reading. Raises Missing, Corrupt."""
        return self._files.open(digest)

    def erase_file(self, digest: str) -> bool:
        """Remove kept bytes for good; return False where there are none of this hash."""
        if self._place.identity is None:
            return False
        self._place.make()
        return self._files.erase(digest)

    def files(self) -> Iterator[str]:
        """Yield the hash of every kept file, in order."""
        return self._files.digests()

    def notices(self) -> list[str]:
        """Return what was recovered and what in the place is a risk, each sentence once."""
        if not self._are_risks_told:
            # Loaded by the first to ask, and not by every start.
            from stepback_course.store.tinydb.surroundings import risks

            self._are_risks_told = True
            for sentence in risks(self._place.root):
                self._notices.add(sentence)
        return self._notices.take()

    def check(self) -> Iterator[Finding]:
        """Read everything and yield what is damaged; a sound store yields nothing."""
        from stepback_course.store.tinydb.inspection import inspect

        self._place.check_present()
        try:
            yield from inspect(self._place, Folders(self._place.folders, self._formats))
            yield from self._files.check()
        except OSError as error:
            raise cannot_read(error, self._place.root) from error

    def close(self) -> None:
        """Let go of the index; the store is not used afterwards.

        Where much was written, the index has it then, and the next list does not wait for that.
        """
        written = self._folders.written()
        if len(written) >= _MANY:
            self._opened_index().take(written)
        with self._guard:
            if self._index:
                self._index.close()
            self._index = None

    def _read(self, path: Path, read: Callable[[Path], Contents | None]) -> Contents | None:
        try:
            contents = read(path)
        except OSError as error:
            raise cannot_read(error, path) from error
        if contents is None:
            self._place.check_present()
        return contents

    def _write(
        self,
        folder: str,
        changes: Mapping[str, Change],
        operation: str,
        actor: str,
        writing: Writing,
    ) -> dict[str, int]:
        key = check_folder(folder)
        path = self._folders.path(key)
        checked = check_changes(changes)
        check_label(operation, "the operation")
        check_label(actor, "the actor")

        def save() -> dict[str, int]:
            self._place.make()
            with self._place.locks.hold(spread(key)):
                try:
                    return self._write_held(path, folder, checked, operation, actor, writing)
                except OSError as error:
                    raise cannot_write(error, path) from error

        return self._place.reserve.lend(save)

    def _write_held(
        self,
        path: Path,
        folder: str,
        changes: Mapping[str, CheckedChange],
        operation: str,
        actor: str,
        writing: Writing,
    ) -> dict[str, int]:
        found = self._read(path, self._recovery.read_held)
        before = found or empty(folder)
        done = find_operation(before, operation)
        if done is not None:
            # Whoever did it may have been stopped before its name was on the disk.
            flush_names(path.parent)
            return done
        if found and writing is not Writing.PUT:
            raise exists(before.folder)
        if before.version > self._formats.current:
            raise newer_to_write(path)
        returned = _new_revisions(before, changes, writing)
        if found and before.version < self._formats.current:
            self._backups.keep(path, before.version)
        self._folders.apply(path, before, changes, Operation(operation, actor, returned))
        return returned

    def _opened_index(self) -> "Index":
        with self._guard:
            if self._index is None:
                # SQLite is loaded by the first list.
                from stepback_course.store.tinydb.index import Index, index_path

                identity = self._place.identity
                path = index_path(identity) if identity else None
                self._index = Index(self._folders.directory, self._recovery.look, path)
            return self._index


def _new_revisions(
    contents: Contents, changes: Mapping[str, CheckedChange], writing: Writing
) -> dict[str, int]:
    places = contents.places
    revisions = {name: places[name][1] for name in changes if name in places}
    stale = stale_names(changes, revisions)
    if stale and writing is not Writing.TAKE_OVER:
        raise conflict(contents.folder, {name: contents.record(name) for name in stale})
    return {name: change.base_revision + 1 for name, change in changes.items()}
