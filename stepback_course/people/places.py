"""Where somebody stopped in each unit, so that they find their place again.

Kept beside the settings in a file of its own: a place changes with every sitting, settings when
somebody decides. It holds ids and numbers, and nothing of what was written.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from stepback_course.people.preferences import preferences_path

FILE_NAME = "places.json"
PORTFOLIOS = 20
"""Of how many portfolios the places are kept; those longest not opened are forgotten first."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A place in a unit."""

    page: str
    """The page's key, such as `activity/one-purpose`."""
    field: int = 0
    """Which of the fields on the page, the first being 0."""
    row: int = 0
    """The line in the field on which the cursor stands."""
    column: int = 0
    """The character in that line before which it stands."""


@dataclass(frozen=True, slots=True)
class Stops:
    """Where somebody stopped in one portfolio."""

    last: str = ""
    """The unit that was open last."""
    units: Mapping[str, Stop] = field(default_factory=dict)


class Places:
    """The places of everybody who works with this user's settings, by portfolio."""

    def __init__(self, path: Path | None = None) -> None:
        """Keep them in `path`, else beside the settings."""
        self._path = path or preferences_path().with_name(FILE_NAME)
        self._known: dict[str, Stops] | None = None

    def of(self, portfolio: str) -> Stops:
        """Return where somebody stopped in a portfolio, as far as that is known."""
        if self._known is None:
            self._known = _read(self._path)
        return self._known.get(portfolio.lower(), Stops())

    def note(self, portfolio: str, unit: str, stop: Stop, *, for_good: bool = True) -> None:
        """Note where somebody stops; unless it is `for_good`, until this program ends.

        A file that cannot be written is passed over: a place is worth no interruption.
        """
        stops = self.of(portfolio)
        if stops.last == unit and stops.units.get(unit) == stop:
            return
        # Another window may have noted places of other units meanwhile.
        known = _read(self._path) if for_good else dict(self._known or {})
        stops = known.pop(portfolio.lower(), stops)
        known[portfolio.lower()] = replace(stops, last=unit, units={**stops.units, unit: stop})
        self._known = dict(list(known.items())[-PORTFOLIOS:])
        if for_good:
            with suppress(OSError):
                _write(self._path, self._known)


def _read(path: Path) -> dict[str, Stops]:
    """Return what the file says; nothing where it is missing or is not such a file."""
    try:
        content = path.read_bytes()
    except OSError:
        return {}
    from pydantic import TypeAdapter

    try:
        return TypeAdapter(dict[str, Stops]).validate_json(content)
    except ValueError:
        return {}


def _write(path: Path, known: Mapping[str, Stops]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    document = {portfolio: asdict(stops) for portfolio, stops in known.items()}
    temporary.write_text(json.dumps(document), encoding="utf-8")
    temporary.replace(path)
