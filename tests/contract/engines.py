"""The engines that keep the store's promises. A new engine is one more line here."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from stepback_course.store import Store, open_store


@dataclass(frozen=True)
class Engine:
    """How a store of one kind is opened for a test."""

    open: Callable[[Path], Store]
    """Opens the same store for the same directory, where the engine keeps anything."""
    keeps: bool
    """Whether a second object at the same address sees what the first wrote."""


ENGINES = {
    "memory": Engine(lambda _directory: open_store("memory:"), keeps=False),
    "tinydb": Engine(lambda directory: open_store(f"tinydb://{directory}/store"), keeps=True),
}

LASTING = [name for name, engine in ENGINES.items() if engine.keeps]
"""The engines that keep anything after the program ends."""
