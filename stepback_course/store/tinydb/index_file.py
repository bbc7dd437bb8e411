"""The SQLite file behind lists: its schema, its rows, and a question as SQL."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from stepback_course.store.tinydb.durable import FOLDER_MODE
from stepback_course.store.tinydb.index_questions import cells, seal

VERSION = 4

_PATIENCE_SECONDS = 5.0

# `folder` is in lower case, because folders are compared without it. `entry` is the row as `find`
# returns it, and `cells` has the values of its summary by key, as texts that sort as they do.
_SCHEMA = f"""
BEGIN IMMEDIATE;
CREATE TABLE directory (
    name TEXT PRIMARY KEY, inode TEXT NOT NULL, changed INTEGER NOT NULL, settled INTEGER NOT NULL
);
CREATE TABLE file (
    name TEXT PRIMARY KEY, directory TEXT NOT NULL, signature TEXT NOT NULL,
    settled INTEGER NOT NULL, header BLOB NOT NULL
);
CREATE INDEX file_directory ON file (directory);
CREATE TABLE summary (
    folder TEXT, record TEXT, kind TEXT NOT NULL, entry BLOB NOT NULL, seal INTEGER NOT NULL,
    cells TEXT NOT NULL,
    PRIMARY KEY (folder, record)
) WITHOUT ROWID;
PRAGMA user_version = {VERSION};
COMMIT;
"""


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


def replace_summaries(
    connection: sqlite3.Connection, folder: str, entries: Mapping[str, bytes]
) -> None:
    """Make the summaries of one folder, given in lower case, those of `entries` by record."""
    known = dict(
        connection.execute("SELECT record, entry FROM summary WHERE folder = ?", (folder,))
    )
    changed = [entry for record, entry in entries.items() if known.pop(record, None) != entry]
    # One text is parsed sooner than as many as there are rows.
    rows = json.loads(b"[%b]" % b",".join(changed))
    connection.executemany(
        "INSERT OR REPLACE INTO summary VALUES (?, ?, ?, ?, ?, ?)",
        [
            (folder, record, summary["kind"], entry, seal(entry), cells(summary))
            for entry, (_folder, record, _revision, summary) in zip(changed, rows, strict=True)
        ],
    )
    for record in known:
        connection.execute("DELETE FROM summary WHERE folder = ? AND record = ?", (folder, record))


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
        connection.execute("PRAGMA cache_size = -2000")  # in KiB; sorting takes as much
    except BaseException:
        connection.close()
        raise
    return connection
