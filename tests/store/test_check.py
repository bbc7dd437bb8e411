import os
from pathlib import Path

import pytest

from stepback_course.store.tinydb.engine import TinyDBStore
from stepback_course.store.tinydb.last_good import good_path
from tests.contract.writing import document_of, write
from tests.store.conftest import OpenStore

FOLDER = "portfolio/P-1"


@pytest.fixture
def file(store: TinyDBStore, root: Path) -> Path:
    """The file of a folder that was saved twice, in a store with another folder."""
    write(store, "person/anwen", "person", {})
    for base in (0, 1):
        write(store, FOLDER, "profile", {"saves": base + 1}, base=base)
    return next((root / "folders").glob("*/portfolio~p-1.json"))


def found(store: TinyDBStore) -> dict[str, str]:
    return {finding.place: finding.sentence for finding in store.check()}


def test_a_sound_store_has_nothing_to_find(file: Path, store: TinyDBStore) -> None:
    (file.parent / (file.name + ".new")).write_bytes(b"half of what a killed program wrote")
    (file.parent / (file.name + ".good.new")).write_bytes(b"half")
    assert found(store) == {}


def test_check_only_looks_and_says_that_the_last_good_copy_is_sound(
    file: Path, root: Path, open_store: OpenStore
) -> None:
    file.write_bytes(b"")
    before = sorted(root.rglob("*"))
    [(place, sentence)] = found(open_store()).items()
    assert place == str(file)
    assert f"save 1 of {FOLDER}, is sound" in sentence
    assert sorted(root.rglob("*")) == before
    assert file.read_bytes() == b""


def test_a_folder_that_has_gone_is_found_by_its_copy(file: Path, open_store: OpenStore) -> None:
    file.unlink()
    [(place, sentence)] = found(open_store()).items()
    assert place == str(good_path(file))
    assert f"{FOLDER} is missing" in sentence


def test_a_damaged_copy_is_found_and_harms_nobody(file: Path, open_store: OpenStore) -> None:
    good_path(file).write_bytes(b"")
    store = open_store()
    [(place, sentence)] = found(store).items()
    assert place == str(good_path(file))
    assert "makes another" in sentence
    assert document_of(store, FOLDER, "profile") == {"saves": 2}
    write(store, FOLDER, "profile", {"saves": 3}, base=2)
    assert found(store) == {}


def test_a_folder_and_its_copy_both_damaged_are_both_found(
    file: Path, open_store: OpenStore
) -> None:
    file.write_bytes(b"")
    good_path(file).write_bytes(b"")
    findings = found(open_store())
    assert set(findings) == {str(file), str(good_path(file))}
    assert "Restore it from a backup" in findings[str(file)]


def test_what_was_set_aside_is_listed_until_it_is_removed(
    file: Path, root: Path, open_store: OpenStore
) -> None:
    file.write_bytes(b"damaged")
    store = open_store()
    store.get(FOLDER, "profile")
    [(place, sentence)] = found(store).items()
    assert Path(place).read_bytes() == b"damaged"
    assert "Remove it once nothing is missed" in sentence
    Path(place).unlink()
    assert found(store) == {}


@pytest.mark.parametrize(
    "name",
    [
        "portfolio~p-1 (Anwen's conflicted copy 2026-11-22).json",
        "portfolio~p-1 (conflicted copy 2026-11-22 091500).json",
        "portfolio~p-1.sync-conflict-20261122-091500-ABCDEFG.json",
        "portfolio~p-1 (1).json",
        "portfolio~p-1-DESKTOP-4F2K.json",
    ],
)
def test_what_a_synchronising_program_left_is_found_and_not_read(
    file: Path, store: TinyDBStore, name: str
) -> None:
    left = file.with_name(name)
    left.write_bytes(file.read_bytes())
    [(place, sentence)] = found(store).items()
    assert place == str(left)
    assert "where two computers wrote at once" in sentence
    assert list(store.folders()) == ["person/anwen", FOLDER]


@pytest.mark.parametrize("name", ["letters.txt", "00/portfolio~p-1.json", "new/deep/notes.json"])
def test_what_does_not_belong_there_is_found(
    file: Path, store: TinyDBStore, root: Path, name: str
) -> None:
    stranger = root / "folders" / name
    stranger.parent.mkdir(parents=True, exist_ok=True)
    stranger.write_bytes(file.read_bytes())
    [(place, sentence)] = found(store).items()
    assert place == str(stranger)
    assert "is not a file of this store" in sentence


def test_a_file_under_the_name_of_another_folder_is_found(
    file: Path, root: Path, open_store: OpenStore
) -> None:
    other = next((root / "folders").glob("*/person~anwen.json"))
    other.write_bytes(file.read_bytes())
    [(place, sentence)] = found(open_store()).items()
    assert place == str(other)
    assert "of person/anwen, is sound" in sentence


def test_a_store_that_holds_everything_at_hand_checks_the_bytes_all_the_same(
    file: Path, store: TinyDBStore
) -> None:
    status = file.stat()
    data = bytearray(file.read_bytes())
    data[-20] ^= 1
    with file.open("r+b") as same_inode:
        same_inode.write(data)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert document_of(store, FOLDER, "profile") == {"saves": 2}
    assert list(found(store)) == [str(file)]


def test_a_directory_in_the_place_of_a_file_is_told_and_no_traceback(
    file: Path, open_store: OpenStore
) -> None:
    file.unlink()
    file.mkdir()
    assert list(found(open_store())) == [str(file)]
