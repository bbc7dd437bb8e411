"""Stops test servers when nobody uses them any more, however their users ended.

Whoever uses them holds a shared lock on the file `users` in their folder, which the system takes
back even from a killed program. This waits, in the background, until nobody holds it.
"""

import os
import shutil
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

_PATIENCE_SECONDS = 30.0


def hold(folder: Path) -> BinaryIO:
    """Use the servers in `folder` until what is returned is closed, or this program ends."""
    return _locked(folder, alone=False)


def keep(folder: Path) -> None:
    """Wait until the servers in `folder` have no user, stop them, and remove the folder."""
    with _locked(folder, alone=True):
        for running in folder.glob("*/postmaster.pid"):
            stop(running)
        shutil.rmtree(folder, ignore_errors=True)


def stop(running: Path) -> None:
    """Stop the server that wrote the file `running`, and wait until it has ended."""
    with suppress(FileNotFoundError, ProcessLookupError):
        os.kill(int(running.read_text(encoding="utf-8").split()[0]), signal.SIGINT)
    until = time.monotonic() + _PATIENCE_SECONDS
    while running.exists() and time.monotonic() < until:
        time.sleep(0.05)


def _locked(folder: Path, *, alone: bool) -> BinaryIO:
    import fcntl

    users = (folder / "users").open("ab")
    fcntl.flock(users, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
    return users


if __name__ == "__main__" and os.fork() == 0:
    os.setsid()
    keep(Path(sys.argv[1]))
