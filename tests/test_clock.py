"""Instants are UTC; days are the organisation's."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from stepback_course.clock import day_of, exact_instant, instant, parse_instant, time_of_day


def test_an_instant_is_kept_in_utc_and_read_back_to_the_millisecond() -> None:
    at = datetime(2026, 7, 1, 0, 30, 1, 250_000, timezone(timedelta(hours=1)))
    assert instant(at) == "2026-06-30T23:30:01.250Z"
    assert parse_instant(instant(at)) == at


def test_a_day_is_the_one_on_the_wall_in_london_not_in_utc() -> None:
    just_after_midnight_in_summer = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert day_of(just_after_midnight_in_summer).isoformat() == "2026-07-01"
    assert day_of(just_after_midnight_in_summer, "America/New_York").isoformat() == "2026-06-30"


def test_the_time_on_the_screen_is_the_organisations() -> None:
    assert time_of_day(datetime(2026, 7, 1, 12, 3, 4, tzinfo=UTC)) == "13:03:04"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yesterday",
        "2026-07-01",
        "2026-07-01T12:03:04.000",
        "2026-07-01T12:03:04Z",
        "2026-07-01T12:03:04.000+01:00",
        "0001-01-01T00:00:00.000Z",
        "0001-01-01T00:00:00.000+05:00",
        "9999-12-31T23:59:59.999-05:00",
    ],
)
def test_what_others_wrote_counts_only_as_records_keep_it_and_on_a_day_there_is(
    written: str,
) -> None:
    assert exact_instant(written) is None
    assert exact_instant("2026-07-01T12:03:04.000Z") == datetime(2026, 7, 1, 12, 3, 4, tzinfo=UTC)
