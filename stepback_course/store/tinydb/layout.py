"""The bytes of one folder's file: a TinyDB database, one row a line, with a checksum.

The first line is the table `stepback`: format, the oldest format whose programs read it, folder,
generation, and the SHA-256 of every byte of the file but its own digits. That line keeps its form
in every later format, so that a newer file is told from a damaged one. Rows stay encoded until
somebody asks for them: a save encodes what changed and copies the rest.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from stepback_course.store.changes import Operation
from stepback_course.store.documents import encode, encode_flat, quoted
from stepback_course.store.record import Encoded, Record
from stepback_course.store.tinydb.migrations import FORMATS, Formats

HEADER_LIMIT = 512
"""No header line is longer than this, in bytes."""

RECORDS = "records"
OPERATIONS = "operations"

_HEADER = re.compile(
    rb'(\{"stepback":\{"1":\{"format":(\d+),"readable_by":(\d+),'
    rb'"folder":"([^"\\]+)","generation":(\d+),"checksum":")'
    rb'([0-9a-f]{64})"\}\},'
)
_CHECKSUM_TO_COME = b"0" * 64 + b'"}}'
_TABLE = re.compile(rb'"([a-z]+)":\{')
_HEADING = re.compile(rb'"(\d+)":\{"name":"([^"\\]+)","revision":(\d+),"summary":')

_decoder = json.JSONDecoder()
_NOTHING = b"null"
_BRACE = ord("{")
_BEFORE_SUMMARY = b',"summary":'
_BEFORE_DOCUMENT = b',"document":'
_AFTER_SUMMARY = b"}" + _BEFORE_DOCUMENT


class Line(Mapping[str, Any]):
    """One row as TinyDB sees it: a document, parsed when it is asked for and never altered."""

    __slots__ = ("_parts", "text")

    def __init__(self, text: bytes) -> None:
        """Take the row as it stands in the file: document id, colon, JSON; without a comma."""
        self.text = text
        self._parts: tuple[Encoded | None, Encoded] | None = None

    def parts(self) -> tuple[Encoded | None, Encoded]:
        """Return the summary, where it has one, and the document of a record."""
        if self._parts is None:
            summary, document = parted(self)
            row = None if summary == _NOTHING else Encoded(summary)
            self._parts = row, Encoded(document)
        return self._parts

    def parsed(self) -> dict[str, Any]:
        """Return a new copy of the row."""
        row: dict[str, Any] = _decoder.decode(str(self.text[self.text.index(b":") + 1 :], "ascii"))
        return row

    def __getitem__(self, key: str) -> Any:
        """Return one value of the row."""
        return self.parsed()[key]

    def __iter__(self) -> Iterator[str]:
        """Go through the names of the row's values."""
        return iter(self.parsed())

    def __len__(self) -> int:
        """Return how many values the row has."""
        return len(self.parsed())


Tables = dict[str, dict[str, Line]]
Places = Mapping[str, tuple[str, int]]
"""By record name, its TinyDB document id and its revision."""


class Damaged(Exception):
    """The bytes are not those that were written."""


class Newer(Exception):
    """The bytes are whole, but of a later format that this program would misread."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What one folder's file holds."""

    folder: str
    generation: int
    header: bytes
    """The first line without its newline; equal headers mean equal files."""
    tables: Tables
    places: Places = field(default_factory=dict)
    version: int = FORMATS.current
    """The format of the file it was read from."""

    def entries(self) -> dict[str, bytes]:
        """Return the rows of lists as JSON, by the names of the records that have one."""
        found = {}
        for name, (key, revision) in self.places.items():
            summary, _document = parted(self.tables[RECORDS][key])
            if summary != _NOTHING:
                heading = f'["{self.folder}","{name}",{revision},'.encode("ascii")
                found[name] = b"%b%b]" % (heading, summary)
        return found

    def record(self, name: str) -> Record | None:
        """Return a record, decoded when somebody looks into it; None where there is none."""
        place = self.places.get(name)
        if place is None:
            return None
        key, revision = place
        summary, document = self.tables[RECORDS][key].parts()
        return Record(self.folder, name, revision, document, summary)


def empty(folder: str) -> Contents:
    """Return the contents of a folder that has never been written."""
    return Contents(folder, 0, b"", {RECORDS: {}, OPERATIONS: {}})


def write(
    before: Contents, tables: Tables, places: Places, formats: Formats = FORMATS
) -> tuple[Contents, bytearray]:
    """Return the contents that follow `before`, and the bytes of their file."""
    generation = before.generation + 1
    start = (
        f'{{"stepback":{{"1":{{"format":{formats.current},"readable_by":{formats.readable_by},'
        f'"folder":"{before.folder}","generation":{generation},"checksum":"'
    ).encode("ascii")
    records = [line.text for line in tables[RECORDS].values()]
    operations = [line.text for line in tables[OPERATIONS].values()]
    records[0] = b'"records":{\n' + records[0]
    records[-1] += b"\n}"
    operations[0] = b'"operations":{\n' + operations[0]
    operations[-1] += b"\n}}\n"
    # Joined only once: a save is felt by how many bytes it touches.
    data = bytearray(b",\n").join((start + _CHECKSUM_TO_COME, *records, *operations))
    end = len(start) + len(_CHECKSUM_TO_COME) + 1
    checksum = _checksum(start, memoryview(data)[end + 1 :])
    data[len(start) : len(start) + len(checksum)] = checksum
    header = bytes(data[:end])
    return Contents(before.folder, generation, header, tables, places, formats.current), data


def read(data: bytes, formats: Formats = FORMATS) -> Contents:
    """Return the contents of a file, in the current format. Raises Damaged, Newer."""
    first, *rest = data.split(b"\n")
    header = _HEADER.fullmatch(first)
    if not header:
        raise Damaged
    start, version, readable_by, folder, generation, checksum = header.groups()
    if _checksum(start, memoryview(data)[len(first) + 1 :]) != checksum:
        raise Damaged
    if int(readable_by) > formats.current:
        raise Newer
    try:
        tables = _tables(rest)
        places = _places(tables[RECORDS].values())
    except (KeyError, ValueError) as error:
        raise Damaged from error
    if int(version) < formats.current:
        tables = _migrated(tables, int(version), formats)
        places = _places(tables[RECORDS].values())
    return Contents(folder.decode("ascii"), int(generation), first, tables, places, int(version))


def record_line(key: str, name: str, revision: int, summary: bytes, document: bytes) -> Line:
    """Return a record as the line to write; its heading is read without parsing the document.

    Summary and document are JSON.
    """
    heading = f'"{key}":{{"name":"{name}","revision":{revision},"summary":'.encode("ascii")
    return Line(b'%s%s,"document":%s}' % (heading, summary, document))


def parted(record: Line) -> tuple[bytes, bytes]:
    """Return summary and document of a record as JSON."""
    text = record.text
    start = text.index(_BEFORE_SUMMARY) + len(_BEFORE_SUMMARY)
    # A summary is flat: its first brace outside of a text, where quotes are escaped, closes it.
    is_row = text[start] == _BRACE
    end = text.index(_AFTER_SUMMARY, start) + 1 if is_row else start + len(_NOTHING)
    return text[start:end], text[end + len(_BEFORE_DOCUMENT) : -1]


def operation_line(key: str, operation: Operation) -> Line:
    """Return what is remembered of a write as the line to write."""
    name, actor = quoted(operation.name), quoted(operation.actor)
    returned = encode_flat(operation.returned)
    row = f'"{key}":{{"operation":{name},"actor":{actor},"returned":{returned}}}'
    return Line(row.encode("ascii"))


def _checksum(*portions: bytes | memoryview) -> bytes:
    digest = hashlib.sha256()
    for portion in portions:
        digest.update(portion)
    return digest.hexdigest().encode("ascii")


def _tables(texts: Iterable[bytes]) -> Tables:
    tables: Tables = {}
    rows: dict[str, Line] = {}
    for text in texts:
        if opening := _TABLE.fullmatch(text):
            rows = tables.setdefault(opening[1].decode("ascii"), {})
        elif text not in (b"", b"},", b"}}"):
            key = text[1 : text.index(b'":')].decode("ascii")
            rows[key] = Line(text.removesuffix(b","))
    return {RECORDS: tables[RECORDS], OPERATIONS: tables[OPERATIONS]}


def _migrated(tables: Tables, version: int, formats: Formats) -> Tables:
    plain = {
        table: {key: line.parsed() for key, line in rows.items()} for table, rows in tables.items()
    }
    migrated = formats.migrate(plain, version)
    return {
        RECORDS: {key: _migrated_record(key, row) for key, row in migrated[RECORDS].items()},
        OPERATIONS: {
            key: operation_line(key, Operation(row["operation"], row["actor"], row["returned"]))
            for key, row in migrated[OPERATIONS].items()
        },
    }


def _migrated_record(key: str, row: Mapping[str, Any]) -> Line:
    summary, document = encode(row["summary"]), encode(row["document"])
    return record_line(key, row["name"], row["revision"], summary, document)


def _places(records: Iterable[Line]) -> Places:
    headings = map(_heading, records)
    return {
        found[2].decode("ascii"): (found[1].decode("ascii"), int(found[3])) for found in headings
    }


def _heading(record: Line) -> re.Match[bytes]:
    found = _HEADING.match(record.text)
    if not found:
        raise ValueError
    return found
