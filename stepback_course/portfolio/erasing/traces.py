"""Which kept files go with what was erased: those it named, and those that a crash left of it.

The same for a store in use and for a backup that is about to be restored.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from stepback_course.portfolio.erasing.rules import PREFIX, Tombstone, belongs, digests_in
from stepback_course.portfolio.models import UnitRecord
from stepback_course.store import Document, Record, StoreError
from stepback_course.store.moving.sources import Progress, Source, unwatched
from stepback_course.text import same_identifier

_READ_AT_MOST = 8 * 1024 * 1024
"""No file of ours that has words in it is larger, in bytes; what is, is somebody's picture."""
_DATED = re.compile(r'"at":"(2[^"]{0,40})"')
_LISTING = ("versions/", "learners")
"""The records that name files through a file of their own."""

Holds = Callable[[str], bool]


class Label(NamedTuple):
    """What one of our own files says of itself."""

    portfolio: str
    unit: str
    newest: str
    """The newest instant in it, or an empty text."""


def label_of(content: bytes) -> Label | None:
    """Return whose answers a file has, or None where it is not one that this program wrote."""
    if not content.startswith(b"{"):
        return None
    try:
        parsed = json.loads(content)
    except (ValueError, RecursionError):
        return None
    unit = parsed.get("unit")
    return Label(
        str(parsed.get("portfolio")),
        str(unit.get("id") if isinstance(unit, dict) else unit or ""),
        max(_DATED.findall(content.decode("utf-8")), default=""),
    )


def named_by(source: Source, documents: Iterable[Document]) -> set[str]:
    """Return the hashes that documents name, also through files that list other files."""
    found: set[str] = set()
    waiting = {digest for document in documents for digest in digests_in(document)}
    while waiting:
        found |= waiting
        within = (_parsed(source, digest) for digest in waiting)
        waiting = {
            digest for document in within if document for digest in digests_in(document)
        } - found
    return found


def files_named(
    source: Source, records: Mapping[str, Record], tombstone: Tombstone
) -> frozenset[str]:
    """Return the kept files that only records name which an erasure empties.

    `records` are those of the folder before it is erased.
    """
    going: list[Document] = []
    staying: set[str] = set()
    for name, record in records.items():
        if belongs(name, tombstone.units, learner=tombstone.learner):
            going.append(record.document)
        else:
            staying |= digests_in(record.document)
    return frozenset(source.files()) & (named_by(source, going) - staying)


def files_to_erase(
    source: Source,
    folder: str,
    records: Mapping[str, Record],
    tombstone: Tombstone,
    *,
    progress: Progress = unwatched,
) -> list[str]:
    """Return the files that go with what a tombstone stands for; reads every file there is.

    `records` are those of `folder` after it was erased. A file that any of them needs stays, and
    so does one that somebody else's portfolio names, such as a form that both have attached.
    """
    held, own = set(), set()
    mark = f'"portfolio":"{tombstone.portfolio}"'.lower().encode()
    for digest in source.files():
        progress(digest)
        held.add(digest)
        content = _start(source, digest)
        # Looked for before anything is parsed: nearly every file is somebody else's.
        label = label_of(content) if mark in content.lower() else None
        if label and _is_of(label, tombstone):
            own.add(digest)
    named = held & set(tombstone.files)
    needed = named_by(source, _living(records))
    foreign = named - own - needed
    if foreign:
        needed |= foreign & _needed_elsewhere(source, folder, progress)
    return sorted((own | named) - needed)


def _is_of(label: Label, tombstone: Tombstone) -> bool:
    """Say whether a file has what was erased, and nothing that was written after that."""
    is_in_scope = label.unit in tombstone.units or (not label.unit and tombstone.learner)
    is_theirs = same_identifier(label.portfolio, tombstone.portfolio)
    return is_theirs and is_in_scope and label.newest <= tombstone.at


def _living(records: Mapping[str, Record]) -> Iterator[Document]:
    """Yield what records name that is still to be there."""
    for name, record in records.items():
        if name.startswith("unit/"):
            yield {"files": list(UnitRecord.model_validate(record.document).files)}
        elif not name.startswith(f"{PREFIX}/"):
            yield record.document


def _needed_elsewhere(source: Source, folder: str, progress: Progress) -> set[str]:
    needed: set[str] = set()
    for other in source.folders():
        if other.lower() == folder.lower():
            continue
        progress(other)
        with suppress(StoreError):  # what is damaged there names nothing that could be read
            for name, record in source.records(other).items():
                needed |= digests_in(record.document)
                if name.startswith(_LISTING):
                    needed |= named_by(source, [record.document])
    return needed


def _start(source: Source, digest: str) -> bytes:
    """Return a file's bytes up to a limit; nothing where it cannot be read."""
    try:
        with source.open_file(digest) as content:
            return content.read(_READ_AT_MOST)
    except StoreError:
        return b""


def _parsed(source: Source, digest: str) -> Any:
    content = _start(source, digest)
    if not content.startswith(b"{"):
        return None
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None
