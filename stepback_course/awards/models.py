"""What is issued, and what is still missing for it."""

from dataclasses import dataclass
from typing import Literal

from stepback_course.awards.certificate import CertificateFacts
from stepback_course.course.models import CourseReference
from stepback_course.portfolio.models import Digest
from stepback_course.text.fields import Frozen, Identifier, Line


class Certificate(Frozen):
    """One entry of the register: a snapshot of everything printed."""

    number: Identifier
    portfolio: Identifier
    person: Identifier
    cohort: Identifier
    course: CourseReference
    facts: CertificateFacts
    pdf: Digest
    template: Line
    engine: Line
    issued: Line
    """The instant of issue."""
    issued_by: Identifier
    state: Literal["issued"] = "issued"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One practitioner on the way to the award."""

    portfolio: str
    name: str
    cohort: str
    needs: tuple[str, ...]
    """A sentence for each thing still missing."""
    number: str
    """The number of the certificate issued, or an empty text."""

    @property
    def is_ready(self) -> bool:
        """Whether a certificate can be issued now."""
        return not self.needs and not self.number
