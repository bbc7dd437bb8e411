"""Cells of a table, made safe for the programs that will open it."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

Cell = str | int | None

_RUN_AS_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "\x00")


def neutral(cell: Cell) -> Cell:
    """Return a cell so that no spreadsheet runs it as a formula; numbers stay numbers.

    Source: OWASP ASVS 5.0, 1.2.10 (CWE-1236). A text that would run gets an apostrophe before it.
    """
    return "'" + cell if isinstance(cell, str) and is_formula(cell) else cell


def is_formula(cell: str) -> bool:
    """Say whether a spreadsheet would run a text as a formula."""
    return cell.lstrip(" ").startswith(_RUN_AS_FORMULA)


def plain(cell: str) -> str:
    """Return a text as it was before `neutral` kept it from being run."""
    return cell[1:] if cell.startswith("'") and is_formula(cell[1:]) else cell


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Cell]]) -> str:
    """Return rows as CSV after RFC 4180, with a header of stable column ids."""
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(columns)
    # Most cells of a long table are like one a few rows above.
    safe = lru_cache(maxsize=1024, typed=True)(neutral)
    writer.writerows(map(safe, map(row.__getitem__, columns)) for row in rows)
    return table.getvalue()
