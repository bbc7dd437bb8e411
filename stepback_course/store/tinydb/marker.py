"""The file that makes a directory a store: whose it is, and which programs may open it."""

import hashlib
import json
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stepback_course.store.documents import encode
from stepback_course.store.tinydb.durable import patiently
from stepback_course.store.tinydb.last_good import good_path

MARKER = "store.json"
FORMAT = 1
"""The format of the directory. `readable_by` follows the rule in `migrations`."""


@dataclass(frozen=True, slots=True)
class Marker:
    """What the marker of a store says."""

    identity: str
    """The store's UUID."""
    version: int = FORMAT
    readable_by: int = FORMAT

    @property
    def encoded(self) -> bytes:
        """The bytes of its file."""
        return _sealed(
            {"format": self.version, "readable_by": self.readable_by, "store": self.identity}
        )


def new_marker() -> Marker:
    """Return the marker of a store that begins now."""
    return Marker(str(uuid.uuid4()))


def read_marker(root: Path) -> Marker | None:
    """Return the marker of the store in `root`; None where it is missing or damaged."""
    return _read(root / MARKER)


def read_good_marker(root: Path) -> Marker | None:
    """Return the last good copy of the marker; None where that is missing or damaged."""
    return _read(good_path(root / MARKER))


def _read(path: Path) -> Marker | None:
    """Raises OSError but for a file that is missing."""
    try:
        data = patiently(path.read_bytes)
        content = json.loads(data)
        del content["checksum"]
        if _sealed(content) != data:
            return None
        return Marker(
            str(uuid.UUID(content["store"])), int(content["format"]), int(content["readable_by"])
        )
    except (FileNotFoundError, AttributeError, KeyError, TypeError, ValueError):
        return None


def _sealed(content: dict[str, Any]) -> bytes:
    """Return a marker's file: what it says, in this order, and the SHA-256 of that."""
    checksum = hashlib.sha256(encode(content)).hexdigest()
    return encode({**content, "checksum": checksum}) + b"\n"
