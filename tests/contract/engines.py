"""The engines that keep the store's promises. A new engine is one more line here."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

from stepback_course.store import Store, open_store


@dataclass(frozen=True)
class Engine:
    """How a store of one kind is opened for a test."""

    open: Callable[[Path], Store]
    """Opens the same store for the same directory, where the engine keeps anything."""
    keeps: bool
    """Whether a second object at the same address sees what the first wrote."""


def _open_postgres(directory: Path) -> Store:
    if find_spec("psycopg") is None:
        pytest.skip("PostgreSQL IS NOT TESTED: install the extra test-postgres")
    from tests.postgres.servers import store_database

    return open_store(store_database(directory))


ENGINES = {
    "memory": Engine(lambda _directory: open_store("memory:"), keeps=False),
    "tinydb": Engine(lambda directory: open_store(f"tinydb://{directory}/store"), keeps=True),
    "postgres": Engine(_open_postgres, keeps=True),
}

LASTING = [name for name, engine in ENGINES.items() if engine.keeps]
"""The engines that keep anything after the program ends."""
