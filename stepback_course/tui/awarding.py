"""What the coordinator's desk reads and does, called in threads, and the words for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rich.text import Text

from stepback_course.awards.making import Signing
from stepback_course.awards.models import Candidate, Issued, Refused
from stepback_course.clock import day_of
from stepback_course.desks import Desks
from stepback_course.people.organisation import organisation_of
from stepback_course.reports.certificates import ended_line
from stepback_course.store import StoreError
from stepback_course.text import _, ngettext
from stepback_course.text.refusals import Refusal
from stepback_course.tui.widgets.page_view import Page

PICTURE_PIXELS_PER_INCH = 72
"""Enough for the cells of a terminal."""
SELECTED = "● "

Shown = Literal["everybody", "ready", "issued", "rest"]

SHOWN: dict[Shown, str] = {
    "everybody": _("Everybody"),
    "ready": _("Who is ready"),
    "rest": _("Who is on the way"),
    "issued": _("Who has a certificate"),
}


@dataclass(frozen=True, slots=True)
class CandidatesView:
    """Everybody on the way to the award, and how certificates are signed here."""

    candidates: tuple[Candidate, ...]
    cohorts: dict[str, str]
    """Names by id."""
    signing: Signing
    wants_fees: bool
    """Whether a certificate waits for a fee."""

    def shown(self, what: Shown, cohort: str = "") -> list[Candidate]:
        """Return those whom a filter lets through, beginning with those who are ready."""
        order = list(SHOWN)
        found = [
            each
            for each in self.candidates
            if what in ("everybody", standing_of(each)) and cohort in ("", each.cohort)
        ]
        return sorted(found, key=lambda each: order.index(standing_of(each)))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of issuing several certificates."""

    issued: tuple[Issued, ...]
    refused: tuple[Refused, ...]
    wanted: int
    halt: str = ""
    """Why none of the others were issued either, in a sentence."""

    @property
    def is_stopped(self) -> bool:
        """Whether it was stopped before everybody had their turn."""
        return len(self.issued) + len(self.refused) < self.wanted


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, in a sentence."""

    sentence: str


def standing_of(candidate: Candidate) -> Shown:
    """Return under which filter somebody is found."""
    if candidate.number:
        return "issued"
    return "ready" if candidate.is_ready else "rest"


# In a thread.


def read_candidates(desks: Desks) -> CandidatesView:
    """Return everybody on the way to the award. Raises Refusal, StoreError."""
    cohorts = {cohort.id: cohort.name for cohort in desks.registry.cohorts()}
    organisation = organisation_of(desks.store)
    return CandidatesView(
        tuple(desks.office.candidates()),
        cohorts,
        desks.office.signing(),
        organisation.fee_before_award,
    )


def issue_each(
    desks: Desks,
    portfolios: Sequence[str],
    *,
    tell: Callable[[int], object],
    is_stopped: Callable[[], bool],
) -> Outcome:
    """Issue one certificate after another, stopping between two where that is asked for.

    `tell` is given how many are dealt with.
    """
    issued: list[Issued] = []
    refused: list[Refused] = []
    halt = ""
    try:
        for result in desks.office.issue_many(portfolios):
            if isinstance(result, Issued):
                issued.append(result)
            else:
                refused.append(result)
            tell(len(issued) + len(refused))
            if is_stopped():
                break
    except (Refusal, StoreError) as refusal:
        halt = str(refusal)
    return Outcome(tuple(issued), tuple(refused), len(portfolios), halt)


def settle_fees(desks: Desks, portfolios: Sequence[str]) -> Done:
    """Record that the fee of these was paid. Raises Refusal, StoreError."""
    for portfolio in portfolios:
        desks.office.settle_fee(portfolio)
    told = ngettext(
        "The fee is recorded as paid for {count} person.",
        "The fee is recorded as paid for {count} people.",
        len(portfolios),
    )
    return Done(told.format(count=len(portfolios)))


def preview_of(desks: Desks, portfolio: str) -> Page:
    """Return the page that would be printed for somebody now. Raises Refusal, StoreError.

    In the place of the code, which is signed when the certificate is issued, stands another that
    leads to the check page and tells it nothing.
    """
    from stepback_course.awards.looks import look_of
    from stepback_course.awards.page import pictured, printed

    facts, look = desks.office.previewed(portfolio), look_of(desks.store)
    code = facts.check_address
    picture = pictured(facts, look, code=code, pixels_per_inch=PICTURE_PIXELS_PER_INCH)
    return Page(printed(facts, look, code=code), picture, not_issued_line(facts.number, code))


def page_of(desks: Desks, number: str) -> Page:
    """Return the page of a certificate as it was issued. Raises Refusal, StoreError.

    Without its picture, where the look it was printed in is not here any more.
    """
    from stepback_course.awards.looks import look_of
    from stepback_course.awards.page import pictured

    certificate = desks.register.certificate(number)
    pdf = desks.register.pdf(number)
    note = ended_line(certificate, day_of(desks.clock()))
    try:
        look = look_of(desks.store, certificate.look)
    except Refusal:
        return Page(pdf, b"", note)
    picture = pictured(
        certificate.facts,
        look,
        code=certificate.code,
        pixels_per_inch=PICTURE_PIXELS_PER_INCH,
    )
    return Page(pdf, picture, note)


def write_letters(desks: Desks, numbers: Sequence[str], folder: Path) -> Done:
    """Write a letter for each of these certificates. Raises Refusal, StoreError."""
    from stepback_course.reports.letters.awarded import write_award_letters

    endings = [path.suffix for path in write_award_letters(desks, numbers, folder)]
    told = ngettext(
        "{count} letter with its certificate is in {folder}. Nothing has been sent.",
        "{count} letters with their certificates are in {folder}. Nothing has been sent.",
        len(numbers),
    ).format(count=len(numbers), folder=folder)
    if printed := endings.count(".txt"):
        without = ngettext(
            "{count} person has no e-mail address: print their text and page.",
            "{count} people have no e-mail address: print their texts and pages.",
            printed,
        ).format(count=printed)
        return Done("\n".join((told, without)))
    return Done(told)


# In words.


def certificate_line(candidate: Candidate) -> Text:
    """Return somebody's certificate number, that they are ready, or how many things are missing."""
    if candidate.is_revoked:
        return Text(_("✗ revoked {number}").format(number=candidate.number))
    if candidate.number:
        return Text(_("✓ {number}").format(number=candidate.number))
    if candidate.is_begun:
        return Text(_("◔ begun"), style="bold")
    if candidate.is_ready:
        return Text(_("● ready"), style="bold")
    needs = ngettext("○ {count} thing missing", "○ {count} things missing", len(candidate.needs))
    return Text(needs.format(count=len(candidate.needs)))


def needs_line(candidate: Candidate, keys: dict[str, str]) -> str:
    """Return where somebody stands; each thing that is missing is told by itself.

    `keys` are those of opening and issuing, as they are shown.
    """
    if candidate.is_revoked:
        told = _("The certificate {number} of {name} is revoked; the register says why.")
        return told.format(name=candidate.name, number=candidate.number)
    if candidate.number:
        told = _("{name} has certificate {number}. {key} opens its page.")
        return told.format(name=candidate.name, number=candidate.number, key=keys["open"])
    if candidate.is_begun:
        told = _("Issuing to {name} was interrupted. {key} goes on: nothing is done twice.")
        return told.format(name=candidate.name, key=keys["issue"])
    if candidate.is_ready:
        told = _("{name} is ready: {key} issues the certificate. Enter shows it first.")
        return told.format(name=candidate.name, key=keys["issue"])
    return _("Still missing for {name}:").format(name=candidate.name)


def about_line(view: CandidatesView) -> str:
    """Return how many are ready, have a certificate, and are on the way."""
    if not view.candidates:
        return _("Nobody is enrolled yet: certificates come at the end of a cohort's course.")
    standing = [standing_of(each) for each in view.candidates if not each.is_revoked]
    return _("{ready} ready · {issued} issued · {rest} on the way").format(
        ready=standing.count("ready"), issued=standing.count("issued"), rest=standing.count("rest")
    )


def signing_line(signing: Signing, key: str) -> str:
    """Return how certificates that are issued now are signed; `key` leads to the signing key."""
    return {
        "unsigned": _(
            "Certificates are unsigned: this organisation has no key yet. {key} makes one."
        ).format(key=key),
        "ready": _("Certificates are signed: the key is unlocked."),
        "locked": _("The key is locked: unlock it to issue."),
        "elsewhere": _("The key is not on this computer: certificates are issued where it is."),
        "laptop": _("Certificates are issued at the office, and this computer is not it."),
    }[signing]


def not_issued_line(number: str, code: str) -> str:
    """Return what the page of a certificate that is not issued yet does not say itself."""
    if code:
        return _(
            "Not issued yet: {number} is the next number, nobody's so far. The code is a "
            "stand-in that checks nothing: the true one is made when the certificate is issued."
        ).format(number=number)
    return _("Not issued yet: {number} is the next number, nobody's so far.").format(number=number)


def outcome_line(outcome: Outcome) -> str:
    """Return in a sentence what came of issuing."""
    numbers = [each.number for each in outcome.issued]
    if outcome.is_stopped:
        return _("Stopped: {done} of {all} certificates are issued.").format(
            done=len(numbers), all=outcome.wanted
        )
    if not numbers:
        return _("No certificate was issued.")
    if len(numbers) == 1:
        return _("Certificate {number} is issued.").format(number=numbers[0])
    return _("{count} certificates are issued, {first} to {last}.").format(
        count=len(numbers), first=numbers[0], last=numbers[-1]
    )


def refused_lines(outcome: Outcome, most: int = 6) -> str:
    """Return why some have no certificate, a line for each of the first."""
    lines = [outcome.halt] if outcome.halt else []
    lines += [each.sentence for each in outcome.refused[:most]]
    more = len(outcome.refused) - most
    if more > 0:
        lines.append(ngettext("and {count} more", "and {count} more", more).format(count=more))
    return "\n".join(lines)


def progress_line(done: int, wanted: int, width: int = 30) -> str:
    """Return how far issuing has come, as a line that fills up and in words."""
    filled = width * done // max(wanted, 1)
    return _("{bar}  {done} of {all} · Escape stops after the one under way").format(
        bar="━" * filled + "─" * (width - filled), done=done, all=wanted
    )
