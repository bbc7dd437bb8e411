import errno
import os
import shutil
import sqlite3
import time
from pathlib import Path

import pytest

from stepback_course.store import Row, Scalar, Unreachable
from stepback_course.store.questions import Position, Question, ask, comparable
from stepback_course.store.tinydb.engine import TinyDBStore
from stepback_course.store.tinydb.folders import Folders
from stepback_course.store.tinydb.index_file import connect
from stepback_course.store.tinydb.index_questions import Questions, with_value, without_value
from stepback_course.store.tinydb.last_good import good_path
from stepback_course.store.tinydb.layout import Contents
from tests.contract.writing import write
from tests.store.conftest import OpenStore

KIND = "unit"
BATCH = 120
"""So many folders are taken into the index when a store is closed."""


def fill(store: TinyDBStore, *numbers: int, state: str = "ready", base: int = 0) -> None:
    for number in numbers:
        summary: dict[str, Scalar] = {"kind": KIND, "state": state, "number": number}
        write(store, f"portfolio/P-{number}", "unit/a", {}, base=base, summary=summary)


def numbers(store: TinyDBStore, **filters: str) -> list[object]:
    return [row.summary["number"] for row in store.find(KIND, filters, sort="number").rows]


def index_file(cache: Path) -> Path:
    return next((cache / "index").glob("*.sqlite"))


def settle(root: Path) -> None:
    """Make everything in the store look as old as it would be an hour later."""
    hour_ago = time.time() - 3600
    for path in [*root.rglob("*")]:
        os.utime(path, (hour_ago, hour_ago))


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were read whole, in order."""
    whole: list[Path] = []
    parse = Folders.parse

    def note(folders: Folders, path: Path, data: bytes) -> Contents:
        whole.append(path)
        return parse(folders, path, data)

    monkeypatch.setattr(Folders, "parse", note)
    return whole


def test_what_another_program_wrote_is_found(open_store: OpenStore) -> None:
    store, other = open_store(), open_store()
    fill(store, 1, 2)
    assert numbers(store) == numbers(other) == [1, 2]
    fill(other, 3)
    fill(other, 1, state="met", base=1)
    assert numbers(store, state="ready") == [2, 3]
    assert numbers(store, state="met") == [1]
    assert numbers(other) == [1, 2, 3]


def test_folders_that_were_removed_are_not_found(store: TinyDBStore, root: Path) -> None:
    fill(store, 1, 2, 3)
    assert numbers(store) == [1, 2, 3]
    first, second = sorted((root / "folders").rglob("*.json"))[:2]
    for path in (first, good_path(first)):
        path.unlink()
    shutil.rmtree(second.parent)
    assert len(numbers(store)) == 1


def test_what_is_no_folder_is_not_found(store: TinyDBStore, root: Path) -> None:
    fill(store, 1)
    file = next((root / "folders").rglob("*.json"))
    shutil.copy(file, file.with_name("portfolio~p-9.json"))
    shutil.copy(file, file.with_name(file.name + ".new"))
    (root / "folders" / "zz").mkdir()
    shutil.copy(file, root / "folders" / "zz")
    assert numbers(store) == [1]


def test_an_index_that_was_deleted_is_made_again(open_store: OpenStore, cache: Path) -> None:
    fill(open_store(), 1, 2)
    assert numbers(open_store()) == [1, 2]
    shutil.rmtree(cache)
    assert numbers(open_store()) == [1, 2]
    assert index_file(cache).exists()


@pytest.mark.parametrize("garbage", [b"", b"garbage" * 1000, b"SQLite format 3\0" + b"\xff" * 9000])
def test_an_index_that_is_garbage_is_made_again(
    open_store: OpenStore, cache: Path, garbage: bytes
) -> None:
    store = open_store()
    fill(store, 1, 2)
    assert numbers(store) == [1, 2]
    store.close()
    index_file(cache).write_bytes(garbage)
    assert numbers(open_store()) == [1, 2]
    assert index_file(cache).read_bytes() != garbage


def test_an_index_damaged_while_it_is_open_is_made_again(
    open_store: OpenStore, cache: Path
) -> None:
    store = open_store()
    fill(store, *range(60))
    assert len(numbers(store)) == 60
    store.close()
    size = index_file(cache).stat().st_size
    with index_file(cache).open("r+b") as file:
        file.seek(4096)
        file.write(b"\0" * (size - 4096))
    assert numbers(open_store()) == list(range(60))


def test_an_index_of_another_version_is_made_again(open_store: OpenStore, cache: Path) -> None:
    store = open_store()
    fill(store, 1)
    assert numbers(store) == [1]
    store.close()
    connection = sqlite3.connect(index_file(cache))
    connection.executescript("DROP TABLE summary; PRAGMA user_version = 99")
    connection.close()
    assert numbers(open_store()) == [1]


def test_a_copy_of_a_store_has_lists_of_its_own(
    open_store: OpenStore, root: Path, tmp_path: Path
) -> None:
    store = open_store()
    fill(store, 1)
    assert numbers(store) == [1]
    shutil.copytree(root, tmp_path / "copy")
    copy = TinyDBStore(tmp_path / "copy")
    fill(copy, 2)
    fill(store, 3)
    assert numbers(copy) == [1, 2]
    assert numbers(open_store()) == [1, 3]
    copy.close()


def test_a_cache_that_cannot_be_written_does_not_stop_lists(
    open_store: OpenStore, cache: Path
) -> None:
    cache.write_text("a file where the directory would be")
    store = open_store()
    fill(store, 1, 2)
    assert numbers(store) == [1, 2]
    fill(store, 3)
    assert numbers(store) == [1, 2, 3]


def test_lists_work_where_sqlite_never_does_on_disk(
    open_store: OpenStore, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = sqlite3.connect

    def only_in_memory(name: str, **options: object) -> sqlite3.Connection:
        if name != ":memory:":
            raise sqlite3.OperationalError("disk I/O error")
        return real(name, **options)  # type: ignore[call-overload, no-any-return]  # passed through

    monkeypatch.setattr(sqlite3, "connect", only_in_memory)
    store = open_store()
    fill(store, 1)
    assert numbers(store) == [1]


def test_nothing_is_read_again_where_nothing_changed(
    open_store: OpenStore, root: Path, reads: list[Path]
) -> None:
    fill(open_store(), 1, 2, 3)
    settle(root)
    assert numbers(open_store()) == [1, 2, 3]
    reads.clear()
    store = open_store()
    assert numbers(store) == [1, 2, 3]
    assert reads == []
    fill(store, 2, base=1)
    reads.clear()
    other = open_store()
    assert numbers(other) == [1, 2, 3]
    assert [path.name for path in reads] == ["portfolio~p-2.json"]


def test_what_a_batch_wrote_is_in_the_index_once_it_has_ended(
    open_store: OpenStore, reads: list[Path]
) -> None:
    store = open_store()
    fill(store, *range(BATCH))
    store.close()
    reads.clear()
    assert numbers(open_store()) == [*range(BATCH)]
    assert reads == []


def test_an_index_that_cannot_be_written_does_not_stop_a_batch_from_ending(
    open_store: OpenStore, cache: Path
) -> None:
    store = open_store()
    fill(store, *range(BATCH))
    numbers(store)
    index_file(cache).write_bytes(b"not an index" * 100)
    store = open_store()
    fill(store, *range(BATCH), state="met", base=1)
    store.close()
    assert numbers(open_store(), state="met") == [*range(BATCH)]


@pytest.mark.parametrize("is_settled", [True, False])
def test_a_batch_that_ends_puts_nothing_older_in_the_place_of_what_another_program_wrote(
    open_store: OpenStore, root: Path, is_settled: bool
) -> None:
    store, other = open_store(), open_store()
    fill(store, *range(BATCH))
    fill(other, 7, state="met", base=1)
    if is_settled:
        settle(root)
    assert numbers(other, state="met") == [7]
    store.close()
    assert numbers(other, state="met") == numbers(open_store(), state="met") == [7]


def test_a_change_that_leaves_every_time_and_size_as_they_were_is_seen_while_young(
    open_store: OpenStore, root: Path
) -> None:
    store, other = open_store(), open_store()
    fill(store, 1, state="aaaa")
    assert numbers(store, state="aaaa") == [1]
    file = next((root / "folders").rglob("*.json"))
    before, directory = file.stat(), file.parent.stat()
    content = file.read_bytes()
    fill(other, 1, state="bbbb", base=1)
    changed = file.read_bytes()
    file.unlink()
    other.close()
    # The coarsest file system there is: the same inode, time and size as before.
    file.write_bytes(content)
    with file.open("r+b") as same_inode:
        same_inode.write(changed)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    os.utime(file.parent, ns=(directory.st_atime_ns, directory.st_mtime_ns))
    assert numbers(open_store(), state="bbbb") == [1]


def test_rows_follow_the_order_of_the_question_with_an_index_of_any_age(
    open_store: OpenStore,
) -> None:
    store = open_store()
    fill(store, *range(20))
    page = store.find(KIND, sort="number", descending=True, limit=5)
    store.close()
    rest = open_store().find(KIND, sort="number", descending=True, after=page.next, limit=100)
    found: list[Row] = [*page.rows, *rest.rows]
    assert [row.summary["number"] for row in found] == list(range(19, -1, -1))


QUESTIONS = [
    ask(KIND, filters, sort, descending=descending, limit=1)
    for filters in ({}, {"state": "ready"}, {"state": "ready", "late": None})
    for sort in (None, "number")
    for descending in (False, True)
]


@pytest.mark.parametrize("question", QUESTIONS, ids=repr)
@pytest.mark.parametrize("start", [None, Position("i1", "a/b", "c"), Position(None, "a/b", "c")])
def test_no_page_needs_to_sort_what_was_found(question: Question, start: Position | None) -> None:
    connection = connect(None)
    Questions(connection).select(question, None, 1)
    queries = [without_value(question, start, 1)]
    if question.sort and (start is None or start.value):
        queries.append(with_value(question, start, 1))
    for sql, values in queries:
        plan = " ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values))
        assert plan.startswith("SEARCH summary USING INDEX asked_")
        assert "TEMP B-TREE" not in plan
    connection.close()


def test_there_is_an_end_to_how_many_indexes_are_made() -> None:
    connection = connect(None)
    questions = Questions(connection)
    for number in range(60):
        question = ask(KIND, {f"key-{number}": 1}, None, descending=False, limit=1)
        assert questions.select(question, None, 1) == []
    [(count,)] = connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'index'")
    assert count < 60
    connection.close()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE summary SET entry = x'00'",
        "UPDATE summary SET entry = 'nonsense'",
        "UPDATE summary SET entry = CAST(replace(entry, 'ready', 'riper') AS BLOB)",
        "UPDATE summary SET entry = CAST(replace(entry, 'unit/a\",1', 'unit/a\",9') AS BLOB)",
        "UPDATE summary SET seal = 'nonsense'",
    ],
)
def test_an_index_whose_rows_were_altered_is_made_again(
    open_store: OpenStore, cache: Path, damage: str
) -> None:
    store = open_store()
    fill(store, 1, 2)
    rows = store.find(KIND).rows
    store.close()
    connection = sqlite3.connect(index_file(cache))
    connection.execute(damage)
    connection.commit()
    connection.close()
    assert open_store().find(KIND).rows == rows


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE summary SET kind = 'unit'",
        "UPDATE summary SET cells = (SELECT cells FROM summary WHERE folder LIKE '%p-2')"
        " WHERE folder LIKE '%p-3'",
        f"UPDATE summary SET cells = replace(cells, '{comparable(1)}', '{comparable(9)}')",  # noqa: S608 - constants
    ],
    ids=["another kind", "another state", "another order"],
)
def test_an_index_that_answers_another_question_is_made_again(
    open_store: OpenStore, cache: Path, damage: str
) -> None:
    store = open_store()
    fill(store, 1, 2)
    fill(store, 3, state="met")
    other: dict[str, Scalar] = {"kind": "award", "state": "ready", "number": 4}
    write(store, "portfolio/P-4", "unit/a", {}, summary=other)
    assert numbers(store, state="ready") == [1, 2]
    store.close()
    connection = sqlite3.connect(index_file(cache))
    connection.execute(damage)
    connection.commit()
    connection.close()
    assert numbers(open_store(), state="ready") == [1, 2]


def test_a_row_at_the_place_of_another_does_not_outlive_its_record(
    open_store: OpenStore, cache: Path
) -> None:
    store = open_store()
    fill(store, 1, 2)
    assert numbers(store) == [1, 2]
    store.close()
    connection = sqlite3.connect(index_file(cache))
    connection.execute("UPDATE summary SET folder = 'portfolio/p-9' WHERE folder LIKE '%p-1'")
    connection.commit()
    connection.close()
    store = open_store()
    fill(store, 1, state="met", base=1)
    assert numbers(store, state="ready") == [2]


def test_a_folder_that_cannot_be_read_now_is_refused_and_found_later(
    open_store: OpenStore, root: Path
) -> None:
    fill(open_store(), 1, 2, 3)
    settle(root)
    store = open_store()
    really_open = os.open

    def refuse_one(path: Path, *arguments: int, **options: int) -> int:
        if str(path).endswith("portfolio~p-2.json"):
            raise OSError(errno.EIO, "Input/output error")
        return really_open(path, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "open", refuse_one)
        with pytest.raises(Unreachable, match="could not be read"):
            numbers(store)
    assert numbers(store) == numbers(open_store()) == [1, 2, 3]
