"""Small files with secrets in them: written once, whole or not at all, and read with care.

Each is text with `# name: value` lines, which the `age` program takes for comments, so that a file
which also holds an age identity can be given to it as it stands.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from stepback_course.people.private_files import make_private_folders, write_new
from stepback_course.text import _
from stepback_course.text.refusals import Refusal

SIZE_LIMIT = 10_000
"""The largest file of keys that is read, in bytes."""

_MARK = "# "


def keys_root() -> Path:
    """Return where this machine's keys are: STEPBACK_KEYS, else a folder of the user's.

    Beside the usual store and never in it, so that no copy or backup of a store carries keys.
    """
    if folder := os.environ.get("STEPBACK_KEYS"):
        return Path(folder).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("stepback-keys")


def key_text(values: Mapping[str, str], *, identity: str = "", about: str = "") -> str:
    """Return the text of a file of keys.

    `about` is for whoever opens the file; `identity` is an age identity, on a line of its own.
    """
    lines = [f"{_MARK}{line}" for line in about.splitlines()]
    lines += [f"{_MARK}{name}: {value}" for name, value in values.items()]
    return "\n".join([*lines, *filter(None, [identity])]) + "\n"


def read_key_text(path: Path) -> tuple[dict[str, str], str] | None:
    """Return the values of a file of keys and its age identity; None where there is no such file.

    Raises Refusal where the file is there and cannot be read.
    """
    try:
        with path.open("rb") as file:
            content = file.read(SIZE_LIMIT + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Refusal(
            "invalid",
            _(
                "the keys in {file} cannot be read: {reason}. Let your own account read them."
            ).format(file=path, reason=error.strerror or error),
        ) from None
    values, identity = {}, ""
    for line in content.decode("utf-8", "replace").splitlines():
        if line.startswith(_MARK):
            name, _colon, value = line.removeprefix(_MARK).partition(": ")
            values[name] = value.strip()
        elif line.strip():
            identity = line.strip()
    if len(content) > SIZE_LIMIT:
        raise damaged_keys(path)
    return values, identity


def write_once(path: Path, text: str) -> bool:
    """Write a file that must not be there yet; return False where it is, and leave it alone.

    When this returns True, content and name are on the disk, and nobody else wrote another file
    of this name. Raises Refusal where the place cannot be written.
    """
    try:
        make_private_folders(path.parent)
        return write_new(path, text.encode())
    except OSError as error:
        raise Refusal(
            "invalid",
            _(
                "keys cannot be kept in {folder}: {reason}. Let your own account write there, or "
                "name another folder in STEPBACK_KEYS."
            ).format(folder=path.parent, reason=error.strerror or error),
        ) from None


def damaged_keys(path: Path) -> Refusal:
    """Return the refusal of a file of keys that does not hold what was written there."""
    return Refusal(
        "damaged",
        _(
            "{file} is damaged: the keys in it are not those that were written. Put back a copy of "
            "the file. Where there is none, move it away, and join again with an invitation; at "
            "the office, use `stepback invite --new-keys`."
        ).format(file=path),
    )
