"""Writing invitations at the office, each with a key of its own and a ready letter."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from stepback_course.clock import instant
from stepback_course.cohorts import Cohort
from stepback_course.desks import Desks
from stepback_course.handover.invitations.invitation import (
    SIZE_LIMIT,
    SUFFIX,
    AnyInvitation,
    Invitation,
    InvitationKeys,
    StaffInvitation,
    signed,
)
from stepback_course.handover.office.cards import add_enrolment
from stepback_course.handover.office.office import open_office
from stepback_course.people import Actor, Person, RoleEntry, actor_of
from stepback_course.people.organisation import organisation_of
from stepback_course.people.policy import may, require
from stepback_course.people.private_files import write_over
from stepback_course.portfolio.folder import PortfolioFolder
from stepback_course.portfolio.models import Profile
from stepback_course.store.paging import all_rows
from stepback_course.text import _, is_identifier
from stepback_course.text.days import shown_day
from stepback_course.text.refusals import Refusal

if TYPE_CHECKING:
    from jinja2 import Environment


def write_invitations(desks: Desks, cohort: str, folder: Path) -> list[Path]:
    """Write one invitation and one ready e-mail text for each person of a cohort.

    Earlier invitations stay good. Returns the invitations, by name. Raises Refusal where nobody is
    enrolled, where the folder cannot be written, and what `open_office` raises.
    """
    group = desks.registry.cohort(cohort)
    require(desks.actor, "enrol", cohort=group.id)
    profiles = _profiles(desks, group)
    if not profiles:
        raise Refusal(
            "not_ready", _("nobody is enrolled in '{cohort}' yet").format(cohort=group.name)
        )
    invitations = (_to_portfolio(desks, profile, group) for profile in profiles)
    return [_written(invitation, invitation.profile.id, folder) for invitation in invitations]


def write_staff_invitation(desks: Desks, person: str, folder: Path) -> Path:
    """Write the invitation, and the letter, of somebody who teaches or assesses.

    Raises Refusal where they do neither, where the actor may not invite them, where the folder
    cannot be written, and what `open_office` raises.
    """
    found = _known(desks, person)
    roles = tuple(entry for entry in found.roles if entry.role != "practitioner")
    if not found.active or not roles:
        raise Refusal(
            "not_ready",
            _(
                "{name} neither teaches nor assesses here: give them a role first, or enrol them "
                "and invite their cohort"
            ).format(name=found.name),
        )
    for entry in roles:
        require(desks.actor, "invite_staff", cohort=entry.cohort)
    invitation = _to_staff(desks, found.model_copy(update={"roles": roles}))
    return _written(invitation, found.id, folder)


def _to_portfolio(desks: Desks, profile: Profile, cohort: Cohort) -> Invitation:
    office, keyring = open_office(desks)
    person = _known(desks, profile.person)
    seed = add_enrolment(desks, person.id, instant(desks.clock()), staff=False)
    invitation = Invitation(
        organisation=organisation_of(desks.store).name,
        person=person.model_copy(update={"roles": (RoleEntry(role="practitioner"),)}),
        profile=profile,
        cohort=cohort,
        course=desks.courses.of(profile.course),
        keys=InvitationKeys(office=office, enrolment=seed),
    )
    return signed(invitation, keyring)


def _to_staff(desks: Desks, person: Person) -> StaffInvitation:
    office, keyring = open_office(desks)
    invited = actor_of(person)
    cohorts = [cohort for cohort in desks.registry.cohorts() if _concerns(invited, cohort)]
    references = {cohort.course.hash: cohort.course for cohort in cohorts}
    seed = add_enrolment(desks, person.id, instant(desks.clock()), staff=True)
    invitation = StaffInvitation(
        organisation=organisation_of(desks.store).name,
        person=person,
        cohorts=tuple(cohorts),
        courses=tuple(desks.courses.of(reference) for reference in references.values()),
        portfolios=tuple(
            profile
            for cohort in cohorts
            if may(invited, "record_attendance", cohort=cohort.id)
            for profile in _profiles(desks, cohort)
        ),
        keys=InvitationKeys(office=office, enrolment=seed),
    )
    return signed(invitation, keyring)


def _concerns(invited: Actor, cohort: Cohort) -> bool:
    return any(invited.has_role(entry.role, cohort.id) for entry in invited.roles)


def _profiles(desks: Desks, cohort: Cohort) -> list[Profile]:
    rows = all_rows(desks.store, "portfolio", sort="name", cohort=cohort.id)
    return [
        PortfolioFolder(desks.store, desks.courses, str(row.summary["portfolio"])).profile
        for row in rows
    ]


def _known(desks: Desks, person: str) -> Person:
    """Return somebody by their id, or by a name that only one person here has."""
    found = desks.directory.find(person) if is_identifier(person) else None
    if found is not None:
        return found
    named = [each for each in desks.directory.people() if each.name.lower() == person.lower()]
    if len(named) != 1:
        raise Refusal(
            "unknown", _("this store knows no person '{person}'").format(person=person[:60])
        )
    return named[0]


def _written(invitation: AnyInvitation, name: str, folder: Path) -> Path:
    path = folder / f"{name}{SUFFIX}"
    content = invitation.model_dump_json(by_alias=True, indent=1)
    if len(content.encode()) > SIZE_LIMIT:
        raise Refusal(
            "invalid",
            _("the invitation of {name} would be too large: give them fewer cohorts").format(
                name=invitation.person.name
            ),
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_over(path, content.encode())
        write_over(path.with_suffix(".txt"), _letter(invitation, path.name).encode())
    except OSError as error:
        raise Refusal(
            "invalid",
            _("invitations cannot be written to {folder}: {reason}").format(
                folder=folder, reason=error.strerror or error
            ),
        ) from None
    return path


def _letter(invitation: AnyInvitation, file_name: str) -> str:
    if isinstance(invitation, StaffInvitation):
        letter = _letters().get_template("staff-invitation.txt.j2")
        return letter.render(invitation=invitation, file_name=file_name)
    letter = _letters().get_template("invitation.txt.j2")
    days = _days(invitation.cohort.days)
    due = shown_day(invitation.cohort.due)
    return letter.render(invitation=invitation, file_name=file_name, days=days, due=due)


@cache
def _letters() -> "Environment":
    """Return what reads the letters, once for all invitations: to read one takes the longest."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    # A plain text has nothing to escape to: `autoescape` stays on for whatever is added here,
    # and these templates say for themselves that they are text.
    return Environment(
        loader=PackageLoader("stepback_course.handover"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _days(days: Sequence[str]) -> list[str]:
    return [shown_day(day) for day in days if day]
