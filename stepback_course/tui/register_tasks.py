"""What the register shows and does, called in threads, and the words for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from stepback_course.awards.models import (
    REPLACEMENT_REASONS,
    REVOCATION_REASONS,
    Certificate,
    CertificateEntry,
    RegisterPage,
    RegisterRow,
    Sought,
    Standing,
)
from stepback_course.awards.register import PAGE
from stepback_course.desks import Desks
from stepback_course.people.organisation import LANGUAGES
from stepback_course.portfolio.telling.words import shown_instant
from stepback_course.store.paging import all_rows
from stepback_course.text import _
from stepback_course.text.days import shown_day

STATES: Mapping[Standing, str] = {
    "issued": _("✓ issued"),
    "expired": _("○ expired"),
    "replaced": _("↷ replaced"),
    "revoked": _("✗ revoked"),
}
ACTIONS: Mapping[str, str] = {
    "issue": _("issued"),
    "replace": _("replaced"),
    "revoke": _("revoked"),
}


@dataclass(frozen=True, slots=True)
class RegisterView:
    """Certificates that were sought, and what their cohorts are called."""

    sought: Sought
    page: RegisterPage
    is_first: bool
    """Whether it is the first page of what was sought."""
    cohorts: dict[str, str]
    """Names by id."""


@dataclass(frozen=True, slots=True)
class CertificateView:
    """One certificate with all that the register knows of it."""

    certificate: Certificate
    is_whole: bool
    """Whether its trail is unbroken."""
    people: dict[str, str]
    """Names by id."""
    cohort: str


def read_register(
    desks: Desks, sought: Sought, after: str | None, limit: int = PAGE
) -> RegisterView:
    """Return some of what is sought. Raises Refusal, StoreError."""
    cohorts = {cohort.id: cohort.name for cohort in desks.registry.cohorts()}
    page = desks.register.page(sought, after=after, limit=limit)
    return RegisterView(sought, page, after is None, cohorts)


def read_certificate(desks: Desks, number: str) -> CertificateView:
    """Return one certificate. Raises Refusal, StoreError."""
    certificate = desks.register.certificate(number)
    cohorts = {cohort.id: cohort.name for cohort in desks.registry.cohorts()}
    people = {
        str(row.summary["id"]): str(row.summary["name"]) for row in all_rows(desks.store, "person")
    }
    return CertificateView(
        certificate,
        desks.register.is_whole(certificate),
        people,
        cohorts.get(certificate.cohort, certificate.cohort),
    )


# In words.


def standing_of(row: RegisterRow, today: date) -> Standing:
    """Return what a certificate is today."""
    if row.state == "issued" and row.valid_until and row.valid_until < today.isoformat():
        return "expired"
    return row.state


def row_cells(row: RegisterRow, cohorts: Mapping[str, str], today: date) -> tuple[str, ...]:
    """Return one certificate for a list, with what only a wide window has room for at its end."""
    return (
        row.number,
        row.name,
        shown_day(row.awarded_on),
        STATES[standing_of(row, today)],
        _("✓ signed") if row.is_signed else _("○ unsigned"),
        cohorts.get(row.cohort, row.cohort),
        row.replaced_by,
    )


def fact_lines(view: CertificateView, today: date) -> Iterator[tuple[str, str]]:
    """Yield what the register knows of a certificate, each with its label; empty ones left out."""
    certificate, facts = view.certificate, view.certificate.facts
    reasons = {**REPLACEMENT_REASONS, **REVOCATION_REASONS}
    ended = reasons.get(certificate.reason, certificate.reason)
    lines = (
        (_("State"), STATES[certificate.standing_on(today)]),
        (_("Because"), ". ".join(filter(None, (ended, certificate.note)))),
        (_("Replaced by"), certificate.replaced_by),
        (_("Stands for"), certificate.replaces),
        (_("Name"), facts.name),
        (_("School"), facts.setting),
        (_("Course"), facts.course),
        (_("Awarded on"), shown_day(facts.awarded_on.isoformat())),
        (_("Valid until"), shown_day(facts.valid_until.isoformat()) if facts.valid_until else ""),
        (_("Language"), LANGUAGES[facts.language]),
        (_("Cohort"), view.cohort),
        (_("Issued"), _by(view, certificate.issued, certificate.issued_by)),
        (_("Signed with"), _key_words(certificate.key)),
        (_("Page"), certificate.pdf),
        (_("Credential"), certificate.credential),
        (_("Look"), _("{look}, {engine}").format(look=certificate.look, engine=certificate.engine)),
    )
    return ((label, words) for label, words in lines if words)


def _key_words(did: str) -> str:
    return did or _("○ unsigned: no machine can check it")


def trail_lines(view: CertificateView) -> Iterator[str]:
    """Yield what happened to a certificate, the newest last, and whether the trail is whole."""
    for entry in view.certificate.trail:
        yield _entry_line(view, entry)
    if not view.certificate.trail:
        yield _("Issued before trails were kept.")
    elif view.is_whole:
        yield _("✓ The trail is whole.")
    else:
        yield _("✗ The trail is broken: the record was changed by something else.")


def _entry_line(view: CertificateView, entry: CertificateEntry) -> str:
    reasons = {**REPLACEMENT_REASONS, **REVOCATION_REASONS}
    line = _("{when}  {what} by {who}").format(
        when=shown_instant(entry.at),
        what=ACTIONS[entry.action],
        who=view.people.get(entry.actor, entry.actor),
    )
    if entry.reason:
        reason = reasons.get(entry.reason, entry.reason)
        line = _("{line}: {reason}").format(line=line, reason=reason)
    return line


def _by(view: CertificateView, moment: str, person: str) -> str:
    return _("{when} by {who}").format(
        when=shown_instant(moment), who=view.people.get(person, person)
    )
