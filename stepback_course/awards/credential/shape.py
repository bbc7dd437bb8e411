"""The one shape of credential that is issued here, member by member; nothing else is read.

Open Badges 3.0 on W3C Verifiable Credentials 2.0. What is signed is the graph that the JSON means,
so members that no vocabulary defines would not be covered: here there is no room for any.
"""

import re
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from stepback_course.awards.numbers import SPECIMEN_SERIES, parse
from stepback_course.text.cleaning import clean_line

Contexts = tuple[
    Literal["https://www.w3.org/ns/credentials/v2"],
    Literal["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
]
"""The vocabularies, in the order in which they are read."""

# Without the years before 1000: the first has instants that fall on no day of any zone.
_INSTANT = re.compile(r"[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", re.ASCII)


def _clean_already(text: str) -> str:
    if text != clean_line(text):
        raise ValueError("has characters that no certificate has")
    return text


def _an_instant(text: str) -> str:
    if not _INSTANT.fullmatch(text):
        raise ValueError("is not an instant in UTC")
    datetime.fromisoformat(text)
    return text


def _a_number(text: str) -> str:
    if str(parse(text)) != text:
        raise ValueError("is not written as on a certificate")
    return text


Words = Annotated[
    str, StringConstraints(min_length=1, max_length=1_000), AfterValidator(_clean_already)
]
Instant = Annotated[str, StringConstraints(max_length=20), AfterValidator(_an_instant)]
Number = Annotated[str, StringConstraints(max_length=40), AfterValidator(_a_number)]
Did = Annotated[str, StringConstraints(pattern=r"^did:key:z6Mk[1-9A-HJ-NP-Za-km-z]{44}\z")]
"""A did:key of an Ed25519 key: the name of an issuer from which nothing needs to be fetched."""
Urn = Annotated[
    str, StringConstraints(pattern=r"^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\z")
]
Digest = Annotated[str, StringConstraints(pattern=r"^sha256-[A-Za-z0-9+/]{43}=\z")]


class _Member(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        defer_build=True,
        alias_generator=to_camel,
        validate_by_name=True,
    )


class Issuer(_Member):
    """The organisation, under the name of its key."""

    id: Did
    type: tuple[Literal["Profile"]] = ("Profile",)
    name: Words


class Holder(_Member):
    """Whom the certificate is for: by name only."""

    type: Literal["IdentityObject"] = "IdentityObject"
    identity_type: Literal["name"] = "name"
    hashed: Literal[False] = False
    identity_hash: Words
    """The name as printed; the vocabulary has no other member for it."""


class Criteria(_Member):
    """What was asked for."""

    narrative: Words


class Achievement(_Member):
    """The course that was completed."""

    id: Urn
    type: tuple[Literal["Achievement"]] = ("Achievement",)
    achievement_type: Literal["Certificate"] = "Certificate"
    name: Words
    description: Words
    criteria: Criteria


class Subject(_Member):
    """Who completed what, under which number."""

    type: tuple[Literal["AchievementSubject"]] = ("AchievementSubject",)
    identifier: tuple[Holder]
    license_number: Number
    achievement: Achievement


class Printed(_Member):
    """The facts from which the page was printed, by their hash alone."""

    id: Urn
    media_type: Literal["application/json"] = "application/json"
    digest_sri: Annotated[Digest, Field(alias="digestSRI")]


class Proof(_Member):
    """The signature."""

    type: Literal["DataIntegrityProof"]
    cryptosuite: Literal["eddsa-rdfc-2022"]
    created: Instant
    verification_method: Annotated[str, StringConstraints(max_length=120)]
    proof_purpose: Literal["assertionMethod"]
    proof_value: Annotated[str, StringConstraints(pattern=r"^z[1-9A-HJ-NP-Za-km-z]{64,88}\z")]


class Unsigned(_Member):
    """A certificate's credential before it is signed."""

    context: Annotated[Contexts, Field(alias="@context")] = (
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    )
    id: Urn
    type: tuple[Literal["VerifiableCredential"], Literal["OpenBadgeCredential"]] = (
        "VerifiableCredential",
        "OpenBadgeCredential",
    )
    issuer: Issuer
    valid_from: Instant
    valid_until: Instant | None = None
    awarded_date: Instant
    """Midnight of the day that is printed: a day, in no zone."""
    name: Words
    description: Words
    credential_subject: Subject
    related_resource: tuple[Printed]

    @property
    def is_specimen(self) -> bool:
        """Whether its number is of the series of specimens."""
        return parse(self.credential_subject.license_number).series == SPECIMEN_SERIES

    def document(self) -> dict[str, object]:
        """Return the JSON document: members without a value are not written."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


class Signed(Unsigned):
    """A certificate's credential with its one signature."""

    proof: tuple[Proof]
