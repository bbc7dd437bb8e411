"""The operating system's calls below one directory: seen, refused, cut short, or the last ever.

The functions of `os` are replaced while a block runs, so that nothing in the store has to be made
for this. What is called elsewhere, by pytest or by another thread on another path, passes.
"""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import pytest

Real = Callable[[], Any]

BY_PATH = (
    *("open", "mkdir", "rmdir", "unlink", "remove", "replace", "rename", "link"),
    *("truncate", "chmod", "utime", "stat", "lstat", "listdir", "scandir"),
)
BY_DESCRIPTOR = (
    *("read", "write", "pwrite", "fsync", "fdatasync", "ftruncate", "lseek", "fstat", "close"),
)


class _NearlyFull(NamedTuple):
    total: int
    used: int
    free: int


class Crash(BaseException):
    """The power is gone: no call of this program has any effect any more."""


@dataclass(frozen=True)
class Call:
    """One call of the operating system."""

    name: str
    path: Path
    """What it is about; of two paths, the first."""
    arguments: tuple[Any, ...]

    @property
    def makes_file(self) -> bool:
        """Whether this opens a file that may not be there yet."""
        return self.name == "open" and bool(self.arguments[1] & os.O_CREAT)


class WatchedSystem:
    """Passes every call below `root` through `meet`, which here only lets it happen."""

    def __init__(self, root: Path) -> None:
        """Watch what happens below `root`."""
        self.root = root
        self._real: dict[str, Callable[..., Any]] = {}
        self._opened: dict[int, tuple[Path, tuple[int, int]]] = {}

    def meet(self, call: Call, real: Real) -> Any:
        """Return what the program is told."""
        return real()

    def __enter__(self) -> Self:
        """Begin to watch."""
        for name in (*BY_PATH, *BY_DESCRIPTOR):
            if hasattr(os, name):
                self._real[name] = getattr(os, name)
                setattr(os, name, self._wrapped(name, self._real[name]))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop watching, and close what a crash has left open."""
        for name, real in self._real.items():
            setattr(os, name, real)
        for descriptor, (_path, identity) in self._opened.items():
            with suppress(OSError):
                if _identity(os.fstat(descriptor)) == identity:
                    os.close(descriptor)
        self._opened.clear()

    def _wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            path = self._path(name, arguments[0]) if arguments else None
            if path is None:
                return real(*arguments, **options)
            met = self.meet(Call(name, path, arguments), lambda: real(*arguments, **options))
            if name == "open":
                self._opened[met] = path, _identity(self._real["fstat"](met))
            return met

        def close(descriptor: int) -> None:
            path = self._path(name, descriptor)
            if path is None:
                real(descriptor)
                return

            def forget_and_close() -> None:
                del self._opened[descriptor]
                real(descriptor)

            self.meet(Call(name, path, (descriptor,)), forget_and_close)

        return close if name == "close" else call

    def _path(self, name: str, subject: Any) -> Path | None:
        if isinstance(subject, int):
            opened = self._opened.get(subject)
            return opened[0] if opened else None
        if name in BY_DESCRIPTOR or not isinstance(subject, str | os.PathLike):
            return None
        path = os.fspath(subject)
        below = isinstance(path, str) and (path + os.sep).startswith(f"{self.root}{os.sep}")
        return Path(path) if below else None


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


class Trouble(Enum):
    """What may befall a call: an error, a write of half its bytes, the end of the program."""

    INPUT_OUTPUT = errno.EIO
    NO_SPACE = errno.ENOSPC
    NOT_ALLOWED = errno.EACCES
    SHORT_WRITE = "short write"
    CRASH_BEFORE = "crash before"
    CRASH_AFTER = "crash after"

    @property
    def is_crash(self) -> bool:
        """Whether the program ends here."""
        return self in (Trouble.CRASH_BEFORE, Trouble.CRASH_AFTER)

    def befalls(self, call: Call) -> bool:
        """Say whether a real system could do this to `call`."""
        match self:
            case Trouble.SHORT_WRITE:
                return call.name == "write" and len(call.arguments[1]) > 1
            case Trouble.NO_SPACE:
                return call.makes_file or call.name in _NEEDS_SPACE
            case Trouble.NOT_ALLOWED:
                return call.name in BY_PATH
            case _:
                return True


_NEEDS_SPACE = ("write", "fsync", "fdatasync", "ftruncate", "mkdir", "replace", "rename", "link")


class TroubledSystem(WatchedSystem):
    """Troubles one call, or, where the trouble lasts, that one and every later one."""

    def __init__(self, root: Path, trouble: Trouble, number: int, *, lasts: bool) -> None:
        """Trouble the call `number`, counting from 1 only calls that this may befall."""
        super().__init__(root)
        self._trouble = trouble
        self._number = number
        self._lasts = lasts
        self._dead = False
        self.count = 0
        self.troubled: Call | None = None
        """The first call that was troubled; None where there were fewer."""

    def meet(self, call: Call, real: Real) -> Any:
        """Return what the program is told. Raises OSError, Crash."""
        if self._dead:
            raise Crash
        if not self._trouble.befalls(call):
            return real()
        self.count += 1
        if self.count < self._number or (self.count > self._number and not self._lasts):
            return real()
        self.troubled = self.troubled or call
        return self._make_trouble(call, real)

    def _make_trouble(self, call: Call, real: Real) -> Any:
        match self._trouble:
            case Trouble.CRASH_BEFORE:
                self._dead = True
                raise Crash
            case Trouble.CRASH_AFTER:
                self._dead = True
                real()
                raise Crash
            case Trouble.SHORT_WRITE:
                descriptor, portion = call.arguments
                return self._real["write"](descriptor, portion[: len(portion) // 2])
            case _:
                if call.name == "close":  # Linux lets go of the descriptor even then
                    real()
                raise OSError(self._trouble.value, os.strerror(self._trouble.value), str(call.path))


@contextmanager
def power_stays_on() -> Iterator[None]:
    """Spare the flushes where no power cut is part of the case, and the reserve, for its size."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda _path: _NearlyFull(2**20, 2**20, 0))
        for name in ("fsync", "fdatasync"):
            patch.setattr(os, name, lambda _descriptor: None, raising=False)
        yield
