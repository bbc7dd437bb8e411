import errno
import io
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from stepback_course.store import StoreFull
from stepback_course.store.tinydb import reserve
from stepback_course.store.tinydb.engine import TinyDBStore
from tests.contract.writing import document_of, write
from tests.store.conftest import OpenStore

FOLDER = "portfolio/P-1"


class Disk:
    """A disk with so much room left, in bytes, beside what the reserve takes."""

    def __init__(self, patch: pytest.MonkeyPatch, root: Path) -> None:
        self.free = 1 << 30
        self._reserve = root / "reserve"
        self._write = os.write
        patch.setattr(os, "write", self.write)
        patch.setattr(shutil, "disk_usage", lambda _root: shutil._ntuple_diskusage(0, 0, self.room))

    @property
    def room(self) -> int:
        return self.free + (0 if self._reserve.exists() else reserve.SIZE)

    def write(self, file: int, data: Any) -> int:
        if len(data) > self.room:
            raise OSError(errno.ENOSPC, "No space left on device")
        return self._write(file, data)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch, root: Path) -> Disk:
    """The disk of the store."""
    return Disk(monkeypatch, root)


def test_room_is_kept_back_with_the_first_save(store: TinyDBStore, root: Path) -> None:
    store.get(FOLDER, "profile")
    assert not root.exists()
    write(store, FOLDER, "profile", {"n": 1})
    status = (root / "reserve").stat()
    assert status.st_size == 1024 * 1024
    assert getattr(status, "st_blocks", 2048) * 512 >= status.st_size


def test_a_save_that_meets_a_full_disk_gets_through_in_the_reserve(
    open_store: OpenStore, root: Path, disk: Disk
) -> None:
    store = open_store()
    write(store, FOLDER, "profile", {"n": 1})
    disk.free = 0
    assert write(store, FOLDER, "profile", {"n": 2}, base=1) == 2
    assert document_of(open_store(), FOLDER, "profile") == {"n": 2}
    assert not (root / "reserve").exists()
    [notice] = store.notices()
    assert "is full" in notice
    assert "free some space now" in notice


def test_a_file_is_kept_in_the_reserve_as_well(store: TinyDBStore, root: Path, disk: Disk) -> None:
    write(store, FOLDER, "profile", {})
    disk.free = 0
    content = io.BytesIO(b"head and evidence")
    content.seek(9)
    with store.open_file(store.put_file(content, limit=100)) as file:
        assert file.read() == b"evidence"
    assert "is full" in store.notices()[0]


def test_once_the_reserve_is_used_up_a_full_disk_is_refused(store: TinyDBStore, disk: Disk) -> None:
    write(store, FOLDER, "profile", {"n": 1})
    disk.free = -reserve.SIZE
    for _ in range(2):
        with pytest.raises(StoreFull, match="nothing was saved"):
            write(store, FOLDER, "profile", {"n": 2}, base=1)
    assert document_of(store, FOLDER, "profile") == {"n": 1}
    assert store.notices() == []


def test_the_reserve_is_made_again_once_there_is_room(
    store: TinyDBStore, root: Path, disk: Disk
) -> None:
    write(store, FOLDER, "profile", {"n": 1})
    disk.free = 0
    write(store, FOLDER, "profile", {"n": 2}, base=1)
    write(store, FOLDER, "profile", {"n": 3}, base=2)
    assert not (root / "reserve").exists()
    disk.free = 1 << 30
    write(store, FOLDER, "profile", {"n": 4}, base=3)
    assert (root / "reserve").exists()


def test_no_reserve_is_made_where_it_would_itself_fill_the_disk(
    store: TinyDBStore, root: Path, disk: Disk
) -> None:
    disk.free = 2 * reserve.SIZE
    write(store, FOLDER, "profile", {"n": 1})
    assert not (root / "reserve").exists()
    assert not (root / "reserve.new").exists()


def test_a_reserve_that_a_crash_cut_short_is_made_whole(
    store: TinyDBStore, open_store: OpenStore, root: Path
) -> None:
    write(store, FOLDER, "profile", {"n": 1})
    (root / "reserve").write_bytes(b"")
    write(open_store(), FOLDER, "profile", {"n": 2}, base=1)
    assert (root / "reserve").stat().st_size == reserve.SIZE
