"""The directory of one store: whether it is ours, how it is made, and where things are in it."""

import json
import uuid
from pathlib import Path

from stepback_course.store.documents import encode
from stepback_course.store.port import Unreachable
from stepback_course.store.tinydb.durable import flush_directory, make_directory, write_whole
from stepback_course.store.tinydb.locks import Locks
from stepback_course.store.tinydb.refusals import cannot_read, cannot_write, damaged, newer
from stepback_course.text import _

FORMAT = 1

_MARKER = "store.json"
_OURS = {_MARKER, _MARKER + ".new", "folders", "files", "locks", "quarantine"}


class Place:
    """Where one TinyDB store lies. It becomes a store with the first write, not before."""

    def __init__(self, root: Path, patience: float) -> None:
        """Look at `root`. Raises Unreachable, Corrupt, NewerFormat."""
        self.root = root
        self.folders = root / "folders"
        self.files = root / "files"
        self.locks = Locks(root / "locks", patience)
        self._identity = self._read_identity()

    @property
    def identity(self) -> str | None:
        """The store's UUID; None while nothing has ever been written here."""
        if self._identity is None:
            self._identity = self._read_identity()
        return self._identity

    def make(self) -> None:
        """See that this is a store. Raises StoreFull, ReadOnly, Unreachable."""
        if self._identity is not None:
            return
        try:
            self._make_root()
            for directory in (self.root / "locks", self.folders, self.files):
                make_directory(directory)
            with self.locks.hold("store"):
                if self.identity is None:
                    identity = str(uuid.uuid4())
                    marker = {"format": FORMAT, "store": identity}
                    write_whole(self.root / _MARKER, [encode(marker) + b"\n"])
                    self._identity = identity
        except OSError as error:
            raise cannot_write(error, self.root) from error

    def check_present(self) -> None:
        """Raise Unreachable where a store that was there has gone, such as an unplugged disk."""
        if self._identity is not None and not (self.root / _MARKER).exists():
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

    def _read_identity(self) -> str | None:
        try:
            entries = {path.name for path in self.root.iterdir()}
            if _MARKER in entries:
                return self._parse((self.root / _MARKER).read_bytes())
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
        if entries - _OURS:
            raise Unreachable(
                _(
                    "{place} holds other things and is not a store. "
                    "Choose an empty folder, or one that does not exist yet."
                ).format(place=self.root)
            )
        return None

    def _parse(self, data: bytes) -> str:
        try:
            marker = json.loads(data)
            version, identity = int(marker["format"]), str(uuid.UUID(marker["store"]))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise damaged(self.root / _MARKER) from error
        if version > FORMAT:
            raise newer(self.root / _MARKER)
        return identity
