"""One writer at a time, among the threads of this process and among processes."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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
        self._patience = patience
        self._guard = threading.Lock()
        self._between_threads: dict[str, threading.Lock] = {}
        self._exclude = False

    @contextmanager
    def hold(self, name: str) -> Iterator[None]:
        """Hold the lock `name`. Raises Busy after the patience is over, ReadOnly, Unreachable.

        Before the first, it is tried whether locks exclude anybody here.
        """
        # Threads have a lock of their own: over NFS, Linux lends a process's lock to all of them.
        deadline = time.monotonic() + self._patience
        with self._guard:
            between_threads = self._between_threads.setdefault(name, threading.Lock())
        if not self._exclude:
            self._require_exclusion()
        if not between_threads.acquire(timeout=self._patience):
            raise self._busy()
        try:
            descriptor = self._take(name, deadline)
            try:
                yield
            finally:
                # The lock goes with the descriptor, whatever either call says.
                with suppress(OSError):
                    self._native.unlock_descriptor(descriptor)
                _close(descriptor)
        finally:
            between_threads.release()

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
        path = f"{self._directory}{os.sep}{name}.lock"
        return patiently(lambda: os.open(path, os.O_RDWR | os.O_CREAT, FILE_MODE))

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


def _close(descriptor: int) -> None:
    with suppress(OSError):
        os.close(descriptor)
