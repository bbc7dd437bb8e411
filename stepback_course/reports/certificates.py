"""The register of certificates as people take it away, and one certificate in words."""

from collections.abc import Iterable, Iterator
from datetime import date

from stepback_course.awards.models import (
    REPLACEMENT_REASONS,
    REVOCATION_REASONS,
    Certificate,
)
from stepback_course.clock import day_of, parse_instant, time_of_day
from stepback_course.text import _
from stepback_course.text.cells import Cell, as_csv
from stepback_course.text.days import shown_day

COLUMNS = (
    "number",
    "state",
    "name",
    "setting",
    "course",
    "cohort",
    "portfolio",
    "awarded_on",
    "valid_until",
    "issued",
    "issued_by",
    "language",
    "specimen",
    "signed",
    "key",
    "pdf_sha256",
    "credential_sha256",
    "template",
    "engine",
    "replaces",
    "replaced_by",
    "ended",
    "reason",
)


def register_csv(certificates: Iterable[Certificate]) -> str:
    """Return certificates as CSV, one row for each, with stable column ids."""
    return as_csv(COLUMNS, map(register_line, certificates))


def register_line(certificate: Certificate) -> dict[str, Cell]:
    """Return what a table says of one certificate. Days are those of the organisation's zone."""
    facts = certificate.facts
    return {
        "number": certificate.number,
        "state": certificate.state,
        "name": facts.name,
        "setting": facts.setting,
        "course": facts.course,
        "cohort": certificate.cohort,
        "portfolio": certificate.portfolio,
        "awarded_on": facts.awarded_on.isoformat(),
        "valid_until": facts.valid_until.isoformat() if facts.valid_until else "",
        "issued": certificate.issued,
        "issued_by": certificate.issued_by,
        "language": facts.language,
        "specimen": "yes" if facts.specimen else "no",
        "signed": "yes" if certificate.is_signed else "no",
        "key": certificate.key,
        "pdf_sha256": certificate.pdf,
        "credential_sha256": certificate.credential,
        "template": certificate.template,
        "engine": certificate.engine,
        "replaces": certificate.replaces,
        "replaced_by": certificate.replaced_by,
        "ended": certificate.ended,
        "reason": certificate.reason,
    }


def described(certificate: Certificate, today: date, *, is_whole: bool) -> Iterator[str]:
    """Yield one certificate in words, a line for each thing."""
    facts = certificate.facts
    yield f"{certificate.number}  {facts.name}"
    yield standing_line(certificate, today)
    yield _("{course}, awarded on {day}").format(
        course=facts.course, day=shown_day(facts.awarded_on.isoformat())
    )
    if certificate.replaces:
        yield _("It stands in the place of {number}.").format(number=certificate.replaces)
    if certificate.is_signed:
        yield _("Signed with {key}").format(key=certificate.key)
    else:
        yield _("Unsigned: only the register tells whether it is genuine.")
    yield _("Page: {hash}, {engine}, {look}").format(
        hash=certificate.pdf,
        engine=certificate.engine,
        look=certificate.look or certificate.template,
    )
    if certificate.credential:
        yield _("Credential: {hash}").format(hash=certificate.credential)
    for entry in certificate.trail:
        at = parse_instant(entry.at)
        yield _("{day}, {time}  {action} by {actor}").format(
            day=shown_day(day_of(at).isoformat()),
            time=time_of_day(at)[:5],
            action=_DONE[entry.action],
            actor=entry.actor,
        )
    if not is_whole:
        yield _("Its trail does not say what its record says: compare it with a backup.")


def standing_line(certificate: Certificate, today: date) -> str:
    """Return a sentence on whether a certificate stands, and why not."""
    day = (
        shown_day(day_of(parse_instant(certificate.ended)).isoformat()) if certificate.ended else ""
    )
    match certificate.standing_on(today):
        case "replaced":
            return _("Replaced on {day} by {number}: {reason}.").format(
                day=day,
                number=certificate.replaced_by,
                reason=REPLACEMENT_REASONS.get(certificate.reason, certificate.reason),
            )
        case "revoked":
            return _("Revoked on {day}: {reason}.").format(
                day=day, reason=REVOCATION_REASONS.get(certificate.reason, certificate.reason)
            )
        case "expired":
            return _("Expired.")
        case "issued":
            return _("It stands.")


def ended_line(certificate: Certificate, today: date) -> str:
    """Return that a certificate stands no more, which its page cannot say; empty where it does."""
    if certificate.standing_on(today) == "issued":
        return ""
    return _("{number} does not stand any more. {why}").format(
        number=certificate.number, why=standing_line(certificate, today)
    )


_DONE = {"issue": _("issued"), "replace": _("replaced"), "revoke": _("revoked")}
