"""What one person likes on this computer, in a small file of their own."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import ClassVar, Literal

from stepback_course.text import is_identifier

FILE_NAME = "settings.json"


@dataclass(frozen=True, slots=True)
class Preferences:
    """One person's settings."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = {"extra": "forbid"}

    me: str | None = None
    """The id of whoever sits here, where a store knows them and nobody else is named."""
    portfolio: str | None = None
    """The portfolio opened last, for somebody who has several."""
    theme: Literal["stepback-light", "stepback-dark"] = "stepback-light"
    """The colours of the screens."""


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
    from pydantic import TypeAdapter

    try:
        kept = TypeAdapter(Preferences).validate_json(content)
    except ValueError:
        return Preferences()
    known = all(name is None or is_identifier(name) for name in (kept.me, kept.portfolio))
    return kept if known else Preferences()


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
