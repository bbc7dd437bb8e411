"""Windows as its documentation describes it, simulated: nothing here has run there."""

import errno
import io
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stepback_course.store.tinydb import durable
from stepback_course.store.tinydb.engine import TinyDBStore
from tests.contract.writing import document_of, write

FOLDER = "portfolio/P-1"


class WindowsError(PermissionError):
    """What Windows says of a file that another program holds for a moment."""

    def __init__(self, winerror: int) -> None:
        super().__init__(errno.EACCES, "held")
        self.winerror = winerror


class Holder:
    """Another program that holds every file of a store for a moment, as a virus scanner does."""

    CALLS = ("open", "link", "unlink", "replace")

    def __init__(self, patch: pytest.MonkeyPatch, root: Path) -> None:
        self.root = root
        self.refused: list[tuple[str, str]] = []
        self.pauses: list[float] = []
        patch.setattr(time, "sleep", self.pauses.append)
        for name in self.CALLS:
            patch.setattr(os, name, self.wrapped(name, getattr(os, name)))

    def wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: Any, *arguments: Any, **options: Any) -> Any:
            held = (name, Path(path).name)
            if str(path).startswith(str(self.root)) and held not in self.refused:
                self.refused.append(held)
                raise WindowsError(32)
            return real(path, *arguments, **options)

        return call


def test_on_windows_a_file_held_for_a_moment_is_read_and_written_all_the_same(
    store: TinyDBStore, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(store, FOLDER, "profile", {"n": 1})
    monkeypatch.setattr(durable, "flush_directory", lambda _path: None)
    monkeypatch.setattr("stepback_course.store.tinydb.set_aside.flush_directory", lambda _path: 0)
    holder = Holder(monkeypatch, root)
    fresh = TinyDBStore(root)
    write(fresh, FOLDER, "profile", {"n": 2}, base=1)
    assert document_of(fresh, FOLDER, "profile") == {"n": 2}
    file = next((root / "folders").rglob("*.json"))
    file.write_bytes(b"")
    assert document_of(fresh, FOLDER, "profile") == {"n": 1}
    fresh.put_file(io.BytesIO(b"evidence"), limit=10)
    assert {name for name, _file in holder.refused} == set(Holder.CALLS)
    assert len(holder.pauses) == len(holder.refused)


def test_on_windows_a_file_held_for_a_moment_is_listed_and_checked_all_the_same(
    store: TinyDBStore, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(store, FOLDER, "profile", {"n": 1}, summary={"kind": "portfolio"})
    monkeypatch.setattr(os, "supports_dir_fd", set())
    holder = Holder(monkeypatch, root / "folders")
    assert len(TinyDBStore(root).find("portfolio").rows) == 1
    assert len(holder.refused) > 0
    holder.refused.clear()
    assert list(TinyDBStore(root).check()) == []
    assert len(holder.refused) > 0


@pytest.mark.parametrize("winerror", [5, 32, 33])
def test_on_windows_three_errors_say_that_a_file_is_held(
    monkeypatch: pytest.MonkeyPatch, winerror: int
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    refusals = [WindowsError(winerror), WindowsError(winerror)]

    def refuse_twice() -> str:
        if refusals:
            raise refusals.pop()
        return "done"

    assert durable.patiently(refuse_twice) == "done"
    assert pauses == [0.01, 0.02]


def test_on_windows_a_file_that_cannot_be_opened_is_held_as_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    monkeypatch.setattr(os, "name", "nt")
    refusals = [PermissionError(errno.EACCES, "Permission denied")]

    def refuse_once() -> str:
        if refusals:
            raise refusals.pop()
        return "done"

    assert durable.patiently(refuse_once) == "done"
    assert pauses == [0.01]


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
