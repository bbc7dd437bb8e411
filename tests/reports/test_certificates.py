"""One certificate in words, as people hear it."""

from datetime import UTC, datetime

from stepback_course.clock import day_of
from stepback_course.reports.certificates import described
from stepback_course.store import open_store
from tests.awards.earning import earned_by
from tests.house import House, Ticking


def test_what_happened_to_a_certificate_is_told_on_the_clock_of_the_organisation() -> None:
    house = House(open_store("memory:"))
    house.clock = Ticking(datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
    (portfolio,) = earned_by(house.store, 1)
    certificate = house.desks("CO-ANN").office.issue(portfolio)

    lines = list(described(certificate, day_of(house.clock()), is_whole=True))

    assert "Step-back Practitioners Course, awarded on 2 July 2026" in lines
    assert lines[-1] == "2 July 2026, 00:30  issued by CO-ANN"
