"""Stores of which something is broken, and what a store comes to."""

import io
from collections.abc import Collection, Iterator, Mapping
from typing import BinaryIO

from stepback_course.store import Corrupt, Record, Store, StoreFull, Unreachable
from stepback_course.store.memory import MemoryStore
from stepback_course.store.moving.fingerprint import folder_content
from stepback_course.store.moving.sources import Source
from tests.contract.writing import write


def everything(source: Source) -> list[bytes]:
    """Return every folder as canonical JSON, and every file."""
    content = [folder_content(folder, source.records(folder)) for folder in source.folders()]
    for digest in source.files():
        with source.open_file(digest) as file:
            content.append(file.read())
    return content


def small() -> MemoryStore:
    """Return a store with three folders and two files."""
    store = MemoryStore()
    fill_small(store)
    return store


def fill_small(store: Store) -> None:
    """Write three folders and two files."""
    for folder in ("cohort/CO-1", "person/Anwen", "portfolio/P-1"):
        write(store, folder, "profile", {"name": f"Siôn {folder}"}, summary={"kind": "x"})
    write(store, "portfolio/P-1", "profile", {"name": "tŷ"}, base=1, summary={"kind": "x"})
    for content in (b"evidence", b"certificate"):
        store.put_file(io.BytesIO(content), limit=100)


class Damaged(MemoryStore):
    """Has folders and files that cannot be read."""

    def __init__(self, *places: str, refusal: type[Exception] = Corrupt) -> None:
        """Refuse to read each of `places`, a folder or the start of a hash."""
        super().__init__()
        self._places = places
        self._refusal = refusal

    def records(self, folder: str, names: Collection[str] | None = None) -> dict[str, Record]:
        """Refuse a damaged folder."""
        self._refuse(folder)
        return super().records(folder, names)

    def open_file(self, digest: str) -> BinaryIO:
        """Refuse a damaged file."""
        self._refuse(digest)
        return super().open_file(digest)

    def _refuse(self, place: str) -> None:
        if place.startswith(self._places):
            raise self._refusal(f"{place} is damaged.")


class Gone(Damaged):
    """Names what it had, and can no longer be reached."""

    def __init__(self) -> None:
        """Refuse everything."""
        super().__init__("", refusal=Unreachable)
        self.asked = 0

    def folders(self) -> Iterator[str]:
        """Name many folders, and count how many are asked for."""
        for self.asked in range(1, 1000):
            yield f"person/p{self.asked:04}"


class Filling(MemoryStore):
    """A store whose disk has room for so many things and no more."""

    def __init__(self, room: int) -> None:
        """Begin with room for `room` folders and files."""
        super().__init__()
        self.room = room

    def put_file(self, content: BinaryIO, *, limit: int) -> str:
        """Keep a file where there is room."""
        self._use()
        return super().put_file(content, limit=limit)

    def take_over(
        self, folder: str, records: Mapping[str, Record], *, operation: str, actor: str
    ) -> bool:
        """Take a folder over where there is room, or it is here already."""
        if self.records(folder) != records:
            self._use()
        return super().take_over(folder, records, operation=operation, actor=actor)

    def _use(self) -> None:
        if not self.room:
            raise StoreFull("There is no room left.")
        self.room -= 1
