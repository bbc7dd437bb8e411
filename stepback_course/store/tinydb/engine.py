"""The embedded engine: one TinyDB database per folder, saved so that an acknowledged save lasts."""

import threading
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

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
    Change,
    Exists,
    Finding,
    Page,
    Record,
    Scalar,
    StoreError,
    check_folder,
    check_record_name,
)
from stepback_course.store.questions import answer, ask
from stepback_course.store.tinydb.durable import flush_directory
from stepback_course.store.tinydb.files import Files
from stepback_course.store.tinydb.folders import (
    Folders,
    find_operation,
    folder_key,
    record_of,
)
from stepback_course.store.tinydb.layout import Contents, empty
from stepback_course.store.tinydb.place import Place
from stepback_course.store.tinydb.refusals import cannot_read, cannot_write

PATIENCE_SECONDS = 5.0

if TYPE_CHECKING:
    from stepback_course.store.tinydb.index import Index


class TinyDBStore:
    """A store in a directory: the default, for one machine or a shared folder."""

    shared = False

    def __init__(self, path: str | Path, *, patience: float = PATIENCE_SECONDS) -> None:
        """Open the store in the directory `path`, which may be empty or missing.

        A writer waits at most `patience` seconds for another. Raises Unreachable, Corrupt,
        NewerFormat.
        """
        root = Path(path).expanduser().absolute()
        self.url = f"tinydb://{root.as_posix()}"
        self._place = Place(root, patience)
        self._folders = Folders(self._place.folders)
        self._files = Files(self._place.files, self._place.locks)
        self._guard = threading.Lock()
        self._index: Index | None = None

    def get(self, folder: str, record: str) -> Record | None:
        """Return one record, or None where there is none. Raises Corrupt, NewerFormat."""
        check_record_name(record)
        contents = self._read(self._folders.path(check_folder(folder)))
        return None if contents is None else record_of(contents, record)

    def records(self, folder: str, names: Collection[str] | None = None) -> dict[str, Record]:
        """Return a folder's records by name, all of them or those of `names` that it has."""
        contents = self._read(self._folders.path(check_folder(folder)))
        if contents is None:
            return {}
        wanted = contents.places if names is None else map(check_record_name, names)
        found = (record_of(contents, name) for name in wanted)
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

    def folders(self) -> Iterator[str]:
        """Yield the name of every folder, in the order of their names without case."""
        found = {folder_key(path): path for path in self._folders.directory.glob("??/*.json")}
        for key in sorted(filter(None, found)):
            contents = self._read(found[key])
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
        self._place.make()
        return self._files.put(content, limit)

    def open_file(self, digest: str) -> BinaryIO:
        """Open kept bytes for reading. Raises Missing, Corrupt."""
        return self._files.open(digest)

    def files(self) -> Iterator[str]:
        """Yield the hash of every kept file, in order."""
        return self._files.digests()

    def notices(self) -> list[str]:
        """Return nothing yet."""
        return []

    def check(self) -> Iterator[Finding]:
        """Read everything and yield what is damaged; a sound store yields nothing."""
        self._place.check_present()
        unread = Folders(self._place.folders)
        for path in sorted(unread.directory.glob("??/*.json")):
            try:
                unread.look(path)
            except StoreError as error:
                yield Finding(str(path), str(error))
            except OSError as error:
                yield Finding(str(path), str(cannot_read(error, path)))
        yield from self._files.check()

    def close(self) -> None:
        """Let go of the index; the store is not used afterwards."""
        with self._guard:
            if self._index:
                self._index.close()
            self._index = None

    def _read(self, path: Path) -> Contents | None:
        try:
            contents = self._folders.read(path)
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
        path = self._folders.path(check_folder(folder))
        checked = check_changes(changes)
        check_label(operation, "the operation")
        check_label(actor, "the actor")
        self._place.make()
        with self._place.locks.hold(path.parent.name):
            found = self._read(path)
            before = found or empty(folder)
            try:
                done = find_operation(before, operation)
                if done is not None:
                    # Whoever did it may have been stopped before its name was on the disk.
                    flush_directory(path.parent)
                    return done
                if found and writing is not Writing.PUT:
                    raise exists(before.folder)
                returned = _new_revisions(before, checked, writing)
                self._folders.apply(path, before, checked, Operation(operation, actor, returned))
            except OSError as error:
                raise cannot_write(error, path) from error
        return returned

    def _opened_index(self) -> "Index":
        with self._guard:
            if self._index is None:
                # SQLite is loaded by the first list.
                from stepback_course.store.tinydb.index import Index, index_path

                identity = self._place.identity
                path = index_path(identity) if identity else None
                self._index = Index(self._folders, path)
            return self._index


def _new_revisions(
    contents: Contents, changes: Mapping[str, CheckedChange], writing: Writing
) -> dict[str, int]:
    revisions = {name: revision for name, (_number, revision) in contents.places.items()}
    stale = stale_names(changes, revisions)
    if stale and writing is not Writing.TAKE_OVER:
        raise conflict(contents.folder, {name: record_of(contents, name) for name in stale})
    return {name: change.base_revision + 1 for name, change in changes.items()}
