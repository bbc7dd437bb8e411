"""The directory of one store: whether it is ours, how it is made, and where things are in it."""

import os
from pathlib import Path

from stepback_course.store.port import Unreachable
from stepback_course.store.tinydb.durable import NEW, flush_directory, make_directory, write_whole
from stepback_course.store.tinydb.last_good import GOOD, good_path
from stepback_course.store.tinydb.locks import Locks
from stepback_course.store.tinydb.marker import (
    FORMAT,
    MARKER,
    Marker,
    new_marker,
    read_good_marker,
    read_marker,
)
from stepback_course.store.tinydb.notices import Notices
from stepback_course.store.tinydb.refusals import (
    cannot_read,
    cannot_write,
    damaged,
    newer,
    newer_to_write,
    without_marker,
)
from stepback_course.store.tinydb.reserve import RESERVE, Reserve
from stepback_course.store.tinydb.set_aside import Quarantine
from stepback_course.text import _

_DIRECTORIES = ("folders", "files", "locks", "quarantine", "backup")
_OURS = {
    *_DIRECTORIES,
    *(name + suffix for name in (MARKER, MARKER + GOOD, RESERVE) for suffix in ("", NEW)),
}


class Place:
    """Where one TinyDB store lies. It becomes a store with the first write, not before."""

    def __init__(self, root: Path, patience: float, notices: Notices) -> None:
        """Look at `root`. Raises Unreachable, Corrupt, NewerFormat."""
        self.root = root
        self.folders = root / "folders"
        self.files = root / "files"
        self.backup = root / "backup"
        self.locks = Locks(root / "locks", patience)
        self.quarantine = Quarantine(root / "quarantine")
        self.reserve = Reserve(root, notices)
        self._notices = notices
        self._is_ready = False
        self._marker_paths = (root / MARKER, good_path(root / MARKER))
        self._marker = self._find_marker()

    @property
    def identity(self) -> str | None:
        """The store's UUID; None while nothing has ever been written here."""
        if self._marker is None:
            self._marker = self._find_marker()
        return self._marker.identity if self._marker else None

    def make(self) -> None:
        """See that this is a store which may be written. Raises what `Store.put` raises."""
        if self._is_ready:
            return
        if self._marker and self._marker.version > FORMAT:
            raise newer_to_write(self.root)
        try:
            if self._marker is None:
                self._make_root()
            self._make_directories()
            with self.locks.hold("store"):
                self._settle_marker()
                self.reserve.fill()
        except OSError as error:
            raise cannot_write(error, self.root) from error
        self._is_ready = True

    def check_present(self) -> None:
        """Raise Unreachable where a store that was there has gone, such as an unplugged disk."""
        if self._marker is None:
            return
        try:
            is_here = any(map(_is_there, self._marker_paths))
        except OSError as error:
            raise cannot_read(error, self.root) from error
        if not is_here:
            raise Unreachable(
                _(
                    "The store at {place} is no longer there. "
                    "Connect the disk or network folder that holds it, then try again."
                ).format(place=self.root)
            )

    def _make_root(self) -> None:
        absent = [path for path in (self.root, *self.root.parents) if not path.exists()]
        for path in reversed(absent):
            make_directory(path)
        flush_directory(self.root)

    def _make_directories(self) -> None:
        """Make what a new store needs, or one whose backup left out what was empty."""
        for directory in (self.root / "locks", self.folders, self.files):
            if self._marker is None or not directory.exists():
                make_directory(directory)

    def _settle_marker(self) -> None:
        """See that the marker is on the disk, with its last good copy; the lock is held."""
        path = self.root / MARKER
        standing = read_marker(self.root)
        marker = standing or self._find_marker() or new_marker()
        if standing is None:
            if path.exists():
                self.quarantine.keep(path)
            write_whole(path, [marker.encoded])
        if read_good_marker(self.root) != marker:
            write_whole(good_path(path), [marker.encoded])
        self._marker = marker

    def _find_marker(self) -> Marker | None:
        """Return the marker or its last good copy; None where this is no store yet."""
        try:
            marker = self._read_marker({path.name for path in self.root.iterdir()})
        except FileNotFoundError:
            return None
        except NotADirectoryError as error:
            raise Unreachable(
                _("{place} is a file, and a store is a folder. Choose a folder.").format(
                    place=self.root
                )
            ) from error
        except OSError as error:
            raise cannot_read(error, self.root) from error
        if marker and marker.readable_by > FORMAT:
            raise newer(self.root / MARKER)
        return marker

    def _read_marker(self, entries: set[str]) -> Marker | None:
        """Do as `_find_marker` does for the names that lie here. Raises OSError."""
        if marker := read_marker(self.root):
            return marker
        if good := read_good_marker(self.root):
            self._notices.add(
                _(
                    "{place} was damaged or missing. The store was recognised by its last good "
                    "copy, and nothing is lost; it is put back with the next save."
                ).format(place=self.root / MARKER)
            )
            return good
        if MARKER in entries:
            raise damaged(self.root / MARKER)
        if self._has_content():
            if marker := read_marker(self.root):  # another program began the store just now
                return marker
            raise without_marker(self.root)
        if entries - _OURS:
            raise Unreachable(
                _(
                    "{place} holds other things and is not a store. "
                    "Choose an empty folder, or one that does not exist yet."
                ).format(place=self.root)
            )
        return None

    def _has_content(self) -> bool:
        """Say whether anything was ever kept here, which a store that only begins has not."""
        return any(True for place in (self.folders, self.files) for _path in place.glob("??/*"))


def _is_there(path: Path) -> bool:
    """Say whether there is such a file. Raises OSError where that cannot be told."""
    try:
        os.stat(path)  # noqa: PTH116 - `Path.exists` tells some errors as absence
    except FileNotFoundError:
        return False
    return True
