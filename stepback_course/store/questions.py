"""What `find` asks, and the one order of answers that every engine keeps."""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from stepback_course.store.port import Page, Row
from stepback_course.store.record import Scalar

_OFFSET = 2**63


Place = tuple[str | None, str, str]
"""What a position is made of, for lists that need many."""


class Position(NamedTuple):
    """Where a row stands in the order of its question."""

    value: str | None
    """The comparable text of the sort key; None where the row has none."""
    folder: str
    record: str


@dataclass(frozen=True, slots=True)
class Question:
    """A checked question: one kind, equal values, one sort key."""

    kind: str
    filters: tuple[tuple[str, str | None], ...] = ()
    sort: str | None = None
    descending: bool = False

    @property
    def mark(self) -> str:
        """A short text that differs between questions, for their cursors."""
        asked = json.dumps([self.kind, self.filters, self.sort, self.descending])
        return hashlib.sha256(asked.encode()).hexdigest()[:16]


def ask(
    kind: str,
    filters: Mapping[str, Scalar] | None,
    sort: str | None,
    *,
    descending: bool,
    limit: int,
) -> Question:
    """Return the question in one form however its filters were ordered. Raises ValueError."""
    if limit < 1:
        raise ValueError("a page has at least one row")
    comparable_filters = sorted(
        ((key, comparable(value)) for key, value in (filters or {}).items()),
        key=lambda item: item[0],
    )
    return Question(kind, tuple(comparable_filters), sort, descending)


def comparable(value: Scalar) -> str | None:
    """Return a text that sorts by code point as `value` sorts: truths, then numbers, then texts.

    Different values have different texts, so that 1, True and "1" are told apart.
    """
    match value:
        case str():
            return f"s{value}"
        case None:
            return None
        case bool():
            return f"b{int(value)}"
        case int():
            return f"i{value + _OFFSET:020d}"


def position(question: Question, row: Row) -> Position:
    """Return where `row` stands among the answers to `question`."""
    value = None if question.sort is None else comparable(row.summary.get(question.sort))
    return Position(value, row.folder.lower(), row.record)


def answer(question: Question, rows: Iterable[Row], after: str | None, limit: int) -> Page:
    """Return one page out of all `rows`, whatever their order."""
    placed = [(position(question, row), row) for row in rows if matches(question, row)]
    placed.sort(key=lambda item: item[0][1:])
    placed.sort(key=lambda item: item[0].value or "", reverse=question.descending)
    placed.sort(key=lambda item: item[0].value is None)
    if after is not None:
        start = read_cursor(question, after)
        placed = [item for item in placed if follows(question, item[0], start)]
    return page(question, [row for _position, row in placed], limit)


def page(question: Question, rows: Sequence[Row], limit: int) -> Page:
    """Return the first `limit` rows; a cursor follows where there are more than those."""
    if len(rows) <= limit:
        return Page(rows)
    return Page(rows[:limit], write_cursor(question, position(question, rows[limit - 1])))


def write_cursor(question: Question, last: Position) -> str:
    """Return an opaque text from which the page after `last` follows."""
    return base64.urlsafe_b64encode(json.dumps([question.mark, *last]).encode()).decode()


def read_cursor(question: Question, cursor: str) -> Position:
    """Return the position in a cursor. Raises ValueError where it is of another question."""
    try:
        mark, value, folder, record = json.loads(base64.b64decode(cursor, altchars=b"-_"))
    except (binascii.Error, TypeError, ValueError) as error:
        raise ValueError("this is not a cursor that this store gave out") from error
    if mark != question.mark:
        raise ValueError("the cursor belongs to another question")
    return Position(value, folder, record)


def matches(question: Question, row: Row) -> bool:
    """Say whether a row is of the kind and has the values that are asked for."""
    summary = row.summary
    if summary["kind"] != question.kind:
        return False
    for key, value in question.filters:  # noqa: SIM110 # every row of every list passes here
        if comparable(summary.get(key)) != value:
            return False
    return True


def follows(question: Question, place: Place, start: Place) -> bool:
    """Say whether a place comes after another in the order of the answers."""
    value, before = place[0], start[0]
    if value == before:
        return place[1:] > start[1:]
    if value is None or before is None:
        return value is None
    return (value < before) if question.descending else (value > before)
