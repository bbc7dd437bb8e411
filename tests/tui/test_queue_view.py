"""What an assessor looks at in the queue, and what comes next there."""

from datetime import timedelta

import pytest

from stepback_course.clock import instant
from stepback_course.marking.queue import Order
from stepback_course.tui.queue_view import QueueView, Spot, next_in_view, row_key
from tests.filling import CONSENT, submit
from tests.house import NOW, House, Ticking

CERYS, ELEN = ("P-CERYS", "statement-01"), ("P-ELEN", "statement-01")
FIRST, SECOND = ("P-DAFYDD", "statement-01"), ("P-DAFYDD", "statement-02")


@pytest.fixture
def busy(house: House) -> House:
    """Elen, then Dafydd with two units in one sitting, then Cerys have submitted."""
    house.add("AS-IDA", "Ida Holm", "assessor")
    house.clock = Ticking()
    submit(house.desks("PR-ELEN"), "P-ELEN", "statement-01")
    submit(house.desks("PR-DAFYDD"), "P-DAFYDD", "statement-01", "statement-02")
    submit(house.desks("PR-CERYS"), "P-CERYS", "statement-01")
    return house


def after(
    house: House, portfolio: str, unit: str, view: QueueView | None = None
) -> tuple[tuple[str, str], bool] | None:
    """Return what comes next for Megan after a unit, and whether the view began again."""
    desks = house.desks("AS-MEG")
    opened = desks.desk.open(portfolio, unit)
    here = Spot(portfolio, unit, opened.profile.name, opened.record.submitted_at)
    found = next_in_view(desks, view or QueueView(), here)
    return (row_key(found.row), found.is_from_the_start) if found else None


def decide(house: House, portfolio: str, unit: str) -> None:
    criteria = house.desks().workbook.open(portfolio).course.units[0].criteria
    met = {criterion.id: "met" for criterion in criteria}
    house.desks("AS-MEG").desk.decide(portfolio, unit, met, {})


def test_next_is_the_one_submitted_after_this_and_after_the_last_the_first(busy: House) -> None:
    assert after(busy, *ELEN) == (FIRST, False)
    assert after(busy, *FIRST) == (SECOND, False)
    assert after(busy, *SECOND) == (CERYS, False)
    assert after(busy, *CERYS) == (ELEN, True)


def test_next_of_one_unit_after_another_goes_through_each_unit_first(busy: House) -> None:
    view = QueueView(order="unit")
    assert after(busy, *ELEN, view) == (FIRST, False)
    assert after(busy, *FIRST, view) == (CERYS, False)
    assert after(busy, *CERYS, view) == (SECOND, False)
    assert after(busy, *SECOND, view) == (ELEN, True)


def test_next_of_one_practitioner_after_another_goes_by_name(busy: House) -> None:
    view = QueueView(order="practitioner")
    assert after(busy, *CERYS, view) == (FIRST, False)
    assert after(busy, *FIRST, view) == (SECOND, False)
    assert after(busy, *SECOND, view) == (ELEN, False)
    assert after(busy, *ELEN, view) == (CERYS, True)


@pytest.mark.parametrize("order", ["oldest", "practitioner"])
def test_next_after_the_last_statement_of_a_sitting_is_the_case_study(
    house: House, order: Order
) -> None:
    house.desks("PR-ELEN").workbook.record_consent("P-ELEN", CONSENT)
    submit(house.desks("PR-ELEN"), "P-ELEN", "learners-voice", "statement-01", "statement-02")
    case_study, second = ("P-ELEN", "learners-voice"), ("P-ELEN", "statement-02")
    view = QueueView(order=order)
    assert after(house, *ELEN, view) == (second, False)
    assert after(house, *second, view) == (case_study, False)
    assert after(house, *case_study, view) == (ELEN, True)


def test_next_keeps_to_what_is_looked_at(busy: House) -> None:
    assert after(busy, *FIRST, QueueView(unit="statement-01")) == (CERYS, False)
    assert after(busy, *FIRST, QueueView(whose="mine")) is None


def test_next_passes_over_what_another_has_or_is_to_have(busy: House) -> None:
    busy.desks("AS-IDA").desk.claim(*FIRST)
    assert after(busy, *ELEN) == (SECOND, False)
    busy.desks("CO-ANN").allocations.allocate(*SECOND, "AS-IDA")
    assert after(busy, *ELEN) == (CERYS, False)


@pytest.mark.parametrize("order", ["oldest", "practitioner", "unit"])
def test_next_is_found_from_where_something_stood_that_is_decided_now(
    busy: House, order: str
) -> None:
    view = QueueView(order=order)  # type: ignore[arg-type] # one of the orders
    stood = after(busy, *FIRST, view)
    decide(busy, *FIRST)

    assert after(busy, *FIRST, view) == stood


def test_where_nothing_else_waits_there_is_no_next(busy: House) -> None:
    assert after(busy, *SECOND, QueueView(unit="statement-02")) is None


def test_a_view_is_narrowed_until_it_is_widened() -> None:
    view = QueueView(cohort="CO-1", days=7, whose="person", person="AS-IDA", attempt=2, unit="x")
    assert view.is_narrowed
    view.widen()
    assert (view.is_narrowed, view) == (False, QueueView())


def test_days_of_waiting_count_back_from_now() -> None:
    assert QueueView(days=7).looked("AS-MEG", NOW)["until"] == instant(NOW - timedelta(days=7))
    assert QueueView().looked("AS-MEG", NOW)["until"] is None
