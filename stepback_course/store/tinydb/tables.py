"""One change of one folder, made through TinyDB's own storage and tables."""

from collections.abc import Collection, Mapping
from typing import Any

from tinydb.storages import Storage
from tinydb.table import Table

from stepback_course.store.changes import OPERATIONS_KEPT, CheckedChange, Operation
from stepback_course.store.tinydb import layout
from stepback_course.store.tinydb.layout import Contents, Line, Places, Tables


class FolderStorage(Storage):
    """TinyDB's storage for one change of one folder: its writes gather in `tables`."""

    def __init__(self, tables: Tables) -> None:
        """Begin with what the folder holds."""
        self.tables = tables

    def read(self) -> dict[str, Any]:
        """Return the tables with the changes so far; their rows cannot be altered in place."""
        return dict(self.tables)

    def write(self, tables: Tables) -> None:
        """Take the tables as they are to be."""
        self.tables = tables


class FolderTable(Table):
    """TinyDB's table, with one operation more."""

    def set_rows(self, rows: Mapping[str, Line], dropped: Collection[str] = ()) -> None:
        """Set rows by their document ids, and drop others, in one pass over the table.

        TinyDB's own operations turn every id of the table into a number and back, each time.
        """
        tables = self.storage.read() or {}
        tables[self.name] = kept = {**tables.get(self.name, {}), **rows}
        for number in dropped:
            del kept[number]
        self.storage.write(tables)


def changed_tables(
    contents: Contents, changes: Mapping[str, CheckedChange], operation: Operation
) -> tuple[Tables, Places]:
    """Return the tables of a folder after checked changes, and where its records are then."""
    storage = FolderStorage(contents.tables)
    places = _set_records(storage, contents, changes, operation.returned)
    _remember(storage, contents, operation)
    return storage.tables, places


def _set_records(
    storage: Storage,
    contents: Contents,
    changes: Mapping[str, CheckedChange],
    revisions: Mapping[str, int],
) -> Places:
    places = dict(contents.places)
    rows: dict[str, Line] = {}
    for name, change in changes.items():
        key = places[name][0] if name in places else _new_key(contents, rows)
        revision = revisions[name]
        rows[key] = layout.record_line(key, name, revision, change.encoded_summary, change.document)
        places[name] = key, revision
    FolderTable(storage, layout.RECORDS, cache_size=0).set_rows(rows)
    return places


def _new_key(contents: Contents, rows: Mapping[str, Line]) -> str:
    """Return a document id that no row has; ids are not given twice."""
    return str(max(map(int, (*contents.tables[layout.RECORDS], *rows)), default=0) + 1)


def _remember(storage: Storage, contents: Contents, operation: Operation) -> None:
    key = str(contents.generation + 1)
    kept = list(contents.tables[layout.OPERATIONS])
    oldest = kept[: max(0, len(kept) + 1 - OPERATIONS_KEPT)]
    table = FolderTable(storage, layout.OPERATIONS, cache_size=0)
    table.set_rows({key: layout.operation_line(key, operation)}, dropped=oldest)
