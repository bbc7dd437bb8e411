"""A backup, or another store, read without what was erased since it was made."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from typing import BinaryIO

from stepback_course.portfolio.erasing.rules import (
    Tombstone,
    erased_changes,
    is_about,
    tombstones_in,
)
from stepback_course.portfolio.erasing.traces import files_to_erase
from stepback_course.portfolio.folder import folder_name
from stepback_course.portfolio.models import Profile
from stepback_course.store import Record, StoreError
from stepback_course.store.moving.sources import Source


class Forgetting:
    """A source from which nothing comes that one of these tombstones stands for.

    It is left out while it is read, so that no byte of it is written where it is copied to.
    """

    def __init__(self, source: Source, tombstones: Iterable[Tombstone]) -> None:
        """Read `source` as it is after each of `tombstones`."""
        self._source = source
        self._tombstones: dict[str, list[Tombstone]] = {}
        for tombstone in tombstones:
            key = folder_name(tombstone.portfolio).lower()
            self._tombstones.setdefault(key, []).append(tombstone)

    def folders(self) -> Iterator[str]:
        """Yield the name of every folder, in the order of their names without case."""
        return self._source.folders()

    def records(self, folder: str) -> dict[str, Record]:
        """Return a folder's records by name, emptied of what was erased. Raises Corrupt."""
        records, _applied = self._read(folder)
        return records

    def files(self) -> Iterator[str]:
        """Yield the hash of every file that nothing erased, in order."""
        return (digest for digest in self._source.files() if digest not in self._gone)

    def open_file(self, digest: str) -> BinaryIO:
        """Open kept bytes, after comparing them with their hash. Raises Missing, Corrupt."""
        return self._source.open_file(digest)

    @cached_property
    def applied(self) -> tuple[Tombstone, ...]:
        """The tombstones that the source did not have, oldest first."""
        found = [tombstone for folder in self._concerned for tombstone in self._read(folder)[1]]
        return tuple(sorted(found, key=lambda tombstone: (tombstone.at, tombstone.id)))

    @property
    def _concerned(self) -> list[str]:
        return [folder for folder in self._source.folders() if folder.lower() in self._tombstones]

    @cached_property
    def _gone(self) -> frozenset[str]:
        gone: set[str] = set()
        for folder in self._concerned:
            with suppress(StoreError):  # what is damaged is not copied either
                records, applied = self._read(folder)
                for tombstone in applied:
                    gone |= set(files_to_erase(self._source, folder, records, tombstone))
        return frozenset(gone)

    def _read(self, folder: str) -> tuple[dict[str, Record], list[Tombstone]]:
        """Return a folder's records after every tombstone of its own, and which those were."""
        records = self._source.records(folder)
        applied = []
        for tombstone in self._tombstones.get(folder.lower(), ()):
            known = {each.id for each in tombstones_in(records)}
            profile = records.get("profile")
            if tombstone.id in known or profile is None:
                continue
            if is_about(tombstone, Profile.model_validate(profile.document), records):
                records = _after(folder, records, tombstone)
                applied.append(tombstone)
        return records, applied


def _after(folder: str, records: dict[str, Record], tombstone: Tombstone) -> dict[str, Record]:
    changed = {
        name: Record(
            folder,
            name,
            change.base_revision + 1,
            change.document,
            None if change.summary is None else dict(change.summary),
        )
        for name, change in erased_changes(records, tombstone).items()
    }
    return {**records, **changed}
