"""What the tests of the PostgreSQL engine need."""

from collections.abc import Callable, Iterator

import pytest

from stepback_course.store.postgres.engine import PostgresStore
from tests.postgres.servers import store_database

OpenStore = Callable[..., PostgresStore]


@pytest.fixture
def url() -> str:
    """The address of an empty store."""
    return store_database()


@pytest.fixture
def open_store() -> Iterator[OpenStore]:
    """Open stores that are closed when the test is over."""
    opened: list[PostgresStore] = []

    def open_one(url: str, *, patience: float = 5.0) -> PostgresStore:
        opened.append(PostgresStore(url, patience=patience))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def store(url: str, open_store: OpenStore) -> PostgresStore:
    """An empty store."""
    return open_store(url)
