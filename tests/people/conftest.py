"""An empty store, and ways to put people in it."""

import pytest

from stepback_course.people import OWNER, Directory, Person, actor_of
from stepback_course.store import Store, open_store


def person(identifier: str, *roles: str, cohort: str | None = None, active: bool = True) -> Person:
    """Return a person with these roles, whose name is their id in capitals."""
    entries = [{"role": role, "cohort": cohort} for role in roles]
    return Person.model_validate(
        {"id": identifier, "name": identifier.upper(), "roles": entries, "active": active}
    )


@pytest.fixture
def store() -> Store:
    """A store in which nobody is yet."""
    return open_store("memory:")


@pytest.fixture
def ann(store: Store) -> Directory:
    """The directory with a coordinator at it, who is the first person of the store."""
    first = Directory(store, OWNER).add(person("ann", "coordinator"))
    return Directory(store, actor_of(first))
