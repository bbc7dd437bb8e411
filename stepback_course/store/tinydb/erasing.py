"""Leaving nothing of what a folder said before: each copy of its file that is kept beside it."""

from pathlib import Path

from stepback_course.store.tinydb.durable import NEW, erase, flush_directory, patiently, write_whole
from stepback_course.store.tinydb.last_good import good_path
from stepback_course.store.tinydb.place import Place
from stepback_course.store.tinydb.set_aside import Backups


class Traces:
    """Where a folder's file, as it was, may lie in one store."""

    def __init__(self, place: Place, backups: Backups) -> None:
        """Look in `place` and among its `backups`."""
        self._place = place
        self._backups = backups

    def remove(self, path: Path) -> None:
        """Make the last good copy of the file at `path` what the file is now, and keep no other.

        The caller holds the folder's lock. Raises OSError where one of them could not be removed.
        """
        good = good_path(path)
        write_whole(good, [patiently(path.read_bytes)])
        for unfinished in (f"{path}{NEW}", f"{good}{NEW}"):  # what a killed program left
            erase(unfinished)
        flush_directory(path.parent)
        self._place.quarantine.erase(path)
        self._backups.erase(path)
