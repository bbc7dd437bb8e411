"""A store with a made-up cohort in it, to be copied and backed up."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stepback_course.demo import fill
from stepback_course.store import Store, open_store
from stepback_course.store.moving.packing import write_backup
from tests.contract.engines import ENGINES

MADE = datetime(2026, 3, 4, 12, 3, 4, tzinfo=UTC)

OpenEmpty = Callable[[str], Store]


@pytest.fixture(scope="session")
def cohort() -> Store:
    """Three made-up practitioners with everything they submitted; to be read, not written to."""
    store = open_store("memory:")
    fill(store, size=3, seed=11)
    return store


@pytest.fixture(scope="session")
def packed(cohort: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the cohort; to be read, not written to."""
    path = tmp_path_factory.mktemp("packed") / "cohort.zip"
    write_backup(cohort, path, about="Positive Eye Ltd", made=MADE)
    return path


@pytest.fixture
def open_empty(tmp_path: Path) -> Iterator[OpenEmpty]:
    """Open one more empty store of an engine."""
    opened: list[Store] = []

    def open_one(engine: str) -> Store:
        directory = tmp_path / f"store-{len(opened)}"
        directory.mkdir()
        opened.append(ENGINES[engine].open(directory))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def target(open_empty: OpenEmpty) -> Store:
    """An empty store on the disk."""
    return open_empty("tinydb")
