"""Which places are open to whoever sits here, and which one is theirs to start at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from textual.screen import Screen

from stepback_course.desks import Desks
from stepback_course.people import OWNER, Role
from stepback_course.people.judges import judges
from stepback_course.people.policy import may
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
    about = _("Submissions that wait to be marked")
    queue = Place("queue", _("Marking"), about, doors.queue_screen, partial(_to_mark, desks))
    marks = actor.has_role("assessor") or actor.has_role("verifier")
    if marks:
        yield queue
    if _looks_again(desks):
        about = _("Appeals, and criteria that changed")
        again = partial(_again, desks)
        yield Place("again", _("Appeals and changes"), about, doors.looking_again_screen, again)
    if _practises(desks):
        about = _("Exemplars that everybody marks, to agree")
        to_mark = partial(_exemplars, desks)
        yield Place("practice", _("Practice"), about, doors.practice_screen, to_mark)
    if actor is OWNER or actor.has_role("trainer") or actor.has_role("coordinator"):
        about = _("Progress, attendance and results")
        yield Place("cohorts", _("Cohorts"), about, doors.cohorts_screen, partial(_groups, desks))
    if actor.has_role("coordinator"):
        about = _("Certificates and their register")
        yield Place("awards", _("Awards"), about, doors.awards_screen, partial(_ready, desks))
        about = _("People and their roles")
        yield Place("team", _("Team"), about, doors.team_screen, partial(_people, desks))
        if not marks:  # who allocates work and releases decisions
            yield queue
    if is_staff and has_quality(desks):
        about = _("Second looks at decisions, and agreement")
        yield Place("quality", _("Quality"), about, doors.quality_screen, partial(_samples, desks))
    if hands_over:
        about = _("Sealed files to the office and back")
        yield Place("handover", _("Handing over"), about, doors.handover_screen, str)


def _looks_again(desks: Desks) -> bool:
    """Say whether there may be decisions that whoever sits here looks at again."""
    if desks.actor is OWNER or not may(desks.actor, "see_appeals"):
        return False
    has_versions = len(desks.store.find("course", limit=2).rows) > 1
    return has_versions or bool(desks.store.find("appeal", limit=1).rows)


def _practises(desks: Desks) -> bool:
    if desks.actor is OWNER or not may(desks.actor, "practise"):
        return False
    return bool(desks.store.find("unit", {"desk": "to practise"}, limit=1).rows)


def _has_office(desks: Desks) -> bool:
    # Loaded once somebody sits here: Welcome opens without the models behind it.
    from stepback_course.tui.handing_over import has_office

    return has_office(desks)


def has_quality(desks: Desks) -> bool:
    """Say whether quality assurance is somebody's to see here.

    It is where two can look at each other's decisions; with one alone, it is the coordinator's, who
    may record the exception. Raises StoreError.
    """
    if not may(desks.actor, "see_quality"):
        return False
    known = judges(desks.store, "assessor", "verifier")
    return len(known) > 1 or (bool(known) and may(desks.actor, "grant_exception"))


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


def _samples(desks: Desks) -> str:
    page = desks.quality.waiting()
    yours = sum(row.is_yours for row in page.rows)
    if not yours:
        return _("nothing waits for you")
    return ngettext("{count} to look at", "{count} to look at", yours).format(count=yours)


def _again(desks: Desks) -> str:
    from stepback_course.tui.screens.looking_again import waiting_again

    waiting = waiting_again(desks)
    count = len(waiting.appeals) + len(waiting.affected)
    return _("{count} to look at").format(count=count) if count else _("nothing waits")


def _exemplars(desks: Desks) -> str:
    count = sum(not each.is_marked for each in desks.practice.exemplars())
    return _("{count} to mark").format(count=count) if count else _("all marked")


def _groups(desks: Desks) -> str:
    count = len(desks.registry.cohorts())
    return ngettext("{count} cohort", "{count} cohorts", count).format(count=count)


def _ready(desks: Desks) -> str:
    count = sum(candidate.is_ready for candidate in desks.office.candidates())
    return _("{count} ready for a certificate").format(count=count)


def _people(desks: Desks) -> str:
    count = len(desks.directory.people())
    return ngettext("{count} person", "{count} people", count).format(count=count)
