"""A store with a team, a cohort and practitioners, for tests of whatever happens in it."""

from datetime import UTC, datetime, timedelta
from functools import cache

from stepback_course.clock import Clock, instant
from stepback_course.cohorts import Cohort
from stepback_course.course.models import Course
from stepback_course.course.packed import packed_root
from stepback_course.course.reader import read_course
from stepback_course.course.shelf import Shelf
from stepback_course.desks import Desks
from stepback_course.people import OWNER, Actor, Person, actor_of
from stepback_course.people.models import ROLES
from stepback_course.store import Store, open_store
from stepback_course.store.moving.copying import copy_store

NOW = datetime(2026, 3, 4, 12, 3, 4, tzinfo=UTC)
COHORT = "CO-1"


def clock() -> datetime:
    """Stand still at noon on a Wednesday."""
    return NOW


class Ticking:
    """A clock that goes on by one second each time somebody looks at it."""

    def __init__(self, start: datetime = NOW) -> None:
        """Begin at `start`."""
        self.now = start

    def __call__(self) -> datetime:
        """Return the present instant, a second after the one before."""
        self.now += timedelta(seconds=1)
        return self.now


@cache
def packed_course() -> Course:
    """The course that comes with the program, read once."""
    return read_course(packed_root())


class House:
    """One store, and whoever a test lets sit down at it."""

    def __init__(self, store: Store) -> None:
        """Begin with what the store has."""
        self.store = store
        self.shelf = Shelf(store)
        self.clock: Clock = clock

    def add(self, identifier: str, name: str, *roles: str) -> Person:
        """Add a person with roles for every cohort."""
        person = Person.model_validate(
            {"id": identifier, "name": name, "roles": [{"role": role} for role in roles]}
        )
        return self.desks_of_everybody().directory.add(person)

    def enrol(self, person: str, portfolio: str, setting: str = "Ysgol y Bryn") -> str:
        """Enrol a person in the cohort and return the portfolio's id."""
        registry = self.desks_of_everybody().registry
        return registry.enrol(person, COHORT, portfolio=portfolio, setting=setting).id

    def desks(self, person: str | None = None) -> Desks:
        """Return the desks with a person of the store, or its owner, sitting at them."""
        desks = Desks(self.store, self.shelf, OWNER, self.clock)
        if person is None:
            return desks
        found = desks.directory.find(person)
        assert found is not None
        return desks.seat(actor_of(found))

    def desks_of_everybody(self) -> Desks:
        """Return the desks with somebody at them who may set everything up."""
        roles = [{"role": role} for role in ROLES]
        person = Person.model_validate({"id": "test", "name": "Test", "roles": roles})
        return self.desks().seat(actor_of(person))


def furnish(built: House) -> None:
    """Add a team of three, a cohort, and three practitioners who have written nothing yet."""
    copy_store(_furnished(), built.store, actor="CO-ANN")


@cache
def _furnished() -> Store:
    built = House(open_store("memory:"))
    built.add("CO-ANN", "Ann Rees", "coordinator")
    built.add("AS-MEG", "Megan Price", "assessor")
    built.add("TR-TOM", "Tom Hughes", "trainer")
    course = built.shelf.add(packed_course(), actor="CO-ANN", at=instant(NOW))
    cohort = Cohort(
        id=COHORT,
        name="Gwynedd, spring",
        course=course,
        days=("2026-02-03", "2026-02-24"),
        due="2026-06-30",
        contact="Ann Rees, 01286 000000",
    )
    built.desks_of_everybody().registry.make_cohort(cohort)
    for person, name, portfolio in (
        ("PR-CERYS", "Cerys Wyn", "P-CERYS"),
        ("PR-DAFYDD", "Dafydd Puw", "P-DAFYDD"),
        ("PR-ELEN", "Elen Môn", "P-ELEN"),
    ):
        built.add(person, name, "practitioner")
        built.enrol(person, portfolio)
    return built.store


def actor(person: str, *roles: str) -> Actor:
    """Return somebody of that id with those roles for every cohort."""
    entries = [{"role": role} for role in roles]
    return actor_of(Person.model_validate({"id": person, "name": person, "roles": entries}))
