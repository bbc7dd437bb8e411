"""The guards of the embedded engine, each of which can be taken out.

A campaign that finds nothing proves something only where it finds the loss once a guard is gone.
"""

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from stepback_course.store.tinydb import durable, engine, folders, index, layout, locks

_PORTION = 4096


class Guard(StrEnum):
    """What keeps a promise, and is missed when it is not there."""

    FILE_FLUSH = "the flush of a file before its name is changed"
    DIRECTORY_FLUSH = "the flush of the directory after that"
    LOCK = "the lock around reading, comparing and writing"
    REVISION = "the comparison of revisions under the lock"
    CHECKSUM = "the checksum of a folder's file"
    WHOLE_WRITE = "writing on after a short write"
    NEW_FILE = "writing a new file beside the old one"
    LAST_GOOD = "the last good copy of a folder's file"
    INDEX_COMPARED = "the comparison of the index with the folders before every question"


@contextmanager
def without(guard: Guard | None) -> Iterator[None]:
    """Take a guard out of this process; None leaves everything as it is."""
    with pytest.MonkeyPatch.context() as patch:
        if guard:
            _TAKE_OUT[guard](patch)
        yield


def _take_out_flushes(patch: pytest.MonkeyPatch, is_kept: Callable[[int], bool]) -> None:
    for name in ("fsync", "fdatasync"):
        real = getattr(os, name)

        def flush(descriptor: int, real: Callable[[int], None] = real) -> None:
            if is_kept(os.fstat(descriptor).st_mode):
                real(descriptor)

        patch.setattr(os, name, flush)


def _take_out_file_flush(patch: pytest.MonkeyPatch) -> None:
    _take_out_flushes(patch, stat.S_ISDIR)


def _take_out_directory_flush(patch: pytest.MonkeyPatch) -> None:
    _take_out_flushes(patch, stat.S_ISREG)


def _take_out_lock(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(locks.Locks, "_wait", lambda _self, _descriptor, _deadline: None)


def _take_out_revision(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(engine, "stale_names", lambda _changes, _revisions: [])


def _take_out_checksum(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(layout, "_checksum", lambda *_portions: b"0" * 64)


def _take_out_whole_write(patch: pytest.MonkeyPatch) -> None:
    def write_once(descriptor: int, portion: bytes) -> None:
        os.write(descriptor, portion)

    patch.setattr(durable, "write_all", write_once)


def _take_out_new_file(patch: pytest.MonkeyPatch) -> None:
    def write_over(path: Path, content: bytes, *, is_young: bool) -> os.stat_result:
        with path.open("wb", buffering=0) as file:
            for start in range(0, len(content), _PORTION):
                file.write(content[start : start + _PORTION])
            os.fsync(file.fileno())
        return path.stat()

    patch.setattr(folders, "replace_keeping_good", write_over)


def _take_out_last_good(patch: pytest.MonkeyPatch) -> None:
    def replace(path: Path, content: bytes, *, is_young: bool) -> os.stat_result:
        durable.write_whole(path, [content])
        return path.stat()

    patch.setattr(folders, "replace_keeping_good", replace)


def _take_out_comparison(patch: pytest.MonkeyPatch) -> None:
    real = index.Index._refresh
    compared: set[index.Index] = set()

    def refresh_once(self: index.Index, connection: sqlite3.Connection) -> None:
        if self not in compared:
            real(self, connection)
            compared.add(self)

    patch.setattr(index.Index, "_refresh", refresh_once)


_TAKE_OUT: dict[Guard, Callable[[pytest.MonkeyPatch], Any]] = {
    Guard.FILE_FLUSH: _take_out_file_flush,
    Guard.DIRECTORY_FLUSH: _take_out_directory_flush,
    Guard.LOCK: _take_out_lock,
    Guard.REVISION: _take_out_revision,
    Guard.CHECKSUM: _take_out_checksum,
    Guard.WHOLE_WRITE: _take_out_whole_write,
    Guard.NEW_FILE: _take_out_new_file,
    Guard.LAST_GOOD: _take_out_last_good,
    Guard.INDEX_COMPARED: _take_out_comparison,
}
