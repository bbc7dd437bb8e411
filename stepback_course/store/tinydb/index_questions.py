"""A question as SQL, and the SQLite index that answers it without sorting what is found.

An index is made for each form of question when it is first asked: the keys that are filtered by,
then the sort key, then folder and record. So a page costs the same however many rows wait.
"""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import pairwise

from stepback_course.store.documents import encode_flat
from stepback_course.store.port import Row
from stepback_course.store.questions import (
    Position,
    Question,
    comparable,
    follows,
)
from stepback_course.store.record import Scalar

_INDEXES_LIMIT = 48
"""How many forms of question have an index; further ones are answered without."""

_NAMES_AT_HAND = 1024

Query = tuple[str, list[str | int | None]]
"""SQL, and the values of its parameters."""


def cells(summary: Mapping[str, Scalar]) -> str:
    """Return the values of a summary as texts that sort as they do, under names fit for SQL."""
    texts = {_name(key): comparable(value) for key, value in summary.items() if value is not None}
    return encode_flat(texts)


seal = zlib.crc32
"""Returns a checksum of an entry, so that what a failing disk made of it is no answer."""


class Questions:
    """Answers questions from one connection, and makes the indexes they need."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Answer from `connection`. Raises sqlite3.Error."""
        self._connection = connection
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'index'")
        self._indexes = {name for (name,) in found}

    def select(self, question: Question, start: Position | None, limit: int) -> list[Row]:
        """Return up to `limit` answers after `start`, in order.

        Raises ValueError, TypeError, sqlite3.Error where the index is damaged.
        """
        self._see_to_index(question)
        rows: list[Row] = []
        if question.sort is not None and (start is None or start.value is not None):
            rows = self._rows(with_value(question, start, limit))
            start = None
        if len(rows) < limit:
            rows += self._rows(without_value(question, start, limit - len(rows)))
        _require_answers(question, rows)
        return rows

    def _see_to_index(self, question: Question) -> None:
        columns = ", ".join(_columns(question))
        name = f"asked_{hashlib.sha256(columns.encode()).hexdigest()[:24]}"
        if name in self._indexes or len(self._indexes) >= _INDEXES_LIMIT:
            return
        # Where another program is writing the index, this question is answered without one.
        with suppress(sqlite3.OperationalError):
            self._connection.execute(f"CREATE INDEX IF NOT EXISTS {name} ON summary ({columns})")
            self._indexes.add(name)

    def _rows(self, query: Query) -> list[Row]:
        """Return what is found. Raises ValueError where a row is not as it was written there."""
        found = self._connection.execute(*query).fetchall()
        if any(seal(entry) != sealed for _folder, _record, entry, sealed in found):
            raise ValueError(query)
        # One text is parsed sooner than as many as there are rows.
        text = b",".join([entry for _folder, _record, entry, _sealed in found])
        rows = list(map(Row._make, json.loads(b"[%b]" % text)))
        for row, (folder, record, _entry, _sealed) in zip(rows, found, strict=True):
            # A row at the place of another would outlive its record.
            if row.folder.lower() != folder or row.record != record:
                raise ValueError(folder)
        return rows


def _require_answers(question: Question, rows: Sequence[Row]) -> None:
    """Raise ValueError where a damaged file gives what was not asked for, in no order, or twice."""
    for key, value in (("kind", comparable(question.kind)), *question.filters):
        if [comparable(row.summary.get(key)) for row in rows].count(value) != len(rows):
            raise ValueError(question)
    sort = question.sort
    values = [None if sort is None else comparable(row.summary.get(sort)) for row in rows]
    folders = [row.folder.lower() for row in rows]
    places = zip(values, folders, [row.record for row in rows], strict=True)
    if not all(follows(question, other, one) for one, other in pairwise(places)):
        raise ValueError(question)


def with_value(question: Question, start: Position | None, limit: int) -> Query:
    """Return the query for answers that have the sort key, in its order."""
    sort = _cell(question.sort or "")
    conditions, values = _filtered(question)
    if start is None:
        conditions.append(f"{sort} IS NOT NULL")
    else:
        beyond = "<" if question.descending else ">"
        conditions.append(f"{sort} {beyond}= ?")
        conditions.append(f"({sort} {beyond} ? OR (folder, record) > (?, ?))")
        values += [start.value, start.value, start.folder, start.record]
    order = f"{sort} DESC, folder, record" if question.descending else f"{sort}, folder, record"
    return _query(conditions, order), [*values, limit]


def without_value(question: Question, start: Position | None, limit: int) -> Query:
    """Return the query for answers that have no sort key, or where none was asked for."""
    conditions, values = _filtered(question)
    if question.sort is not None:
        conditions.append(f"{_cell(question.sort)} IS NULL")
    if start is not None:
        conditions.append("folder >= ? AND (folder > ? OR record > ?)")
        values += [start.folder, start.folder, start.record]
    return _query(conditions, "folder, record"), [*values, limit]


def _query(conditions: list[str], order: str) -> str:
    return (
        "SELECT folder, record, entry, seal FROM summary"  # noqa: S608 - names are made of hexadecimal digits; every value is a parameter
        f" WHERE {' AND '.join(conditions)} ORDER BY {order} LIMIT ?"
    )


def _filtered(question: Question) -> tuple[list[str], list[str | int | None]]:
    conditions, values = ["kind = ?"], [question.kind]
    for key, value in question.filters:
        if value is None:
            conditions.append(f"{_cell(key)} IS NULL")
        else:
            conditions.append(f"{_cell(key)} = ?")
            values.append(value)
    return conditions, [*values]


def _columns(question: Question) -> list[str]:
    """Return the columns of the index that has the answers side by side and in order."""
    columns = ["kind", *(_cell(key) for key, _value in question.filters)]
    if question.sort is not None:
        columns.append(_cell(question.sort) + (" DESC" if question.descending else ""))
    return [*columns, "folder", "record"]


def _cell(key: str) -> str:
    return f"json_extract(cells, '$.{_name(key)}')"


@lru_cache(_NAMES_AT_HAND)
def _name(key: str) -> str:
    return f"x{key.encode().hex()}"
