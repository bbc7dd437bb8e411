import io
import json
import random
from pathlib import Path

import pytest
from tinydb import TinyDB

from stepback_course.store import Change, Corrupt, NewerFormat, new_operation
from stepback_course.store.tinydb.engine import TinyDBStore
from stepback_course.store.tinydb.migrations import Formats
from tests.contract.writing import ACTOR, write
from tests.store.conftest import OpenStore

FOLDER = "portfolio/P-1"


def put_in_place(path: Path, data: bytes) -> None:
    """Change a file as a restore or a synchronising program does: a new one under the old name."""
    path.unlink()
    path.write_bytes(data)


@pytest.fixture
def file(store: TinyDBStore, root: Path) -> Path:
    """The file of a folder that holds a few records and operations, and has no last good copy."""
    for number in range(3):
        summary = {"kind": "unit", "state": "ready"}
        write(store, FOLDER, f"unit/{number}", {"text": "Tŷ 😀 “a”"}, summary=summary)
    write(store, "portfolio/P-2", "unit/0", {}, summary={"kind": "unit", "state": "ready"})
    for good in (root / "folders").rglob("*.good"):
        good.unlink()
    return next((root / "folders").glob("*/portfolio~p-1.json"))


def test_a_plain_tinydb_opens_the_file(file: Path) -> None:
    with TinyDB(file) as database:
        assert database.tables() == {"stepback", "records", "operations"}
        rows = database.table("records").all()
        header = database.table("stepback").get(doc_id=1)
    assert [row["name"] for row in rows] == ["unit/0", "unit/1", "unit/2"]
    assert rows[0]["document"] == {"text": "Tŷ 😀 “a”"}
    assert header is not None
    assert (header["format"], header["folder"], header["generation"]) == (1, FOLDER, 3)


def test_the_file_is_ascii_so_that_no_locale_misreads_it(file: Path) -> None:
    assert file.read_bytes().isascii()
    assert json.loads(file.read_bytes())["records"]["1"]["name"] == "unit/0"


def test_no_damage_of_one_byte_goes_unseen(file: Path, open_store: OpenStore) -> None:
    sound = file.read_bytes()
    header = sound.index(b"\n") + 1
    chance = random.Random(7)
    for place in [*range(header), *chance.sample(range(header, len(sound)), 120)]:
        damaged = bytearray(sound)
        damaged[place] ^= 1 << chance.randrange(8)
        file.write_bytes(damaged)
        with pytest.raises(Corrupt, match="Restore it from a backup"):
            open_store().get(FOLDER, "unit/0")


def test_no_truncation_goes_unseen(file: Path, open_store: OpenStore) -> None:
    sound = file.read_bytes()
    for length in [0, 1, *range(2, len(sound), 23), len(sound) - 1]:
        file.write_bytes(sound[:length])
        with pytest.raises(Corrupt):
            open_store().records(FOLDER)


@pytest.mark.parametrize(
    "change", [lambda data: data + data, lambda data: data + b" ", lambda _: b"{}"]
)
def test_bytes_that_were_not_written_here_are_not_read(
    file: Path, open_store: OpenStore, change: object
) -> None:
    assert callable(change)
    file.write_bytes(change(file.read_bytes()))
    with pytest.raises(Corrupt):
        open_store().records(FOLDER)


def test_a_file_under_the_name_of_another_folder_is_not_read(
    file: Path, root: Path, open_store: OpenStore
) -> None:
    other = next((root / "folders").glob("*/portfolio~p-2.json"))
    other.write_bytes(file.read_bytes())
    with pytest.raises(Corrupt):
        open_store().get("portfolio/P-2", "unit/0")
    assert [finding.place for finding in open_store().check()] == [str(other)]


def test_a_damaged_folder_is_not_written_over(file: Path, store: TinyDBStore) -> None:
    file.write_bytes(b"")
    with pytest.raises(Corrupt):
        write(store, FOLDER, "unit/0", {})
    changes = {"profile": Change(0, {})}
    with pytest.raises(Corrupt):
        store.create(FOLDER, changes, operation=new_operation(), actor=ACTOR)
    assert file.read_bytes() == b""


def test_a_damaged_folder_is_left_out_of_lists_and_found_by_check(
    file: Path, store: TinyDBStore
) -> None:
    assert len(store.find("unit").rows) == 4
    put_in_place(file, b"")
    assert [row.folder for row in store.find("unit").rows] == ["portfolio/P-2"]
    findings = list(store.check())
    assert [finding.place for finding in findings] == [str(file)]
    assert "is damaged" in findings[0].sentence


def test_a_sound_copy_put_back_is_read_again(file: Path, store: TinyDBStore) -> None:
    sound = file.read_bytes()
    put_in_place(file, b"")
    assert len(store.find("unit").rows) == 1
    put_in_place(file, sound)
    assert len(store.find("unit").rows) == 4
    assert len(store.records(FOLDER)) == 3


def test_a_file_of_a_newer_format_is_named_as_such(
    file: Path, root: Path, open_store: OpenStore
) -> None:
    write(TinyDBStore(root, formats=Formats(2, 2, {1: dict})), FOLDER, "unit/9", {})
    for _ in range(2):
        with pytest.raises(NewerFormat, match="Install the newest version"):
            open_store().get(FOLDER, "unit/0")
    assert list(open_store().folders()) == [FOLDER.lower(), "portfolio/P-2"]


def test_a_damaged_evidence_file_is_not_served(store: TinyDBStore, root: Path) -> None:
    digest = store.put_file(io.BytesIO(b"evidence"), limit=10)
    path = root / "files" / digest[:2] / digest
    path.write_bytes(b"Evidence")
    with pytest.raises(Corrupt):
        store.open_file(digest)
    (path.parent / "notes.txt").touch()
    assert [finding.place for finding in store.check()] == [str(path), f"{path.parent}/notes.txt"]
    store.put_file(io.BytesIO(b"evidence"), limit=10)
    with store.open_file(digest) as file:
        assert file.read() == b"evidence"
