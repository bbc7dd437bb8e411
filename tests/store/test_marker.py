import io
from pathlib import Path

import pytest

from stepback_course.store import Corrupt, NewerFormat
from stepback_course.store.tinydb.engine import TinyDBStore
from stepback_course.store.tinydb.marker import Marker, read_good_marker, read_marker
from tests.contract.writing import document_of, write
from tests.store.conftest import OpenStore

FOLDER = "portfolio/P-1"
DAMAGED = [b"", b"{", b"[]", b"{}", b'{"format":1,"store":"x"}', b"\xff", b'{"checksum":""}']


@pytest.fixture
def marker(store: TinyDBStore, root: Path) -> Path:
    """The marker of a store that holds a folder."""
    write(store, FOLDER, "profile", {"n": 1}, summary={"kind": "portfolio"})
    return root / "store.json"


@pytest.mark.parametrize("content", [None, *DAMAGED])
def test_a_damaged_or_missing_marker_is_put_back_with_the_next_save(
    marker: Path, root: Path, open_store: OpenStore, content: bytes | None
) -> None:
    sound = marker.read_bytes()
    marker.unlink()
    if content is not None:
        marker.write_bytes(content)
    store = open_store()
    assert document_of(store, FOLDER, "profile") == {"n": 1}
    assert len(store.find("portfolio").rows) == 1
    assert [finding.place for finding in store.check()] == [str(marker)]
    write(store, FOLDER, "profile", {"n": 2}, base=1)
    assert marker.read_bytes() == sound
    assert "recognised by its last good copy" in store.notices()[0]
    kept = list((root / "quarantine").glob("*"))
    assert [path.read_bytes() for path in kept] == ([] if content is None else [content])


def test_no_flip_in_the_marker_goes_unseen(marker: Path, open_store: OpenStore) -> None:
    sound = marker.read_bytes()
    for place in range(len(sound)):
        for bit in (1, 2, 16):
            flipped = bytearray(sound)
            flipped[place] ^= bit
            marker.write_bytes(flipped)
            store = open_store()
            assert [finding.place for finding in store.check()] == [str(marker)], (place, bit)
            assert store.get(FOLDER, "profile")


def test_a_damaged_copy_of_the_marker_is_found_and_made_again(
    marker: Path, root: Path, open_store: OpenStore
) -> None:
    good = root / "store.json.good"
    good.write_bytes(b"")
    store = open_store()
    assert [finding.place for finding in store.check()] == [str(good)]
    write(store, FOLDER, "profile", {"n": 2}, base=1)
    assert good.read_bytes() == marker.read_bytes()
    assert list(store.check()) == []


def test_folders_without_any_marker_are_never_given_a_new_identity(
    marker: Path, root: Path, open_store: OpenStore
) -> None:
    marker.unlink()
    (root / "store.json.good").unlink()
    before = sorted(root.rglob("*"))
    with pytest.raises(Corrupt, match=r"put store\.json back from a backup"):
        open_store()
    assert sorted(root.rglob("*")) == before


def test_a_store_that_another_program_begins_this_moment_has_its_marker(
    root: Path, open_store: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_store()
    function = "stepback_course.store.tinydb.place.read_good_marker"

    def read_and_let_another_begin(of: Path) -> Marker | None:
        found = read_good_marker(of)
        monkeypatch.setattr(function, read_good_marker)
        write(TinyDBStore(root), FOLDER, "profile", {"n": 1})
        return found

    root.mkdir()
    monkeypatch.setattr(function, read_and_let_another_begin)
    assert document_of(open_store(), FOLDER, "profile") == {"n": 1}


def test_files_without_any_marker_are_never_given_a_new_identity(
    store: TinyDBStore, root: Path, open_store: OpenStore
) -> None:
    store.put_file(io.BytesIO(b"evidence"), limit=10)
    for name in ("store.json", "store.json.good"):
        (root / name).unlink()
    with pytest.raises(Corrupt):
        open_store()


@pytest.mark.parametrize("content", DAMAGED)
def test_a_damaged_marker_without_a_copy_is_refused(root: Path, content: bytes) -> None:
    root.mkdir()
    (root / "store.json").write_bytes(content)
    with pytest.raises(Corrupt, match="Restore it from a backup"):
        TinyDBStore(root)


def test_a_marker_that_goes_while_the_store_is_open_is_no_unplugged_disk(
    marker: Path, store: TinyDBStore
) -> None:
    marker.unlink()
    assert store.get("portfolio/P-2", "profile") is None
    write(store, "portfolio/P-2", "profile", {})


def test_a_store_of_a_newer_program_is_refused(marker: Path, root: Path) -> None:
    found = read_marker(root)
    assert found
    marker.write_bytes(Marker(found.identity, 3, 2).encoded)
    with pytest.raises(NewerFormat, match="Install the newest version"):
        TinyDBStore(root)


def test_a_store_of_a_newer_program_that_this_one_can_read_is_not_written(
    marker: Path, root: Path
) -> None:
    found = read_marker(root)
    assert found
    marker.write_bytes(Marker(found.identity, 2, 1).encoded)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    older = TinyDBStore(root)
    assert document_of(older, FOLDER, "profile") == {"n": 1}
    assert len(older.find("portfolio").rows) == 1
    with pytest.raises(NewerFormat, match="can show it but not change it"):
        write(older, FOLDER, "profile", {}, base=1)
    with pytest.raises(NewerFormat):
        older.put_file(io.BytesIO(b"evidence"), limit=10)
    older.close()
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
