"""A house with two assessors, a moving clock, and a unit that waits to be marked."""

from datetime import timedelta
from typing import Any

import pytest

from stepback_course.marking import Desk
from stepback_course.portfolio.models import UnitRecord
from stepback_course.store import Record
from stepback_course.text.refusals import Refusal
from tests.filling import submit
from tests.house import House, Ticking, packed_course

UNIT = "statement-01"
CERYS = ("P-CERYS", UNIT)
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


def kept(house: House, unit: str = UNIT, portfolio: str = "P-CERYS") -> UnitRecord:
    """Return a unit's record as it is kept."""
    record = house.store.get(f"portfolio/{portfolio}", f"unit/{unit}")
    assert record is not None
    return UnitRecord.model_validate(record.document)


def everything(house: House) -> dict[str, Record]:
    """Return every record of Cerys's portfolio."""
    return house.store.records("portfolio/P-CERYS")


def hours_pass(house: House, hours: float) -> None:
    """Let the clock go on."""
    assert isinstance(house.clock, Ticking)
    house.clock.now += timedelta(hours=hours)


def refusal(call: Any, *arguments: Any, **named: Any) -> Refusal:
    """Return why a call is refused."""
    with pytest.raises(Refusal) as refused:
        call(*arguments, **named)
    return refused.value
