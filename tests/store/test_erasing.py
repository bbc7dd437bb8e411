"""That no byte of what was erased is left in a store's directory or in the cache of its lists."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from stepback_course.store import Busy, Change, Store, Unreachable, new_operation
from stepback_course.store.tinydb.engine import TinyDBStore
from stepback_course.store.tinydb.last_good import good_path
from stepback_course.store.tinydb.migrations import Formats
from tests.contract.writing import ACTOR, document_of, write
from tests.store.conftest import OpenStore

FOLDER = "portfolio/P-1"
WORD = "quokka"
ROW = {"kind": "draft", "about": WORD}


@pytest.fixture
def file(store: TinyDBStore, root: Path) -> Path:
    """The file of a folder that was saved twice, each time with the word."""
    for base in (0, 1):
        write(store, FOLDER, "draft/a", {"text": f"{WORD} {base}"}, base=base, summary=ROW)
    return next((root / "folders").glob("*/portfolio~p-1.json"))


def erase(store: Store, base: int = 2, operation: str | None = None) -> None:
    changes = {"draft/a": Change(base, {})}
    store.erase(FOLDER, changes, operation=operation or new_operation(), actor=ACTOR)


def places_with(word: str, *roots: Path) -> list[Path]:
    files = [file for root in roots for file in root.rglob("*") if file.is_file()]
    return [file for file in files if word.encode() in file.read_bytes()]


def test_the_last_good_copy_becomes_what_is_left(
    store: TinyDBStore, root: Path, cache: Path, file: Path
) -> None:
    assert set(places_with(WORD, root)) == {file, good_path(file)}
    erase(store)
    assert places_with(WORD, root, cache) == []
    file.write_bytes(b"damaged")
    assert document_of(store, FOLDER, "draft/a") == {}


def test_the_index_keeps_no_page_of_it(
    store: TinyDBStore, root: Path, cache: Path, file: Path, open_store: OpenStore
) -> None:
    other = open_store()
    for each in (store, other):
        assert [row.summary for row in each.find("draft").rows] == [ROW]
    assert places_with(WORD, cache)
    erase(store)
    assert places_with(WORD, root, cache) == []
    assert store.find("draft").rows == []
    assert other.find("draft").rows == []
    assert places_with(WORD, cache) == []


def test_an_index_that_was_never_opened_here_is_removed_as_well(
    store: TinyDBStore, cache: Path, file: Path, open_store: OpenStore
) -> None:
    store.find("draft")
    store.close()
    assert places_with(WORD, cache)
    erase(open_store())
    assert places_with(WORD, cache) == []


def test_what_was_set_aside_as_damaged_is_removed_and_nothing_else_is(
    store: TinyDBStore, root: Path, file: Path, open_store: OpenStore
) -> None:
    write(store, "portfolio/P-12", "draft/a", {"text": "kept"})
    for folder in ("P-1", "P-12"):
        damaged = next((root / "folders").glob(f"*/portfolio~{folder.lower()}.json"))
        damaged.write_bytes(damaged.read_bytes() + b" ")
        assert open_store().get(f"portfolio/{folder}", "draft/a")
    assert len(list((root / "quarantine").iterdir())) == 2
    erase(store, base=1)
    assert places_with(WORD, root) == []
    assert [kept.name for kept in (root / "quarantine").iterdir()] == ["portfolio~p-12.json.1"]


def test_what_an_older_format_left_is_removed(root: Path, cache: Path, file: Path) -> None:
    newer = Formats(current=2, readable_by=1, migrations={1: lambda tables: tables})
    store = TinyDBStore(root, formats=newer)
    write(store, FOLDER, "profile", {"name": "Cerys"})
    assert places_with(WORD, root / "backup")
    erase(store)
    store.close()
    assert places_with(WORD, root, cache) == []


def test_an_older_format_is_not_kept_by_erasing_itself(root: Path, file: Path) -> None:
    newer = Formats(current=2, readable_by=1, migrations={1: lambda tables: tables})
    store = TinyDBStore(root, formats=newer)
    erase(store)
    store.close()
    assert places_with(WORD, root) == []


def test_what_a_killed_program_was_writing_is_removed(
    store: TinyDBStore, root: Path, file: Path
) -> None:
    for left in (f"{file}.new", f"{file}.good.new", root / "files" / "arriving"):
        Path(left).write_text(f"half of {WORD}")
    digest = store.put_file(io.BytesIO(WORD.encode()), limit=10)
    (root / "files" / "arriving.new").write_text(WORD)
    erase(store)
    store.erase_file(digest)
    assert places_with(WORD, root) == []


def test_an_erasing_that_was_stopped_is_finished_by_doing_it_again(
    store: TinyDBStore, root: Path, cache: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.find("draft")
    with monkeypatch.context() as patch:
        patch.setattr("stepback_course.store.tinydb.erasing.write_whole", _stop)
        with pytest.raises(KeyboardInterrupt):
            erase(store, operation="erase-1")
    assert places_with(WORD, root) == [good_path(file)]
    erase(store, operation="erase-1")
    assert places_with(WORD, root, cache) == []


@pytest.mark.parametrize("call", ["unlink", "replace"])
def test_a_copy_that_cannot_be_removed_is_told(
    store: TinyDBStore, file: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    write(store, FOLDER, "profile", {})
    left = Path(f"{file}.new") if call == "unlink" else file
    left.write_bytes(left.read_bytes() if left.exists() else b"left")
    really: Callable[..., None] = getattr(os, call)

    def refuse(path: object, *rest: object, **options: object) -> None:
        if str(path).startswith(f"{file}.new" if call == "unlink" else f"{good_path(file)}.new"):
            raise OSError(5, "Input/output error")
        really(path, *rest, **options)

    with monkeypatch.context() as patch:
        patch.setattr(os, call, refuse)
        with pytest.raises(Unreachable, match="a copy of that is kept beside it still"):
            erase(store, operation="erase-1")
    erase(store, operation="erase-1")
    assert places_with(WORD, file.parent) == []


def test_a_store_that_is_not_there_yet_has_no_file_to_erase(store: TinyDBStore, root: Path) -> None:
    assert not store.erase_file("0" * 64)
    assert not root.exists()


def test_a_file_waits_for_whoever_writes_one(
    store: TinyDBStore, root: Path, open_store: OpenStore
) -> None:
    digest = store.put_file(io.BytesIO(b"bytes"), limit=10)
    with open_store()._place.locks.hold("files"), pytest.raises(Busy):
        store.erase_file(digest)


def _stop(*_arguments: object) -> None:
    raise KeyboardInterrupt
