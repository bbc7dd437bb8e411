"""What quality assurance says of a decision stays at the office."""

from pathlib import Path

import pytest

from stepback_course.marking.quality.rules import is_not_second_marked
from stepback_course.portfolio.trail import is_whole
from tests.handover.circle import FIRST, Circle, everything, mark, record_of, work

P, CERYS, MEG = "P-CERYS", "PR-CERYS", "AS-MEG"


@pytest.fixture
def circle(tmp_path: Path) -> Circle:
    """An office with one submission, which Megan marks on her laptop."""
    circle = Circle(tmp_path)
    circle.invite(MEG)
    return circle


def test_a_practitioners_laptop_gets_the_decision_and_nothing_of_the_second_look(
    circle: Circle,
) -> None:
    circle.office.add("VE-NIA", "Nia Huws", "verifier")
    circle.office.add("AS-IDA", "Ida Lloyd", "assessor")
    laptop = circle.laptop(CERYS)
    work(laptop, CERYS, FIRST)
    circle.open_at_office(*circle.send(laptop, CERYS))
    mark(circle.office, MEG, P, FIRST, met=True)
    nia = circle.office.desks("VE-NIA").quality
    nia.sample(P, FIRST, "to compare", blind=True)
    decision = record_of(circle.office, P, FIRST).decision
    assert decision is not None
    other = dict.fromkeys(decision.criteria, "not_yet_met")
    circle.office.desks("AS-IDA").quality.mark_again(
        P, FIRST, other, dict.fromkeys(other, "Uniqueword."), "Well begun."
    )
    nia.adjudicate(P, FIRST, "first", "Anotherword.")
    circle.office.desks(MEG).desk.release(P, FIRST)
    circle.courier(laptop, CERYS).open(circle.answer(CERYS))
    assert record_of(laptop, P, FIRST).state == "met"
    assert is_whole(record_of(laptop, P, FIRST))
    told = repr(everything(laptop.store))
    for word in ("Uniqueword", "Anotherword", "Nia Huws", "VE-NIA", "mark again", "quality/"):
        assert word not in told


def test_what_is_decided_away_is_marked_at_an_office_under_the_exception(circle: Circle) -> None:
    circle.office.desks("CO-ANN").oversight.keep_exception(
        "one assessor", "2026-03-01", "2026-09-01", "The board"
    )
    laptop = circle.laptop(CERYS)
    work(laptop, CERYS, FIRST)
    circle.open_at_office(*circle.send(laptop, CERYS))
    megs = circle.introduce(MEG)
    circle.courier(megs, MEG).open(circle.hand_out(MEG, limit=1))
    mark(megs, MEG, P, FIRST, met=True)
    circle.open_at_office(*circle.send(megs, MEG))
    record = record_of(circle.office, P, FIRST)
    assert record.state == "decided"
    assert is_not_second_marked(record)
    assert is_whole(record)
