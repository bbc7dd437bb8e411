"""What people like on this computer, in a small file of its user."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

from stepback_course.text import is_identifier

if TYPE_CHECKING:
    from pydantic import TypeAdapter

FILE_NAME = "settings.json"

ThemeName = Literal["stepback-light", "stepback-dark", "stepback-contrast"]
TextWidth = Literal[60, 84, 110, 1000]
"""How many characters a line of text has at most; the last is as many as the window has."""


@dataclass(frozen=True, slots=True)
class Comfort:
    """How one person likes the screens."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = {"extra": "forbid"}

    theme: ThemeName = "stepback-light"
    """The colours."""
    is_still: bool = False
    """Whether nothing moves by itself: nothing slides, and the cursor does not blink."""
    text_width: TextWidth = 84
    keys: Mapping[str, str] = field(default_factory=dict)
    """The keys of one's own, by the ids of the bindings."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """The settings of whoever works with this account of the computer."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = {"extra": "forbid"}

    me: str | None = None
    """The id of whoever sits here, where a store knows them and nobody else is named."""
    portfolio: str | None = None
    """The portfolio opened last, for somebody who has several."""
    plain: bool = False
    """Whether the program opens as plain lines instead of screens."""
    comforts: Mapping[str, Comfort] = field(default_factory=dict)
    """What each person likes who sits down here, by their ids."""

    def comfort_of(self, person: str) -> Comfort:
        """Return what somebody likes; the usual where they never said."""
        return self.comforts.get(person, Comfort())

    def with_comfort(self, person: str, **changes: Any) -> Self:
        """Return the settings with some of what one person likes changed."""
        comfort = replace(self.comfort_of(person), **changes)
        return replace(self, comforts={**self.comforts, person: comfort})


def preferences_path() -> Path:
    """Return where the settings are: STEPBACK_CONFIG, else the user's configuration folder."""
    if folder := os.environ.get("STEPBACK_CONFIG"):
        return Path(folder) / FILE_NAME
    from platformdirs import user_config_path

    return user_config_path("stepback") / FILE_NAME


def load_preferences(path: Path | None = None) -> Preferences:
    """Return the settings; those of a missing or unreadable file are the usual ones."""
    try:
        content = (path or preferences_path()).read_bytes()
    except OSError:
        return Preferences()
    try:
        kept = _reader().validate_json(content)
    except ValueError:
        return Preferences()
    known = all(name is None or is_identifier(name) for name in (kept.me, kept.portfolio))
    return kept if known else Preferences()


@cache
def _reader() -> "TypeAdapter[Preferences]":
    from pydantic import TypeAdapter

    return TypeAdapter(Preferences)


def save_preferences(preferences: Preferences, path: Path | None = None) -> None:
    """Write the settings, whole or not at all. Raises OSError where the place is not writable."""
    path = path or preferences_path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    temporary.write_text(
        json.dumps(asdict(preferences), indent=2, ensure_ascii=False),
        encoding="utf-8",
    )
    temporary.replace(path)
