"""Reading a credential that anybody may have written, and saying what it is worth."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from stepback_course.awards.credential.shape import Signed
from stepback_course.awards.credential.writing import MIDNIGHT, SPECIMEN_MARK
from stepback_course.awards.keys.did import method_of
from stepback_course.awards.keys.issuers import IssuerKey, Standing
from stepback_course.clock import day_of, system_clock
from stepback_course.text import _
from stepback_course.text.canonical import canonical
from stepback_course.text.refusals import Refusal

CREDENTIAL_LIMIT = 64 * 1024
"""In bytes; ours have about two thousand."""

Outcome = Literal["trusted", "unknown issuer", "not yet valid", "expired", "altered", "unreadable"]


@dataclass(frozen=True, slots=True)
class Claims:
    """What a credential says."""

    name: str
    course: str
    day: date
    number: str
    issuer: str
    did: str
    """The key with which the issuer signs."""
    signed_at: datetime
    valid_until: date | None
    specimen: bool
    facts_digest: str
    """The hash of what the page was printed from; see `writing.facts_digest`."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a credential is worth by itself; whether it was withdrawn, others know."""

    outcome: Outcome
    sentence: str
    claims: Claims | None = None
    """None where what it says is not what was signed."""
    digest: str = ""
    """The SHA-256 of the credential as `writing.signed` writes it."""
    only_with_the_register: bool = False
    """Whether it is good where the register has this very credential, and only there."""


def assess(document: bytes, issuers: Sequence[IssuerKey], *, at: datetime) -> Assessment:
    """Say what a credential is worth on its own, without a network.

    `issuers` are the keys that are trusted, `at` is the present instant. Nothing is raised, however
    hostile the document is: its shape is settled before any of it is taken for a graph, so what is
    canonicalised always has the size and the form of a credential of ours.
    """
    known = {key.did: key for key in issuers}
    try:
        content = _parsed(document)
        credential = _shaped(document, content)
        if credential is None:
            return _misshapen(content, known)
        if not _is_signed(content, credential):
            return Assessment("altered", _altered())
    except Refusal as refusal:
        return Assessment("unreadable", str(refusal))
    return _weighed(content, credential, known, at)


def _parsed(document: bytes) -> dict[str, object]:
    if len(document) > CREDENTIAL_LIMIT:
        raise Refusal(
            "too_large",
            _("This is too large for a credential: it has more than {count} bytes.").format(
                count=CREDENTIAL_LIMIT
            ),
        )
    try:
        content = json.loads(document.decode(), object_pairs_hook=_without_twins)
    except RecursionError:
        raise Refusal("invalid", _("This is nested too deeply for a credential.")) from None
    except ValueError:
        raise Refusal("invalid", _("This is not a credential: it is not JSON.")) from None
    if not isinstance(content, dict) or "credentialSubject" not in content:
        raise Refusal("invalid", _("This is not a credential."))
    return content


def _without_twins(members: list[tuple[str, object]]) -> dict[str, object]:
    content = dict(members)
    if len(content) < len(members):
        raise Refusal(
            "invalid", _("This says the same thing twice, so it is not clear which is meant.")
        )
    return content


def _shaped(document: bytes, content: dict[str, object]) -> Signed | None:
    """Return the credential that a document is, or None where it is none of ours."""
    try:
        credential = Signed.model_validate_json(document)
        # A member without a value is not in the graph, so the signature would not tell.
        says_no_more = canonical(credential.document()) == canonical(content)
    except ValueError:
        return None
    fits = (
        says_no_more
        and credential.proof[0].verification_method == method_of(credential.issuer.id)
        and credential.awarded_date.endswith(MIDNIGHT)
        and credential.is_specimen
        == credential.credential_subject.achievement.name.startswith(SPECIMEN_MARK)
    )
    return credential if fits else None


def _misshapen(content: dict[str, object], known: dict[str, IssuerKey]) -> Assessment:
    issuer = content.get("issuer")
    did = issuer.get("id") if isinstance(issuer, dict) else issuer
    if isinstance(did, str) and did in known:
        return Assessment(
            "altered",
            _(
                "This is not in the form that its issuer signs: something was changed, added or"
                " left out, or a newer version of this program made it."
            ),
        )
    if isinstance(did, str) and did.startswith("did:web:"):
        return Assessment(
            "unreadable",
            _(
                "Its issuer is named by a web address (did:web). Nothing is looked up on the"
                " network here, so this credential is not checked."
            ),
        )
    return Assessment(
        "unreadable",
        _(
            "This is not a credential in the form in which certificates are issued here, so"
            " nothing in it is trusted. Ask its issuer how to check it."
        ),
    )


def _is_signed(content: dict[str, object], credential: Signed) -> bool:
    """Say whether a credential is what its issuer's key signed.

    Raises Refusal where signatures cannot be checked on this machine.
    """
    from openbadgeslib.ob3 import OB3GuardUnavailable, OB3LdpVerifier, OB3VerificationError
    from openbadgeslib.ob3.did import resolve_did
    from openbadgeslib.ob3.ldp import verify_data_integrity_proof

    did = credential.issuer.id
    try:
        if _is_in_its_time(credential, system_clock()):
            OB3LdpVerifier.for_issuer_did(did).verify(content)
        else:
            # The verifier reads this machine's clock: it would refuse the credential for its dates
            # and not say whether the signature fits.
            verify_data_integrity_proof(content, resolve_did(did))
    except OB3GuardUnavailable:
        raise Refusal(
            "invalid",
            _("Signatures cannot be checked with the libraries that are installed here."),
        ) from None
    except OB3VerificationError:
        return False
    return True


def _is_in_its_time(credential: Signed, at: datetime) -> bool:
    return not _is_early(credential, at) and not _is_over(credential, at)


def _is_early(credential: Signed, at: datetime) -> bool:
    return datetime.fromisoformat(credential.valid_from) > at


def _is_over(credential: Signed, at: datetime) -> bool:
    until = credential.valid_until
    return until is not None and datetime.fromisoformat(until) < at


def _weighed(
    content: dict[str, object], credential: Signed, known: dict[str, IssuerKey], at: datetime
) -> Assessment:
    """Say what a credential with a good signature is worth."""
    claims = _claims(credential)
    digest = hashlib.sha256(canonical(content)).hexdigest()
    key = known.get(claims.did)
    standing = key.standing(claims.signed_at) if key else "unknown"
    outcome: Outcome
    if standing != "good":
        outcome, sentence = "unknown issuer", _of_standing(standing)
    elif _is_over(credential, at):
        outcome, sentence = "expired", _("The signature fits; what it certifies has ended.")
    elif _is_early(credential, at):
        outcome, sentence = (
            "not yet valid",
            _("It says that it begins in the future: is the date of this computer right?"),
        )
    else:
        outcome, sentence = "trusted", _("The signature is that of an issuer known here.")
    only_there = standing == "only with the register"
    return Assessment(outcome, sentence, claims, digest, only_with_the_register=only_there)


def _claims(credential: Signed) -> Claims:
    subject = credential.credential_subject
    until = credential.valid_until
    return Claims(
        name=subject.identifier[0].identity_hash,
        course=subject.achievement.name.removeprefix(SPECIMEN_MARK),
        day=date.fromisoformat(credential.awarded_date[:10]),
        number=subject.license_number,
        issuer=credential.issuer.name,
        did=credential.issuer.id,
        signed_at=datetime.fromisoformat(credential.proof[0].created),
        valid_until=day_of(datetime.fromisoformat(until)) if until else None,
        specimen=credential.is_specimen,
        facts_digest=credential.related_resource[0].digest_sri,
    )


def _altered() -> str:
    return _(
        "The signature does not fit: what this says was changed after it was issued, or it was"
        " never issued."
    )


def _of_standing(standing: Standing | Literal["unknown"]) -> str:
    if standing == "unknown":
        return _(
            "The signature fits, but nothing here says whose key made it: anybody can make a key"
            " and call themselves what they like. Compare the key with the one that the issuer"
            " publishes, then name it with --issuer."
        )
    if standing == "outside its time":
        return _(
            "The key is one of this issuer's, but it was not in use when this says it was signed."
        )
    if standing == "compromised":
        return _(
            "The key is one of this issuer's, but when this says it was signed, somebody else may"
            " have had it: it is not trusted. Ask its issuer for a new one."
        )
    return _(
        "The key is one of this issuer's, but somebody else may have had it: only the issuer's"
        " register can tell whether they made this."
    )
