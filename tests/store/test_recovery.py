import io
import os
import random
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tinydb import TinyDB

from stepback_course.store import Change, Corrupt, ReadOnly, new_operation
from stepback_course.store.tinydb import recovery
from stepback_course.store.tinydb.engine import TinyDBStore
from stepback_course.store.tinydb.last_good import good_path
from tests.contract.writing import ACTOR, document_of, write
from tests.store.conftest import OpenStore
from tests.store.test_damage import put_in_place

FOLDER = "portfolio/P-1"
ROW = {"kind": "portfolio", "name": "Cerys"}

Damage = Callable[[Path], object]
DAMAGES: dict[str, Damage] = {
    "emptied": lambda path: path.write_bytes(b""),
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:-30]),
    "altered": lambda path: path.write_bytes(path.read_bytes().replace(b"saves", b"saved")),
    "zeroed": lambda path: path.write_bytes(b"\0" * path.stat().st_size),
    "foreign": lambda path: path.write_bytes(b'{"_default": {}}'),
    "removed": Path.unlink,
}


@pytest.fixture
def file(store: TinyDBStore, root: Path) -> Path:
    """The file of a folder that was saved twice."""
    for saves in (1, 2):
        write(store, FOLDER, "profile", {"saves": saves}, base=saves - 1, summary=ROW)
    return next((root / "folders").glob("*/portfolio~p-1.json"))


def set_aside(root: Path) -> list[Path]:
    return list((root / "quarantine").glob("*"))


def test_what_a_save_replaces_is_kept_beside_it(file: Path) -> None:
    for path, saves in ((file, 2), (good_path(file), 1)):
        with TinyDB(path) as database:
            assert [row["document"] for row in database.table("records")] == [{"saves": saves}]
    assert not file.samefile(good_path(file))


def test_a_folder_that_was_saved_once_has_a_copy_in_bytes_of_its_own(
    store: TinyDBStore, root: Path
) -> None:
    write(store, FOLDER, "profile", {"saves": 1})
    file = next((root / "folders").glob("*/portfolio~p-1.json"))
    assert good_path(file).read_bytes() == file.read_bytes()
    assert not file.samefile(good_path(file))


def test_what_a_crash_left_of_a_first_save_is_gone_after_the_next(
    store: TinyDBStore, root: Path
) -> None:
    write(store, FOLDER, "profile", {"saves": 1})
    file = next((root / "folders").glob("*/portfolio~p-1.json"))
    left = file.with_name(file.name + ".good.new")
    left.write_bytes(b"half of what was written")
    write(store, FOLDER, "profile", {"saves": 2}, base=1)
    assert not left.exists()


def test_where_there_are_no_second_names_the_old_file_is_copied(
    store: TinyDBStore, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = file.read_bytes()

    def refuse(*_arguments: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    write(store, FOLDER, "profile", {"saves": 3}, base=2)
    assert good_path(file).read_bytes() == before
    file.write_bytes(b"")
    assert document_of(TinyDBStore(file.parents[2]), FOLDER, "profile") == {"saves": 2}
    assert [path.read_bytes() for path in set_aside(file.parents[2])] == [b""]


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=list(DAMAGES))
def test_a_damaged_folder_is_put_back_from_its_last_good_copy(
    file: Path, root: Path, open_store: OpenStore, damage: Damage
) -> None:
    damage(file)
    damaged = file.read_bytes() if file.exists() else None
    store = open_store()
    assert document_of(store, FOLDER, "profile") == {"saves": 1}
    assert document_of(open_store(), FOLDER, "profile") == {"saves": 1}
    assert [path.read_bytes() for path in set_aside(root)] == [damaged] * (damaged is not None)
    [notice] = store.notices()
    for told in (
        f"{FOLDER} (Cerys)",
        "put back",
        "(save 1)",
        "written again",
        *map(str, set_aside(root)),
    ):
        assert told in notice
    assert store.notices() == []


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=list(DAMAGES))
def test_a_save_finds_the_damage_as_well_and_goes_on_from_the_copy(
    file: Path, root: Path, open_store: OpenStore, damage: Damage
) -> None:
    damage(file)
    store = open_store()
    assert write(store, FOLDER, "profile", {"saves": 2}, base=1) == 2
    assert document_of(open_store(), FOLDER, "profile") == {"saves": 2}
    assert "put back" in store.notices()[0]


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=list(DAMAGES))
def test_lists_and_the_names_of_folders_have_what_was_put_back(
    file: Path, root: Path, open_store: OpenStore, damage: Damage
) -> None:
    store = open_store()
    assert [row.revision for row in store.find("portfolio").rows] == [2]
    damage(file)
    assert [row.revision for row in store.find("portfolio").rows] == [1]
    damage(file)
    assert list(open_store().folders()) == [FOLDER]


def test_a_store_that_holds_the_folder_sees_what_was_flipped_behind_its_first_line(
    file: Path, store: TinyDBStore
) -> None:
    assert document_of(store, FOLDER, "profile") == {"saves": 2}
    data = bytearray(file.read_bytes())
    data[-20] ^= 1
    with file.open("r+b") as same_inode:
        same_inode.write(data)
    assert document_of(store, FOLDER, "profile") == {"saves": 1}


def test_no_flip_and_no_cut_is_served_or_loses_the_copy(file: Path, open_store: OpenStore) -> None:
    sound = file.read_bytes()
    chance = random.Random(11)
    for place in chance.sample(range(len(sound)), 60):
        flipped = bytearray(sound)
        flipped[place] ^= 1 << chance.randrange(8)
        put_in_place(file, bytes(flipped))
        assert document_of(open_store(), FOLDER, "profile") == {"saves": 1}
        put_in_place(file, sound[:place])
        assert document_of(open_store(), FOLDER, "profile") == {"saves": 1}


def test_what_is_set_aside_has_a_name_of_its_own_and_is_for_nobody_else(
    file: Path, root: Path, open_store: OpenStore
) -> None:
    for content in (b"one", b"two", b"three"):
        file.write_bytes(content)
        file.chmod(0o644)
        open_store().get(FOLDER, "profile")
    assert {path.read_bytes() for path in set_aside(root)} == {b"one", b"two", b"three"}
    if sys.platform != "win32":
        assert {stat.S_IMODE(path.stat().st_mode) for path in set_aside(root)} == {0o600}


def test_two_readers_at_once_put_back_one_folder(
    file: Path, root: Path, open_store: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_bytes(b"")
    first, second = open_store(), open_store()
    show = recovery.Recovery._put_back

    def put_back_after_another(one: recovery.Recovery, path: Path) -> object:
        monkeypatch.setattr(recovery.Recovery, "_put_back", show)
        second._recovery._put_back(path)
        return show(one, path)

    monkeypatch.setattr(recovery.Recovery, "_put_back", put_back_after_another)
    assert document_of(first, FOLDER, "profile") == {"saves": 1}
    assert len(set_aside(root)) == 1


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=list(DAMAGES))
def test_with_a_damaged_copy_nothing_is_moved_and_nothing_is_new(
    file: Path, root: Path, open_store: OpenStore, damage: Damage
) -> None:
    damage(file)
    good_path(file).write_bytes(b"damaged too")
    before = {path: path.read_bytes() for path in (root / "folders").rglob("*.json*")}
    for _ in range(2):
        with pytest.raises(Corrupt, match="Restore it from a backup"):
            open_store().records(FOLDER)
        with pytest.raises(Corrupt):
            write(open_store(), FOLDER, "profile", {})
        changes = {"profile": Change(0, {})}
        with pytest.raises(Corrupt):
            open_store().create(FOLDER, changes, operation=new_operation(), actor=ACTOR)
    assert {path: path.read_bytes() for path in (root / "folders").rglob("*.json*")} == before
    assert list(open_store().folders()) == [FOLDER.lower()]


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=list(DAMAGES))
def test_where_nothing_can_be_written_the_copy_is_shown_and_not_put_back(
    file: Path,
    root: Path,
    open_store: OpenStore,
    make_read_only: Callable[[], None],
    damage: Damage,
) -> None:
    damage(file)
    make_read_only()
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    store = open_store()
    assert document_of(store, FOLDER, "profile") == {"saves": 1}
    assert document_of(store, FOLDER, "profile") == {"saves": 1}
    assert [row.revision for row in store.find("portfolio").rows] == [1]
    [notice] = store.notices()
    assert "You are shown its last good copy" in notice
    with pytest.raises(ReadOnly):
        write(store, FOLDER, "profile", {"saves": 2}, base=1)
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_while_another_program_writes_the_copy_is_shown_and_put_back_later(
    file: Path, open_store: OpenStore
) -> None:
    file.write_bytes(b"")
    store, other = open_store(), open_store()
    other._place.make()
    with other._place.locks.hold(file.parent.name):
        assert document_of(store, FOLDER, "profile") == {"saves": 1}
        assert file.read_bytes() == b""
    assert document_of(store, FOLDER, "profile") == {"saves": 1}
    assert file.read_bytes() != b""
    shown, put_back = store.notices()
    assert "Try again in a moment" in shown
    assert "has been put back" in put_back


def test_a_crash_while_a_folder_is_put_back_leaves_it_to_the_next(
    file: Path, open_store: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    file.write_bytes(b"")

    def stop(*_arguments: object) -> None:
        raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recovery, "write_whole", stop)
        with pytest.raises(Killed):
            open_store().get(FOLDER, "profile")
    assert document_of(open_store(), FOLDER, "profile") == {"saves": 1}


def test_a_kept_file_is_not_put_back_but_refused(store: TinyDBStore, root: Path) -> None:
    digest = store.put_file(io.BytesIO(b"evidence"), limit=10)
    (root / "files" / digest[:2] / digest).write_bytes(b"")
    with pytest.raises(Corrupt):
        store.open_file(digest)
