"""One suite, every engine."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stepback_course.store import Store
from tests.contract.engines import ENGINES, Engine

OpenStore = Callable[[], Store]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep indexes out of the user's cache."""
    monkeypatch.setenv("STEPBACK_CACHE", str(tmp_path / "cache"))


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn."""
    return ENGINES[request.param]


@pytest.fixture
def open_again(engine: Engine, tmp_path: Path) -> Iterator[OpenStore]:
    """Open the test's store as another program would."""
    opened = []

    def open_one() -> Store:
        opened.append(engine.open(tmp_path))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def store(engine: Engine, tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    store = engine.open(tmp_path)
    yield store
    store.close()
