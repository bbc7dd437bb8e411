"""The SQLite file behind lists: its schema, its rows, and a question as SQL."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from stepback_course.store.port import Row
from stepback_course.store.questions import Position, Question, comparable
from stepback_course.store.tinydb.durable import FOLDER_MODE

VERSION = 1

_PATIENCE_SECONDS = 1.0

# `folder` is compared without case: rows carry it in lower case, and as first written in `shown`.
_SCHEMA = f"""
BEGIN IMMEDIATE;
CREATE TABLE directory (name TEXT PRIMARY KEY, signature TEXT NOT NULL, settled INTEGER NOT NULL);
CREATE TABLE file (
    name TEXT PRIMARY KEY, directory TEXT NOT NULL, signature TEXT NOT NULL,
    settled INTEGER NOT NULL, header BLOB NOT NULL
);
CREATE INDEX file_directory ON file (directory);
CREATE TABLE summary (
    folder TEXT, record TEXT, shown TEXT NOT NULL, revision INTEGER NOT NULL, kind TEXT NOT NULL,
    content TEXT NOT NULL, PRIMARY KEY (folder, record)
) WITHOUT ROWID;
CREATE INDEX summary_kind ON summary (kind);
CREATE TABLE cell (
    folder TEXT, record TEXT, key TEXT, kind TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (folder, record, key)
) WITHOUT ROWID;
CREATE INDEX cell_value ON cell (kind, key, value);
PRAGMA user_version = {VERSION};
COMMIT;
"""

_AFTER = {
    "same": "o.value IS NULL AND (s.folder, s.record) > (?, ?)",
    "up": "(o.value IS NULL OR o.value > ? OR (o.value = ? AND (s.folder, s.record) > (?, ?)))",
    "down": "(o.value IS NULL OR o.value < ? OR (o.value = ? AND (s.folder, s.record) > (?, ?)))",
}


def connect(path: Path | None) -> sqlite3.Connection:
    """Open the index at `path`, in memory where that is None.

    One of another version is made anew. Raises OSError, sqlite3.Error.
    """
    if path is None:
        return _made(":memory:")
    path.parent.mkdir(FOLDER_MODE, parents=True, exist_ok=True)
    if path.exists():
        connection = _opened(str(path))
        try:
            if connection.execute("PRAGMA user_version").fetchone() == (VERSION,):
                return connection
        except BaseException:
            connection.close()
            raise
        connection.close()
        remove(path)
    return _made(str(path))


def remove(path: Path) -> None:
    """Delete an index; another process that holds it goes on with what it has."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Keep all that happens inside, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def replace_summaries(connection: sqlite3.Connection, folder: str, rows: Iterable[Row]) -> None:
    """Make the summaries of one folder, given in lower case, those of `rows`."""
    known = {
        record: (shown, revision, content)
        for record, shown, revision, content in connection.execute(
            "SELECT record, shown, revision, content FROM summary WHERE folder = ?", (folder,)
        )
    }
    for row in rows:
        content = json.dumps(row.summary)
        if known.get(row.record) != (row.folder, row.revision, content):
            _forget(connection, folder, row.record)
            _add(connection, folder, row, content)
        known.pop(row.record, None)
    for record in known:
        _forget(connection, folder, record)


def _add(connection: sqlite3.Connection, folder: str, row: Row, content: str) -> None:
    kind = row.summary["kind"]
    connection.execute(
        "INSERT INTO summary VALUES (?, ?, ?, ?, ?, ?)",
        (folder, row.record, row.folder, row.revision, kind, content),
    )
    cells = [
        (folder, row.record, key, kind, comparable(value))
        for key, value in row.summary.items()
        if value is not None
    ]
    connection.executemany("INSERT INTO cell VALUES (?, ?, ?, ?, ?)", cells)


def _forget(connection: sqlite3.Connection, folder: str, record: str) -> None:
    connection.execute("DELETE FROM summary WHERE folder = ? AND record = ?", (folder, record))
    connection.execute("DELETE FROM cell WHERE folder = ? AND record = ?", (folder, record))


def select(
    connection: sqlite3.Connection, question: Question, start: Position | None, limit: int
) -> list[tuple[Position, Row]]:
    """Return up to `limit` answers after `start`, each with its position."""
    tables, conditions = ["summary s"], ["s.kind = ?"]
    table_values: list[object] = []
    condition_values: list[object] = [question.kind]
    for number, (key, value) in enumerate(question.filters):
        if value is None:
            conditions.append(
                "NOT EXISTS (SELECT 1 FROM cell n"
                " WHERE n.folder = s.folder AND n.record = s.record AND n.key = ?)"
            )
            condition_values.append(key)
        else:
            tables.append(
                f"JOIN cell f{number} ON f{number}.kind = ? AND f{number}.key = ?"
                f" AND f{number}.value = ?"
                f" AND f{number}.folder = s.folder AND f{number}.record = s.record"
            )
            table_values += [question.kind, key, value]
    tables.append("LEFT JOIN cell o ON o.folder = s.folder AND o.record = s.record AND o.key = ?")
    table_values.append(question.sort)
    if start is not None:
        condition, values = _after(question, start)
        conditions.append(condition)
        condition_values += values
    rows = connection.execute(
        "SELECT s.shown, s.record, s.revision, s.content, o.value, s.folder"  # noqa: S608 - the text is made of fixed words; every value is a parameter
        f" FROM {' '.join(tables)} WHERE {' AND '.join(conditions)}"
        f" ORDER BY o.value IS NULL, o.value {'DESC' if question.descending else 'ASC'},"
        " s.folder, s.record LIMIT ?",
        [*table_values, *condition_values, limit],
    )
    return [
        (Position(value, folder, record), Row(shown, record, revision, json.loads(content)))
        for shown, record, revision, content, value, folder in rows
    ]


def _after(question: Question, start: Position) -> tuple[str, list[object]]:
    if start.value is None:
        return _AFTER["same"], [start.folder, start.record]
    direction = "down" if question.descending else "up"
    return _AFTER[direction], [start.value, start.value, start.folder, start.record]


def _made(name: str) -> sqlite3.Connection:
    connection = _opened(name)
    try:
        connection.executescript(_SCHEMA)
    except BaseException:
        connection.close()
        raise
    return connection


def _opened(name: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        name, timeout=_PATIENCE_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        # NORMAL with a write-ahead log: no flush per save, and still whole after a power cut.
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        connection.close()
        raise
    return connection
