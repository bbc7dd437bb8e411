import errno
import io
import os
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from stepback_course.store import (
    Busy,
    Missing,
    ReadOnly,
    StoreError,
    StoreFull,
    Unreachable,
)
from stepback_course.store.tinydb import durable
from stepback_course.store.tinydb.engine import TinyDBStore
from tests.contract.writing import document_of, write
from tests.store.conftest import OpenStore

FOLDER = "portfolio/P-1"

ERRORS = [
    (errno.ENOSPC, StoreFull),
    (errno.EDQUOT, StoreFull),
    (errno.EROFS, ReadOnly),
    (errno.EACCES, ReadOnly),
    (errno.EPERM, ReadOnly),
    (errno.EIO, Unreachable),
]


class FailingSystem:
    """Lets the calls that write through, but for one of them."""

    CALLS = ("open", "write", "fsync", "replace", "mkdir")

    def __init__(self, patch: pytest.MonkeyPatch, failing: int, number: int) -> None:
        self.count = 0
        self.failing = failing
        self.number = number
        for name in self.CALLS:
            patch.setattr(os, name, self.wrapped(name, getattr(os, name)))

    def wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            if name != "open" or arguments[1] & os.O_CREAT:
                self.count += 1
                if self.count == self.failing:
                    raise OSError(self.number, os.strerror(self.number), "somewhere")
            return real(*arguments, **options)

        return call


def fail_each_call(number: int, action: Callable[[], object]) -> list[StoreError]:
    """Do `action` with its first writing call failing, then its second, until none is left."""
    refusals: list[StoreError] = []
    while True:
        with pytest.MonkeyPatch.context() as patch:
            system = FailingSystem(patch, len(refusals) + 1, number)
            try:
                action()
            except StoreError as refusal:
                refusals.append(refusal)
        if system.count < system.failing:
            return refusals
        assert len(refusals) == system.failing, "a call failed and nobody was told"


@pytest.mark.parametrize(("number", "expected"), ERRORS)
def test_any_call_may_fail_and_the_record_is_old_or_new(
    open_store: OpenStore, number: int, expected: type[StoreError]
) -> None:
    write(open_store(), FOLDER, "profile", {"text": "old"})
    seen = []

    def save() -> None:
        seen.append(document_of(open_store(), FOLDER, "profile"))
        write(open_store(), FOLDER, "profile", {"text": "new"}, base=1, operation="the same")

    refusals = fail_each_call(number, save)
    assert [type(refusal) for refusal in refusals] == [expected] * len(refusals)
    assert all("saved" in str(refusal) for refusal in refusals)
    # Lock; directory and its flush; new file, two portions, flush; rename; flush of the name.
    assert len(refusals) == 9
    assert seen == [*[{"text": "old"}] * 9, {"text": "new"}]
    assert document_of(open_store(), FOLDER, "profile") == {"text": "new"}
    assert list(open_store().check()) == []


@pytest.mark.parametrize(("number", "expected"), ERRORS)
def test_any_call_may_fail_while_a_store_is_made(
    root: Path, number: int, expected: type[StoreError]
) -> None:
    roots = (root / str(number) for number in count())
    stores: list[TinyDBStore] = []

    def make() -> None:
        stores.append(TinyDBStore(next(roots)))
        write(stores[-1], FOLDER, "profile", {"n": 1}, operation="the same")

    refusals = fail_each_call(number, make)
    assert [type(refusal) for refusal in refusals] == [expected] * len(refusals)
    assert len(refusals) > 20
    for store in stores:
        assert write(store, FOLDER, "profile", {"n": 1}, operation="the same") == 1


def test_any_call_may_fail_while_a_file_is_kept(open_store: OpenStore, root: Path) -> None:
    write(open_store(), FOLDER, "profile", {})
    digests = []

    def keep() -> None:
        digests.append(open_store().put_file(io.BytesIO(b"evidence"), limit=100))

    refusals = fail_each_call(errno.ENOSPC, keep)
    assert {type(refusal) for refusal in refusals} == {StoreFull}
    assert len(refusals) >= 8
    with open_store().open_file(digests[0]) as file:
        assert file.read() == b"evidence"
    assert [path.name for path in (root / "files").iterdir()] == [digests[0][:2]]


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_nothing_is_left_beside_a_save_that_did_not_work(
    store: TinyDBStore, root: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    write(store, FOLDER, "profile", {})
    before = sorted(root.rglob("*"))

    def refuse(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, call, refuse)
    with pytest.raises(StoreFull):
        write(store, FOLDER, "profile", {}, base=1)
    assert sorted(root.rglob("*")) == before


def test_a_save_told_as_uncertain_is_made_certain_by_the_same_operation(
    store: TinyDBStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(store, FOLDER, "profile", {"n": 1})
    flushed: list[Path] = []
    monkeypatch.setattr("stepback_course.store.tinydb.engine.flush_directory", flushed.append)
    write(store, FOLDER, "profile", {"n": 2}, base=1, operation="same")
    assert flushed == []
    assert write(store, FOLDER, "profile", {"n": 2}, base=1, operation="same") == 2
    assert [path.parent.name for path in flushed] == ["folders"]


def test_a_save_that_writes_few_bytes_at_a_time_is_whole(
    open_store: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda file, data: real(file, data[:7]))
    write(open_store(), FOLDER, "profile", {"text": "a" * 500})
    monkeypatch.undo()
    assert open_store().records(FOLDER)["profile"].document == {"text": "a" * 500}


def test_a_disk_that_takes_no_bytes_is_an_error_and_no_endless_loop(
    store: TinyDBStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "write", lambda _file, _data: 0)
    with pytest.raises(Unreachable):
        write(store, FOLDER, "profile", {})


def test_a_folder_that_cannot_be_read_is_unreachable(
    store: TinyDBStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(store, FOLDER, "profile", {})

    def refuse(*_arguments: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(Unreachable, match="Permission denied"):
        store.get(FOLDER, "profile")


def test_the_order_of_a_save_is_bytes_flush_rename_flush(
    store: TinyDBStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(store, FOLDER, "profile", {})
    calls = []
    for name in ("write", "fsync", "replace"):
        real = getattr(os, name)

        def note(*arguments: Any, name: str = name, real: Callable[..., Any] = real) -> Any:
            calls.append(name)
            return real(*arguments)

        monkeypatch.setattr(os, name, note)
    write(store, FOLDER, "profile", {}, base=1)
    assert calls == ["write", "write", "fsync", "replace", "fsync"]


class WindowsError(PermissionError):
    """What Windows says of a file that another program holds for a moment."""

    def __init__(self, winerror: int) -> None:
        super().__init__(errno.EACCES, "held")
        self.winerror = winerror


@pytest.mark.parametrize("winerror", [5, 32, 33])
def test_on_windows_a_file_held_for_a_moment_is_tried_again(
    open_store: OpenStore, monkeypatch: pytest.MonkeyPatch, winerror: int
) -> None:
    pauses: list[float] = []
    refusals = [WindowsError(winerror), WindowsError(winerror)]
    real = os.replace

    def replace(source: str, target: str) -> None:
        if refusals:
            raise refusals.pop()
        real(source, target)

    write(open_store(), FOLDER, "profile", {"n": 1})
    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.setattr(time, "sleep", pauses.append)
    write(open_store(), FOLDER, "profile", {"n": 2}, base=1)
    assert pauses == [0.01, 0.02]
    assert document_of(open_store(), FOLDER, "profile") == {"n": 2}


def test_on_windows_a_file_held_for_long_is_refused_in_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)

    def held() -> None:
        raise WindowsError(32)

    with pytest.raises(WindowsError):
        durable.patiently(held)
    assert 1 < sum(pauses) < 3


def test_another_error_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []

    def refused() -> None:
        tries.append(1)
        raise PermissionError(errno.EACCES, "no")

    with pytest.raises(PermissionError):
        durable.patiently(refused)
    assert tries == [1]


def test_on_windows_no_directory_is_flushed(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    monkeypatch.setattr(os, "name", "nt")
    durable.flush_directory(root / "which does not even exist")


def test_a_writer_that_waited_long_enough_is_told_that_the_store_is_busy(
    open_store: OpenStore,
) -> None:
    store, other = open_store(), open_store()
    write(store, FOLDER, "profile", {"n": 1})
    lock = next((Path(store.url.removeprefix("tinydb://")) / "locks").glob("??.lock")).stem
    for writer in (store, other):
        with store._place.locks.hold(lock), pytest.raises(Busy, match="Try again in a moment"):
            write(writer, FOLDER, "profile", {"n": 2}, base=1)
    write(other, FOLDER, "profile", {"n": 2}, base=1)


def test_reading_waits_for_no_writer(open_store: OpenStore) -> None:
    store = open_store()
    write(store, FOLDER, "profile", {"n": 1}, summary={"kind": "portfolio"})
    lock = next((Path(store.url.removeprefix("tinydb://")) / "locks").glob("??.lock")).stem
    with store._place.locks.hold(lock):
        assert document_of(open_store(), FOLDER, "profile") == {"n": 1}
        assert len(open_store().find("portfolio").rows) == 1
        with pytest.raises(Missing):
            open_store().open_file("0" * 64)
