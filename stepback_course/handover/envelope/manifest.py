"""What a bundle says of itself, and what its sender signs."""

import re
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from stepback_course.handover.keys.introduction import Introduction
from stepback_course.handover.keys.keyring import Instant, Keycard, SealingRecipient
from stepback_course.text import _, canonical, same_identifier
from stepback_course.text.fields import Frozen, Identifier
from stepback_course.text.problems import shown

SCHEMA: Final = "stepback.bundle/1"
OFFICE = "office"
"""The recipient that is no person."""
MEMBERS_LIMIT = 2_000
UNPACKED_LIMIT = 200_000_000
"""The most bytes that all members may have together."""

Kind = Literal["submission", "feedback", "attendance", "move", "erase", "receipt", "introduction"]

_MEMBER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*){0,4}")
_NAME_LIMIT = 150
RESERVED = frozenset({"manifest.json", "signature"})
"""The members that are the envelope's own."""


def check_member_name(name: str) -> str:
    """Return a member's name unchanged.

    Raises ValueError where it could lead out of the bundle, or is the envelope's own.
    """
    if len(name) > _NAME_LIMIT or not _MEMBER_NAME.fullmatch(name) or name in RESERVED:
        raise ValueError(_("'{name}' cannot be the name of a part").format(name=shown(name)))
    return name


MemberName = Annotated[str, AfterValidator(check_member_name)]
StoreId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
"""The name of a store in what is exchanged: random, 32 hexadecimal digits."""
BundleId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class Member(Frozen):
    """One part of a bundle, before it is packed."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    size: Annotated[int, Field(ge=0, le=UNPACKED_LIMIT)]


class Sender(Frozen):
    """Who signs."""

    person: Identifier
    card: Keycard


class Recipient(Frozen):
    """Whom a bundle is for."""

    person: Identifier
    """A person's id, or OFFICE."""
    sealing: SealingRecipient


class Manifest(Frozen):
    """Everything about a bundle that is signed."""

    model_config = ConfigDict(populate_by_name=True)

    schema_: Annotated[Literal["stepback.bundle/1"], Field(alias="schema")] = SCHEMA
    id: BundleId
    kind: Kind
    sender: Annotated[Sender, Field(alias="from")]
    to: Annotated[tuple[Recipient, ...], Field(max_length=20)]
    """Empty where the bundle is locked with words instead, which only a move is."""
    organisation: StoreId
    """The store of the office that all this is about."""
    created: Instant
    introduction: Introduction | None = None
    members: Annotated[dict[MemberName, Member], Field(max_length=MEMBERS_LIMIT)]

    @model_validator(mode="after")
    def _belongs_together(self) -> Self:
        if (self.kind == "move") != (not self.to):
            raise ValueError(_("a move is locked with words, and everything else has a recipient"))
        introduced = self.introduction
        if introduced is not None and (
            introduced.card != self.sender.card
            or not same_identifier(introduced.person, self.sender.person)
        ):
            raise ValueError(_("the introduction is somebody else's"))
        if len({name.casefold() for name in self.members}) < len(self.members):
            raise ValueError(_("two parts have the same name"))
        return self

    @property
    def encoded(self) -> bytes:
        """The bytes that are signed: canonical JSON."""
        return canonical(self.model_dump(mode="json", by_alias=True))
