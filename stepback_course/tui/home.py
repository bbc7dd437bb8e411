"""Which places are open to whoever sits here, and which one is theirs to start at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from textual.screen import Screen

from stepback_course.desks import Desks
from stepback_course.people import OWNER, Role
from stepback_course.people.preferences import Preferences
from stepback_course.store import Row
from stepback_course.text import _, ngettext
from stepback_course.tui import doors

_STAFF: tuple[Role, ...] = ("assessor", "verifier", "trainer", "coordinator")


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to go, from anywhere."""

    id: str
    title: str
    about: str
    screen: Callable[[], Screen[Any]]
    count: Callable[[], str]
    """Says in words what waits there. Raises Refusal, StoreError; slow over many portfolios."""


def places(desks: Desks) -> list[Place]:
    """Return the places that are open to whoever sits at these desks, the likeliest first."""
    return [*_own_courses(desks), *_team_places(desks)]


def _own_courses(desks: Desks) -> Iterator[Place]:
    mine: list[Row] = [] if desks.actor is OWNER else desks.workbook.portfolios(desks.actor.id)
    for row in mine:
        portfolio = str(row.summary["portfolio"])
        yield Place(
            portfolio,
            _("My course"),
            str(row.summary["setting"] or row.summary["cohort"]),
            partial(doors.path_screen, portfolio),
            partial(_units_met, desks, portfolio),
        )


def _team_places(desks: Desks) -> Iterator[Place]:
    actor = desks.actor
    is_staff = any(map(actor.has_role, _STAFF))
    hands_over = is_staff and _has_office(desks)
    releases = actor.has_role("coordinator") and hands_over
    if actor.has_role("assessor") or actor.has_role("verifier") or releases:
        about = _("Submissions that wait to be marked")
        yield Place("queue", _("Marking"), about, doors.queue_screen, partial(_to_mark, desks))
    if actor is OWNER or actor.has_role("trainer") or actor.has_role("coordinator"):
        about = _("Progress, attendance and results")
        yield Place("cohorts", _("Cohorts"), about, doors.cohorts_screen, partial(_groups, desks))
    if actor.has_role("coordinator"):
        about = _("Certificates and their register")
        yield Place("awards", _("Awards"), about, doors.awards_screen, partial(_ready, desks))
        about = _("People and their roles")
        yield Place("team", _("Team"), about, doors.team_screen, partial(_people, desks))
    if hands_over:
        about = _("Sealed files to the office and back")
        yield Place("handover", _("Handing over"), about, doors.handover_screen, str)


def _has_office(desks: Desks) -> bool:
    # Loaded once somebody sits here: Welcome opens without the models behind it.
    from stepback_course.tui.handing_over import has_office

    return has_office(desks)


def home_screen(desks: Desks, preferences: Preferences) -> Screen[Any]:
    """Return the screen at which whoever sits here starts."""
    if desks.actor is OWNER:
        return doors.welcome_screen() if desks.directory.is_empty() else doors.entrance_screen()
    open_places = places(desks)
    if len(open_places) == 1:
        return open_places[0].screen()
    remembered = [place for place in open_places if place.id == preferences.portfolio]
    if remembered and not desks.actor.has_role("assessor"):
        return remembered[0].screen()
    return doors.places_screen(open_places)


def _units_met(desks: Desks, portfolio: str) -> str:
    units = desks.workbook.open(portfolio).units
    met = sum(view.status == "met" for view in units)
    return _("{met} of {all} units met").format(met=met, all=len(units))


def _to_mark(desks: Desks) -> str:
    page = desks.desk.queue()
    if not page.rows:
        return _("nothing waits")
    if page.next:
        return _("more than {count} to mark").format(count=len(page.rows))
    return _("{count} to mark").format(count=len(page.rows))


def _groups(desks: Desks) -> str:
    count = len(desks.registry.cohorts())
    return ngettext("{count} cohort", "{count} cohorts", count).format(count=count)


def _ready(desks: Desks) -> str:
    count = sum(candidate.is_ready for candidate in desks.office.candidates())
    return _("{count} ready for a certificate").format(count=count)


def _people(desks: Desks) -> str:
    count = len(desks.directory.people())
    return ngettext("{count} person", "{count} people", count).format(count=count)
