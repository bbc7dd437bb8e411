"""Practising on exemplars on the screen: mark alone, then compare."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from stepback_course.cohorts import Cohort
from stepback_course.people.preferences import Preferences
from stepback_course.tui import doors
from stepback_course.tui.app import StepbackApp
from stepback_course.tui.home import places
from tests.filling import submit
from tests.house import Ticking, packed_course
from tests.tui.conftest import House
from tests.tui.sitting import NARROW, Sitting
from tests.tui.widgets.host import awaited

UNIT = packed_course().units[0]
EXEMPLAR = ("P-EXEMPLAR", UNIT.id)
CRITERIA = [criterion.id for criterion in UNIT.criteria]


@pytest.fixture
def practice_house(house: House) -> House:
    """An exemplar that Ida has marked."""
    house.clock = Ticking()
    house.add("AS-IDA", "Ida Holm", "assessor")
    house.add("PR-MADE-UP", "Made Up", "practitioner")
    everybody = house.desks_of_everybody()
    course = everybody.registry.cohort("CO-1").course
    everybody.registry.make_cohort(
        Cohort(id="CO-PRACTICE", name="Exemplars", course=course, practice=True)
    )
    everybody.registry.enrol("PR-MADE-UP", "CO-PRACTICE", portfolio=EXEMPLAR[0])
    submit(house.desks("PR-MADE-UP"), *EXEMPLAR)
    verdicts = dict.fromkeys(CRITERIA, "met") | {CRITERIA[0]: "not_yet_met"}
    house.desks("AS-IDA").practice.mark(*EXEMPLAR, verdicts, {CRITERIA[0]: "Only [four] of five."})
    return house


@asynccontextmanager
async def practising(house: House, person: str = "AS-MEG") -> AsyncIterator[Sitting]:
    app = StepbackApp(house.desks(person), Preferences(), first=doors.practice_screen)
    async with app.run_test(size=NARROW) as pilot:
        seat = Sitting(app, pilot)
        await seat.rest()
        yield seat


@awaited
async def test_what_others_said_is_seen_after_ones_own_marks(practice_house: House) -> None:
    async with practising(practice_house) as seat:
        assert "Mark it first" in seat.shown
        assert "Only [four] of five." not in seat.shown
        await seat.press("k")
        for _criterion in CRITERIA:
            await seat.press("space", "tab", "tab")
        await seat.press("ctrl+s")
        assert "≠ you differ" in seat.shown
        assert "Ida Holm: ↺ not yet met" in seat.shown
        assert "Megan Price: ✓ met" in seat.shown
        assert "Only [four] of five." in seat.shown


@awaited
async def test_marks_that_are_not_whole_are_not_kept(practice_house: House) -> None:
    async with practising(practice_house) as seat:
        await seat.press("k", "ctrl+s")
        assert seat.place == "ExemplarForm"
        assert "is not decided yet" in seat.shown


@awaited
async def test_a_coordinator_records_what_was_agreed_on(practice_house: House) -> None:
    async with practising(practice_house, "CO-ANN") as seat:
        await seat.press("r")
        for _criterion in CRITERIA:
            await seat.press("space", "tab", "tab")
        await seat.press(*"Four will do", "ctrl+s")
        assert "agreed on: ✓ met" in seat.shown
        assert "Four will do" in seat.shown


@awaited
async def test_an_exemplar_is_read_and_not_claimed(practice_house: House) -> None:
    async with practising(practice_house) as seat:
        await seat.press("enter")
        assert seat.place == "DeskScreen"
    record = practice_house.store.get("portfolio/P-EXEMPLAR", f"unit/{UNIT.id}")
    assert record is not None
    assert record.document["state"] == "submitted"


def test_the_place_is_there_only_where_there_are_exemplars(practice_house: House) -> None:
    assert "practice" in [place.id for place in places(practice_house.desks("AS-MEG"))]
    assert "practice" not in [place.id for place in places(practice_house.desks("PR-CERYS"))]
