"""Files that people name: where they usually are, and what was typed."""

import re
from contextlib import suppress
from pathlib import Path


def usual_folder() -> Path:
    """Return the folder in which this person keeps documents."""
    documents = Path.home() / "Documents"
    return documents if documents.is_dir() else Path.home()


def downloads_folder() -> Path:
    """Return the folder in which files that this person was sent usually arrive."""
    downloads = Path.home() / "Downloads"
    return downloads if downloads.is_dir() else usual_folder()


def typed_path(text: str) -> Path:
    """Return the path that was typed or dropped; quotation marks and `~` are understood.

    A `~` before the name of nobody known here stays as it was typed.
    """
    path = Path(text.strip().strip("'\""))
    with suppress(RuntimeError):
        return path.expanduser()
    return path


def file_stem(words: str) -> str:
    """Return words as the name of a file, without its ending."""
    return re.sub(r"[^\w]+", "-", words).strip("-").lower() or "stepback"


def shown_path(path: Path) -> str:
    """Return a path as people are shown it: one in their own folder begins with `~`."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except ValueError:
        return str(path)
