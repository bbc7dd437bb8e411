"""Case studies that have been kept for long enough are listed, and no others."""

from datetime import date, timedelta

import pytest

from stepback_course.portfolio.erasing.disposal import Due, due_for_disposal, months_after
from tests.filling import CONSENT, fill, submit
from tests.house import NOW, House

P, UNIT = "P-CERYS", "learners-voice"


def due(house: House, days: int, person: str | None = "CO-ANN", months: int = 24) -> list[Due]:
    """Return what is due so many days from now."""
    actor = house.desks(person).actor
    return due_for_disposal(house.store, house.shelf, actor, lambda: NOW + timedelta(days), months)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-03-04", 24, "2028-03-04"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2027-12-31", 2, "2028-02-29"),
        ("2026-12-01", 1, "2027-01-01"),
        ("2026-11-30", 13, "2027-12-30"),
    ],
)
def test_months_go_by_in_the_calendar(day: str, months: int, later: str) -> None:
    assert months_after(date.fromisoformat(day), months).isoformat() == later


def test_a_case_study_is_due_from_the_day_on(house: House) -> None:
    submit(house.desks(), P, UNIT, "statement-01")
    assert due(house, 730) == []
    (found,) = due(house, 731)
    assert (found.portfolio, found.name, found.unit) == (P, "Cerys Wyn", UNIT)
    assert (found.last, found.due) == ("2026-03-04", "2028-03-04")
    assert [each.due for each in due(house, 400, months=12)] == ["2027-03-04"]


def test_whatever_happens_to_it_counts_as_its_last_day(house: House) -> None:
    submit(house.desks(), P, UNIT)
    house.clock = lambda: NOW + timedelta(30)
    house.desks("PR-CERYS").workbook.withdraw(P, UNIT)
    assert due(house, 731) == []
    assert [each.last for each in due(house, 761)] == ["2026-04-03"]


def test_permission_alone_is_kept_no_longer(house: House) -> None:
    house.desks("PR-CERYS").workbook.record_consent(P, CONSENT)
    assert due(house, 728) == []
    assert [(each.unit, each.last) for each in due(house, 729)] == [(UNIT, CONSENT.on)]


def test_a_case_study_closed_for_another_learner_is_kept_no_longer(house: House) -> None:
    fill(house.desks(), P, UNIT)
    house.desks("PR-CERYS").learners.begin_again(P)
    assert due(house, 730) == []
    assert [(each.unit, each.last) for each in due(house, 731)] == [(UNIT, "2026-03-04")]
    house.desks("CO-ANN").eraser.erase(P, [UNIT], "no longer needed")
    assert due(house, 3000) == []


def test_what_was_erased_is_not_due_again(house: House) -> None:
    submit(house.desks(), P, UNIT)
    house.desks("CO-ANN").eraser.erase(P, [UNIT], "no longer needed")
    assert due(house, 3000) == []


@pytest.mark.parametrize(
    ("person", "count"),
    [("CO-ANN", 2), (None, 2), ("PR-CERYS", 1), ("AS-MEG", 0), ("TR-TOM", 0)],
)
def test_everybody_is_shown_what_they_may_erase(
    house: House, person: str | None, count: int
) -> None:
    for portfolio in (P, "P-ELEN"):
        fill(house.desks(), portfolio, UNIT)
    assert len(due(house, 1000, person)) == count
