"""What most tests need."""

import gc
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings

from stepback_course.course import reader, shelf
from stepback_course.course.models import Course
from stepback_course.course.packed import packed_root
from stepback_course.store import open_store
from tests.house import House, furnish, packed_course

# How long an example takes says how busy the machine is, and nothing about the program.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


def pytest_collection_finish() -> None:
    """Let the garbage collector come seldom and pass over what was collected.

    At its usual pace it took a fifth of the time of a run.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def courses_read_once() -> Iterator[None]:
    """Make a definition once for all the stores that have it; nobody can change one."""
    installed, read_anew = packed_root(), reader.read_course

    def read_once(root: Path | Traversable) -> Course:
        return packed_course() if root == installed else read_anew(root)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shelf, "_made", lru_cache(8)(shelf._made))
        patch.setattr(reader, "read_course", read_once)
        yield


@pytest.fixture
def own_place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for one test, there already only where the test has one anyway.

    Most write nothing, and to make a folder and remove it takes longer than many a test.
    """
    if "tmp_path" in request.fixturenames:
        place: Path = request.getfixturevalue("tmp_path")
        return place
    return tmp_path_factory.getbasetemp() / f"own-{uuid4().hex}"


@pytest.fixture(autouse=True)
def own_folders(own_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep settings, rescued text, the derived index and the keys of a test in its own folder."""
    for name in ("CONFIG", "RESCUE", "CACHE", "KEYS", "ERASED"):
        monkeypatch.setenv(f"STEPBACK_{name}", str(own_place / name.lower()))
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
