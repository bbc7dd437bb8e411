"""Finding the credential in a file: a PDF, a badge picture, or the credential itself."""

import base64
import binascii
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from stepback_course.awards.credential import unbaked
from stepback_course.awards.credential.badge import SIGNATURE
from stepback_course.awards.page.source import ATTACHED_AS
from stepback_course.awards.verifying import attachments
from stepback_course.text import _
from stepback_course.text.refusals import Refusal

FILE_LIMIT = 20 * 1024 * 1024
"""In bytes; a certificate has about sixty thousand, with a picture of a signature some more."""
CREDENTIAL_NAME = "credential.json"

_PATIENCE = 30.0
"""Seconds of waiting for a PDF to be taken apart, however busy the machine is."""

Kind = Literal["page", "badge", "credential"]


@dataclass(frozen=True, slots=True)
class Found:
    """A file, and what was found in it."""

    kind: Kind
    content: bytes
    credential: bytes | None
    """None in the page of a certificate that is not signed."""
    source: bytes | None = None
    """What a page says it was printed from."""


def found_in(path: Path) -> Found:
    """Return what a file has for a certificate. Raises Refusal where that is nothing.

    However large or hostile the file is, time and memory are bounded.
    """
    content = _read(path)
    if content.startswith(b"%PDF-"):
        return _in_page(content)
    if content.startswith(SIGNATURE):
        return Found("badge", content, unbaked(content))
    if content.lstrip()[:1] == b"{":
        return Found("credential", content, content)
    raise Refusal(
        "invalid",
        _(
            "This is not a certificate: it is neither a PDF, nor a PNG picture, nor a credential"
            " in JSON."
        ),
    )


def _read(path: Path) -> bytes:
    try:
        if not path.exists():
            raise Refusal("unknown", _("There is no such file."))
        if not path.is_file():
            raise Refusal(
                "invalid", _("This is not a file: name a PDF, a picture or a credential.")
            )
        with path.open("rb") as file:
            content = file.read(FILE_LIMIT + 1)
    except OSError as error:
        raise Refusal(
            "unknown", _("This file cannot be read: {reason}.").format(reason=error.strerror)
        ) from None
    if len(content) > FILE_LIMIT:
        raise Refusal(
            "too_large",
            _("This file is too large for a certificate: it has more than {count} MB.").format(
                count=FILE_LIMIT // 1024**2
            ),
        )
    return content


def _in_page(pdf: bytes) -> Found:
    attached = _attached(pdf)
    credentials = [content for name, content in attached if name == CREDENTIAL_NAME]
    sources = [content for name, content in attached if name == ATTACHED_AS]
    if not credentials and not sources:
        raise Refusal(
            "invalid",
            _(
                "Nothing that a machine can check is attached to this PDF. It may be a certificate"
                " that was printed and scanned, or saved anew by another program: ask for the"
                " original file."
            ),
        )
    if len(credentials) > 1 or len(sources) > 1:
        raise Refusal(
            "damaged",
            _("More than one credential is attached to this PDF: as issued, it has one."),
        )
    return Found(
        "page",
        pdf,
        credentials[0] if credentials else None,
        sources[0] if sources else None,
    )


def _attached(pdf: bytes) -> list[tuple[str, bytes]]:
    """Return names and contents of a PDF's attachments, taken out by another process."""
    try:
        run = subprocess.run(  # noqa: S603 - the PDF is its input and none of its words
            # Without -P, a file in the folder where somebody stands could pose as a library.
            [sys.executable, "-P", "-m", attachments.__name__],
            input=pdf,
            capture_output=True,
            timeout=_PATIENCE,
            check=True,
        )
        answer = json.loads(run.stdout)
        if answer.get("encrypted"):
            raise Refusal(
                "invalid",
                _(
                    "This PDF is protected with a password, which certificates are not: ask for"
                    " the original file."
                ),
            )
        return [(name, base64.b64decode(content)) for name, content in answer["files"]]
    except (subprocess.SubprocessError, KeyError, ValueError, binascii.Error):
        raise Refusal(
            "damaged", _("This PDF is damaged or not a whole one: ask for the original file.")
        ) from None
