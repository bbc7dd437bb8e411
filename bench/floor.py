"""The least that a durable write can cost: the floor against which saving is held."""

import fcntl
import os
import sys


def write_durably(content: bytes, place: str, final: str, new: str) -> None:
    """Write `content` to `new`, and give it the name `final` in the directory `place`."""
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.write(descriptor, content)
    if sys.platform == "darwin":
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)  # where fsync is less than durable
    else:
        os.fsync(descriptor)
    os.close(descriptor)
    os.replace(new, final)  # noqa: PTH105 # a floor has no room for making paths
    descriptor = os.open(place, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
