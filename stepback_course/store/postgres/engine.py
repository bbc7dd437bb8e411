"""The engine for more than one machine: a PostgreSQL database that many programs write at once."""

import threading
from collections.abc import Collection, Iterator, Mapping
from typing import BinaryIO

from stepback_course.store.changes import (
    Operation,
    Writing,
    check_changes,
    conflict,
    exists,
    standing,
)
from stepback_course.store.documents import check_label
from stepback_course.store.port import (
    Change,
    Exists,
    Finding,
    Page,
    check_folder,
    check_record_name,
)
from stepback_course.store.portions import missing
from stepback_course.store.postgres.address import read_address
from stepback_course.store.postgres.files import Files
from stepback_course.store.postgres.finding import select
from stepback_course.store.postgres.folders import Folders
from stepback_course.store.postgres.risks import risks
from stepback_course.store.postgres.schema import Schema
from stepback_course.store.postgres.server import Server
from stepback_course.store.postgres.writing import write
from stepback_course.store.questions import ask, page, read_cursor
from stepback_course.store.record import Record, Scalar

PATIENCE_SECONDS = 5.0


class PostgresStore:
    """A store in a database on a server, which people reach as themselves."""

    shared = True

    def __init__(self, url: str, *, patience: float = PATIENCE_SECONDS) -> None:
        """Open the store in the database at `url`, which may be empty.

        Whoever writes waits at most `patience` seconds for another who writes the same folder, and
        as long for a server that went away to return. Raises Unreachable, NewerFormat, and where
        the tables are to be brought up to date ReadOnly, Busy, StoreFull.
        """
        address = read_address(url)
        self.url = address.url
        self._server = Server(address, patience)
        try:
            self._server.connect()
            self._schema = Schema(self._server)
        except BaseException:
            self._server.close()
            raise
        self._folders = Folders(self._server)
        self._files = Files(self._server)
        self._guard = threading.Lock()
        self._has_told = False

    @property
    def is_begun(self) -> bool:
        """Whether anything was ever written here."""
        return self._schema.is_there()

    def get(self, folder: str, record: str) -> Record | None:
        """Return one record, or None where there is none. Raises Corrupt, Unreachable."""
        return self.records(folder, [record]).get(record)

    def records(self, folder: str, names: Collection[str] | None = None) -> dict[str, Record]:
        """Return a folder's records by name, all of them or those of `names` that it has."""
        key = check_folder(folder)
        wanted = None if names is None else [check_record_name(name) for name in names]
        if not self._schema.is_there():
            return {}
        return self._folders.records(key, wanted)

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
        return self._folders.done(key, operation) if self._schema.is_there() else None

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
        """Write as `put` does: a row and its cells are replaced, and there are no others.

        What the server keeps below its tables (its log, pages that wait for a vacuum, its backups)
        is out of reach of whoever only writes in them.
        """
        return self._write(folder, changes, operation, actor, Writing.PUT)

    def folders(self) -> Iterator[str]:
        """Yield the name of every folder, in the order of their names without case."""
        if self._schema.is_there():
            yield from self._folders.names()

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
        start = None if after is None else read_cursor(question, after)
        if not self._schema.is_there():
            return Page([])
        return page(question, select(self._server, question, start, limit + 1), limit)

    def put_file(self, content: BinaryIO, *, limit: int) -> str:
        """Keep bytes and return their SHA-256 in hexadecimal; the same bytes are kept once."""
        self._schema.make()
        return self._files.put(content, limit)

    def open_file(self, digest: str) -> BinaryIO:
        """Return kept bytes for reading. Raises Missing, Corrupt."""
        if not self._schema.is_there():
            raise missing(digest)
        return self._files.open(digest)

    def erase_file(self, digest: str) -> bool:
        """Remove kept bytes for good; return False where there are none of this hash."""
        return self._schema.is_there() and self._files.erase(digest)

    def files(self) -> Iterator[str]:
        """Yield the hash of every kept file, in order."""
        if self._schema.is_there():
            yield from self._files.digests()

    def notices(self) -> list[str]:
        """Return what in the server's own settings is a risk to what is saved, once."""
        with self._guard:
            told, self._has_told = self._has_told, True
        return [] if told else risks(self._server)

    def check(self) -> Iterator[Finding]:
        """Read everything and yield what is damaged; a sound store yields nothing."""
        if self._schema.is_there():
            yield from self._folders.check()
            yield from self._files.check()

    def close(self) -> None:
        """Let go of the connections; the store is not used afterwards."""
        self._server.close()

    def _write(
        self,
        folder: str,
        changes: Mapping[str, Change],
        operation: str,
        actor: str,
        writing: Writing,
    ) -> dict[str, int]:
        check_folder(folder)
        checked = check_changes(changes)
        returned = {name: change.base_revision + 1 for name, change in checked.items()}
        done = Operation(
            check_label(operation, "the operation"), check_label(actor, "the actor"), returned
        )
        self._schema.make()
        outcome = write(self._server, folder, checked, done, writing)
        if outcome.word == "exists":
            raise exists(outcome.folder)
        if outcome.word == "stale":
            current = self.records(folder, outcome.stale)
            raise conflict(outcome.folder, {name: current.get(name) for name in outcome.stale})
        return outcome.returned
