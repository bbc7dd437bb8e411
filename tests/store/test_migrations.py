import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tinydb import TinyDB

from stepback_course.store import NewerFormat
from stepback_course.store.tinydb import folders
from stepback_course.store.tinydb.engine import TinyDBStore
from stepback_course.store.tinydb.migrations import FORMATS, Formats, PlainTables
from tests.contract.writing import document_of, write

GOLDEN = Path(__file__).with_name("golden")
FOLDER = "portfolio/P-7K3M9Q2X"
PERSON = "person/Anwen"
NOON = datetime(2027, 1, 31, 12, tzinfo=UTC)

Open = Callable[[Formats], TinyDBStore]


def with_mood(tables: PlainTables) -> PlainTables:
    """Give every document a mood, as a later format might."""
    rows = {
        key: {**row, "document": {**row["document"], "mood": "calm"}}
        for key, row in tables["records"].items()
    }
    return {**tables, "records": rows}


def with_loud_mood(tables: PlainTables) -> PlainTables:
    """Spell moods in capitals, as a format later still might."""
    rows = {
        key: {**row, "document": {**row["document"], "mood": row["document"]["mood"].upper()}}
        for key, row in tables["records"].items()
    }
    return {**tables, "records": rows}


SECOND = Formats(2, 2, {1: with_mood})
THIRD = Formats(3, 3, {1: with_mood, 2: with_loud_mood})
STILL_READABLE = Formats(2, 1, {1: with_mood})


@pytest.fixture
def golden(root: Path) -> Path:
    """A store that a program of format 1 left, in a place where it may be written."""
    shutil.copytree(GOLDEN / "format-1", root)
    return root


def opened(root: Path, formats: Formats = FORMATS) -> TinyDBStore:
    return TinyDBStore(root, clock=lambda: NOON, formats=formats)


def file_of(root: Path, folder: str) -> Path:
    name = folder.lower().replace("/", "~") + ".json"
    return next(root.glob(f"folders/*/{name}"))


def format_of(file: Path) -> int:
    return int(json.loads(file.read_bytes())["stepback"]["1"]["format"])


@pytest.mark.parametrize("name", [f"format-{number}" for number in range(1, FORMATS.current + 1)])
def test_a_store_of_every_format_there_ever_was_is_read_and_written(name: str, root: Path) -> None:
    shutil.copytree(GOLDEN / name, root)
    store = opened(root)
    assert list(store.folders()) == [PERSON, FOLDER]
    assert document_of(store, PERSON, "person") == {"name": "Anwen Tŷ-gwyn 😀"}
    profile = document_of(store, FOLDER, "profile")
    assert profile == {"name": "Cerys", "numbers": [1, 2.5, -3, 10**18, None, True]}
    [row] = store.find("draft").rows
    assert (row.folder, row.record, row.revision) == (FOLDER, "draft/statement-01", 2)
    assert row.summary["answered"] == 2
    [digest] = store.files()
    with store.open_file(digest) as file:
        assert file.read() == b"evidence"
    assert list(store.check()) == []
    write(store, FOLDER, "draft/statement-01", {"text": "more"}, base=2)
    assert write(store, FOLDER, "profile", {}, operation="profile") == 1
    store.close()


def test_reading_an_older_format_shows_the_new_one_and_writes_nothing(golden: Path) -> None:
    before = {path: path.read_bytes() for path in golden.rglob("*") if path.is_file()}
    store = opened(golden, THIRD)
    assert document_of(store, FOLDER, "draft/statement-01") == {"text": "longer", "mood": "CALM"}
    assert len(store.find("draft").rows) == 1
    assert list(store.check()) == []
    assert {path: path.read_bytes() for path in golden.rglob("*") if path.is_file()} == before


def test_a_folder_becomes_the_new_format_with_its_first_save_after_a_backup(golden: Path) -> None:
    file = file_of(golden, FOLDER)
    original = file.read_bytes()
    store = opened(golden, THIRD)
    write(store, FOLDER, "profile", {"mood": "NEW"}, base=1)
    assert format_of(file) == 3
    assert format_of(file_of(golden, PERSON)) == 1
    kept = golden / "backup" / "1-20270131T120000Z" / file.parent.name / file.name
    assert kept.read_bytes() == original
    assert len([path for path in (golden / "backup").rglob("*") if path.is_file()]) == 1
    again = opened(golden, THIRD)
    assert document_of(again, FOLDER, "profile") == {"mood": "NEW"}
    assert document_of(again, FOLDER, "draft/statement-01") == {"text": "longer", "mood": "CALM"}
    assert document_of(again, PERSON, "person") == {"name": "Anwen Tŷ-gwyn 😀", "mood": "CALM"}
    write(again, FOLDER, "profile", {}, base=2)
    assert len([path for path in (golden / "backup").rglob("*") if path.is_file()]) == 1
    with TinyDB(file) as database:
        assert len(database.table("records")) == 2


@pytest.mark.parametrize("call", ["backup", "save"])
def test_a_crash_on_the_way_to_the_new_format_is_resumed(
    golden: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    class Killed(BaseException):
        pass

    def stop(*_arguments: object, **_named: object) -> None:
        raise Killed

    file = file_of(golden, FOLDER)
    original = file.read_bytes()
    store = opened(golden, SECOND)
    with pytest.MonkeyPatch.context() as patch:
        if call == "backup":
            patch.setattr(store._backups, "keep", stop)
        else:
            patch.setattr(folders, "replace_keeping_good", stop)
        with pytest.raises(Killed):
            write(store, FOLDER, "profile", {}, base=1)
    assert file.read_bytes() == original
    write(opened(golden, SECOND), FOLDER, "profile", {}, base=1)
    [kept] = (golden / "backup").rglob("*.json")
    assert kept.read_bytes() == original
    assert format_of(file) == 2


def test_damage_right_after_the_change_of_format_is_mended_from_the_old_one(golden: Path) -> None:
    write(opened(golden, SECOND), FOLDER, "profile", {}, base=1)
    file_of(golden, FOLDER).write_bytes(b"")
    found = document_of(opened(golden, SECOND), FOLDER, "draft/statement-01")
    assert found == {"text": "longer", "mood": "calm"}


def test_a_newer_format_that_says_so_is_read_and_not_written(golden: Path) -> None:
    write(opened(golden, STILL_READABLE), FOLDER, "profile", {"n": 1}, base=1)
    newer = file_of(golden, FOLDER).read_bytes()
    older = opened(golden)
    assert document_of(older, FOLDER, "profile") == {"n": 1}
    with pytest.raises(NewerFormat, match="can show it but not change it, so nothing was saved"):
        write(older, FOLDER, "profile", {}, base=2)
    assert file_of(golden, FOLDER).read_bytes() == newer
    write(older, PERSON, "person", {}, base=1)


def test_a_newer_format_that_this_program_would_misread_is_refused(golden: Path) -> None:
    write(opened(golden, SECOND), FOLDER, "profile", {"n": 1}, base=1)
    newer = file_of(golden, FOLDER).read_bytes()
    older = opened(golden)
    with pytest.raises(NewerFormat, match="Install the newest version"):
        older.get(FOLDER, "profile")
    with pytest.raises(NewerFormat):
        write(older, FOLDER, "profile", {}, base=2)
    assert [row.folder for row in older.find("person").rows] == [PERSON]
    [finding] = older.check()
    assert "newer stepback" in finding.sentence
    assert file_of(golden, FOLDER).read_bytes() == newer
