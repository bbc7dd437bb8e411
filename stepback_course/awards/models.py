"""What is issued, what became of it, and what is still missing for it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from stepback_course.awards.facts import CertificateFacts
from stepback_course.course.models import CourseReference
from stepback_course.portfolio.models import Digest
from stepback_course.text import _
from stepback_course.text.fields import LATER, Frozen, Identifier, Line, Note

CertificateState = Literal["issued", "replaced", "revoked"]
Standing = Literal["issued", "expired", "replaced", "revoked"]
"""What a certificate is on a day: whether it has expired is never written anywhere."""
CertificateAction = Literal["issue", "replace", "revoke"]

REPLACEMENT_REASONS: dict[str, str] = {
    "name": _("the name was corrected"),
    "lost": _("the copy was lost"),
    "language": _("it was asked for in another language"),
    "details": _("something else on it was corrected"),
}
"""Why a certificate is replaced, by what is kept and typed."""
REVOCATION_REASONS: dict[str, str] = {
    "error": _("it was issued in error"),
    "malpractice": _("malpractice was found"),
    "request": _("its holder asked for it"),
}
"""Why a certificate is revoked, by what is kept and typed."""


class CertificateEntry(Frozen):
    """One thing that happened to a certificate, chained to the one before it by its hash."""

    at: Line
    actor: Identifier
    role: Line
    action: CertificateAction
    before: CertificateState | Literal[""]
    after: CertificateState
    reason: Line = ""
    note: Note = ""
    record: Digest
    """What the certificate's record said afterwards; see `trail.commitment`."""
    previous: Line
    """The hash of the entry before, or an empty text."""
    hash: Digest


class Certificate(Frozen):
    """One entry of the register: a snapshot of everything printed, and what became of it."""

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
    """The instant of issue, at which its credential is signed."""
    issued_by: Identifier
    state: CertificateState = "issued"
    credential: Annotated[Digest | Literal[""], LATER] = ""
    """The signed credential's file; empty where the certificate is unsigned."""
    key: Annotated[Line, LATER] = ""
    """The name of the key that signed the credential."""
    look: Annotated[Line, LATER] = ""
    """Which look the page has."""
    code: Annotated[Note, LATER] = ""
    """The whole address in the code that telephones read; empty where there is none."""
    replaces: Annotated[Line, LATER] = ""
    """The number of the certificate that this one stands for."""
    replaced_by: Annotated[Line, LATER] = ""
    reason: Annotated[Line, LATER] = ""
    """Why it was replaced or revoked: a key of REPLACEMENT_REASONS or REVOCATION_REASONS."""
    note: Annotated[Note, LATER] = ""
    """What else was said about that."""
    ended: Annotated[Line, LATER] = ""
    """The instant at which it was replaced or revoked."""
    trail: Annotated[tuple[CertificateEntry, ...], LATER] = ()

    @property
    def is_signed(self) -> bool:
        """Whether there is a credential that machines can check."""
        return bool(self.credential)

    def standing_on(self, day: date) -> Standing:
        """Return what the certificate is on a day."""
        until = self.facts.valid_until
        if self.state == "issued" and until is not None and day > until:
            return "expired"
        return self.state


@dataclass(frozen=True, slots=True)
class Reservation:
    """All that a certificate is made from, as it was settled when its number was reserved."""

    facts: CertificateFacts
    at: str
    """The instant of the award."""
    key: str
    """The name of the key that is to sign, or an empty text."""
    look: str


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
    person: str = ""
    is_begun: bool = False
    """Whether issuing or replacing was interrupted, and goes on with the next `issue`."""
    is_revoked: bool = False

    @property
    def is_ready(self) -> bool:
        """Whether a certificate can be issued now."""
        return not self.needs and not self.number


@dataclass(frozen=True, slots=True)
class Issued:
    """That a portfolio has its certificate."""

    portfolio: str
    certificate: Certificate

    @property
    def number(self) -> str:
        """The certificate's number."""
        return self.certificate.number


@dataclass(frozen=True, slots=True)
class Refused:
    """That a portfolio has no certificate, and why."""

    portfolio: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Sought:
    """Which certificates of the register somebody wants to see."""

    words: str = ""
    """Stand in the name, the number, the portfolio or the cohort, whatever their accents."""
    state: CertificateState | Literal[""] = ""
    series: str = ""
    year: int | None = None
    """Of award."""
    cohort: str = ""
    portfolio: str = ""
    specimens: bool | None = None
    """True for specimens only, False for none of them, None for both."""
    newest_first: bool = False


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One certificate as lists show it."""

    number: str
    name: str
    portfolio: str
    cohort: str
    state: CertificateState
    awarded_on: str
    valid_until: str
    is_signed: bool
    is_specimen: bool
    replaced_by: str


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """Some rows of the register, and the cursor from which the next ones follow."""

    rows: tuple[RegisterRow, ...] = field(default=())
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That a certificate no longer stands."""

    number: str
    state: Literal["replaced", "revoked"]
    at: str
    """The instant since which."""
    replaced_by: str = ""
