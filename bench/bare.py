"""The peer of lists: the same summaries in a plain SQLite table for each kind, fitly indexed."""

import csv
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from stepback_course.store import Row, Scalar

PLACE = ("folder", "record")


class BareLists:
    """Answers by bare SQL what the store answers by `find`."""

    def __init__(self, path: Path, summaries: Iterable[tuple[str, str, dict[str, Scalar]]]) -> None:
        """Keep these summaries, each with its folder and record, in a new database at `path`."""
        self._connection = sqlite3.connect(path)
        rows = defaultdict(list)
        columns: dict[str, list[str]] = {}
        for folder, record, summary in summaries:
            kind = str(summary["kind"])
            columns.setdefault(kind, [*PLACE, *summary])
            rows[kind].append((folder, record, *summary.values()))
        for kind, names in columns.items():
            self._connection.execute(f"CREATE TABLE {kind} ({', '.join(names)})")
            marks = ", ".join("?" * len(names))
            self._connection.executemany(
                f"INSERT INTO {kind} VALUES ({marks})",  # noqa: S608 # names of ours
                rows[kind],
            )
        self._connection.execute("CREATE INDEX queue ON unit (desk, submitted, folder, record)")
        self._connection.commit()
        self._kinds = tuple(columns)

    def queue(self, limit: int) -> list[dict[str, Scalar]]:
        """Return the first rows of the queue; one more is read, to know whether more follow."""
        cursor = self._connection.execute(
            "SELECT * FROM unit WHERE desk = 'to mark' ORDER BY submitted, folder, record LIMIT ?",
            [limit + 1],
        )
        names = [each[0] for each in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor][:limit]

    def export(self, path: Path, table: Sequence[Sequence[str]]) -> None:
        """Read every summary, and write a table that is ready as CSV."""
        for kind in self._kinds:
            self._connection.execute(f"SELECT * FROM {kind}").fetchall()  # noqa: S608 # as above
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, lineterminator="\r\n").writerows(table)

    def close(self) -> None:
        """Close the database."""
        self._connection.close()


def is_same_page(rows: Sequence[Row], bare: Sequence[dict[str, Scalar]]) -> bool:
    """Say whether both sides gave the same rows in the same order."""
    return [{"folder": r.folder, "record": r.record, **r.summary} for r in rows] == list(bare)
