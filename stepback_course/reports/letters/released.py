"""A letter to each practitioner whose feedback was released.

It says which units are met and which need further work by when, and nothing of what was written by
anybody: it may lie in an inbox for years.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from stepback_course.clock import day_of
from stepback_course.cohorts import Cohort
from stepback_course.desks import Desks
from stepback_course.marking.release_plan import Planned
from stepback_course.people.organisation import organisation_of
from stepback_course.reports.files import write_whole
from stepback_course.text import _
from stepback_course.text.addresses import is_address
from stepback_course.text.days import shown_day

if TYPE_CHECKING:
    from jinja2 import Environment, Template


@dataclass(frozen=True, slots=True)
class ReleasedLetter:
    """What one practitioner is told."""

    portfolio: str
    name: str
    email: str
    course: str
    cohort: str
    met: tuple[str, ...]
    further: tuple[tuple[str, str], ...]
    """Units that need further work, each with the day by which, in words, or an empty text."""
    contact: str
    organisation: str
    on_laptop: bool
    """Whether feedback travels to the practitioner in a file."""

    @property
    def subject(self) -> str:
        """What the letter is about, in a line."""
        return _("{course}: your feedback is ready").format(course=self.course)


def write_released_letters(desks: Desks, released: Iterable[Planned], folder: Path) -> list[Path]:
    """Write one letter for each practitioner, and return the files by portfolio.

    Somebody with an e-mail address gets an .eml that a mail program opens as a draft, everybody
    else a text. A letter of the same day takes the place of the one before. Raises Refusal where
    the folder cannot be written.
    """
    by_portfolio = sorted(released, key=lambda line: (line.row.portfolio, line.row.unit))
    day = day_of(desks.clock()).isoformat()
    paths = []
    for _portfolio, lines in groupby(by_portfolio, key=lambda line: line.row.portfolio):
        letter = _letter(desks, tuple(lines))
        message = _message(letter)
        stem = f"feedback-{letter.portfolio}-{day}"
        path = folder / (f"{stem}.eml" if message else f"{stem}.txt")
        write_whole(path, message or _text(letter))
        paths.append(path)
    return paths


def _letter(desks: Desks, lines: tuple[Planned, ...]) -> ReleasedLetter:
    row = lines[0].row
    cohort = desks.registry.cohort(row.cohort)
    organisation = organisation_of(desks.store)
    person = desks.directory.find(row.person)
    return ReleasedLetter(
        portfolio=row.portfolio,
        name=row.name,
        email=person.email if person else "",
        course=desks.courses.of(cohort.course).name,
        cohort=cohort.name,
        met=tuple(line.unit for line in lines if line.verdict == "met"),
        further=tuple((line.unit, _by(line, cohort)) for line in lines if line.verdict != "met"),
        contact=cohort.contact or organisation.contact,
        organisation=organisation.name,
        on_laptop=desks.store.get("organisation/settings", "exchange") is not None,
    )


def _by(line: Planned, cohort: Cohort) -> str:
    return shown_day(line.by or cohort.due)


def _message(letter: ReleasedLetter) -> bytes | None:
    """Return a letter as a draft for a mail program; None where there is nowhere to send it."""
    if not is_address(letter.email):
        return None
    message = EmailMessage(policy=SMTP)
    message["To"] = Address(letter.name, *letter.email.rsplit("@", 1))
    message["Subject"] = letter.subject
    message["X-Unsent"] = "1"
    message.set_content(_body(letter), cte="quoted-printable")
    return message.as_bytes()


def _text(letter: ReleasedLetter) -> bytes:
    head = _("To: {name}\nSubject: {subject}").format(
        name=letter.email or letter.name, subject=letter.subject
    )
    return f"{head}\n\n{_body(letter)}".encode()


def _body(letter: ReleasedLetter) -> str:
    return _template().render(letter=letter)


@cache
def _template() -> "Template":
    return letter_templates().get_template("released.txt.j2")


def letter_templates() -> "Environment":
    """Return what reads the templates of letters."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    # A plain text has nothing to escape to, and the templates say so for themselves.
    return Environment(
        loader=PackageLoader("stepback_course.reports.letters"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
