"""The answer to the question whether a file is a certificate that can be trusted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal

from stepback_course.awards.checking.withdrawn import WithdrawnList
from stepback_course.awards.credential import Assessment, Claims, assess, facts_digest
from stepback_course.awards.keys.issuers import IssuerKey
from stepback_course.awards.models import Certificate
from stepback_course.awards.page import USUAL, Look, read_source
from stepback_course.awards.verifying import sentences
from stepback_course.awards.verifying.found import Found, found_in
from stepback_course.awards.verifying.pages import (
    Likeness,
    Looks,
    page_of_claims,
    page_of_register,
)
from stepback_course.clock import day_of, parse_instant
from stepback_course.text.refusals import Refusal

Outcome = Literal[
    "trusted",
    "unknown issuer",
    "status unknown",
    "expired",
    "replaced",
    "revoked",
    "altered",
    "unreadable",
]
EXIT_CODES: dict[Outcome, int] = {
    "trusted": 0,
    "unreadable": 1,
    "unknown issuer": 3,
    "status unknown": 4,
    "expired": 5,
    "replaced": 6,
    "revoked": 7,
    "altered": 8,
}

State = Literal["stands", "unknown", "replaced", "revoked"]
"""What became of a certificate."""
Register = Callable[[str], Certificate | None]
"""Gives the entry of a number, or None where the register has none."""


def usual_look(look: str) -> Look | None:
    """Return the look that is shipped with the program, where it is the one asked for."""
    return USUAL if look == USUAL.id else None


@dataclass(frozen=True, slots=True)
class Known:
    """What whoever verifies knows."""

    at: datetime
    """The present instant."""
    issuers: Sequence[IssuerKey] = ()
    """The keys that are trusted."""
    register: Register | None = None
    """The register of an organisation, where it is at hand."""
    own: frozenset[str] = frozenset()
    """The keys of that organisation; others have certificates with the same numbers."""
    withdrawn: WithdrawnList | None = None
    """A list of certificates that stand no more."""
    looks: Looks = usual_look


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file is worth, and why."""

    path: Path
    outcome: Outcome
    sentences: tuple[str, ...]
    claims: Claims | None = None
    """What was signed; None where nothing is known to be."""
    page: Likeness = "no page"

    @property
    def exit_code(self) -> int:
        """What the command answers with."""
        return EXIT_CODES[self.outcome]


def verify_file(path: Path, known: Known) -> Verdict:
    """Say whether a file is a certificate, whose, and whether it stands; nothing is raised."""
    try:
        found = found_in(path)
        if found.credential is None:
            return _of_unsigned_page(path, found, known)
    except Refusal as refusal:
        return Verdict(path, "unreadable", (str(refusal),))
    assessment = assess(found.credential, known.issuers, at=known.at)
    claims = assessment.claims
    if claims is None:
        outcome: Outcome = "altered" if assessment.outcome == "altered" else "unreadable"
        return Verdict(path, outcome, (assessment.sentence,))
    is_own = claims.did in known.own
    entry = known.register(claims.number) if known.register and is_own else None
    if assessment.only_with_the_register and entry and entry.credential == assessment.digest:
        assessment = replace(assessment, outcome="trusted", sentence=sentences.vouched_for())
    if assessment.outcome == "unknown issuer":
        said = [sentences.specimen()] if claims.specimen else []
        return Verdict(path, "unknown issuer", (*said, assessment.sentence), claims)
    if entry is not None and entry.credential != assessment.digest:
        return Verdict(path, "altered", (sentences.another_in_the_register(claims.number),))
    page = (
        page_of_claims(found, claims, known.issuers, known.looks)
        if entry is None
        else page_of_register(found, entry, known.looks)
    )
    return _of_genuine(path, assessment, claims, entry, page, known)


def _of_unsigned_page(path: Path, found: Found, known: Known) -> Verdict:
    """Say what a page without a signature is worth. Raises Refusal where nobody can tell."""
    facts = read_source(found.source or b"").facts
    entry = known.register(facts.number) if known.register else None
    if entry is None:
        raise Refusal("invalid", sentences.unsigned())
    if sha256(found.content).hexdigest() != entry.pdf:
        return Verdict(path, "altered", (sentences.another_in_the_register(facts.number),))
    claims = Claims(
        name=facts.name,
        course=facts.course_as_printed,
        day=facts.awarded_on,
        number=facts.number,
        issuer=facts.issuer,
        did="",
        signed_at=parse_instant(entry.issued),
        valid_until=facts.valid_until,
        specimen=facts.specimen,
        facts_digest=facts_digest(facts),
    )
    assessment = Assessment("trusted", sentences.unsigned_but_registered(), claims)
    return _of_genuine(path, assessment, claims, entry, "same", known)


def _of_genuine(
    path: Path,
    assessment: Assessment,
    claims: Claims,
    entry: Certificate | None,
    page: Likeness,
    known: Known,
) -> Verdict:
    """Say what a file is worth whose claims the issuer did make."""
    if page == "different":
        return Verdict(path, "altered", (sentences.of_page(page),), claims, page)
    state, about_state = _state(claims, entry, known)
    is_over = claims.valid_until is not None and day_of(known.at) > claims.valid_until
    outcome: Outcome
    if state in ("replaced", "revoked"):
        outcome = state
    elif is_over:
        outcome = "expired"
    elif state == "unknown" or page == "not compared" or assessment.outcome == "not yet valid":
        outcome = "status unknown"
    else:
        outcome = "trusted"
    said = [about_state, assessment.sentence, sentences.of_page(page)]
    if claims.specimen:
        said.insert(0, sentences.specimen())
    return Verdict(path, outcome, tuple(filter(None, said)), claims, page)


def _state(claims: Claims, entry: Certificate | None, known: Known) -> tuple[State, str]:
    """Return what became of a certificate, as far as that is known, and a sentence about it."""
    if entry is not None and entry.state != "issued":
        ended = day_of(parse_instant(entry.ended)) if entry.ended else None
        return entry.state, sentences.withdrawn(entry.state, ended, entry.replaced_by)
    by_list = _state_by_list(claims, known.withdrawn) if known.withdrawn else None
    # The register here may be a copy that is older than the list.
    if by_list is not None and by_list[0] in ("replaced", "revoked"):
        return by_list
    if entry is not None:
        return "stands", sentences.stands_in_the_register()
    if known.register is not None and claims.did in known.own:
        return "unknown", sentences.not_in_the_register(claims.number)
    return by_list or (
        "unknown",
        sentences.state_unknown(claims.day, claims.issuer, claims.number),
    )


def _state_by_list(claims: Claims, listed: WithdrawnList) -> tuple[State, str]:
    """Return what a list tells of a certificate: of others' keys and of later ones, nothing."""
    if not listed.is_about(claims.did):
        return "unknown", sentences.list_is_of_others(claims.issuer, claims.number)
    found = listed.of(claims.number)
    if found is not None:
        return found.state, sentences.withdrawn(found.state, found.since, found.replaced_by)
    if parse_instant(listed.at) < claims.signed_at:
        return "unknown", sentences.list_is_older(listed.day, claims.issuer, claims.number)
    return "stands", sentences.not_on_the_list(listed.day)
