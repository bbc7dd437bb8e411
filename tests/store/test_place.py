import errno
import io
import os
import stat
import sys
from pathlib import Path

import pytest

from stepback_course.store import Unreachable, open_store
from stepback_course.store.tinydb.engine import TinyDBStore
from tests.contract.writing import document_of, write

FOLDER = "portfolio/P-1"


def test_looking_at_a_place_that_is_not_there_makes_nothing(store: TinyDBStore, root: Path) -> None:
    assert store.get(FOLDER, "profile") is None
    assert store.find("portfolio").rows == []
    assert list(store.check()) == []
    assert not store.is_begun
    assert not root.exists()


def test_an_empty_directory_becomes_a_store_with_the_first_write(tmp_path: Path) -> None:
    place = tmp_path / "empty"
    place.mkdir()
    store = TinyDBStore(place)
    assert list(place.iterdir()) == []
    write(store, FOLDER, "profile", {})
    names = {path.name for path in place.iterdir()}
    assert names == {"store.json", "store.json.good", "folders", "files", "locks", "reserve"}


def test_two_programs_that_begin_at_once_begin_one_store(root: Path) -> None:
    first, second = TinyDBStore(root), TinyDBStore(root)
    write(first, FOLDER, "profile", {})
    marker = (root / "store.json").read_bytes()
    write(second, FOLDER, "profile", {}, base=1)
    assert (root / "store.json").read_bytes() == marker


def test_directories_on_the_way_are_made_too(tmp_path: Path) -> None:
    write(TinyDBStore(tmp_path / "a" / "b"), FOLDER, "profile", {"n": 1})
    assert document_of(TinyDBStore(tmp_path / "a" / "b"), FOLDER, "profile") == {"n": 1}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits")
def test_nobody_else_may_look_in(store: TinyDBStore, root: Path) -> None:
    before = os.umask(0)
    try:
        write(store, FOLDER, "profile", {}, summary={"kind": "portfolio"})
        store.put_file(io.BytesIO(b"evidence"), limit=100)
    finally:
        os.umask(before)
    for path in [root, *root.rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path


def test_a_directory_that_holds_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").touch()
    with pytest.raises(Unreachable, match="Choose an empty folder"):
        TinyDBStore(tmp_path)


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").touch()
    with pytest.raises(Unreachable, match="Choose a folder"):
        TinyDBStore(tmp_path / "letters.txt")
    with pytest.raises(Unreachable, match="Choose a folder"):
        TinyDBStore(tmp_path / "letters.txt" / "below")


def test_a_directory_that_may_not_be_entered_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path) -> list[str]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "listdir", refuse)
    with pytest.raises(Unreachable, match="Permission denied"):
        TinyDBStore(tmp_path)


def test_a_store_that_was_unplugged_is_neither_empty_nor_made_anew(
    store: TinyDBStore, root: Path
) -> None:
    write(store, FOLDER, "profile", {"n": 1}, summary={"kind": "portfolio"})
    assert len(store.find("portfolio").rows) == 1
    root.rename(root.with_name("elsewhere"))
    with pytest.raises(Unreachable, match="no longer there"):
        store.get(FOLDER, "profile")
    with pytest.raises(Unreachable, match="no longer there"):
        store.find("portfolio")
    with pytest.raises(Unreachable):
        write(store, FOLDER, "profile", {"n": 2}, base=1)
    with pytest.raises(Unreachable):
        write(store, "portfolio/P-2", "profile", {})
    assert not root.exists()
    root.with_name("elsewhere").rename(root)
    assert document_of(store, FOLDER, "profile") == {"n": 1}


def test_an_address_and_a_bare_path_are_the_same_store(tmp_path: Path) -> None:
    write(open_store(f"tinydb://{tmp_path}/s"), FOLDER, "profile", {"n": 1})
    store = open_store(f"{tmp_path}/s")
    assert document_of(store, FOLDER, "profile") == {"n": 1}
    assert document_of(open_store(store.url), FOLDER, "profile") == {"n": 1}


def test_an_address_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="'mysql' is not a kind of store"):
        open_store("mysql://localhost/stepback")


@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES])
def test_a_place_that_cannot_be_looked_at_is_refused_in_a_sentence(
    store: TinyDBStore, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    write(store, FOLDER, "profile", {"n": 1})

    def refuse(*_arguments: object, **_options: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "stat", refuse)
    with pytest.raises(Unreachable, match="could not be read"):
        store.get("portfolio/P-2", "profile")
    with pytest.raises(Unreachable):
        list(store.check())
    with pytest.raises(Unreachable):
        write(store, "portfolio/P-2", "profile", {})


def test_a_disk_that_names_no_files_is_refused_in_a_sentence(
    store: TinyDBStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(store, FOLDER, "profile", {"n": 1})

    def refuse(*_arguments: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "scandir", refuse)
    monkeypatch.setattr(os, "listdir", refuse)
    for ask in (store.folders, store.files, store.check, lambda: store.find("unit").rows):
        with pytest.raises(Unreachable, match="could not be read"):
            list(ask())
