"""A house with two assessors, a moving clock, and a unit that waits to be marked."""

import pytest

from stepback_course.marking import Desk
from tests.filling import submit
from tests.house import House, Ticking, packed_course

UNIT = "statement-01"
CRITERIA = tuple(criterion.id for criterion in packed_course().units[0].criteria)
ALL_MET = dict.fromkeys(CRITERIA, "met")
ONE_NOT_YET = ALL_MET | {CRITERIA[1]: "not_yet_met"}
WHAT_IS_MISSING = {CRITERIA[1]: "Tell me about one moment of your own."}
WELL_BEGUN = "Well begun. Send me that moment, and it is done."


@pytest.fixture
def office(house: House) -> House:
    """The house, with a second assessor and with time going by."""
    house.add("AS-IDA", "Ida Holm", "assessor")
    house.clock = Ticking()
    return house


@pytest.fixture
def waiting(office: House) -> House:
    """The office, where Cerys has submitted the first statement."""
    submit(office.desks("PR-CERYS"), "P-CERYS", UNIT)
    return office


@pytest.fixture
def meg(waiting: House) -> Desk:
    """The desk with Megan at it."""
    return waiting.desks("AS-MEG").desk


@pytest.fixture
def ida(waiting: House) -> Desk:
    """The desk with Ida at it."""
    return waiting.desks("AS-IDA").desk
