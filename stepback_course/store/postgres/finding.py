"""A question as SQL, over the cells that are written together with their records."""

from dataclasses import replace

from stepback_course.store.port import Row
from stepback_course.store.postgres.server import Server
from stepback_course.store.questions import Position, Question, comparable

_SELECT = """
SELECT folder.name, record.name, record.revision, record.summary
FROM ({found}) AS found
JOIN stepback.folder ON folder.key = found.folder
JOIN stepback.record ON record.folder = found.folder AND record.name = found.record
ORDER BY found.value IS NULL, found.value {direction}, found.folder, found.record
LIMIT %(limit)s
"""

# The rows without the key are only looked for where those with it do not fill the page.
_BOTH = """
WITH present AS MATERIALIZED ({present})
SELECT * FROM present
UNION ALL
({absent})
"""

_SORTED = """
SELECT o.folder, o.record, o.value
FROM stepback.cell AS o {joins}
WHERE o.kind = %(kind)s AND o.key = %(sort)s {conditions}
ORDER BY left(o.value, 64) {direction}, o.value {direction}, o.folder, o.record
LIMIT %(limit)s
"""

# Every row of a kind has the cell "kind", with one value, so that its index is in order already.
_UNSORTED = """
SELECT o.folder, o.record, NULL::text AS value
FROM stepback.cell AS o {joins}
WHERE o.kind = %(kind)s AND o.key = 'kind' {conditions}
ORDER BY left(o.value, 64), o.folder, o.record
LIMIT %(limit)s
"""

_EQUAL = """
JOIN stepback.cell AS f{number} ON f{number}.folder = o.folder AND f{number}.record = o.record
AND f{number}.kind = %(kind)s AND f{number}.key = %(key_{number})s
AND left(f{number}.value, 64) = left(%(value_{number})s, 64)
AND f{number}.value = %(value_{number})s
"""

_NONE = """
AND NOT EXISTS (
    SELECT FROM stepback.cell AS n
    WHERE n.folder = o.folder AND n.record = o.record AND n.key = %({key})s
)
"""

_PAGE_NOT_FULL = "AND (SELECT count(*) FROM present) < %(limit)s"

_AFTER_PLACE = "AND (o.folder, o.record) > (%(folder)s, %(record)s)"

_AFTER_VALUE = """
AND left(o.value, 64) {sign}= left(%(value)s, 64) AND (
    o.value {sign} %(value)s
    OR (o.value = %(value)s AND (o.folder, o.record) > (%(folder)s, %(record)s))
)
"""


def select(server: Server, question: Question, start: Position | None, limit: int) -> list[Row]:
    """Return up to `limit` answers after `start`, in order."""
    parameters: dict[str, object] = {
        "kind": comparable(question.kind),
        "sort": question.sort,
        "limit": limit,
    }
    for number, (key, value) in enumerate(question.filters):
        parameters |= {f"key_{number}": key, f"value_{number}": value}
    if start is not None:
        parameters |= start._asdict()
    statement = _SELECT.format(found=_found(question, start), direction=_direction(question))
    return [Row(*row) for row in server.read(statement, parameters)]


def _found(question: Question, start: Position | None) -> str:
    unsorted = replace(question, sort=None)
    if question.sort is None:
        return _part(_UNSORTED, unsorted, _AFTER_PLACE if start else "")
    absent = _NONE.format(key="sort")
    if start and start.value is None:
        return _part(_UNSORTED, unsorted, absent + _AFTER_PLACE)
    sign = "<" if question.descending else ">"
    return _BOTH.format(
        present=_part(_SORTED, question, _AFTER_VALUE.format(sign=sign) if start else ""),
        absent=_part(_UNSORTED, unsorted, absent + _PAGE_NOT_FULL),
    )


def _part(text: str, question: Question, condition: str) -> str:
    joins = [
        _EQUAL.format(number=number)
        for number, (_key, value) in enumerate(question.filters)
        if value is not None
    ]
    conditions = [
        _NONE.format(key=f"key_{number}")
        for number, (_key, value) in enumerate(question.filters)
        if value is None
    ]
    return text.format(
        joins="".join(joins),
        conditions="".join([*conditions, condition]),
        direction=_direction(question),
    )


def _direction(question: Question) -> str:
    return "DESC" if question.descending else "ASC"
