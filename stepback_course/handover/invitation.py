"""An invitation: one file that carries a practitioner's place on a course to their own machine."""

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from stepback_course.clock import instant
from stepback_course.cohorts import Cohort
from stepback_course.course.models import Course
from stepback_course.desks import Desks
from stepback_course.people import Directory, Person, RoleEntry
from stepback_course.people.organisation import organisation_of
from stepback_course.people.policy import require
from stepback_course.portfolio.folder import PortfolioFolder
from stepback_course.portfolio.models import Profile
from stepback_course.store.paging import all_rows
from stepback_course.text import _, same_identifier
from stepback_course.text.fields import Frozen, Name
from stepback_course.text.problems import sentences
from stepback_course.text.refusals import Refusal

SUFFIX = ".stepback-invitation"
SIZE_LIMIT = 5_000_000
"""The largest invitation that is read, in bytes."""


class Invitation(Frozen):
    """Everything a practitioner's own store needs to begin."""

    schema_: Annotated[Literal["stepback.invitation/1"], Field(alias="schema")] = (
        "stepback.invitation/1"
    )
    organisation: Name
    person: Person
    profile: Profile
    cohort: Cohort
    course: Course


def invitation_for(desks: Desks, portfolio: str) -> Invitation:
    """Return the invitation to one portfolio."""
    folder = PortfolioFolder(desks.store, desks.courses, portfolio)
    profile = folder.profile
    require(desks.actor, "enrol", cohort=profile.cohort)
    person = desks.directory.find(profile.person)
    if person is None:
        raise Refusal(
            "unknown", _("this store knows no person '{person}'").format(person=profile.person)
        )
    practitioner = person.model_copy(update={"roles": (RoleEntry(role="practitioner"),)})
    return Invitation(
        organisation=organisation_of(desks.store).name,
        person=practitioner,
        profile=profile,
        cohort=desks.registry.cohort(profile.cohort),
        course=folder.course,
    )


def write_invitations(desks: Desks, cohort: str, folder: Path) -> list[Path]:
    """Write one invitation and one ready e-mail text for each person of a cohort.

    Returns the invitations, by name. Raises Refusal where the folder cannot be written.
    """
    group = desks.registry.cohort(cohort)
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for row in all_rows(desks.store, "portfolio", sort="name", cohort=group.id):
            invitation = invitation_for(desks, str(row.summary["portfolio"]))
            path = folder / f"{invitation.profile.id}{SUFFIX}"
            _write(path, invitation.model_dump_json(by_alias=True, indent=1))
            _write(path.with_suffix(".txt"), _letter(invitation, path.name))
            written.append(path)
    except OSError as error:
        raise Refusal(
            "invalid",
            _("invitations cannot be written to {folder}: {reason}").format(
                folder=folder, reason=error.strerror or error
            ),
        ) from None
    if not written:
        raise Refusal(
            "not_ready", _("nobody is enrolled in '{cohort}' yet").format(cohort=group.name)
        )
    return written


def read_invitation(path: Path) -> Invitation:
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
        invitation = Invitation.model_validate_json(content)
    except ValidationError as error:
        raise Refusal(
            "invalid",
            _("{file} is not an invitation to a course: {reason}").format(
                file=path.name, reason=sentences(error)[0]
            ),
        ) from None
    _require_whole(invitation, path)
    return invitation


def join(desks: Desks, path: Path) -> Profile:
    """Begin the portfolio an invitation is for; joining again changes nothing.

    What is already in the store is kept as it is. Raises Refusal where the file is no invitation,
    and where the portfolio's id is somebody else's here.
    """
    invitation = read_invitation(path)
    profile = invitation.profile
    record = desks.store.get(f"portfolio/{profile.id}", "profile")
    if record is not None:
        known = Profile.model_validate(record.document)
        if not same_identifier(known.person, profile.person):
            raise Refusal(
                "taken",
                _("the portfolio '{portfolio}' is somebody else's in this store").format(
                    portfolio=profile.id
                ),
            )
        return known
    at = instant(desks.clock())
    desks.courses.add(invitation.course, actor=desks.actor.id, at=at)
    directory = Directory(desks.store, desks.actor)
    if directory.find(invitation.person.id) is None:
        directory.add(invitation.person)
    if desks.store.get(f"cohort/{invitation.cohort.id}", "cohort") is None:
        desks.registry.keep_cohort(invitation.cohort)
    desks.registry.keep_portfolio(profile, "joined")
    return profile


def _require_whole(invitation: Invitation, path: Path) -> None:
    """Refuse an invitation whose parts do not belong together."""
    profile = invitation.profile
    if (
        invitation.course.hash != profile.course.hash
        or invitation.cohort.course != profile.course
        or not same_identifier(invitation.cohort.id, profile.cohort)
        or not same_identifier(invitation.person.id, profile.person)
    ):
        raise Refusal(
            "invalid",
            _("{file} was changed after it was written: ask for a new invitation").format(
                file=path.name
            ),
        )


def _letter(invitation: Invitation, file_name: str) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    letters = Environment(
        loader=PackageLoader("stepback_course.handover"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # A plain text has nothing to escape to: `autoescape` stays on for whatever is added here,
    # and this one template says for itself that it is text.
    return letters.get_template("invitation.txt.j2").render(
        invitation=invitation, file_name=file_name, days=_days(invitation.cohort)
    )


def _days(cohort: Cohort) -> list[str]:
    from datetime import date

    return [f"{date.fromisoformat(day):%d %B %Y}".lstrip("0") for day in cohort.days if day]


def _write(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
