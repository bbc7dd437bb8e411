"""One hash over the trails of a whole portfolio, without I/O: what a receipt is held against.

Each entry of a trail carries the hash of the one before it, so that the newest entries of all units
stand for everything that ever happened to them.
"""

from collections.abc import Iterable, Iterator, Mapping

from stepback_course.portfolio.models import Entry, UnitRecord
from stepback_course.portfolio.trail import is_shown, shown_strand
from stepback_course.store import Document
from stepback_course.text import digest

PREFIX = "unit/"
_PRINTED = 16
_GROUP = 4


def units_of(documents: Mapping[str, Document]) -> dict[str, UnitRecord]:
    """Return the units' records among a portfolio's documents, by unit."""
    return {
        name.removeprefix(PREFIX): UnitRecord.model_validate(document)
        for name, document in documents.items()
        if name.startswith(PREFIX)
    }


def portfolio_head(units: Mapping[str, UnitRecord]) -> str:
    """Return the head over everything, what the desk keeps to itself included."""
    return digest(
        {
            unit: [
                _newest(shown_strand(record)),
                _newest(e for e in record.trail if not is_shown(e)),
            ]
            for unit, record in units.items()
            if record.trail
        }
    )


def receipt_head(units: Mapping[str, UnitRecord]) -> str:
    """Return the head over what the practitioner knows: the same here and on their laptop."""
    heads = {unit: _newest(shown_strand(record)) for unit, record in units.items()}
    return _receipt_head(heads)


def receipt_heads(units: Mapping[str, UnitRecord]) -> Iterator[tuple[str, str]]:
    """Yield every head that a receipt may have had, oldest first, each with its instant."""
    steps = sorted(
        (entry.at, unit, entry.hash)
        for unit, record in units.items()
        for entry in shown_strand(record)
    )
    heads: dict[str, str] = {}
    for at, unit, newest in steps:
        heads[unit] = newest
        yield at, _receipt_head(heads)


def printed_head(head: str) -> str:
    """Return the beginning of a head as people write it down: 9f3a 11c0 7d2e 4b88."""
    return " ".join(head[at : at + _GROUP] for at in range(0, _PRINTED, _GROUP))


def is_printed_as(head: str, written: str) -> bool:
    """Say whether somebody wrote the beginning of this head down, however they grouped it."""
    bare = "".join(written.split()).replace("-", "").casefold()
    return len(bare) >= _PRINTED and head.startswith(bare)


def _receipt_head(heads: Mapping[str, str]) -> str:
    return digest({unit: head for unit, head in heads.items() if head})


def _newest(entries: Iterable[Entry]) -> str:
    newest = ""
    for entry in entries:
        newest = entry.hash
    return newest
