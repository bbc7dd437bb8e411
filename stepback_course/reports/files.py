"""Writing what people take away."""

from pathlib import Path

from stepback_course.people.private_files import write_over
from stepback_course.text import _
from stepback_course.text.refusals import Refusal


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that only its owner reads, whole or not at all, in a folder made where needed.

    A file of this name is replaced; a device or a pipe is not. Raises Refusal where the file cannot
    be written.
    """
    try:
        if path.exists() and not path.is_file():
            raise Refusal(
                "invalid",
                _("{file} cannot be written: it is no ordinary file. Choose another name").format(
                    file=path
                ),
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        write_over(path, content)
    except OSError as error:
        raise Refusal(
            "invalid",
            _("{file} cannot be written: {reason}").format(
                file=path, reason=error.strerror or error
            ),
        ) from None
