"""On a laptop nobody is said to have a submission before it got to them."""

from pathlib import Path

import pytest

from stepback_course.portfolio import UnitView
from stepback_course.portfolio.telling.standing import (
    standing_line,
    standing_of,
    standing_short,
    standing_word,
    tally,
)
from stepback_course.reports.copy.content import copy_of
from stepback_course.text.refusals import Refusal
from tests.handover.circle import FIRST, SECOND, Circle, work
from tests.house import House

P, CERYS = "P-CERYS", "PR-CERYS"


@pytest.fixture
def laptop(circle: Circle) -> House:
    """Cerys's laptop, on which she submitted the first unit."""
    laptop = circle.laptop(CERYS)
    work(laptop, CERYS, FIRST)
    return laptop


def unit(laptop: House, identifier: str = FIRST) -> UnitView:
    return laptop.desks(CERYS).workbook.unit(P, identifier)


def sentence(laptop: House) -> str:
    return tally(laptop.desks(CERYS).workbook.open(P)).sentence


def test_what_is_submitted_is_here_until_it_is_sealed(laptop: House) -> None:
    view = unit(laptop)
    assert view.whereabouts == "here"
    assert standing_short(view) == "submitted, not handed over"
    assert "is not handed over yet: nobody else has it" in standing_line(view)
    assert "not handed over yet" in standing_of(view)
    assert sentence(laptop) == "0 of 2 met, 1 submitted"


def test_what_is_sealed_is_underway_until_a_receipt_comes(circle: Circle, laptop: House) -> None:
    bundles = circle.send(laptop, CERYS)
    view = unit(laptop)
    assert view.whereabouts == "sealed"
    assert standing_short(view) == "handed over, no receipt yet"
    assert "no receipt has come yet" in standing_line(view)
    assert "sealed for the office" in standing_of(view)
    assert sentence(laptop) == "0 of 2 met, 1 submitted"
    circle.open_at_office(*bundles)
    circle.courier(laptop, CERYS).open(circle.answer(CERYS))
    assert unit(laptop).whereabouts == "arrived"
    assert standing_short(unit(laptop)).startswith("with assessor since")
    assert sentence(laptop) == "0 of 2 met, 1 with your assessor"


def test_another_unit_that_is_submitted_later_is_told_apart(circle: Circle, laptop: House) -> None:
    circle.send(laptop, CERYS)
    work(laptop, CERYS, SECOND)
    assert [unit(laptop, each).whereabouts for each in (FIRST, SECOND)] == ["sealed", "here"]


def test_what_is_taken_back_and_submitted_again_has_to_be_handed_over_again(
    circle: Circle, laptop: House
) -> None:
    circle.send(laptop, CERYS)
    laptop.desks(CERYS).workbook.withdraw(P, FIRST)
    assert standing_short(unit(laptop)) == "ready to submit"
    work(laptop, CERYS, FIRST)
    assert unit(laptop).whereabouts == "here"


def test_a_bundle_that_could_not_be_written_hands_nothing_over(
    circle: Circle, laptop: House, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    courier = circle.courier(laptop, CERYS)
    (offer,) = [each for each in courier.offers() if each.kind == "submission"]
    with pytest.raises(Refusal, match="cannot be written"):
        courier.seal(offer, tmp_path / "file" / "work.stepback")
    assert unit(laptop).whereabouts == "here"


def test_a_copy_of_the_portfolio_says_it_too(laptop: House) -> None:
    first, second = copy_of(laptop.desks(CERYS), P, with_case_study=False).units
    assert (first.status, second.status) == ("submitted, not handed over", "not started")
    assert standing_word(unit(laptop, SECOND)) == "not started"


def test_at_the_office_whatever_is_submitted_has_arrived(circle: Circle) -> None:
    work(circle.office, CERYS, FIRST)
    assert unit(circle.office).whereabouts == "arrived"
