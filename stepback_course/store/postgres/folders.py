"""The folders of a store, as rows: read whole, named in order, and checked."""

from collections.abc import Iterator, Sequence

from stepback_course.store.port import Corrupt, Finding
from stepback_course.store.postgres.server import Server
from stepback_course.store.postgres.writing import cells
from stepback_course.store.record import Encoded, Record
from stepback_course.text import _

_RECORDS = """
SELECT folder.name, record.name, record.revision, record.document::text, record.summary
FROM stepback.folder JOIN stepback.record ON record.folder = folder.key
WHERE folder.key = %s
"""

_NAMES = "SELECT key, name FROM stepback.folder WHERE key > %s ORDER BY key LIMIT 1000"

_DONE = "SELECT returned FROM stepback.operation WHERE folder = %s AND name = %s"

_CELLS = """
SELECT record.name, record.document, record.summary, (
    SELECT json_object_agg(
        cell.key, CASE WHEN cell.kind = 's' || (record.summary ->> 'kind') THEN cell.value END
    )
    FROM stepback.cell WHERE cell.folder = record.folder AND cell.record = record.name
)
FROM stepback.record WHERE record.folder = %s ORDER BY record.name
"""


class Folders:
    """Reads what `stepback.write` has written."""

    def __init__(self, server: Server) -> None:
        """Read from the tables of `server`."""
        self._server = server

    def records(self, key: str, names: Sequence[str] | None = None) -> dict[str, Record]:
        """Return the records of the folder with this lower-case key, all or those of `names`."""
        statement, parameters = _RECORDS, [key, *(names or ())]
        if names is not None:
            statement += f"AND record.name IN ({', '.join(['%s'] * len(names)) or 'NULL'})"
        rows = self._server.read(statement, parameters)
        return {
            name: Record(folder, name, revision, Encoded(document.encode()), summary)
            for folder, name, revision, document, summary in rows
        }

    def done(self, key: str, operation: str) -> dict[str, int] | None:
        """Return what an operation on the folder with this key returned, or None."""
        rows = self._server.read(_DONE, [key, operation])
        return dict(rows[0][0]) if rows else None

    def names(self) -> Iterator[str]:
        """Yield the name of every folder as it was first written, in order of their keys."""
        return (name for _key, name in self._keys_and_names())

    def check(self) -> Iterator[Finding]:
        """Read every record and yield the folders where one is damaged or listed wrongly."""
        for key, name in self._keys_and_names():
            try:
                rows = self._server.read(_CELLS, [key])
            except Corrupt as error:
                yield Finding(name, str(error))
                continue
            for record, _document, summary, listed in rows:
                if cells(summary) != listed:
                    yield Finding(
                        name,
                        _(
                            "“{record}” of {folder} is listed as something else than it is: "
                            "somebody changed the database by hand. Restore it from a backup."
                        ).format(record=record, folder=name),
                    )

    def _keys_and_names(self) -> Iterator[tuple[str, str]]:
        after = ""
        while rows := self._server.read(_NAMES, [after]):
            yield from rows
            after = rows[-1][0]
