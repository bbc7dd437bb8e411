"""Which versions are kept, and for how long."""

from datetime import UTC, datetime, timedelta

import pytest

from stepback_course.clock import instant, parse_instant
from stepback_course.portfolio.models import Draft, Response
from stepback_course.portfolio.versions.rules import (
    KeptVersion,
    VersionsRecord,
    is_due,
    is_kept,
    loses_much,
    thinned,
)

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
WRITTEN = Draft(responses={"x": Response(value="I waited.", number=1, at=instant(NOW))})


def kept(at: datetime) -> KeptVersion:
    return KeptVersion(at=instant(at), reason="left", file="0" * 64)


@pytest.mark.parametrize(
    ("record", "draft", "expected"),
    [
        (VersionsRecord(covers=4), WRITTEN, True),
        (VersionsRecord(covers=3), WRITTEN, False),
        (VersionsRecord(), Draft(), True),
    ],
)
def test_a_draft_is_kept_where_a_version_covers_its_revision_or_it_is_empty(
    record: VersionsRecord, draft: Draft, expected: bool
) -> None:
    assert is_kept(record, draft, 4) is expected


@pytest.mark.parametrize(
    ("minutes", "expected"), [(0, False), (4.99, False), (5, True), (600, True), (-6, True)]
)
def test_a_version_is_due_five_minutes_after_the_first_save_whatever_the_clock_does(
    minutes: float, expected: bool
) -> None:
    since = VersionsRecord(since=instant(NOW - timedelta(minutes=minutes)))
    assert is_due(since, NOW) is expected


def test_a_version_is_due_where_nobody_knows_since_when_it_was_written() -> None:
    assert is_due(VersionsRecord(), NOW)


LONG = "I waited and said nothing at all until she had done it. " * 2


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (LONG, "", True),
        (LONG, "x", True),
        (LONG, LONG[:70], False),
        (LONG, LONG + "More.", False),
        ("Not many words here.", "", False),
        ([{"what": LONG}, {"what": "."}], [], True),
        ([{"what": LONG}, {"what": "."}], [{"what": LONG}], False),
        ({"own_cards": {"a": LONG}, "piles": {"b": ["a"]}}, {"own_cards": {}, "piles": {}}, True),
        ({"before": 1, "after": None}, {"before": None, "after": None}, False),
    ],
)
def test_the_loss_of_most_of_an_answer_is_noticed_whatever_its_shape(
    before: object, after: object, expected: bool
) -> None:
    assert loses_much(before, after) is expected


def test_after_a_month_the_last_version_of_each_day_is_left() -> None:
    days = [NOW - timedelta(days=40, hours=hours) for hours in (30, 29, 3, 2, 1)]
    recent = [NOW - timedelta(days=29, hours=hours) for hours in (3, 2, 1)]
    left = thinned(map(kept, [*days, *recent]), NOW)
    assert [parse_instant(version.at) for version in left] == [days[1], days[4], *recent]


def test_days_are_those_of_the_organisation() -> None:
    """In summer 23:30 UTC on one day and 00:30 UTC on the next are one day in London."""
    late = datetime(2026, 4, 10, 23, 30, tzinfo=UTC)
    left = thinned([kept(late), kept(late + timedelta(hours=1))], NOW)
    assert [parse_instant(version.at) for version in left] == [late + timedelta(hours=1)]


def test_thinning_again_changes_nothing() -> None:
    many = [kept(NOW - timedelta(days=60) + timedelta(hours=hours)) for hours in range(0, 1400, 5)]
    once = thinned(many, NOW)
    assert len(once) < len(many)
    assert thinned(once, NOW) == once
