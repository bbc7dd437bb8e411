import errno
import hashlib
import io
import os
from collections.abc import Callable, Iterator
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
from stepback_course.store.tinydb.engine import TinyDBStore
from stepback_course.store.tinydb.reserve import Reserve
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

    CALLS = ("open", "write", "fsync", "replace", "mkdir", "link", "unlink")

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


def fail_each_call(number: int, action: Callable[[], object]) -> Iterator[StoreError | None]:
    """Do `action` with its first writing call failing, then its second, until none is left.

    Yield the refusal after each, None where it was done all the same.
    """
    for failing in count(1):
        refusal = None
        with pytest.MonkeyPatch.context() as patch:
            system = FailingSystem(patch, failing, number)
            try:
                action()
            except StoreError as error:
                refusal = error
        if system.count < failing:
            return
        yield refusal


@pytest.fixture
def no_reserve(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make stores that keep no room back, so that a full disk is met."""
    monkeypatch.setattr(Reserve, "fill", lambda _reserve: None)


@pytest.mark.usefixtures("no_reserve")
@pytest.mark.parametrize(("number", "expected"), ERRORS)
def test_any_call_may_fail_and_the_record_is_old_or_new(
    open_store: OpenStore, number: int, expected: type[StoreError]
) -> None:
    write(open_store(), FOLDER, "profile", {"saves": 1})
    revision = 1
    refused = []

    def save() -> None:
        document = {"saves": revision + 1}
        write(open_store(), FOLDER, "profile", document, base=revision, operation=f"{revision}")

    for refusal in fail_each_call(number, save):
        before, record = revision, open_store().get(FOLDER, "profile")
        assert record
        assert record.document == {"saves": record.revision}
        assert record.revision in (before, before + 1)
        assert list(open_store().check()) == []
        if refusal is None:
            assert record.revision == before + 1
        else:
            refused.append(refusal)
            assert type(refusal) in (expected, Unreachable)
            assert ("not certain" in str(refusal)) or record.revision == before
            save()
        revision = before + 1
    # The trial of locks, two locks; directory, flush; new file, bytes, flush; old copy; new name,
    # flush. Where the old file cannot have a second name, it is copied.
    assert len(refused) == 12


@pytest.mark.usefixtures("no_reserve")
@pytest.mark.parametrize(("number", "expected"), ERRORS)
def test_any_call_may_fail_while_a_store_is_made(
    root: Path, number: int, expected: type[StoreError]
) -> None:
    roots = (root / str(number) for number in count())
    stores: list[TinyDBStore] = []

    def make() -> None:
        stores.append(TinyDBStore(next(roots)))
        write(stores[-1], FOLDER, "profile", {"n": 1}, operation="the same")

    refused = [refusal for refusal in fail_each_call(number, make) if refusal]
    assert {type(refusal) for refusal in refused} <= {expected, Unreachable}
    assert len(refused) > 20
    for store in stores:
        assert write(store, FOLDER, "profile", {"n": 1}, operation="the same") == 1
        assert document_of(TinyDBStore(store.url.removeprefix("tinydb://")), FOLDER, "profile")


@pytest.mark.usefixtures("no_reserve")
@pytest.mark.parametrize(("number", "expected"), ERRORS)
def test_any_call_may_fail_while_a_file_is_kept(
    open_store: OpenStore, root: Path, number: int, expected: type[StoreError]
) -> None:
    write(open_store(), FOLDER, "profile", {})
    digest = hashlib.sha256(b"evidence").hexdigest()

    def keep() -> None:
        open_store().put_file(io.BytesIO(b"evidence"), limit=100)

    refused = []
    for refusal in fail_each_call(number, keep):
        refused.append(refusal)
        assert refusal is None or type(refusal) in (expected, Unreachable)
        assert not (root / "files" / "arriving").exists()
        if refusal is None:
            with open_store().open_file(digest) as file:
                assert file.read() == b"evidence"
    assert len(refused) >= 8


@pytest.mark.usefixtures("no_reserve")
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
    monkeypatch.setattr("stepback_course.store.tinydb.engine.flush_names", flushed.append)
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
    for name in ("write", "fsync", "unlink", "link", "replace"):
        real = getattr(os, name)

        def note(*arguments: Any, name: str = name, real: Callable[..., Any] = real) -> Any:
            calls.append(name)
            return real(*arguments)

        monkeypatch.setattr(os, name, note)
    write(store, FOLDER, "profile", {}, base=1)
    assert calls == ["write", "fsync", "unlink", "link", "unlink", "replace", "fsync"]


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
