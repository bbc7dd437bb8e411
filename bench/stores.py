"""Stores for the measurements, made through the services as people would make them."""

from pathlib import Path

from stepback_course.clock import instant, system_clock
from stepback_course.cohorts import Cohort
from stepback_course.course.shelf import Shelf
from stepback_course.desks import Desks
from stepback_course.people import OWNER, Actor, Person, RoleEntry
from stepback_course.people.models import ROLES
from stepback_course.store import Store, open_store

WORDS = ("wait", "watch", "step", "back", "learner", "corridor", "tray", "ask", "own", "slowly")


def everybody() -> Actor:
    """Return somebody who holds every role."""
    return Actor("ALL", "All", tuple(RoleEntry(role=role) for role in ROLES))


def desks_of(store: Store) -> Desks:
    """Return the desks of a store, with somebody who holds every role sitting there."""
    return Desks(store, Shelf(store), everybody(), system_clock)


def begun(store: Store) -> Desks:
    """Return the desks of a new store, to which a team and the cohort `C` are added."""
    desks = desks_of(store)
    desks.directory.add(Person(id="ALL", name="All", roles=desks.actor.roles))
    reference = desks.courses.default(actor="ALL", at=instant(system_clock()))
    desks.registry.make_cohort(Cohort(id="C", name="C", course=reference))
    return desks


def enrolled(store: Store) -> Desks:
    """Return the desks of a new store, in which `PR-1` has the portfolio `P-1`."""
    desks = begun(store)
    practitioner = RoleEntry(role="practitioner")
    desks.directory.add(Person(id="PR-1", name="Cerys Wyn", roles=(practitioner,)))
    desks.registry.enrol("PR-1", "C", portfolio="P-1", setting="Ysgol y Bryn")
    return desks


def one_practitioner(path: Path, unit: str, activity: str, text: str) -> Path:
    """Make a store with the practitioner `PR-1`, who wrote one answer in the portfolio `P-1`."""
    desks = enrolled(open_store(str(path)))
    desks.seat(OWNER).workbook.respond("P-1", unit, activity, text)
    desks.store.close()
    return path
