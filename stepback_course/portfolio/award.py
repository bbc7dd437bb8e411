"""What the award of one portfolio has come to, from the confirmed name to its end."""

from typing import Annotated, Any, Literal

from pydantic import Field

from stepback_course.course.activities.base import Day
from stepback_course.text.fields import LATER, Frozen, Language, Line, Note


class Replacing(Frozen):
    """A certificate that is to stand for an earlier one, from when it was begun until it stands."""

    number: Line
    """The number reserved for it."""
    replaces: Line
    reason: Line
    """Why, as one of `awards.models.REPLACEMENT_REASONS`."""
    note: Note = ""
    at: Line
    """The instant at which it was begun, which is the one it is signed with."""
    key: Line = ""
    look: Line = ""
    facts: dict[str, Any]
    """What the certificate prints."""
    let_go: Annotated[bool, LATER] = False
    """Whether it could not be printed; a program that still could may have entered it."""


class Revoked(Frozen):
    """That the certificate of an award was revoked."""

    at: Line
    reason: Line
    """Why, as one of `awards.models.REVOCATION_REASONS`."""
    note: Note = ""


class AwardRecord(Frozen):
    """What the award of one portfolio has come to."""

    name: Line = ""
    """The name as it is to be printed, once its owner confirmed it."""
    confirmed: Line = ""
    """The instant at which the name was confirmed."""
    language: Annotated[Language | Literal[""], LATER] = ""
    """The language of the certificate, confirmed with the name; empty where nobody was asked."""
    fee_settled: Annotated[Line, LATER] = ""
    """The instant at which the fee was recorded as settled, where one is asked for."""
    number: Line = ""
    """The certificate number reserved for this award."""
    let_go: Annotated[Line, LATER] = ""
    """The number reserved before, which a program that could still print it may have entered."""
    awarded_on: Day = ""
    at: Annotated[Line, LATER] = ""
    """The instant of the award, at which its credential is signed."""
    key: Annotated[Line, LATER] = ""
    """The name of the key that signs its credential; empty where it is unsigned."""
    look: Annotated[Line, LATER] = ""
    """Which look the page has; see `awards.page.look`."""
    facts: dict[str, Any] = Field(default_factory=dict)
    """What the certificate prints, settled when the number was reserved."""
    issued: Line = ""
    """The instant at which the certificate was entered in the register."""
    replacing: Annotated[Replacing | None, LATER] = None
    """The certificate that is about to stand for this one."""
    revoked: Annotated[Revoked | None, LATER] = None
