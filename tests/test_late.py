"""Threads and screens load rooms at the same time, and none is in the way of another."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import stepback_course
from stepback_course.late import loaded_late

BEFORE_ANY_THREAD = {"people", "store", "text"}
"""What the program loads before it opens a screen."""
NEVER_IN_A_THREAD = {"batch.operations", "plain.answering"}
"""What no screen loads."""

_LOADED_WITH_ITS_ROOM = """
import sys
for room in sys.argv[1:]:
    known = set(sys.modules)
    __import__(room)
    print(*(name for name in sys.modules if name not in known and name.startswith(room + ".")))
"""


def _rooms() -> list[str]:
    """Return every room but those that may load their modules with themselves."""
    house = Path(stepback_course.__file__).parent
    folders = (file.parent.relative_to(house) for file in house.rglob("__init__.py"))
    names = {".".join(folder.parts) for folder in folders} - {""}
    early = BEFORE_ANY_THREAD | NEVER_IN_A_THREAD
    return sorted(f"{stepback_course.__name__}.{name}" for name in names - early)


def test_a_room_is_loaded_without_its_modules() -> None:
    rooms = _rooms()

    printed = subprocess.run(
        [sys.executable, "-c", _LOADED_WITH_ITS_ROOM, *rooms],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    loaded = dict(zip(rooms, printed.split("\n"), strict=False))
    assert {room: modules for room, modules in loaded.items() if modules} == {}


@pytest.mark.parametrize("room", _rooms())
def test_a_room_has_every_name_that_it_offers(room: str) -> None:
    module = import_module(room)

    assert [name for name in getattr(module, "__all__", ()) if not hasattr(module, name)] == []


def test_a_name_that_a_room_has_not_is_refused_as_everywhere() -> None:
    named = loaded_late("stepback_course.marking", {"Desk": "desk"})

    with pytest.raises(AttributeError, match=r"'stepback_course\.marking' .* 'Dusk'"):
        named("Dusk")
