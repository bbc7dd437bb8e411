"""What most tests need."""

from pathlib import Path

import pytest

from stepback_course.store import open_store
from tests.house import House, furnish


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep settings, rescued text, the derived index and the keys of a test in its own folder."""
    for name in ("CONFIG", "RESCUE", "CACHE", "KEYS", "ERASED"):
        monkeypatch.setenv(f"STEPBACK_{name}", str(tmp_path / name.lower()))
    for name in ("STEPBACK_STORE", "STEPBACK_AS", "STEPBACK_CONTENT"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def empty_house() -> House:
    """A store in which nobody has ever been."""
    return House(open_store("memory:"))


@pytest.fixture
def house(empty_house: House) -> House:
    """A team of three, a cohort, and three practitioners who have written nothing yet."""
    furnish(empty_house)
    return empty_house
