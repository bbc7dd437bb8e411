"""Names of a room whose modules are loaded when somebody first asks for them."""

from collections.abc import Callable, Mapping
from importlib import import_module


def loaded_late(room: str, modules: Mapping[str, str]) -> Callable[[str], object]:
    """Return the `__getattr__` of a room: by name, the module of the room that has it.

    A room that loaded its modules while it is loaded itself would wait for a thread that loads one
    of them at that moment and, for the same reason, waits for the room. Python ends that by an
    error in one of the two: a screen that is opened while a count is made would not open.
    """

    def named(name: str) -> object:
        if name not in modules:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        return getattr(import_module(f"{room}.{modules[name]}"), name)

    return named
