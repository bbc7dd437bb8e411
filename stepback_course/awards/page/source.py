"""What a page was printed from: attached to it, so that anybody can print it again and compare."""

from typing import Annotated

from pydantic import StringConstraints, ValidationError

from stepback_course.awards.facts import CertificateFacts
from stepback_course.awards.page.look import Look
from stepback_course.awards.page.press import engine_version
from stepback_course.text import _, canonical
from stepback_course.text.fields import Frozen, Line
from stepback_course.text.refusals import Refusal

ATTACHED_AS = "page.json"
SOURCE_LIMIT = 64_000
"""The most bytes that are read of a source."""
CODE_LIMIT = 600
"""The longest address in a QR code, in bytes: its modules are 0.33 mm or more."""


class PageSource(Frozen):
    """All that decides which bytes a certificate without a credential has."""

    facts: CertificateFacts
    look: Line
    """The id of the look."""
    engine: Line
    code: Annotated[str, StringConstraints(max_length=CODE_LIMIT)] = ""
    """The address in the QR code."""

    def is_of(self, look: Look) -> bool:
        """Say whether what is installed here, with this look, prints the very same page."""
        return (self.look, self.engine) == (look.id, engine_version())

    def as_attached(self) -> str:
        """Return the text that is attached to the page."""
        return canonical(self.model_dump(mode="json")).decode()


def read_source(attached: bytes) -> PageSource:
    """Return the source that is attached to a page. Raises Refusal where it is not one."""
    try:
        if len(attached) <= SOURCE_LIMIT:
            return PageSource.model_validate_json(attached)
    except ValidationError as error:
        raise _unreadable() from error
    raise _unreadable()


def _unreadable() -> Refusal:
    return Refusal(
        "invalid",
        _(
            "what the certificate says it was printed from ({name}) cannot be read: the file was"
            " altered, or made by another version of this program"
        ).format(name=ATTACHED_AS),
    )
