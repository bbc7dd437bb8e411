"""A letter to each holder of a certificate, with the certificate attached."""

from collections.abc import Iterable
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from stepback_course.awards.facts import CertificateFacts
from stepback_course.awards.models import Certificate
from stepback_course.desks import Desks
from stepback_course.people.organisation import organisation_of
from stepback_course.people.policy import require
from stepback_course.reports.files import write_whole
from stepback_course.text import _
from stepback_course.text.addresses import is_address
from stepback_course.text.days import shown_day
from stepback_course.text.refusals import Refusal

if TYPE_CHECKING:
    from jinja2 import Template


@dataclass(frozen=True, slots=True)
class AwardLetter:
    """What one holder is told."""

    facts: CertificateFacts
    email: str
    day: str
    """Of the award, in words."""
    is_signed: bool
    contact: str
    organisation: str

    @property
    def subject(self) -> str:
        """What the letter is about, in a line."""
        sentence = (
            _("SPECIMEN: your certificate, {course}")
            if self.facts.specimen
            else _("Your certificate, {course}")
        )
        return sentence.format(course=self.facts.course)


def write_award_letters(desks: Desks, numbers: Iterable[str], folder: Path) -> list[Path]:
    """Write one letter for each certificate, and return the files in the order of `numbers`.

    Somebody with an e-mail address gets an .eml that a mail program opens as a draft, with the page
    attached as it was issued; everybody else a text, and the page beside it. A letter written again
    takes the place of the one before. Raises Refusal where a certificate does not stand, where the
    actor may not issue any, and where the folder cannot be written.
    """
    # All are found before one is written: a slip in the last number leaves no half of it done.
    certificates = [_standing(desks, number) for number in numbers]
    return [path for each in certificates for path in _write(desks, each, folder)]


def _standing(desks: Desks, number: str) -> Certificate:
    """Return a certificate that a letter may go with. Raises Refusal."""
    certificate = desks.register.certificate(number)
    require(desks.actor, "issue_certificate", cohort=certificate.cohort)
    if certificate.state != "issued":
        raise Refusal(
            "closed",
            _("certificate {number} does not stand any more: no letter goes with it").format(
                number=certificate.number
            ),
        )
    return certificate


def _write(desks: Desks, certificate: Certificate, folder: Path) -> list[Path]:
    letter, page = _letter(desks, certificate), desks.register.pdf(certificate.number)
    stem = f"certificate-{certificate.number}"
    if is_address(letter.email):
        path = folder / f"{stem}.eml"
        write_whole(path, _message(letter, page, f"{certificate.number}.pdf"))
        return [path]
    path, beside = folder / f"{stem}.txt", folder / f"{certificate.number}.pdf"
    write_whole(beside, page)
    write_whole(path, _text(letter))
    return [path, beside]


def _letter(desks: Desks, certificate: Certificate) -> AwardLetter:
    organisation = organisation_of(desks.store)
    person = desks.directory.find(certificate.person)
    cohort = desks.registry.cohort(certificate.cohort)
    facts = certificate.facts
    return AwardLetter(
        facts=facts,
        email=person.email if person else "",
        day=shown_day(facts.awarded_on.isoformat()),
        is_signed=certificate.is_signed,
        contact=cohort.contact or organisation.contact,
        organisation=organisation.name,
    )


def _message(letter: AwardLetter, page: bytes, file: str) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["To"] = Address(letter.facts.name, *letter.email.rsplit("@", 1))
    message["Subject"] = letter.subject
    message["X-Unsent"] = "1"
    message.set_content(_body(letter), cte="quoted-printable")
    message.add_attachment(page, maintype="application", subtype="pdf", filename=file)
    return message.as_bytes()


def _text(letter: AwardLetter) -> bytes:
    head = _("To: {name}\nSubject: {subject}").format(
        name=letter.email or letter.facts.name, subject=letter.subject
    )
    return f"{head}\n\n{_body(letter)}".encode()


def _body(letter: AwardLetter) -> str:
    return _template().render(letter=letter)


@cache
def _template() -> "Template":
    from stepback_course.reports.letters.released import letter_templates

    return letter_templates().get_template("awarded.txt.j2")
