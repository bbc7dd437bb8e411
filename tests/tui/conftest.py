"""The app, opened on a store with a team, a cohort and practitioners."""

import pytest

from stepback_course.people.preferences import Preferences
from stepback_course.store import open_store
from stepback_course.tui.app import StepbackApp
from tests import house as furnished
from tests.house import COHORT, NOW, actor, clock, packed_course

__all__ = ["COHORT", "NOW", "House", "actor", "clock", "packed_course"]


class House(furnished.House):
    """A store in which the app can be opened."""

    def app(self, person: str | None = None, preferences: Preferences | None = None) -> StepbackApp:
        """Return the app as that person, or the owner, opens it."""
        return StepbackApp(self.desks(person), preferences or Preferences())


@pytest.fixture
def empty_house() -> House:
    """A store in which nobody has ever been."""
    return House(open_store("memory:"))


@pytest.fixture
def house(empty_house: House) -> House:
    """A team of three, a cohort, and three practitioners who have written nothing yet."""
    furnished.furnish(empty_house)
    return empty_house
