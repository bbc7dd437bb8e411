"""A program of its own that takes the attachments out of a PDF, because a PDF may be hostile.

It reads the PDF from standard input and writes one JSON object: `files`, a list of names and
contents in base64, or `encrypted`, or `broken`. What is more than it may use, it is denied.
"""

import base64
import io
import json
import sys
from contextlib import suppress

MEMORY_LIMIT = 512 * 1024 * 1024
"""In bytes; with the library, a certificate takes a tenth of it."""
SECONDS = 10
"""Of processor time; a certificate takes half of one."""
CONTENT_LIMIT = 64 * 1024
"""In bytes: of a longer attachment, only the beginning is handed on, and one byte more."""
FILES_LIMIT = 10
"""How many attachments are handed on."""


def main() -> None:
    """Answer for the PDF on standard input."""
    deny_more_than_enough()
    sys.stdout.write(json.dumps(answer(sys.stdin.buffer.read())))


def answer(pdf: bytes) -> dict[str, object]:
    """Return what is written for a PDF."""
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(pdf))
        if reader.is_encrypted:
            return {"encrypted": True}
        files = []
        for file in reader.attachment_list:
            content = base64.b64encode(file.content[: CONTENT_LIMIT + 1]).decode()
            files.append([file.name, content])
            if len(files) == FILES_LIMIT:
                break
    except Exception:  # a broken PDF makes the library raise whatever it happens to meet
        return {"broken": True}
    return {"files": files}


def deny_more_than_enough() -> None:
    """Let the system end this process where it wants more memory or time than it should."""
    if sys.platform != "win32":
        import resource

        limits = {resource.RLIMIT_AS: MEMORY_LIMIT, resource.RLIMIT_CPU: SECONDS}
        for kind, limit in limits.items():
            with suppress(ValueError, OSError):  # macOS refuses some
                resource.setrlimit(kind, (limit, limit))


if __name__ == "__main__":
    main()
