"""Writing what people take away."""

import os
from contextlib import suppress
from pathlib import Path

from stepback_course.text import _
from stepback_course.text.refusals import Refusal


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that only its owner reads, whole or not at all, in a folder made where needed.

    Raises Refusal where the file cannot be written.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(
            os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
        ) as file:
            file.write(content)
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise Refusal(
            "invalid",
            _("{file} cannot be written: {reason}").format(
                file=path, reason=error.strerror or error
            ),
        ) from None
