"""A house in which time goes by as a test says."""

import pytest

from tests.house import House
from tests.portfolio.hours import Hands


@pytest.fixture
def hands(house: House) -> Hands:
    """The clock of the house."""
    hands = Hands()
    house.clock = hands
    return hands
