"""A house with two assessors and a verifier, and work that waits."""

import pytest

from tests.filling import submit
from tests.house import House, Ticking
from tests.plain.conftest import Talk

MEG, VAL = "AS-MEG", "VE-VAL"
UNIT = "statement-01"
CERYS = ("P-CERYS", UNIT)
ELEN = ("P-ELEN", UNIT)


@pytest.fixture
def waiting(talk: Talk) -> Talk:
    """Talk with the house, where Cerys and then Elen have submitted their first statement."""
    house: House = talk.house
    house.add("AS-IDA", "Ida Holm", "assessor")
    house.add(VAL, "Val Rowe", "verifier")
    house.clock = Ticking()
    submit(house.desks("PR-CERYS"), *CERYS)
    submit(house.desks("PR-ELEN"), *ELEN)
    return talk
