"""Houses in which time goes by."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import House
from tests.portfolio.erasures import ticking_on_disk
from tests.portfolio.hours import Hands


@pytest.fixture
def hands(house: House) -> Hands:
    """The clock of the house."""
    hands = Hands()
    house.clock = hands
    return hands


@pytest.fixture
def house_on_disk(tmp_path: Path) -> Iterator[House]:
    """A furnished store in a folder, where every byte can be looked at."""
    with ticking_on_disk(tmp_path) as built:
        yield built
