"""Allocations, holds and conflicts of interest, where work is marked on other computers."""

from pathlib import Path

import pytest

from stepback_course.portfolio.trail import is_whole, shown
from tests.handover.circle import (
    FIRST,
    SECOND,
    Circle,
    everything,
    mark,
    record_of,
    whys,
    words,
    work,
)
from tests.house import House

P, CERYS, MEG, IDA = "P-CERYS", "PR-CERYS", "AS-MEG", "AS-IDA"


@pytest.fixture
def circle(tmp_path: Path) -> Circle:
    """An office with two assessors, where everybody is invited."""
    circle = Circle(tmp_path)
    circle.office.add(IDA, "Ida Lloyd", "assessor")
    circle.invite(MEG, IDA)
    return circle


@pytest.fixture
def laptop(circle: Circle) -> House:
    """The laptop of Cerys, whose two units are with the office."""
    laptop = circle.laptop(CERYS)
    work(laptop, CERYS, FIRST, SECOND)
    circle.open_at_office(*circle.send(laptop, CERYS))
    return laptop


def allocate(circle: Circle, unit: str, assessor: str) -> None:
    circle.office.desks("CO-ANN").allocations.allocate(P, unit, assessor)


def handed_out(circle: Circle, person: str) -> list[str]:
    """Return the units that lie on an assessor's laptop once work was handed out to them."""
    house = circle.introduce(person)
    circle.courier(house, person).open(circle.hand_out(person))
    return [row.unit for row in house.desks(person).desk.queue().rows]


@pytest.mark.usefixtures("laptop")
def test_what_is_allocated_goes_to_its_assessor_and_to_nobody_else(circle: Circle) -> None:
    allocate(circle, SECOND, IDA)

    assert handed_out(circle, MEG) == [FIRST]
    assert handed_out(circle, IDA) == [SECOND]


@pytest.mark.usefixtures("laptop")
def test_nothing_is_handed_out_against_a_conflict_of_interest(circle: Circle) -> None:
    circle.introduce(MEG)
    assert not circle.courier(circle.office, "CO-ANN").hand_out(MEG).why_not
    circle.office.desks(MEG).declarations.declare(CERYS, "family")

    assert circle.courier(circle.office, "CO-ANN").hand_out(MEG).why_not
    assert handed_out(circle, IDA) == [FIRST, SECOND]


@pytest.mark.usefixtures("laptop")
def test_a_decision_against_a_conflict_of_interest_is_refused_at_the_office(
    circle: Circle,
) -> None:
    megs = circle.introduce(MEG)
    circle.courier(megs, MEG).open(circle.hand_out(MEG))
    mark(megs, MEG, P, FIRST, met=True)
    circle.office.desks("CO-ANN").declarations.declare(CERYS, "family", person=MEG)
    before = record_of(circle.office, P, FIRST)
    opened = circle.open_at_office(*circle.send(megs, MEG))

    assert "conflict of interest" in whys(opened)
    assert record_of(circle.office, P, FIRST) == before


def test_a_practitioner_takes_back_what_was_allocated_without_knowing(
    circle: Circle, laptop: House
) -> None:
    allocate(circle, FIRST, IDA)
    laptop.desks(CERYS).workbook.withdraw(P, FIRST)
    opened = circle.open_at_office(*circle.send(laptop, CERYS))

    assert (FIRST, "taken") in words(opened)
    record = record_of(circle.office, P, FIRST)
    assert (record.state, is_whole(record)) == ("open", True)
    assert shown(record) == record_of(laptop, P, FIRST)


def test_nothing_of_an_allocation_or_a_hold_travels_to_the_practitioner(
    circle: Circle, laptop: House
) -> None:
    allocate(circle, FIRST, IDA)
    ida = circle.office.desks(IDA)
    mark(circle.office, IDA, P, FIRST, met=True)
    ida.releases.hold(P, FIRST, "A word about the quokka first")
    circle.courier(laptop, CERYS).open(circle.answer(CERYS))

    there = str(everything(laptop.store))
    assert not any(word in there for word in ("quokka", "allocat", "'held'", IDA, "Ida Lloyd"))
    assert record_of(laptop, P, FIRST).decisions == ()
