"""Moving everything from one store to another, whatever their engines, and proving it arrived."""

from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from stepback_course.store.moving.sources import Progress, Reader, Source, is_empty, unwatched
from stepback_course.store.port import (
    Corrupt,
    Exists,
    Finding,
    Missing,
    Store,
    TooLarge,
    new_operation,
)
from stepback_course.store.record import Record
from stepback_course.text import _
from stepback_course.text.refusals import Refusal

_ANY_SIZE = 2**62
"""What one store keeps, another does: copying puts no limit of its own."""

_EMBEDDED = "tinydb://"


@dataclass(slots=True)
class Tally:
    """How many of one kind of thing were copied, were there already, or were refused."""

    copied: int = 0
    already: int = 0
    refused: int = 0


@dataclass(slots=True)
class CopyReport:
    """What came of a copy."""

    folders: Tally = field(default_factory=Tally)
    records: Tally = field(default_factory=Tally)
    files: Tally = field(default_factory=Tally)
    refusals: list[Finding] = field(default_factory=list)
    """What could not be read at the source, or was not taken at the target, and why."""


def require_apart(source: Store, target: Store) -> None:
    """Raise Refusal where both are one store, or one lies inside the other."""
    ours, theirs = _place(source), _place(target)
    if source.url == target.url or (ours and ours == theirs):
        raise Refusal(
            "invalid",
            _("{place} was named twice: copy from one store to another.").format(place=source.url),
        )
    if ours and theirs and (ours in theirs.parents or theirs in ours.parents):
        raise Refusal(
            "invalid",
            _("{target} and {source} lie one inside the other: choose a folder apart.").format(
                target=theirs, source=ours
            ),
        )


def require_something(source: Store) -> None:
    """Raise Refusal where a store holds nothing, so that a mistyped address is noticed."""
    if is_empty(source):
        raise Refusal(
            "unknown",
            _(
                "There is nothing in {place}, so there is nothing to take. Check the address."
            ).format(place=source.url),
        )


def copy_store(
    source: Source, target: Store, *, actor: str, progress: Progress = unwatched
) -> CopyReport:
    """Copy what `target` does not have yet; what is there and differs is left as it is.

    Files go first, so that whenever this is stopped no record names a file that is not there. Done
    again, it goes on from where it was. What cannot be read is listed, and the rest is carried.
    Raises StoreFull, ReadOnly, Busy, Unreachable, NewerFormat.
    """
    copying = _Copying(source, target, actor)
    for digest in source.files():
        progress(digest)
        copying.take_file(digest)
    for folder in source.folders():
        progress(folder)
        copying.take_folder(folder)
    return copying.report


class _Copying:
    """Copies one thing at a time and counts what became of it."""

    def __init__(self, source: Source, target: Store, actor: str) -> None:
        self.report = CopyReport()
        self._reader = Reader(source, self.report.refusals)
        self._target = target
        self._actor = actor

    def take_file(self, digest: str) -> None:
        """Copy one file, also over one at the target whose bytes are damaged."""
        tally = self.report.files
        if _has_file(self._target, digest):
            tally.already += 1
            return
        content = self._reader.open_file(digest)
        if content is None:
            tally.refused += 1
            return
        with closing(content):
            self._target.put_file(content, limit=_ANY_SIZE)
        tally.copied += 1

    def take_folder(self, folder: str) -> None:
        """Copy one folder whole, or leave what the target has in its place."""
        records = self._reader.records(folder)
        if records is None:
            self.report.folders.refused += 1
        elif records:
            self._take_records(folder, records)

    def _take_records(self, folder: str, records: dict[str, Record]) -> None:
        try:
            is_new = self._target.take_over(
                folder, records, operation=new_operation(), actor=self._actor
            )
        except Exists:
            sentence = _("{folder} is there already, and not the same: it was left as it is.")
            self._refuse(folder, records, sentence.format(folder=folder))
        except (Corrupt, TooLarge, ValueError) as error:
            self._refuse(folder, records, str(error))
        else:
            for tally, number in self._tallies(records):
                if is_new:
                    tally.copied += number
                else:
                    tally.already += number

    def _refuse(self, folder: str, records: dict[str, Record], sentence: str) -> None:
        self.report.refusals.append(Finding(folder, sentence))
        for tally, number in self._tallies(records):
            tally.refused += number

    def _tallies(self, records: dict[str, Record]) -> list[tuple[Tally, int]]:
        """Return what is counted of one folder, and by how many."""
        return [(self.report.folders, 1), (self.report.records, len(records))]


def _has_file(store: Store, digest: str) -> bool:
    """Say whether a store keeps these bytes whole; reads them."""
    try:
        store.open_file(digest).close()
    except (Missing, Corrupt):
        return False
    return True


def _place(store: Store) -> Path | None:
    """Return where on this machine a store lies, or None where it is elsewhere."""
    if not store.url.startswith(_EMBEDDED):
        return None
    return Path(store.url.removeprefix(_EMBEDDED)).resolve()
