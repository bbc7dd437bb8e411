"""Making a certificate's credential, and signing it.

Its words are in English in every interface: the same facts give the same bytes everywhere.
"""

import base64
import hashlib
from datetime import UTC, date, datetime, time
from uuid import NAMESPACE_URL, uuid5

from stepback_course.awards.credential.shape import (
    Achievement,
    Criteria,
    Holder,
    Issuer,
    Printed,
    Subject,
    Unsigned,
)
from stepback_course.awards.facts import CertificateFacts
from stepback_course.awards.keys.signing import SigningKey
from stepback_course.clock import ORGANISATION_ZONE
from stepback_course.text.canonical import canonical

SPECIMEN_MARK = "SPECIMEN: "
"""Before the name of a course whose certificates are nobody's award."""
MIDNIGHT = "T00:00:00Z"
"""Behind a day, where the vocabulary has room for instants only."""


def credential_of(facts: CertificateFacts, *, issuer: str, at: datetime) -> dict[str, object]:
    """Return the unsigned credential of a certificate: of its holder, the name and nothing else.

    `issuer` is the did:key with which it is to be signed, `at` the instant from which it is valid.
    The same arguments give the same document. The facts that are printed but not in it, such as the
    holder's school, are bound to it by their hash.
    """
    mark = SPECIMEN_MARK if facts.specimen else ""
    about = f"{issuer}/{facts.number}"
    return Unsigned(
        id=_urn(about),
        issuer=Issuer(id=issuer, name=facts.issuer),
        valid_from=_second(at),
        valid_until=_last_second(facts.valid_until) if facts.valid_until else None,
        awarded_date=_midnight(facts.awarded_on),
        name=f"{mark}Certificate of Recognition",
        description=_description(facts),
        credential_subject=Subject(
            identifier=(Holder(identity_hash=facts.name),),
            license_number=facts.number,
            achievement=Achievement(
                id=_urn(f"{issuer}/{facts.course}"),
                name=f"{mark}{facts.course_as_printed}",
                description=_description(facts),
                criteria=Criteria(narrative=_narrative(facts)),
            ),
        ),
        related_resource=(Printed(id=_urn(f"{about}/facts"), digest_sri=facts_digest(facts)),),
    ).document()


def signed(document: dict[str, object], key: SigningKey, at: datetime) -> bytes:
    """Return a credential with its eddsa-rdfc-2022 proof, as the one text in which it is written.

    `at` is when the proof says that it was made: the same arguments give the same bytes.
    """
    from openbadgeslib.ob3.ldp import add_data_integrity_proof

    proved = add_data_integrity_proof(document, key.pem, key.method, created=at)
    # The Open Badges schema knows proofs only as a list.
    return canonical(proved | {"proof": [proved["proof"]]})


def facts_digest(facts: CertificateFacts) -> str:
    """Return the hash that binds what a page is printed from to its credential."""
    return integrity_of(facts.model_dump(mode="json"))


def integrity_of(content: object) -> str:
    """Return the hash of a JSON document, written as in Subresource Integrity."""
    return f"sha256-{base64.b64encode(hashlib.sha256(canonical(content)).digest()).decode()}"


def _description(facts: CertificateFacts) -> str:
    if facts.specimen:
        return (
            "A specimen, made with an illustrative course: it is nobody's award and says nothing"
            " about anybody."
        )
    return f"{facts.issuer} recognises that the holder completed the course {facts.course}."


def _narrative(facts: CertificateFacts) -> str:
    return (
        f"Taught days attended: {facts.days}. Statements met: {facts.statements}."
        f" Case study met: {facts.case_study}. Assessed by: {facts.assessed_by}."
    )


def _urn(name: str) -> str:
    return uuid5(NAMESPACE_URL, name).urn


def _second(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _midnight(day: date) -> str:
    return f"{day.isoformat()}{MIDNIGHT}"


def _last_second(day: date) -> str:
    from zoneinfo import ZoneInfo

    return _second(datetime.combine(day, time(23, 59, 59), ZoneInfo(ORGANISATION_ZONE)))
