"""An invitation: one file that carries somebody's place to their own machine."""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from stepback_course.cohorts import Cohort
from stepback_course.course.models import Course
from stepback_course.handover.keys.keyring import Key, Keyring, Signature, verify
from stepback_course.handover.office.exchange import Office
from stepback_course.people import Person
from stepback_course.portfolio.models import Profile
from stepback_course.text import _, canonical, same_identifier
from stepback_course.text.fields import Frozen, Name
from stepback_course.text.problems import sentences
from stepback_course.text.refusals import Refusal

SUFFIX = ".stepback-invitation"
SIZE_LIMIT = 5_000_000
"""The largest invitation that is written or read, in bytes."""


class InvitationKeys(Frozen):
    """What hand-over needs."""

    office: Office
    enrolment: Key
    """The private half of a key that introduces the invited person's machine to the office."""


class Invitation(Frozen):
    """Everything a practitioner's own store needs to begin."""

    model_config = ConfigDict(populate_by_name=True)

    schema_: Annotated[Literal["stepback.invitation/1"], Field(alias="schema")] = (
        "stepback.invitation/1"
    )
    organisation: Name
    person: Person
    profile: Profile
    cohort: Cohort
    course: Course
    keys: InvitationKeys | None = None
    """None in an invitation from before there was hand-over."""
    signature: Signature | None = None
    """By the office's card, over everything else."""

    @property
    def about(self) -> str:
        """What somebody is invited to."""
        return self.cohort.name

    @property
    def is_whole(self) -> bool:
        """Say whether the parts belong together, as the office put them."""
        profile = self.profile
        return (
            self.course.hash == profile.course.hash
            and self.cohort.course == profile.course
            and same_identifier(self.cohort.id, profile.cohort)
            and same_identifier(self.person.id, profile.person)
            and _is_signed(self)
        )


class StaffInvitation(Frozen):
    """Everything the store of somebody who teaches or assesses needs to begin."""

    model_config = ConfigDict(populate_by_name=True)

    schema_: Annotated[Literal["stepback.staff-invitation/1"], Field(alias="schema")] = (
        "stepback.staff-invitation/1"
    )
    organisation: Name
    person: Person
    cohorts: tuple[Cohort, ...]
    courses: tuple[Course, ...]
    portfolios: tuple[Profile, ...] = ()
    """Who is in the cohorts that the person teaches, so that attendance can be recorded."""
    keys: InvitationKeys
    signature: Signature | None = None
    """By the office's card, over everything else."""

    @property
    def about(self) -> str:
        """What somebody is invited to."""
        return ", ".join(cohort.name for cohort in self.cohorts)

    @property
    def is_whole(self) -> bool:
        """Say whether the parts belong together, as the office put them."""
        return _is_signed(self)


AnyInvitation = Invitation | StaffInvitation
_One = TypeVar("_One", Invitation, StaffInvitation)


def signed(invitation: _One, keyring: Keyring) -> _One:
    """Return an invitation with the office's signature."""
    signature = keyring.sign(_signed_content(invitation)).hex()
    return invitation.model_copy(update={"signature": signature})


def read_invitation(path: Path) -> AnyInvitation:
    """Return the invitation in a file. Raises Refusal with a sentence where it is none."""
    try:
        if path.stat().st_size > SIZE_LIMIT:
            raise Refusal(
                "invalid", _("{file} is too large to be an invitation").format(file=path.name)
            )
        content = path.read_bytes()
    except OSError as error:
        raise Refusal(
            "unknown",
            _("{file} cannot be read: {reason}").format(file=path, reason=error.strerror or error),
        ) from None
    try:
        invitation = _reader().validate_json(content)
    except ValidationError as error:
        raise Refusal(
            "invalid",
            _("{file} is not an invitation to a course: {reason}").format(
                file=path.name, reason=sentences(error)[0]
            ),
        ) from None
    if not invitation.is_whole:
        raise Refusal(
            "invalid",
            _("{file} was changed after it was written: ask for a new invitation").format(
                file=path.name
            ),
        )
    return invitation


@cache
def _reader() -> TypeAdapter[AnyInvitation]:
    return TypeAdapter(Annotated[AnyInvitation, Field(discriminator="schema_")])


def _is_signed(invitation: AnyInvitation) -> bool:
    if invitation.keys is None:
        return invitation.signature is None
    return invitation.signature is not None and verify(
        invitation.keys.office.card.signing,
        _signed_content(invitation),
        bytes.fromhex(invitation.signature),
    )


def _signed_content(invitation: AnyInvitation) -> bytes:
    return canonical(invitation.model_dump(mode="json", by_alias=True, exclude={"signature"}))
