"""One change of one folder, made through TinyDB's own tables and written once."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document as TinyDocument

from stepback_course.store.changes import OPERATIONS_KEPT, CheckedChange, Operation
from stepback_course.store.tinydb import layout
from stepback_course.store.tinydb.durable import write_whole
from stepback_course.store.tinydb.layout import Contents, Line


class FolderStorage(Storage):
    """TinyDB's storage for one change of one folder: its writes gather until `commit`."""

    def __init__(self, contents: Contents) -> None:
        """Begin with what the folder holds."""
        self._contents = contents
        self._tables: Mapping[str, Mapping[str, Mapping[str, Any]]] = contents.tables

    def read(self) -> dict[str, Any]:
        """Return the tables with the changes so far; their rows cannot be altered in place."""
        return dict(self._tables)

    def write(self, tables: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> None:
        """Take the tables as they are to be."""
        self._tables = dict(tables)

    def commit(self, path: Path) -> Contents:
        """Write everything to `path` at once, durably, and return it. Raises OSError."""
        lines = {
            # `type` and not `isinstance`, which is slow for an abstract class that does not match.
            name: {
                key: row if type(row) is Line else layout.line(key, row)
                for key, row in rows.items()
            }
            for name, rows in self._tables.items()
        }
        contents, portions = layout.write(self._contents, lines)
        write_whole(path, portions)
        return contents


def write_tables(
    path: Path, contents: Contents, changes: Mapping[str, CheckedChange], operation: Operation
) -> Contents:
    """Write checked changes to a folder's file and return what it then holds. Raises OSError."""
    storage = FolderStorage(contents)
    database = TinyDB(storage=lambda: storage)
    _replace_records(database, contents, changes, operation.returned)
    _remember(database, contents, operation)
    return storage.commit(path)


def _replace_records(
    database: TinyDB,
    contents: Contents,
    changes: Mapping[str, CheckedChange],
    revisions: Mapping[str, int],
) -> None:
    places = contents.places
    number = max((place[0] for place in places.values()), default=0)
    rows = []
    for name, change in changes.items():
        if name not in places:
            number += 1
        row = layout.row(name, revisions[name], change.summary, change.document)
        rows.append(TinyDocument(row, places[name][0] if name in places else number))
    table = database.table(layout.RECORDS, cache_size=0)
    if replaced := [places[name][0] for name in changes if name in places]:
        table.remove(doc_ids=replaced)
    table.insert_multiple(rows)


def _remember(database: TinyDB, contents: Contents, operation: Operation) -> None:
    table = database.table(layout.OPERATIONS, cache_size=0)
    kept = list(contents.tables[layout.OPERATIONS])
    if len(kept) == OPERATIONS_KEPT:
        table.remove(doc_ids=[int(kept[0])])
    row = {
        "operation": operation.name,
        "actor": operation.actor,
        "returned": operation.returned,
    }
    table.insert(TinyDocument(row, contents.generation + 1))
