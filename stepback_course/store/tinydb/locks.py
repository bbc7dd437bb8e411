"""One writer at a time, among the threads of this process and among processes."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stepback_course.store.port import Busy
from stepback_course.store.tinydb.durable import FILE_MODE
from stepback_course.store.tinydb.refusals import cannot_write
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

    @contextmanager
    def hold(self, name: str) -> Iterator[None]:
        """Hold the lock `name`. Raises Busy after the patience is over, ReadOnly, Unreachable."""
        # Loaded by the first write, and not by whoever only looks.
        from filelock import unlock_descriptor

        # Threads have a lock of their own: over NFS, Linux lends a process's lock to all of them.
        deadline = time.monotonic() + self._patience
        with self._guard:
            between_threads = self._between_threads.setdefault(name, threading.Lock())
        if not between_threads.acquire(timeout=self._patience):
            raise self._busy()
        try:
            descriptor = self._take(name, deadline)
            try:
                yield
            finally:
                unlock_descriptor(descriptor)
                os.close(descriptor)
        finally:
            between_threads.release()

    def _take(self, name: str, deadline: float) -> int:
        path = self._directory / f"{name}.lock"
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, FILE_MODE)
        except OSError as error:
            raise cannot_write(error, self._directory) from error
        try:
            self._wait(descriptor, deadline)
        except OSError as error:
            os.close(descriptor)
            raise cannot_write(error, self._directory) from error
        except BaseException:
            os.close(descriptor)
            raise
        return descriptor

    def _wait(self, descriptor: int, deadline: float) -> None:
        from filelock import lock_descriptor

        while not lock_descriptor(descriptor, blocking=False):
            if time.monotonic() >= deadline:
                raise self._busy()
            time.sleep(_POLL_SECONDS)

    def _busy(self) -> Busy:
        return Busy(
            _(
                "Another program is writing to {place} and did not finish in time, "
                "so nothing was saved. Try again in a moment."
            ).format(place=self._directory.parent)
        )
