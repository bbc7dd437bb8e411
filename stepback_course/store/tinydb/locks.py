"""One writer at a time, among the threads of this process and among processes."""

import os
import threading
import time
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from types import ModuleType

from stepback_course.store.port import Busy
from stepback_course.store.tinydb.durable import FILE_MODE, patiently
from stepback_course.store.tinydb.refusals import cannot_lock, no_locks
from stepback_course.text import _

_POLL_SECONDS = 0.005


class Locks:
    """The locks of one store: files that stay, because removing one would split who waits on it."""

    def __init__(self, directory: Path, patience: float) -> None:
        """Keep locks in `directory`, and wait for each at most `patience` seconds."""
        self._directory = directory
        self._prefix = f"{directory}{os.sep}"
        self._patience = patience
        self._guard = threading.Lock()
        self._between_threads: dict[str, threading.Lock] = {}
        self._exclude = False

    def hold(self, name: str) -> "Held":
        """Return the lock `name`, to be held in a `with` statement.

        Entering it raises Busy after the patience is over, ReadOnly, Unreachable.
        """
        with self._guard:
            between_threads = self._between_threads.setdefault(name, threading.Lock())
        return Held(self, name, between_threads)

    def take(self, name: str, between_threads: threading.Lock) -> int:
        """Take a lock and return its descriptor. Raises what entering `hold` raises.

        Before the first, it is tried whether locks exclude anybody here.
        """
        # Threads have a lock of their own: over NFS, Linux lends a process's lock to all of them.
        deadline = time.monotonic() + self._patience
        if not self._exclude:
            self._require_exclusion()
        if not between_threads.acquire(timeout=self._patience):
            raise self._busy()
        try:
            return self._take(name, deadline)
        except BaseException:
            between_threads.release()
            raise

    def give_back(self, descriptor: int) -> None:
        """Let go of a lock that was taken."""
        # The lock goes with the descriptor, whatever either call says.
        try:
            self._native.unlock_descriptor(descriptor)
        except OSError:
            pass
        finally:
            _close(descriptor)

    def _require_exclusion(self) -> None:
        """Raise ReadOnly where two holders of one lock do not exclude each other here.

        Tried with two descriptors of this program: some network folders grant every lock.
        """
        descriptors: list[int] = []
        try:
            for _number in range(2):
                descriptors.append(self._open("self-test"))
            # Where the first is refused, another program is trying this and does exclude us.
            if all(self._lock(descriptor) for descriptor in descriptors):
                raise no_locks(self._directory.parent)
        except OSError as error:
            raise cannot_lock(error, self._directory.parent) from error
        finally:
            for descriptor in descriptors:
                _close(descriptor)
        self._exclude = True

    def _take(self, name: str, deadline: float) -> int:
        try:
            descriptor = self._open(name)
            try:
                self._wait(descriptor, deadline)
            except BaseException:
                _close(descriptor)
                raise
        except OSError as error:
            raise cannot_lock(error, self._directory.parent) from error
        return descriptor

    def _open(self, name: str) -> int:
        path = f"{self._prefix}{name}.lock"
        return patiently(os.open, path, os.O_RDWR | os.O_CREAT, FILE_MODE)

    def _wait(self, descriptor: int, deadline: float) -> None:
        while not self._lock(descriptor):
            if time.monotonic() >= deadline:
                raise self._busy()
            time.sleep(_POLL_SECONDS)

    def _lock(self, descriptor: int) -> bool:
        return bool(self._native.lock_descriptor(descriptor, blocking=False))

    @cached_property
    def _native(self) -> ModuleType:
        """The library, loaded by the first write, and not by whoever only looks."""
        import filelock

        return filelock

    def _busy(self) -> Busy:
        return Busy(
            _(
                "Another program is writing to {place} and did not finish in time, "
                "so nothing was saved. Try again in a moment."
            ).format(place=self._directory.parent)
        )


class Held:
    """One lock while it is held; a class, because each save would feel what a generator costs."""

    def __init__(self, locks: Locks, name: str, between_threads: threading.Lock) -> None:
        """Name the lock."""
        self._locks = locks
        self._name = name
        self._between_threads = between_threads
        self._descriptor = -1

    def __enter__(self) -> None:
        """Take it."""
        self._descriptor = self._locks.take(self._name, self._between_threads)

    def __exit__(self, *_error: object) -> None:
        """Give it back."""
        try:
            self._locks.give_back(self._descriptor)
        finally:
            self._between_threads.release()


def _close(descriptor: int) -> None:
    with suppress(OSError):
        os.close(descriptor)
