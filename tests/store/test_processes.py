import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import filelock
import pytest

from stepback_course.store.tinydb.engine import TinyDBStore
from tests.store.conftest import OpenStore
from tests.store.writer import FOLDER, RECORD, add_one


def start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.writer", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )


def begin(writer: subprocess.Popen[str]) -> None:
    assert writer.stdin
    writer.stdin.write("begin\n")


def test_two_programs_that_write_one_record_lose_nothing(store: TinyDBStore, root: Path) -> None:
    writers = [start("count", str(root), "100") for _ in range(2)]
    for writer in writers:
        begin(writer)
    for writer in writers:
        with writer:
            writer.communicate(timeout=60)
        assert writer.returncode == 0
    record = store.get(FOLDER, RECORD)
    assert record is not None
    assert (record.revision, record.document) == (200, {"number": 200})
    assert list(store.check()) == []


def test_threads_exclude_each_other_where_the_file_lock_is_the_process_s(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = TinyDBStore(root)
    add_one(store)
    monkeypatch.setattr(filelock, "lock_descriptor", lambda _descriptor, blocking: not blocking)
    monkeypatch.setattr(filelock, "unlock_descriptor", lambda _descriptor: None)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add_one, [store] * 60))
    record = store.get(FOLDER, RECORD)
    assert record is not None
    assert record.document == {"number": 61}


def test_what_was_acknowledged_is_there_after_the_program_is_killed(
    open_store: OpenStore, root: Path
) -> None:
    acknowledged = 0
    for kill in range(8):
        with start("acknowledge", str(root)) as writer:
            begin(writer)
            assert writer.stdout
            for _ in range(1 + 3 * kill):
                acknowledged = int(writer.stdout.readline())
            writer.kill()
            rest = writer.stdout.read().split("\n")[:-1]
        acknowledged = int(rest[-1]) if rest else acknowledged
        store = open_store()
        record = store.get(FOLDER, RECORD)
        assert record is not None
        assert record.revision >= acknowledged
        assert record.document["number"] == record.revision
        assert [row.revision for row in store.find("draft").rows] == [record.revision]
        assert list(store.check()) == []
