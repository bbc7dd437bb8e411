"""How much of its folders a store keeps in memory."""

from pathlib import Path

import pytest

from stepback_course.store.tinydb.engine import TinyDBStore
from stepback_course.store.tinydb.folders import Folders
from stepback_course.store.tinydb.layout import Contents
from tests.contract.writing import write

SIZE = 20_000
FOLDERS = ("portfolio/P-1", "portfolio/P-2", "portfolio/P-3")


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders that were read whole, in order."""
    whole: list[str] = []
    parse = Folders.parse

    def note(folders: Folders, path: Path, data: bytes) -> Contents:
        contents = parse(folders, path, data)
        whole.append(contents.folder)
        return contents

    monkeypatch.setattr(Folders, "parse", note)
    return whole


def read_in_turn(root: Path, at_hand: int) -> None:
    """Read every folder, and then again, in a store that has room for so many bytes."""
    writer = TinyDBStore(root)
    for folder in FOLDERS:
        write(writer, folder, "draft/a", {"text": "x" * SIZE})
    store = TinyDBStore(root, at_hand=at_hand)
    for folder in FOLDERS * 2:
        record = store.get(folder, "draft/a")
        assert record is not None
        assert record.document == {"text": "x" * SIZE}


def test_folders_that_have_room_in_memory_are_read_once(root: Path, reads: list[str]) -> None:
    read_in_turn(root, at_hand=5 * SIZE)
    assert reads == [*FOLDERS]


def test_folders_that_have_no_room_in_memory_are_read_again(root: Path, reads: list[str]) -> None:
    read_in_turn(root, at_hand=3 * SIZE)
    assert reads == [*FOLDERS, *FOLDERS]


def test_the_folder_read_last_stays_in_memory_however_large_it_is(
    root: Path, reads: list[str]
) -> None:
    read_in_turn(root, at_hand=0)
    store = TinyDBStore(root, at_hand=0)
    reads.clear()
    for _time in range(2):
        store.get(FOLDERS[0], "draft/a")
    assert reads == [FOLDERS[0]]
