"""Joining: an invitation becomes a place in this store, and joining again changes nothing."""

from dataclasses import dataclass
from pathlib import Path

from stepback_course.clock import instant
from stepback_course.desks import Desks
from stepback_course.handover.invitations.invitation import (
    AnyInvitation,
    Invitation,
    StaffInvitation,
    read_invitation,
)
from stepback_course.handover.keys.keyring import Keycard, fingerprint
from stepback_course.handover.office.enrolment import keep_enrolment
from stepback_course.handover.office.exchange import changed_card, exchange_here, keep_office
from stepback_course.portfolio.models import Profile
from stepback_course.text import _, same_identifier
from stepback_course.text.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Joined:
    """Who joined."""

    person: str
    name: str
    portfolio: str | None
    """The id of the portfolio they work in; None for those who teach or assess."""


def join(desks: Desks, path: Path, *, office_keys: str = "") -> Joined:
    """Begin what an invitation is for; joining again changes nothing.

    What is already in the store is kept as it is. `office_keys` is the fingerprint of new keys that
    the office read out, where they changed since this store joined. Raises Refusal where the file
    is no invitation, where the portfolio's id is somebody else's here, and where the office's keys
    are not those this store knows.
    """
    invitation = read_invitation(path)
    portfolio = _portfolio(desks, invitation)
    is_office = _meet_office(desks, invitation, path.name, office_keys)
    if not is_office:
        _keep(desks, invitation)
    return Joined(invitation.person.id, invitation.person.name, portfolio)


def _portfolio(desks: Desks, invitation: AnyInvitation) -> str | None:
    """Return the id of the portfolio an invitation is for. Raises Refusal."""
    if isinstance(invitation, StaffInvitation):
        return None
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
    return profile.id


def _meet_office(desks: Desks, invitation: AnyInvitation, file: str, office_keys: str) -> bool:
    """Keep the office and the key of an invitation; say whether this store is the office itself.

    Raises Refusal where the store joined another office, or this one with other keys.
    """
    keys = invitation.keys
    if keys is None:
        return False
    exchange = exchange_here(desks.store, desks.actor.id)
    if exchange.store == keys.office.store:
        return True
    if desks.store.shared:
        raise Refusal(
            "not_allowed",
            _(
                "{file} is for somebody's own computer: here everybody works at the office itself"
            ).format(file=file),
        )
    known = exchange.office
    if known is not None and known.store != keys.office.store:
        raise Refusal(
            "taken",
            _(
                "this store belongs with {office}: keep what you do for {other} in a store of its "
                "own, with `stepback --store FOLDER join {file}`"
            ).format(office=known.name, other=keys.office.name, file=file),
        )
    new = keys.office.card
    if known is not None and known.card != new and not _is_fingerprint(office_keys, new):
        raise changed_card(known, new, file)
    is_staff = isinstance(invitation, StaffInvitation)
    keep_enrolment(exchange.store, invitation.person.id, keys.enrolment, staff=is_staff)
    keep_office(desks.store, keys.office, actor=desks.actor.id, instead_of=known)
    return False


def _is_fingerprint(typed: str, card: Keycard) -> bool:
    """Say whether somebody typed a card's fingerprint, however they grouped it."""
    return typed.replace(" ", "").upper() == fingerprint(card).replace(" ", "")


def _keep(desks: Desks, invitation: AnyInvitation) -> None:
    """Write what an invitation brings and the store does not have yet."""
    if isinstance(invitation, Invitation):
        cohorts, courses = [invitation.cohort], [invitation.course]
        portfolios = [invitation.profile]
    else:
        cohorts, courses = list(invitation.cohorts), list(invitation.courses)
        portfolios = list(invitation.portfolios)
    for course in courses:
        desks.courses.add(course, actor=desks.actor.id, at=instant(desks.clock()))
    _keep_person(desks, invitation)
    for cohort in cohorts:
        if desks.store.get(f"cohort/{cohort.id}", "cohort") is None:
            desks.registry.keep_cohort(cohort)
    for profile in portfolios:
        if desks.store.get(f"portfolio/{profile.id}", "profile") is None:
            desks.registry.keep_portfolio(profile, "joined")


def _keep_person(desks: Desks, invitation: AnyInvitation) -> None:
    """Add whoever is invited, or the roles with which the office sends them."""
    person = invitation.person
    known = desks.directory.find(person.id)
    if invitation.keys is None:
        if known is None:
            desks.directory.add(person)
        return
    kept = known.roles if known is not None else ()
    if isinstance(invitation, StaffInvitation):
        # Which of these they hold is the office's to say; that they learn here too stays true.
        kept = tuple(entry for entry in kept if entry.role == "practitioner")
    roles = tuple(dict.fromkeys((*kept, *person.roles)))
    desks.directory.keep((known or person).model_copy(update={"roles": roles}))
