"""Room kept back, so that whoever meets a full disk can still save what they wrote."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from stepback_course.store.port import StoreFull
from stepback_course.store.tinydb.durable import NEW, move, open_new, remove, write_all
from stepback_course.store.tinydb.notices import Notices
from stepback_course.text import _

RESERVE = "reserve"
SIZE = 1024 * 1024
"""How much is kept back, in bytes."""

_ROOM_NEEDED = 4 * SIZE

_Result = TypeVar("_Result")


class Reserve:
    """A file of no use but its size, given up for a save that finds the disk full."""

    def __init__(self, root: Path, notices: Notices) -> None:
        """Keep the reserve of the store in `root`."""
        self._root = root
        self._path = root / RESERVE
        self._notices = notices
        self._is_missing = False

    def fill(self) -> None:
        """See that the reserve is there, where the disk has room for it and for much more."""
        import shutil

        new = f"{self._path}{NEW}"
        try:
            if not self._is_there() and shutil.disk_usage(self._root).free >= _ROOM_NEEDED:
                _write_room(new)
                move(new, str(self._path))
            self._is_missing = not self._is_there()
        except OSError:
            remove(new)
            self._is_missing = True

    def lend(self, save: Callable[[], _Result]) -> _Result:
        """Do `save`; where it meets a full disk, give up the reserve and do it once more."""
        try:
            result = save()
        except StoreFull:
            if not self._give_up():
                raise
            result = save()
            self._notices.add(
                _(
                    "The disk that holds {place} is full. This was saved in the room kept back for "
                    "that, and the next save may find none: free some space now."
                ).format(place=self._root)
            )
            return result
        if self._is_missing:
            self.fill()
        return result

    def _is_there(self) -> bool:
        try:
            return self._path.stat().st_size >= SIZE
        except FileNotFoundError:
            return False

    def _give_up(self) -> bool:
        with suppress(OSError):
            os.unlink(self._path)  # noqa: PTH108 - as every change of a file here, through os
            self._is_missing = True
            return True
        return False


def _write_room(path: str) -> None:
    descriptor = open_new(path)
    try:
        # Random, because some file systems keep a run of zeros in no room at all. No flush: what
        # a power cut takes from it is made again.
        write_all(descriptor, os.urandom(SIZE))
    finally:
        os.close(descriptor)
