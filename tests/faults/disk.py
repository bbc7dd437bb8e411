"""A disk in memory that forgets what was not flushed, for a real program's trace.

Bytes of a file last once the file was flushed; a name lasts once its directory was flushed. What
was not flushed may be there after the power came back, or not, in any combination: so the disks
that a crash may leave are the flushed effects, and any of the others, in their order.
"""

import itertools
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests.faults.system import Call, Real, WatchedSystem

BLOCK = 4096


@dataclass(frozen=True)
class Node:
    """A file or directory, whatever it is called."""

    number: int
    is_directory: bool


ROOT = Node(0, is_directory=True)


@dataclass(frozen=True)
class Bytes:
    """Bytes that were written into a file, at most one block of them."""

    holder: Node
    offset: int
    data: bytes


@dataclass(frozen=True)
class Length:
    """A file that was cut or extended."""

    holder: Node
    size: int


@dataclass(frozen=True)
class Names:
    """Names that came, went or changed at one moment, by directory and name."""

    holder: Node
    """The directory whose flush makes them last; of a move, where to."""
    changes: tuple[tuple[Node, str, Node | None], ...]


@dataclass(frozen=True)
class Flush:
    """A file or directory of which everything so far lasts from now on."""

    holder: Node


@dataclass(frozen=True)
class Mark:
    """Something that the program was told or said between two calls."""

    what: Any


Effect = Bytes | Length | Names
Event = Effect | Flush | Mark


@dataclass
class Disk:
    """What is on the disk: the bytes of files and the names in directories."""

    files: dict[Node, bytearray] = field(default_factory=dict)
    directories: dict[Node, dict[str, Node]] = field(default_factory=dict)

    def apply(self, effect: Effect) -> None:
        """Let one effect happen."""
        match effect:
            case Bytes(file, offset, data):
                content = self._long_enough(file, offset)
                content[offset : offset + len(data)] = data
            case Length(file, size):
                del self._long_enough(file, size)[size:]
            case Names(_holder, changes):
                for directory, name, node in changes:
                    names = self.directories.setdefault(directory, {})
                    names.pop(name, None)
                    if node:
                        names[name] = node

    def find(self, path: Path) -> Node | None:
        """Return what has this path, or None where there is nothing."""
        node: Node | None = ROOT
        for part in path.parts:
            node = self.directories.get(node, {}).get(part) if node else None
        return node

    def size(self, file: Node) -> int:
        """Return the length of a file in bytes."""
        return len(self.files.get(file, b""))

    def tree(self, directory: Node = ROOT, path: Path = Path()) -> dict[Path, bytes | None]:
        """Return the content of every file by its path; None for a directory."""
        found: dict[Path, bytes | None] = {}
        for name, node in self.directories.get(directory, {}).items():
            if node.is_directory:
                found[path / name] = None
                found |= self.tree(node, path / name)
            else:
                found[path / name] = bytes(self.files.get(node, b""))
        return found

    def _long_enough(self, file: Node, size: int) -> bytearray:
        content = self.files.setdefault(file, bytearray())
        content.extend(bytes(max(0, size - len(content))))
        return content


class RecordedSystem(WatchedSystem):
    """Keeps the trace of everything that a program does to the disk below `root`."""

    def __init__(self, root: Path) -> None:
        """Record what happens below `root`, which is an empty directory."""
        super().__init__(root)
        self.events: list[Event] = []
        self._now = Disk()
        self._numbers = itertools.count(1)
        self._places: dict[int, tuple[Node, int]] = {}
        self._recorders: dict[str, Callable[[Call, Any], None]] = {
            "open": self._open,
            "write": self._write,
            "lseek": self._seek,
            "ftruncate": self._cut,
            "fsync": self._flush,
            "fdatasync": self._flush,
            "mkdir": self._make_directory,
            "replace": self._move,
            "rename": self._move,
            "link": self._link,
            "unlink": self._remove,
            "remove": self._remove,
            "rmdir": self._remove,
        }

    def mark(self, what: object) -> None:
        """Note something in the trace."""
        self.events.append(Mark(what))

    def meet(self, call: Call, real: Real) -> Any:
        """Return what the program is told, after keeping what it did."""
        met = real()
        if record := self._recorders.get(call.name):
            record(call, met)
        return met

    def is_complete(self) -> bool:
        """Say whether the trace explains everything that is really there now."""
        real = {
            path.relative_to(self.root): None if path.is_dir() else path.read_bytes()
            for path in self.root.rglob("*")
        }
        return real == self._now.tree()

    def _happens(self, effect: Effect) -> None:
        self.events.append(effect)
        self._now.apply(effect)

    def _found(self, path: Path) -> Node:
        node = self._now.find(path.relative_to(self.root))
        assert node, f"{path} was made unseen"
        return node

    def _name(self, path: Path, *, is_directory: bool) -> Node:
        node, directory = Node(next(self._numbers), is_directory), self._found(path.parent)
        self._happens(Names(directory, ((directory, path.name, node),)))
        return node

    def _open(self, call: Call, descriptor: int) -> None:
        node = self._now.find(call.path.relative_to(self.root))
        if not node:
            node = self._name(call.path, is_directory=False)
        elif call.arguments[1] & os.O_TRUNC:
            self._happens(Length(node, 0))
        appends = call.arguments[1] & os.O_APPEND
        self._places[descriptor] = node, self._now.size(node) if appends else 0

    def _write(self, call: Call, written: int) -> None:
        descriptor, portion = call.arguments
        node, offset = self._places[descriptor]
        data = bytes(portion[:written])
        for start in range(0, written, BLOCK):
            self._happens(Bytes(node, offset + start, data[start : start + BLOCK]))
        self._places[descriptor] = node, offset + written

    def _seek(self, call: Call, offset: int) -> None:
        descriptor = call.arguments[0]
        self._places[descriptor] = self._places[descriptor][0], offset

    def _cut(self, call: Call, _met: None) -> None:
        descriptor, size = call.arguments
        self._happens(Length(self._places[descriptor][0], size))

    def _flush(self, call: Call, _met: None) -> None:
        self.events.append(Flush(self._places[call.arguments[0]][0]))

    def _make_directory(self, call: Call, _met: None) -> None:
        self._name(call.path, is_directory=True)

    def _move(self, call: Call, _met: None) -> None:
        target, node = Path(call.arguments[1]), self._found(call.path)
        source, goal = self._found(call.path.parent), self._found(target.parent)
        self._happens(Names(goal, ((source, call.path.name, None), (goal, target.name, node))))

    def _link(self, call: Call, _met: None) -> None:
        target = Path(call.arguments[1])
        directory = self._found(target.parent)
        self._happens(Names(directory, ((directory, target.name, self._found(call.path)),)))

    def _remove(self, call: Call, _met: None) -> None:
        directory = self._found(call.path.parent)
        self._happens(Names(directory, ((directory, call.path.name, None),)))


def disks_after(events: Sequence[Event], chance: Random, most: int) -> Iterator[Disk]:
    """Yield disks that the power may leave when it goes after these events, the likeliest first.

    Everything and nothing of what was not flushed, each effect alone and all but each, then random
    choices; at most `most` of them.
    """
    flushed, loose = _split(events)
    everything = frozenset(loose)
    choices = [everything, frozenset[int]()]
    choices += [everything - {number} for number in loose]
    choices += [frozenset({number}) for number in loose]
    choices += [frozenset(n for n in loose if chance.random() < 0.5) for _ in range(len(loose))]
    if len(choices) > most:
        choices = chance.sample(choices, most)
    for choice in dict.fromkeys(choices):
        disk = Disk()
        for number, event in enumerate(events):
            if number in flushed or number in choice:
                assert isinstance(event, Effect)
                disk.apply(event)
        yield disk


def _split(events: Sequence[Event]) -> tuple[set[int], list[int]]:
    waiting: dict[Node, list[int]] = {}
    flushed: set[int] = set()
    for number, event in enumerate(events):
        match event:
            case Flush(holder):
                flushed.update(waiting.pop(holder, []))
            case Bytes() | Length() | Names():
                waiting.setdefault(event.holder, []).append(number)
    return flushed, sorted(itertools.chain.from_iterable(waiting.values()))
