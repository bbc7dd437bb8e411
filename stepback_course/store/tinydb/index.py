"""Lists, answered from a derived index: never the truth, deletable, rebuilt by itself.

The index lies in the user's cache, one file per store. Before every question it is compared with
the folders' directories, so that an answer is what reading every folder would give, also where
other processes write.
"""

import os
import sqlite3
import threading
import time
from contextlib import suppress
from pathlib import Path

from platformdirs import user_cache_path

from stepback_course.store.port import Page, StoreError
from stepback_course.store.questions import Question, page, read_cursor
from stepback_course.store.tinydb.folders import Folders, file_key, folder_key, read_header
from stepback_course.store.tinydb.freshness import is_settled, signature, stats
from stepback_course.store.tinydb.index_file import (
    connect,
    remove,
    replace_summaries,
    select,
    transaction,
)


def index_path(identity: str) -> Path:
    """Return where the index of a store is kept; `STEPBACK_CACHE` names another cache."""
    cache = os.environ.get("STEPBACK_CACHE")
    return (Path(cache) if cache else user_cache_path("stepback")) / "index" / f"{identity}.sqlite"


class Index:
    """The summaries of one store, in SQLite."""

    def __init__(self, folders: Folders, path: Path | None) -> None:
        """Answer from `folders`, keeping what was read at `path`, or in memory where it is None."""
        self._folders = folders
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def find(self, question: Question, after: str | None, limit: int) -> Page:
        """Return one page of answers. Raises ValueError for a foreign cursor, OSError."""
        with self._lock:
            try:
                return self._answer(question, after, limit)
            except sqlite3.Error:
                self._discard()
            try:
                return self._answer(question, after, limit)
            except sqlite3.Error:
                self._discard()
                self._path = None
            return self._answer(question, after, limit)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._connection:
                self._connection.close()
            self._connection = None

    def _answer(self, question: Question, after: str | None, limit: int) -> Page:
        start = None if after is None else read_cursor(question, after)
        connection = self._open()
        self._refresh(connection)
        return page(question, select(connection, question, start, limit + 1), limit)

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            try:
                self._connection = connect(self._path)
            except OSError:  # the cache may not be written: lists still work, from memory
                self._path = None
                self._connection = connect(None)
        return self._connection

    def _discard(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None
        if self._path:
            with suppress(OSError):
                remove(self._path)

    def _refresh(self, connection: sqlite3.Connection) -> None:
        now = time.time_ns()
        seen = {
            name: (mark, bool(settled))
            for name, mark, settled in connection.execute("SELECT * FROM directory")
        }
        for name, status in stats(self._folders.directory):
            mark = signature(status)
            if seen.pop(name, None) != (mark, True):
                with transaction(connection):
                    self._scan(connection, name, now)
                    connection.execute(
                        "INSERT OR REPLACE INTO directory VALUES (?, ?, ?)",
                        (name, mark, is_settled(status, now)),
                    )
        for name in seen:
            with transaction(connection):
                self._scan(connection, name, now)
                connection.execute("DELETE FROM directory WHERE name = ?", (name,))

    def _scan(self, connection: sqlite3.Connection, name: str, now: int) -> None:
        """Bring what is known of one directory's files up to date."""
        directory = self._folders.directory / name
        known = {
            file: (mark, bool(settled), header)
            for file, mark, settled, header in connection.execute(
                "SELECT name, signature, settled, header FROM file WHERE directory = ?", (name,)
            )
        }
        for file, status in stats(directory):
            path = directory / file
            if folder_key(path) is None:
                continue
            mark, settled, header = known.pop(file, ("", False, b""))
            if mark != signature(status) or not (settled or _begins_with(path, header)):
                self._take_over(connection, path, status, now)
            elif not settled and is_settled(status, now):
                connection.execute("UPDATE file SET settled = 1 WHERE name = ?", (file,))
        for file in known:
            connection.execute("DELETE FROM file WHERE name = ?", (file,))
            replace_summaries(connection, file_key(file), [])

    def _take_over(
        self, connection: sqlite3.Connection, path: Path, status: os.stat_result, now: int
    ) -> None:
        """Take the summaries of one folder from its file; one that cannot be read has none."""
        header, rows = b"", []
        with suppress(StoreError, OSError):
            contents, status = self._folders.look(path)
            header, rows = contents.header, [contents.row(name) for name in contents.places]
        connection.execute(
            "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?)",
            (path.name, path.parent.name, signature(status), is_settled(status, now), header),
        )
        replace_summaries(connection, file_key(path.name), [row for row in rows if row])


def _begins_with(path: Path, header: bytes) -> bool:
    try:
        return read_header(path) == header
    except OSError:
        return False
