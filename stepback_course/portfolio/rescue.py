"""Text that could not be saved is put in a file, so that closing the window loses nothing."""

import os
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

_FORM = re.compile(r"(?P<about>.+)-(?P<at>\d{8}T\d{6}Z)(-\d+)?\.txt")
_STAMP = "%Y%m%dT%H%M%SZ"


def rescue_folder() -> Path:
    """Return where rescued text goes: STEPBACK_RESCUE, else the user's data folder."""
    if folder := os.environ.get("STEPBACK_RESCUE"):
        return Path(folder)
    from platformdirs import user_data_path

    return user_data_path("stepback-rescue")


def rescue(portfolio: str, unit: str, activity: str, text: str, at: datetime) -> Path:
    """Write unsaved text to a file of its own and return where it is. Raises OSError."""
    folder = rescue_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path, descriptor = _new_file(folder, f"{portfolio}-{unit}-{activity}-{at:{_STAMP}}")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return path


def rescued(portfolio: str, units: Iterable[str], until: datetime) -> list[Path]:
    """Return the files in which text of these units was rescued, up to an instant, in order."""
    begins = tuple(f"{portfolio}-{unit}-".lower() for unit in units)
    folder = rescue_folder()
    return [
        path
        for path in sorted(folder.glob("*.txt"))
        if (form := _FORM.fullmatch(path.name))
        and form["about"].lower().startswith(begins)
        and datetime.strptime(form["at"], _STAMP).replace(tzinfo=UTC) <= until
    ]


def _new_file(folder: Path, stem: str) -> tuple[Path, int]:
    """Create a file that was not there; two rescues in one second are two files."""
    for number in count(1):
        path = folder / (f"{stem}.txt" if number == 1 else f"{stem}-{number}.txt")
        try:
            return path, os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
    raise AssertionError  # counting does not end
