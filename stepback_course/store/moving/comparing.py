"""Whether two stores hold the same, and where they do not; both are read to the end."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from stepback_course.store.moving.fingerprint import Fingerprint, folder_hash
from stepback_course.store.moving.sources import Progress, Reader, Source, unwatched
from stepback_course.store.port import Finding
from stepback_course.text import _


@dataclass(slots=True)
class Comparison:
    """The hash of either side, and the places at which they differ."""

    source: str
    target: str
    differences: list[Finding] = field(default_factory=list)

    @property
    def agrees(self) -> bool:
        """Whether both sides were read whole and hold the same."""
        return self.source == self.target and not self.differences


class _Held(NamedTuple):
    """One folder or file of one side."""

    key: str
    name: str
    digest: str | None
    """None where it cannot be read."""


def compare(source: Source, target: Source, *, progress: Progress = unwatched) -> Comparison:
    """Read both sides and compare every folder, record and file. Raises Unreachable."""
    ours, theirs = _Side(source), _Side(target)
    differences = [
        Finding(name, sentence.format(place=name))
        for pairs in (
            _side_by_side(ours.folders(), theirs.folders()),
            _side_by_side(ours.files(), theirs.files()),
        )
        for name, sentence in _differences(pairs, progress)
    ]
    differences += ours.reader.unread + theirs.reader.unread
    return Comparison(ours.hash.hexdigest(), theirs.hash.hexdigest(), differences)


class _Side:
    """One of the two, read once from its beginning to its end."""

    def __init__(self, source: Source) -> None:
        self.hash = Fingerprint()
        self.reader = Reader(source)
        self._source = source

    def folders(self) -> Iterator[_Held]:
        for folder in self._source.folders():
            records = self.reader.records(folder)
            if records is None:
                yield _Held(folder.lower(), folder, None)
            elif records:
                digest = folder_hash(folder, records)
                self.hash.add_folder(folder, digest)
                yield _Held(folder.lower(), folder, digest)

    def files(self) -> Iterator[_Held]:
        for digest in self._source.files():
            content = self.reader.open_file(digest)
            if content is None:
                yield _Held(digest, digest, None)
            else:
                content.close()
                self.hash.add_file(digest)
                yield _Held(digest, digest, digest)


def _side_by_side(
    left: Iterator[_Held], right: Iterator[_Held]
) -> Iterator[tuple[_Held | None, _Held | None]]:
    """Pair what has the same key on two sides that are in the order of their keys."""
    here, there = next(left, None), next(right, None)
    while here or there:
        if there is None or (here and here.key < there.key):
            yield here, None
            here = next(left, None)
        elif here is None or there.key < here.key:
            yield None, there
            there = next(right, None)
        else:
            yield here, there
            here, there = next(left, None), next(right, None)


def _differences(
    pairs: Iterator[tuple[_Held | None, _Held | None]], progress: Progress
) -> Iterator[tuple[str, str]]:
    """Yield the name and the sentence of each pair that is not alike."""
    for here, there in pairs:
        if here:
            progress(here.name)
        if here and not there:
            yield here.name, _("{place} is only at the source.")
        elif there and not here:
            yield there.name, _("{place} is only at the target.")
        elif here and there and here.digest and there.digest and here.digest != there.digest:
            yield here.name, _("{place} is not the same on both sides.")
