"""A cohort on a small course, with somebody sitting at its registry."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from stepback_course.clock import instant
from stepback_course.cohorts import Cohort, Registry
from stepback_course.course.models import Course
from stepback_course.course.reader import read_course
from stepback_course.course.shelf import Shelf
from stepback_course.people import OWNER, Actor, Directory, Person, actor_of
from stepback_course.people.models import ROLES
from stepback_course.store import Store, open_store
from tests.course.conftest import CourseFolder

NOW = datetime(2026, 3, 4, 12, 3, 4, tzinfo=UTC)


def person(identifier: str, *roles: str, cohort: str | None = None) -> Person:
    """Return a person with these roles, whose name is their id in capitals."""
    entries = [{"role": role, "cohort": cohort} for role in roles]
    return Person.model_validate({"id": identifier, "name": identifier.upper(), "roles": entries})


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course of two statements and a case study, with two taught days."""
    return read_course(CourseFolder(tmp_path_factory.mktemp("course")).root)


@pytest.fixture
def store() -> Store:
    """A store with an assessor, a trainer, a coordinator and three practitioners."""
    store = open_store("memory:")
    everybody = Directory(store, actor_of(person("test", *ROLES)))
    everybody.add(person("ann", "coordinator"))
    everybody.add(person("meg", "assessor"))
    everybody.add(person("tom", "trainer"))
    for practitioner in ("cerys", "dafydd", "elen"):
        everybody.add(person(practitioner, "practitioner"))
    return store


@pytest.fixture
def shelf(store: Store, course: Course) -> Shelf:
    """The store's courses: the small one."""
    shelf = Shelf(store)
    shelf.add(course, actor="ann", at=instant(NOW))
    return shelf


@pytest.fixture
def registry_of(store: Store, shelf: Shelf) -> Callable[[Actor | str], Registry]:
    """The registry, with an actor or a person of the store sitting at it."""

    def seat(actor: Actor | str) -> Registry:
        if isinstance(actor, str):
            found = Directory(store, OWNER).find(actor)
            assert found is not None
            actor = actor_of(found)
        return Registry(store, shelf, actor, lambda: NOW)

    return seat


@pytest.fixture
def group(course: Course) -> Cohort:
    """A cohort that is not made yet."""
    return Cohort(
        id="CO-1",
        name="Gwynedd, spring",
        course=course.reference,
        days=("2026-02-03", "2026-02-24"),
        due="2026-06-30",
    )


@pytest.fixture
def tom(registry_of: Callable[[Actor | str], Registry], group: Cohort) -> Registry:
    """The registry with a trainer at it, who has made one cohort."""
    registry = registry_of("tom")
    registry.make_cohort(group)
    return registry
