"""Disks of our own: an ext4 in a file that can lose its power, and a small one in memory.

They are mounted in a mount namespace of their own, so that nothing is left mounted and no loop
device is left taken however the process ends.
"""

import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.tally import Tally

_TOOLS = ("unshare", "mount", "umount", "mkfs.ext4")
_SHUT_DOWN = 0x8004587D
"""EXT4_IOC_SHUTDOWN of Linux."""
_WITHOUT_FLUSHING = 2
"""EXT4_GOING_FLAGS_NOLOGFLUSH: nothing that is in memory reaches the disk any more."""


class Unmountable(Exception):
    """This machine cannot mount what is asked for; the text says why."""


def why_not() -> str:
    """Return why this machine cannot mount disks of its own; nothing where it can."""
    if sys.platform != "linux":
        return "power cuts and full disks are made by Linux only"
    if os.geteuid():
        return "mounting a disk takes root: run `sudo python3 dev.py faults`"
    missing = [tool for tool in _TOOLS if not shutil.which(tool)]
    if missing:
        return f"{', '.join(missing)} not installed"
    if subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode:
        return "this system does not give out mount namespaces"
    return ""


def run_with_mounts(part: str, *arguments: str, seconds: float = 3600) -> Tally:
    """Run a part of the campaign, a module of this package, where it may mount disks."""
    reason = why_not()
    if reason:
        return Tally(part, skipped=reason)
    command = ["unshare", "--mount", sys.executable, "-m", f"tests.faults.{part}", *arguments]
    ran = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=seconds, text=True)
    return Tally.from_json(ran.stdout)


class BreakableDisk:
    """An ext4 file system that can lose its power, and be switched on again."""

    def __init__(self, directory: Path, megabytes: int = 256) -> None:
        """Make the disk's image and mount point in `directory`. Raises Unmountable."""
        self.root = directory / "disk"
        self._image = directory / "disk.img"
        self.root.mkdir()
        with self._image.open("wb") as file:
            file.truncate(megabytes * 1024**2)
        _do("mkfs.ext4", "-q", "-F", str(self._image))

    def switch_on(self) -> None:
        """Mount the disk. Raises Unmountable."""
        _do("mount", "-o", "loop", str(self._image), str(self.root))

    def cut_the_power(self) -> None:
        """Let nothing reach the disk from now on."""
        import fcntl

        descriptor = os.open(self.root, os.O_RDONLY)
        try:
            fcntl.ioctl(descriptor, _SHUT_DOWN, struct.pack("I", _WITHOUT_FLUSHING))
        finally:
            os.close(descriptor)

    def switch_off(self) -> None:
        """Unmount the disk. Raises Unmountable."""
        _do("umount", str(self.root))


@contextmanager
def small_disk(root: Path, limit: str) -> Iterator[Path]:
    """Mount an empty file system in memory with a limit such as `size=64k`. Raises Unmountable."""
    root.mkdir(exist_ok=True)
    _do("mount", "-t", "tmpfs", "-o", limit, "none", str(root))
    try:
        yield root
    finally:
        _do("umount", str(root))


def enlarge(root: Path, limit: str) -> None:
    """Give a small disk another limit."""
    _do("mount", "-o", f"remount,{limit}", str(root))


def _do(*command: str) -> None:
    ran = subprocess.run(command, capture_output=True, check=False, text=True)
    if ran.returncode:
        raise Unmountable(f"{' '.join(command)}: {ran.stderr.strip()}")
