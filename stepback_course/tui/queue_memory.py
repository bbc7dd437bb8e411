"""What somebody looked at in the queue, so that it is there again the next time.

Kept beside the settings in a file of its own, for each person in each store. It holds ids, and
nothing of what anybody wrote.
"""

import json
import os
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from stepback_course.desks import Desks
from stepback_course.people.preferences import preferences_path
from stepback_course.text import digest
from stepback_course.tui.queue_view import QueueView

FILE_NAME = "queue.json"
KEPT = 20
"""How many views are kept; those longest not used are forgotten first."""


class QueueMemory:
    """The views of everybody who works with this user's settings."""

    def __init__(self, path: Path | None = None) -> None:
        """Keep them in `path`, else beside the settings."""
        self._path = path or preferences_path().with_name(FILE_NAME)
        self._views: dict[str, QueueView] = {}

    def of(self, desks: Desks) -> QueueView:
        """Return what whoever sits here looked at last; changing it changes what is remembered."""
        key = _key(desks)
        if key not in self._views:
            self._views[key] = _read(self._path).get(key) or QueueView()
        return self._views[key]

    def keep(self, desks: Desks) -> None:
        """Write what whoever sits here looks at now.

        A file that cannot be written is passed over: a view is worth no interruption.
        """
        known = _read(self._path)
        known.pop(_key(desks), None)
        known[_key(desks)] = self.of(desks)
        with suppress(OSError):
            _write(self._path, dict(list(known.items())[-KEPT:]))


def _key(desks: Desks) -> str:
    # A digest, because the name of a store on a server may have its password in it.
    return f"{desks.actor.id.lower()}-{digest(desks.store.url)[:16]}"


def _read(path: Path) -> dict[str, QueueView]:
    """Return what the file says; nothing where it is missing or is not such a file."""
    try:
        content = path.read_bytes()
    except OSError:
        return {}
    from pydantic import TypeAdapter

    try:
        return TypeAdapter(dict[str, QueueView]).validate_json(content)
    except ValueError:
        return {}


def _write(path: Path, views: dict[str, QueueView]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    document = {key: asdict(view) for key, view in views.items()}
    temporary.write_text(json.dumps(document), encoding="utf-8")
    temporary.replace(path)
