"""A TinyDB store in a directory of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

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
