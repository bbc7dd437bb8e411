"""Which of two versions of a record came after the other, without clocks and without I/O.

A version is named by a digest and knows the digests it has replaced. A unit's trail is its lineage
already; other records keep a list of the versions that were sent or taken.
"""

from dataclasses import dataclass
from typing import Literal

from stepback_course.portfolio.models import Attempt, Entry, UnitRecord
from stepback_course.portfolio.trail import shown_strand

Relation = Literal["same", "theirs_newer", "ours_newer", "apart"]


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a record; the empty head stands for a record that was never written."""

    head: str = ""
    ancestors: frozenset[str] = frozenset()


def compare(ours: Version, theirs: Version) -> Relation:
    """Return how two versions of one record stand to each other."""
    if ours.head == theirs.head:
        return "same"
    if not ours.head or ours.head in theirs.ancestors:
        return "theirs_newer"
    if not theirs.head or theirs.head in ours.ancestors:
        return "ours_newer"
    return "apart"


def version_of_unit(record: UnitRecord) -> Version:
    """Return the version of a unit as its practitioner knows it."""
    hashes = [entry.hash for entry in shown_strand(record)]
    return Version(hashes[-1], frozenset(hashes[:-1])) if hashes else Version()


def entries_beyond(ours: UnitRecord, theirs: UnitRecord) -> tuple[Entry, ...]:
    """Return what their practitioner's strand has after the entries that it shares with ours."""
    shared = 0
    pairs = zip(shown_strand(ours), shown_strand(theirs), strict=False)
    for mine, their in pairs:
        if mine != their:
            break
        shared += 1
    return shown_strand(theirs)[shared:]


def attempts_beyond(ours: UnitRecord, theirs: UnitRecord) -> tuple[Attempt, ...]:
    """Return the attempts that their record has beyond what it shares with ours."""
    count = sum(entry.action == "submit" for entry in entries_beyond(ours, theirs))
    return theirs.attempts[len(theirs.attempts) - count :] if count else ()
