"""Lists, answered from a derived index: never the truth, deletable, rebuilt by itself.

The index lies in the user's cache, one file per store. Before every question it is compared with
the folders' directories, so that an answer is what reading every folder would give, also where
other processes write.
"""

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from platformdirs import user_cache_path

from stepback_course.store.port import Corrupt, NewerFormat, Page, StoreError
from stepback_course.store.questions import Position, Question, page, read_cursor
from stepback_course.store.tinydb.folders import file_key, folder_key, read_header
from stepback_course.store.tinydb.freshness import (
    Directories,
    Mark,
    folder_stats,
    is_settled,
    signature,
)
from stepback_course.store.tinydb.index_file import (
    connect,
    remove,
    replace_summaries,
    transaction,
)
from stepback_course.store.tinydb.index_questions import Questions
from stepback_course.store.tinydb.layout import Contents

_TOGETHER = 16
"""So many directories are brought up to date in one transaction, while others wait."""

Look = Callable[[Path], tuple[Contents, os.stat_result]]
"""Returns what a folder's file holds, and its stat. Raises StoreError, OSError."""


def index_path(identity: str) -> Path:
    """Return where the index of a store is kept; `STEPBACK_CACHE` names another cache."""
    cache = os.environ.get("STEPBACK_CACHE")
    return (Path(cache) if cache else user_cache_path("stepback")) / "index" / f"{identity}.sqlite"


class Index:
    """The summaries of one store, in SQLite."""

    def __init__(self, directory: Path, look: Look, path: Path | None) -> None:
        """Answer from the folders in `directory`, which `look` reads.

        What was read is kept at `path`, or in memory where that is None.
        """
        self._directory = directory
        self._directories = Directories(directory)
        self._look = look
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._questions: Questions | None = None
        self._version: int | None = None
        self._seen: dict[str, Mark | None] = {}
        """The directories as they were read; None where a later change may not show."""

    def find(self, question: Question, after: str | None, limit: int) -> Page:
        """Return one page of answers. Raises ValueError for a foreign cursor, OSError."""
        start = None if after is None else read_cursor(question, after)
        with self._lock:
            for _try in range(2):
                with suppress(sqlite3.Error, TypeError, ValueError):  # damaged, or nonsense within
                    return self._answer(question, start, limit)
                self._discard()
            self._path = None
            return self._answer(question, start, limit)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._let_go()

    def take(self, paths: Sequence[Path]) -> None:
        """Take in the folders of these files, which the next question then finds up to date.

        It looks at their directories all the same. Where this is not possible, it takes them in.
        """
        now = time.time_ns()
        with self._lock, suppress(sqlite3.Error, StoreError, OSError):
            connection = self._open()
            for start in range(0, len(paths), _TOGETHER):
                with transaction(connection):
                    for path in paths[start : start + _TOGETHER]:
                        self._take_over(connection, path, path.stat(), now)

    def erase(self) -> None:
        """Remove the file with all its pages; the next question makes it anew. Raises OSError."""
        with self._lock:
            self._let_go()
            self._seen = {}
            if self._path:
                remove(self._path)

    def _answer(self, question: Question, start: Position | None, limit: int) -> Page:
        connection = self._open()
        self._refresh(connection)
        if self._questions is None:
            self._questions = Questions(connection)
        return page(question, self._questions.select(question, start, limit + 1), limit)

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            try:
                self._connection = connect(self._path)
            except OSError:  # the cache may not be written: lists still work, from memory
                self._path = None
                self._connection = connect(None)
        return self._connection

    def _let_go(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = self._questions = self._version = None

    def _discard(self) -> None:
        self._let_go()
        if self._path:
            with suppress(OSError):
                remove(self._path)

    def _seen_directories(self, connection: sqlite3.Connection) -> dict[str, Mark | None]:
        """Return the marks of the directories as they were when they were read."""
        (version,) = connection.execute("PRAGMA data_version").fetchone()
        if version != self._version:  # another program has written to the index
            rows = connection.execute("SELECT name, inode, changed, settled FROM directory")
            self._seen = {
                name: (int(inode), changed) if settled else None
                for name, inode, changed, settled in rows
            }
            self._version = version
        return self._seen

    def _refresh(self, connection: sqlite3.Connection) -> None:
        now = time.time_ns()
        seen = self._seen_directories(connection)
        standing = self._directories.marks()
        if standing == seen:
            return
        changed = [name for name, mark in standing.items() if seen.get(name) != mark]
        changed += seen.keys() - standing.keys()
        for start in range(0, len(changed), _TOGETHER):
            together = changed[start : start + _TOGETHER]
            with transaction(connection):
                for name in together:
                    self._take_directory(connection, name, standing.get(name), now)
            for name in together:
                seen.pop(name, None)
                if name in standing:
                    mark = standing[name]
                    seen[name] = mark if is_settled(mark[1], now) else None

    def _take_directory(
        self, connection: sqlite3.Connection, name: str, mark: Mark | None, now: int
    ) -> None:
        """Bring one directory up to date, and how it was seen; None where it has gone."""
        self._scan(connection, name, now)
        if mark is None:
            connection.execute("DELETE FROM directory WHERE name = ?", (name,))
            return
        inode, changed = mark
        connection.execute(
            "INSERT OR REPLACE INTO directory VALUES (?, ?, ?, ?)",
            (name, str(inode), changed, is_settled(changed, now)),
        )

    def _scan(self, connection: sqlite3.Connection, name: str, now: int) -> None:
        """Bring what is known of one directory's files up to date."""
        directory = self._directory / name
        known = {
            file: (mark, bool(settled), header)
            for file, mark, settled, header in connection.execute(
                "SELECT name, signature, settled, header FROM file WHERE directory = ?", (name,)
            )
        }
        for file, status in folder_stats(directory):
            path = directory / file
            if folder_key(path) is None:
                continue
            mark, settled, header = known.pop(file, ("", False, b""))
            if mark != signature(status) or not (settled or _begins_with(path, header)):
                self._take_over(connection, path, status, now)
            elif not settled and is_settled(status.st_mtime_ns, now):
                connection.execute("UPDATE file SET settled = 1 WHERE name = ?", (file,))
        for file in known:
            connection.execute("DELETE FROM file WHERE name = ?", (file,))
            replace_summaries(connection, file_key(file), {})

    def _take_over(
        self, connection: sqlite3.Connection, path: Path, status: os.stat_result, now: int
    ) -> None:
        """Take the summaries of one folder from its file; a damaged or newer one has none.

        Raises OSError, after which nothing of the folder may be taken as seen.
        """
        header, entries = b"", {}
        with suppress(Corrupt, NewerFormat, FileNotFoundError):
            contents, status = self._look(path)
            header, entries = contents.header, contents.entries()
        connection.execute(
            "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?)",
            (
                path.name,
                path.parent.name,
                signature(status),
                is_settled(status.st_mtime_ns, now),
                header,
            ),
        )
        replace_summaries(connection, file_key(path.name), entries)


def _begins_with(path: Path, header: bytes) -> bool:
    try:
        return read_header(path) == header
    except OSError:
        return False
