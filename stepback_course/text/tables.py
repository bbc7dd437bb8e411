"""Reading a table that a spreadsheet wrote: CSV, in whichever of its forms."""

import csv
import difflib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from stepback_course.text.cells import is_formula, plain
from stepback_course.text.cleaning import clean_line
from stepback_course.text.language import _
from stepback_course.text.refusals import Refusal

TABLE_LIMIT = 5_000_000
"""The most bytes a table may have."""
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: on which line of the file it ends, and its cells by column."""

    line: int
    cells: Mapping[str, str]

    def formulas(self) -> Iterator[str]:
        """Yield a sentence for each cell that a spreadsheet would run instead of showing."""
        for column, cell in self.cells.items():
            if is_formula(cell):
                yield _(
                    "line {line}, '{column}': '{cell}' would run as a formula in a spreadsheet. "
                    "Begin it with a word, or put an apostrophe before it"
                ).format(line=self.line, column=column, cell=clean_line(cell)[:_SHOWN])

    def text(self, column: str) -> str:
        """Return a cell without the apostrophe that keeps it from running; empty where none is."""
        return plain(self.cells.get(column, ""))


def read_table(content: bytes, columns: Sequence[str], *, needed: Sequence[str]) -> list[TableRow]:
    """Return the rows of a CSV file whose first line names its columns, empty rows left out.

    Columns may stand in any order and are compared without case; commas, semicolons and tabs set
    cells apart. Raises Refusal with a sentence that says where it is not such a table.
    """
    if len(content) > TABLE_LIMIT:
        limit = TABLE_LIMIT // 1_000_000
        sentence = _("the table is too large: at most {limit} MB are read")
        raise Refusal("too_large", sentence.format(limit=limit))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        sentence = _("the table is not written in UTF-8: save it as 'CSV UTF-8' and try again")
        raise Refusal("invalid", sentence) from None
    lines = _lines(text)
    head = next(lines, None)
    if head is None:
        raise Refusal("invalid", _("the table is empty: its first line names the columns"))
    names = _column_names(head[1], columns, needed)
    return [
        TableRow(line, dict(zip(names, cells, strict=True)))
        for line, cells in _rows_of(lines, len(names))
    ]


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each line with anything in it. Raises Refusal where one is not CSV."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            sentence = (
                _("line {line} has a cell that is longer than anything that fits here")
                if "limit" in str(error)
                else _("line {line} is not written as CSV: look at its quotation marks")
            )
            raise Refusal("invalid", sentence.format(line=reader.line_num)) from None
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield reader.line_num, cells


def _delimiter(text: str) -> str:
    """Return what sets the cells of the first line apart."""
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _column_names(head: Sequence[str], columns: Sequence[str], needed: Sequence[str]) -> list[str]:
    names = [clean_line(name).casefold() for name in head]
    for name in names:
        if name not in columns:
            near = difflib.get_close_matches(name, columns, 1)
            sentence = (
                _("there is no column '{name}' (did you mean '{near}'?): the columns are {columns}")
                if near
                else _("there is no column '{name}': the columns are {columns}")
            )
            told = sentence.format(
                name=name[:_SHOWN], near=near[0] if near else "", columns=", ".join(columns)
            )
            raise Refusal("invalid", told)
        if names.count(name) > 1:
            raise Refusal("invalid", _("the column '{name}' is there twice").format(name=name))
    for name in needed:
        if name not in names:
            sentence = _("the column '{name}' is missing: the first line names the columns")
            raise Refusal("invalid", sentence.format(name=name))
    return names


def _rows_of(lines: Iterator[tuple[int, list[str]]], width: int) -> Iterator[tuple[int, list[str]]]:
    for line, cells in lines:
        if len(cells) != width:
            sentence = _(
                "line {line} has {count} cells and the first line {width}: put a text with commas "
                "between quotation marks"
            )
            raise Refusal("invalid", sentence.format(line=line, count=len(cells), width=width))
        yield line, cells
