"""An appeal is answered at the office; its practitioner's laptop learns what came of it."""

from stepback_course.handover.contents.outcomes import Opened
from stepback_course.marking.appeals.models import Opinion
from stepback_course.marking.models import Marks
from stepback_course.portfolio.trail import is_whole
from tests.handover.circle import (
    FIRST,
    Circle,
    everything,
    mark,
    portfolio_of,
    record_of,
    whys,
    words,
    work,
)
from tests.house import House

CERYS = "PR-CERYS"
PORTFOLIO = portfolio_of(CERYS)
KEY = (PORTFOLIO, FIRST)


def receive(circle: Circle, laptop: House) -> list[Opened]:
    """Open on the laptop everything that the office has for Cerys."""
    return circle.courier(laptop, CERYS).open(circle.answer(CERYS))


def referred(circle: Circle) -> House:
    """Return the laptop of Cerys after her unit came back to it."""
    laptop = circle.laptop(CERYS)
    work(laptop, CERYS, FIRST)
    circle.open_at_office(*circle.send(laptop, CERYS))
    mark(circle.office, "AS-MEG", *KEY, met=False)
    circle.office.desks("AS-MEG").desk.release(*KEY)
    receive(circle, laptop)
    return laptop


def test_a_receipt_says_what_the_portfolio_came_to_at_the_office(circle: Circle) -> None:
    laptop = circle.laptop(CERYS)
    work(laptop, CERYS, FIRST)
    receipt = laptop.desks(CERYS).workbook.receipt(PORTFOLIO)
    circle.open_at_office(*circle.send(laptop, CERYS))

    assert f"the portfolio then came to {receipt}" in whys(receive(circle, laptop))


def test_what_was_decided_on_appeal_reaches_the_laptop(circle: Circle) -> None:
    laptop = referred(circle)
    circle.office.desks("CO-ANN").appeals.appeal(*KEY, "It is in my second answer.")
    receive(circle, laptop)
    assert record_of(laptop, *KEY).state == "open"

    criteria = [c.id for c in laptop.desks(CERYS).workbook.unit(*KEY).unit.criteria]
    marks = Marks.model_validate(
        {"criteria": dict.fromkeys(criteria, "met"), "overall": "It is there."}
    )
    circle.office.desks("AS-MEG").appeals.answer(*KEY, "changed", "You are right.", marks=marks)
    opened = receive(circle, laptop)

    assert "kept aside" not in [word for _what, word in words(opened)]
    record = record_of(laptop, *KEY)
    assert (record.state, record.trail[-1].reason) == ("met", "You are right.")
    assert is_whole(record)


def test_a_laptop_that_knows_of_an_appeal_does_not_submit_meanwhile(circle: Circle) -> None:
    laptop = referred(circle)
    circle.office.desks("CO-ANN").appeals.appeal(*KEY, "It is in my second answer.")
    receive(circle, laptop)

    record = record_of(laptop, *KEY)
    assert record.appeal is not None
    assert record.appeal.is_open


def test_the_opinion_of_another_assessor_never_reaches_the_laptop(circle: Circle) -> None:
    laptop = referred(circle)
    office = circle.office
    office.add("AS-IDA", "Ida Holm", "assessor")
    office.add("VE-ALUN", "Alun Parry", "verifier")
    ann = office.desks("CO-ANN").appeals
    ann.appeal(*KEY, "It is in my second answer.")
    office.desks("AS-MEG").appeals.answer(*KEY, "stands", "It is not there.")
    ann.take_further(*KEY, "I do not agree.")
    opinion = Opinion(assessor="AS-IDA", name="Ida Holm", words="Quokkafern, I would say.")
    office.desks("VE-ALUN").appeals.answer(*KEY, "stands", "We looked again.", opinion=opinion)
    receive(circle, laptop)

    assert "Quokkafern" not in str(everything(laptop.store))
    assert record_of(laptop, *KEY).trail[-1].reason == "We looked again."
