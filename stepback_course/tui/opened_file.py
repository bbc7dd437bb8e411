"""Letting the system show a file."""

import os
import shutil
import subprocess
import sys
from pathlib import Path


def show_file(path: Path) -> bool:
    """Open a file in whatever shows such files here; say whether there is something that does."""
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606 # the person asked for it
        return True
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    has_screen = sys.platform == "darwin" or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    command = shutil.which(opener)
    if command is None or not has_screen:
        return False
    subprocess.Popen(  # noqa: S603 # no shell, and the path is one argument
        [command, str(path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    return True
