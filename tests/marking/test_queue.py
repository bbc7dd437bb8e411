"""What waits at the assessor's desk, and in which order."""

import pytest

from stepback_course.marking import QueueRow
from stepback_course.marking.queue import NOBODY, Order
from stepback_course.text.refusals import Refusal
from tests.filling import CONSENT, submit
from tests.house import House
from tests.marking.conftest import ALL_MET, ONE_NOT_YET, UNIT, WHAT_IS_MISSING


def places(rows: tuple[QueueRow, ...]) -> list[tuple[str, str]]:
    return [(row.portfolio, row.unit) for row in rows]


@pytest.fixture
def busy(office: House) -> House:
    """The office, where three people have submitted, the last of them two units."""
    submit(office.desks("PR-ELEN"), "P-ELEN", UNIT)
    submit(office.desks("PR-CERYS"), "P-CERYS", UNIT)
    submit(office.desks("PR-DAFYDD"), "P-DAFYDD", UNIT, "statement-02")
    return office


def test_what_was_submitted_first_is_shown_first(busy: House) -> None:
    rows = busy.desks("AS-MEG").desk.queue().rows

    assert places(rows) == [
        ("P-ELEN", "statement-01"),
        ("P-CERYS", "statement-01"),
        ("P-DAFYDD", "statement-01"),
        ("P-DAFYDD", "statement-02"),
    ]


def test_the_pages_of_the_queue_together_are_the_queue(busy: House) -> None:
    desk = busy.desks("AS-MEG").desk
    found: list[tuple[str, str]] = []
    after = None
    for _page in range(4):
        page = desk.queue(after=after, limit=1)
        found += places(page.rows)
        after = page.next

    assert after is None
    assert found == places(desk.queue().rows)


def test_the_queue_of_one_unit_has_only_that_unit(busy: House) -> None:
    rows = busy.desks("AS-MEG").desk.queue(cohort="CO-1", unit="statement-02").rows

    assert places(rows) == [("P-DAFYDD", "statement-02")]


def test_a_claimed_submission_stays_in_the_queue_with_its_assessor(busy: House) -> None:
    busy.desks("AS-IDA").desk.claim("P-ELEN", UNIT)
    row = busy.desks("AS-MEG").desk.queue().rows[0]

    assert (row.state, row.assessor) == ("marking", "AS-IDA")
    assert row.until is not None


def test_a_decided_submission_moves_to_what_waits_for_release(busy: House) -> None:
    meg = busy.desks("AS-MEG").desk
    meg.decide("P-ELEN", UNIT, ALL_MET, {})
    meg.decide("P-DAFYDD", UNIT, ALL_MET, {})

    assert ("P-ELEN", UNIT) not in places(meg.queue().rows)
    decided = meg.to_release().rows
    assert places(decided) == [("P-ELEN", UNIT), ("P-DAFYDD", UNIT)]
    assert [row.outcome for row in decided] == ["met", "met"]
    assert places(meg.to_release(unit="statement-02").rows) == []


def test_ones_own_work_is_listed_and_not_ones_own_to_mark(busy: House) -> None:
    busy.enrol("AS-MEG", "P-MEG")
    submit(busy.desks("AS-MEG"), "P-MEG", UNIT)
    row = busy.desks("AS-MEG").desk.queue().rows[-1]

    assert (row.portfolio, row.is_own, row.yours_to_mark) == ("P-MEG", True, False)
    row = busy.desks("AS-IDA").desk.queue().rows[-1]
    assert (row.portfolio, row.is_own, row.yours_to_mark) == ("P-MEG", False, True)


def test_the_outcome_of_ones_own_work_is_not_told(busy: House) -> None:
    busy.enrol("AS-MEG", "P-MEG")
    submit(busy.desks("AS-MEG"), "P-MEG", UNIT)
    busy.desks("AS-IDA").desk.decide("P-MEG", UNIT, ALL_MET, {})

    (row,) = busy.desks("AS-MEG").desk.to_release().rows
    assert row.outcome is None


def test_a_practitioner_does_not_see_the_queue(busy: House) -> None:
    with pytest.raises(Refusal, match="the queue is seen by assessors"):
        busy.desks("PR-CERYS").desk.queue()


# What is looked at.


def test_everything_of_one_practitioner_stands_together_by_name(busy: House) -> None:
    submit(busy.desks("PR-ELEN"), "P-ELEN", "statement-03")
    rows = busy.desks("AS-MEG").desk.queue(order="practitioner").rows

    assert [(row.name, row.unit[-2:]) for row in rows] == [
        ("Cerys Wyn", "01"),
        ("Dafydd Puw", "01"),
        ("Dafydd Puw", "02"),
        ("Elen Môn", "01"),
        ("Elen Môn", "03"),
    ]


@pytest.mark.parametrize("order", ["oldest", "practitioner"])
def test_what_was_submitted_in_one_sitting_stands_as_the_course_has_it(
    office: House, order: Order
) -> None:
    office.desks("PR-ELEN").workbook.record_consent("P-ELEN", CONSENT)
    submit(office.desks("PR-ELEN"), "P-ELEN", "learners-voice", "statement-02", UNIT)
    rows = office.desks("AS-MEG").desk.queue(order=order).rows

    assert len({row.submitted for row in rows}) == 1
    assert [row.unit for row in rows] == [UNIT, "statement-02", "learners-voice"]


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 200])
def test_everything_of_one_unit_stands_together_oldest_first_on_pages_of_any_size(
    busy: House, limit: int
) -> None:
    submit(busy.desks("PR-ELEN"), "P-ELEN", "learners-voice", "statement-02")
    desk = busy.desks("AS-MEG").desk
    found: list[tuple[str, str]] = []
    after, pages = None, 0
    while after is not None or not pages:
        page = desk.queue(order="unit", after=after, limit=limit)
        assert len(page.rows) <= limit
        found += places(page.rows)
        after, pages = page.next, pages + 1

    assert found == [
        ("P-ELEN", "statement-01"),
        ("P-CERYS", "statement-01"),
        ("P-DAFYDD", "statement-01"),
        ("P-DAFYDD", "statement-02"),
        ("P-ELEN", "statement-02"),
        ("P-ELEN", "learners-voice"),
    ]


def test_a_cursor_of_another_question_is_refused(busy: House) -> None:
    with pytest.raises(ValueError, match="another question"):
        busy.desks("AS-MEG").desk.queue(order="unit", after="statement-77:")


def test_ones_own_are_what_one_has_claimed_or_been_allocated(busy: House) -> None:
    meg = busy.desks("AS-MEG").desk
    meg.claim("P-ELEN", UNIT)
    allocations = busy.desks("CO-ANN").allocations
    allocations.allocate("P-DAFYDD", UNIT, "AS-MEG")
    allocations.allocate("P-DAFYDD", "statement-02", "AS-IDA")

    assert places(meg.queue(assessor="AS-MEG").rows) == [("P-ELEN", UNIT), ("P-DAFYDD", UNIT)]
    assert places(meg.queue(assessor=NOBODY).rows) == [("P-CERYS", UNIT)]


def test_an_attempt_can_be_looked_at_alone(busy: House) -> None:
    meg = busy.desks("AS-MEG").desk
    meg.decide("P-ELEN", UNIT, ONE_NOT_YET, WHAT_IS_MISSING, "Well begun.")
    meg.release("P-ELEN", UNIT)
    submit(busy.desks("PR-ELEN"), "P-ELEN", UNIT)

    assert places(meg.queue(attempt=2).rows) == [("P-ELEN", UNIT)]
    assert len(meg.queue(attempt=1).rows) == 3


@pytest.mark.parametrize("order", ["oldest", "practitioner", "unit"])
def test_only_what_waits_long_enough_is_looked_at(busy: House, order: Order) -> None:
    desk = busy.desks("AS-MEG").desk
    until = desk.queue().rows[1].submitted
    page = desk.queue(until=until, order=order)

    assert {row.portfolio for row in page.rows} == {"P-ELEN", "P-CERYS"}
    assert page.next is None


def test_a_page_ends_where_nothing_older_follows(busy: House) -> None:
    desk = busy.desks("AS-MEG").desk
    until = desk.queue().rows[0].submitted
    page = desk.queue(until=until, limit=2)

    assert (len(page.rows), page.next) == (1, None)


def test_what_is_in_the_sample_can_be_looked_at_alone(busy: House) -> None:
    busy.add("VE-VAL", "Val Rowe", "verifier")
    meg = busy.desks("AS-MEG").desk
    meg.decide("P-ELEN", UNIT, ALL_MET, {})
    meg.decide("P-CERYS", UNIT, ALL_MET, {})
    busy.desks("VE-VAL").quality.sample("P-CERYS", UNIT, "A new assessor")

    assert places(meg.to_release(is_sampled=True).rows) == [("P-CERYS", UNIT)]
    assert [row.is_sampled for row in meg.to_release().rows] == [False, True]
