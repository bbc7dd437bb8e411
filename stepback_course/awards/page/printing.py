"""The Certificate of Recognition as a PDF and as a picture."""

import json
from datetime import UTC, datetime, time

from stepback_course.awards.facts import CertificateFacts
from stepback_course.awards.page.codes import drawing_of
from stepback_course.awards.page.look import USUAL, Look
from stepback_course.awards.page.press import engine_version, press_of
from stepback_course.awards.page.refusing import broken_look, missing_character
from stepback_course.awards.page.source import PageSource

TEMPLATE_VERSION = "certificate-2"
"""Changes with the templates, so that the register tells which of them printed a page."""

PREVIEW_PIXELS_PER_INCH = 144


def printed(
    facts: CertificateFacts,
    look: Look = USUAL,
    *,
    credential: bytes | None = None,
    code: str = "",
) -> bytes:
    """Return the certificate as a PDF of one tagged page: PDF/A-3a and PDF/UA-1, fonts embedded.

    Attached to it are `credential`, as it is, and what the page was printed from. `code` is the
    address in its QR code; without one there is none. With the same engine and look, the same
    facts, credential and code give the same bytes on every system. Raises CannotPrint, and Refusal
    for an address that is too long or a look that does not print.
    """
    import typst

    source = PageSource(facts=facts, look=look.id, engine=engine_version(), code=code)
    inputs = {"page": _page(facts, look, code), "source": source.as_attached()}
    if credential is not None:
        inputs["credential"] = credential.decode()
    midnight = datetime.combine(facts.awarded_on, time(), UTC)
    try:
        return press_of(look).pdf(inputs, instant=int(midnight.timestamp()))
    except typst.TypstError as error:
        missing = missing_character(facts, error.diagnostic)
        if missing is None and look.is_usual:
            raise
        raise missing or broken_look(error) from error


def pictured(
    facts: CertificateFacts,
    look: Look = USUAL,
    *,
    code: str = "",
    pixels_per_inch: int = PREVIEW_PIXELS_PER_INCH,
) -> bytes:
    """Return a PNG picture of the page that `printed` makes. Raises what `printed` raises."""
    # A picture would show a box for a missing character: only the PDF's standards refuse it.
    printed(facts, look, code=code)
    return press_of(look).png({"page": _page(facts, look, code)}, pixels_per_inch=pixels_per_inch)


def _page(facts: CertificateFacts, look: Look, code: str) -> str:
    """Return all that the templates print, as JSON."""
    return json.dumps(
        {
            "facts": facts.model_dump(mode="json"),
            "code": {"address": code, "drawing": drawing_of(code)} if code else None,
            "logo": look.picture("logo"),
            "signature": look.picture("signature"),
        }
    )
