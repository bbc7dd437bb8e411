import errno
import os
from pathlib import Path

import filelock
import pytest

from stepback_course.store import Busy, ReadOnly
from stepback_course.store.tinydb.engine import TinyDBStore
from tests.contract.writing import document_of, write
from tests.store.conftest import OpenStore

FOLDER = "portfolio/P-1"


def test_where_locks_exclude_nobody_nothing_is_written(
    open_store: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(open_store(), FOLDER, "profile", {"n": 1})
    monkeypatch.setattr(filelock, "lock_descriptor", lambda _descriptor, blocking: True)
    store = open_store()
    for _ in range(2):
        with pytest.raises(ReadOnly, match="cannot keep another from writing"):
            write(store, FOLDER, "profile", {"n": 2}, base=1)
    assert document_of(store, FOLDER, "profile") == {"n": 1}


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_where_there_are_no_locks_nothing_is_written(
    open_store: OpenStore, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(_descriptor: int, blocking: bool) -> bool:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(filelock, "lock_descriptor", refuse)
    with pytest.raises(ReadOnly, match="Keep the store on a disk of this computer"):
        write(open_store(), FOLDER, "profile", {"n": 1})


def test_another_program_that_tries_the_locks_at_the_same_moment_is_no_reason_to_refuse(
    store: TinyDBStore, open_store: OpenStore, root: Path
) -> None:
    write(store, FOLDER, "profile", {"n": 1})
    with (root / "locks" / "self-test.lock").open("r+b") as held:
        assert filelock.lock_descriptor(held.fileno(), blocking=False)
        assert write(open_store(), FOLDER, "profile", {"n": 2}, base=1) == 2


def test_locks_are_tried_once(store: TinyDBStore, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    real = os.open

    def note(path: str, *arguments: int) -> int:
        opened.append(str(path))
        return real(path, *arguments)

    monkeypatch.setattr(os, "open", note)
    for base in range(3):
        write(store, FOLDER, "profile", {}, base=base)
    assert len([path for path in opened if "self-test" in path]) == 2


def test_a_lock_whose_descriptor_cannot_be_closed_hides_no_refusal(
    store: TinyDBStore, open_store: OpenStore, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(store, FOLDER, "profile", {"n": 1})
    real = os.close

    def close(descriptor: int) -> None:
        real(descriptor)
        raise OSError(errno.EIO, "Input/output error")

    other = open_store()
    lock = next((root / "locks").glob("??.lock")).stem
    other._place.make()
    with other._place.locks.hold(lock):
        monkeypatch.setattr(os, "close", close)
        with pytest.raises(Busy):
            write(store, FOLDER, "profile", {"n": 2}, base=1)
        monkeypatch.undo()
