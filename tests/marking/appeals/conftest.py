"""A unit that came back, and an appeal against that."""

from datetime import timedelta

import pytest

from stepback_course.marking.appeals.appeals import Appeals
from stepback_course.marking.appeals.models import Opinion, Panel
from stepback_course.marking.models import Marks
from tests.house import House, Ticking
from tests.marking.conftest import ALL_MET, CERYS, ONE_NOT_YET, WHAT_IS_MISSING

GROUNDS = "The moment you ask for is in my second answer."
OPINION = Opinion(assessor="AS-IDA", name="Ida Holm", words="I would have said met.")
PANEL = Panel(members=("Ann Rees", "Siân Jones"), independent="Siân Jones")
MET = Marks.model_validate({"criteria": ALL_MET, "overall": {"stood_out": "It is there."}})


def days_pass(house: House, days: int) -> None:
    """Let the clock go on."""
    assert isinstance(house.clock, Ticking)
    house.clock.now += timedelta(days=days)


@pytest.fixture
def referred(waiting: House) -> House:
    """A unit that came back from Megan, in a house with a verifier."""
    waiting.add("VE-ALUN", "Alun Parry", "verifier")
    desk = waiting.desks("AS-MEG").desk
    desk.decide(*CERYS, ONE_NOT_YET, WHAT_IS_MISSING, "Well begun.")
    desk.release(*CERYS)
    return waiting


@pytest.fixture
def appealed(referred: House) -> House:
    """The same, where Cerys has appealed."""
    appeals(referred, "PR-CERYS").appeal(*CERYS, GROUNDS)
    return referred


def appeals(house: House, person: str) -> Appeals:
    """Return the desk for appeals with somebody at it."""
    return house.desks(person).appeals


def answered(house: House, *stages: int) -> None:
    """Let stages be answered: the decision stands, and Cerys goes on."""
    by = {1: ("AS-MEG", None), 2: ("VE-ALUN", OPINION)}
    for stage in stages:
        person, opinion = by[stage]
        appeals(house, person).answer(*CERYS, "stands", "It is not there.", opinion=opinion)
        appeals(house, "PR-CERYS").take_further(*CERYS, "I do not agree.")
