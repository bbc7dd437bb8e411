"""The engine that forgets: everything in dictionaries, for tests and for looking round."""

import hashlib
import io
import threading
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from stepback_course.store.changes import (
    OPERATIONS_KEPT,
    CheckedChange,
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
    Row,
    check_folder,
    check_record_name,
)
from stepback_course.store.portions import missing, portions
from stepback_course.store.questions import answer, ask
from stepback_course.store.record import Encoded, Record, Scalar


@dataclass(slots=True)
class _Folder:
    name: str
    records: dict[str, tuple[int, CheckedChange]] = field(default_factory=dict)
    operations: dict[str, dict[str, int]] = field(default_factory=dict)

    def record(self, name: str) -> Record | None:
        if name not in self.records:
            return None
        revision, kept = self.records[name]
        summary = None if kept.summary is None else dict(kept.summary)
        return Record(self.name, name, revision, Encoded(kept.document), summary)

    def remember(self, operation: str, returned: dict[str, int]) -> None:
        self.operations[operation] = returned
        if len(self.operations) > OPERATIONS_KEPT:
            del self.operations[next(iter(self.operations))]


class MemoryStore:
    """A store that is gone when the program ends."""

    url = "memory:"
    shared = False

    def __init__(self) -> None:
        """Begin with nothing."""
        self._lock = threading.Lock()
        self._folders: dict[str, _Folder] = {}
        self._files: dict[str, bytes] = {}

    @property
    def is_begun(self) -> bool:
        """Whether anything was ever written here."""
        return bool(self._folders or self._files)

    def get(self, folder: str, record: str) -> Record | None:
        """Return one record, or None where there is none."""
        key = check_folder(folder)
        check_record_name(record)
        with self._lock:
            kept = self._folders.get(key)
            return kept.record(record) if kept else None

    def records(self, folder: str, names: Collection[str] | None = None) -> dict[str, Record]:
        """Return a folder's records by name, all of them or those of `names` that it has."""
        key = check_folder(folder)
        with self._lock:
            kept = self._folders.get(key) or _Folder(folder)
            wanted = kept.records if names is None else map(check_record_name, names)
            found = [kept.record(name) for name in wanted]
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
        key = check_folder(folder)
        with self._lock:
            kept = self._folders.get(key)
            returned = kept.operations.get(operation) if kept else None
        return None if returned is None else dict(returned)

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
        """Write as `put` does; nothing else has what the records said before."""
        return self.put(folder, changes, operation=operation, actor=actor)

    def folders(self) -> Iterator[str]:
        """Yield the name of every folder, in the order of their names without case."""
        with self._lock:
            names = [self._folders[key].name for key in sorted(self._folders)]
        return iter(names)

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
        with self._lock:
            rows = [
                Row(folder.name, name, revision, dict(kept.summary))
                for folder in self._folders.values()
                for name, (revision, kept) in folder.records.items()
                if kept.summary is not None
            ]
        return answer(question, rows, after, limit)

    def put_file(self, content: BinaryIO, *, limit: int) -> str:
        """Keep bytes and return their SHA-256 in hexadecimal; the same bytes are kept once."""
        kept = b"".join(portions(content, limit))
        digest = hashlib.sha256(kept).hexdigest()
        with self._lock:
            self._files[digest] = kept
        return digest

    def open_file(self, digest: str) -> BinaryIO:
        """Open kept bytes for reading. Raises Missing."""
        with self._lock:
            if digest not in self._files:
                raise missing(digest)
            return io.BytesIO(self._files[digest])

    def erase_file(self, digest: str) -> bool:
        """Remove kept bytes for good; return False where there are none of this hash."""
        with self._lock:
            return self._files.pop(digest, None) is not None

    def files(self) -> Iterator[str]:
        """Yield the hash of every kept file, in order."""
        with self._lock:
            digests = sorted(self._files)
        return iter(digests)

    def notices(self) -> list[str]:
        """Return nothing: there is nothing to warn of."""
        return []

    def check(self) -> Iterator[Finding]:
        """Yield nothing: what is in memory is not damaged."""
        return iter(())

    def close(self) -> None:
        """Do nothing: there is nothing to let go of."""

    def _write(
        self,
        folder: str,
        changes: Mapping[str, Change],
        operation: str,
        actor: str,
        writing: Writing,
    ) -> dict[str, int]:
        key = check_folder(folder)
        checked = check_changes(changes)
        check_label(operation, "the operation")
        check_label(actor, "the actor")
        with self._lock:
            kept = self._folders.get(key) or _Folder(folder)
            if operation in kept.operations:
                return dict(kept.operations[operation])
            if writing is not Writing.PUT and key in self._folders:
                raise exists(kept.name)
            revisions = {name: revision for name, (revision, _kept) in kept.records.items()}
            stale = stale_names(checked, revisions)
            if stale and writing is not Writing.TAKE_OVER:
                raise conflict(kept.name, {name: kept.record(name) for name in stale})
            returned = {name: change.base_revision + 1 for name, change in checked.items()}
            for name, change in checked.items():
                kept.records[name] = (returned[name], change)
            kept.remember(operation, returned)
            self._folders[key] = kept
            return dict(returned)
