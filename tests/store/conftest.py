"""A TinyDB store in a directory of its own."""

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from stepback_course.store.tinydb.engine import TinyDBStore

OpenStore = Callable[[], TinyDBStore]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache of this test's indexes."""
    monkeypatch.setenv("STEPBACK_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Where the store lies; nothing is there yet."""
    return tmp_path / "store"


@pytest.fixture
def open_store(root: Path) -> Iterator[OpenStore]:
    """Open the store as one more program would; a writer does not wait for another."""
    opened = []

    def open_one() -> TinyDBStore:
        opened.append(TinyDBStore(root, patience=0.0))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: OpenStore) -> TinyDBStore:
    """An empty store."""
    return open_store()


@pytest.fixture
def make_read_only(monkeypatch: pytest.MonkeyPatch, root: Path) -> Callable[[], None]:
    """Make the store's place one that may be read and not written, for the superuser as well."""

    def refuse(path: object) -> None:
        if str(path).startswith(str(root)):
            raise OSError(errno.EROFS, "Read-only file system", str(path))

    def refusing(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: object, *arguments: Any, **options: Any) -> Any:
            refuse(path)
            return real(path, *arguments, **options)

        return call

    really_open = os.open

    def open_to_read(path: Any, flags: int, *arguments: Any, **options: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC):
            refuse(path)
        return really_open(path, flags, *arguments, **options)

    def make() -> None:
        for name in ("mkdir", "unlink", "chmod", "link", "replace", "rename", "utime"):
            monkeypatch.setattr(os, name, refusing(getattr(os, name)))
        monkeypatch.setattr(os, "open", open_to_read)

    return make
