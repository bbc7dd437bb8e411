"""Days as they are read aloud."""

import pytest

from stepback_course.text.days import shown_day


@pytest.mark.parametrize(
    ("day", "words"),
    [("2026-11-22", "22 November 2026"), ("2026-01-01", "1 January 2026"), ("", "")],
)
def test_a_day_is_read_with_its_month_in_words(day: str, words: str) -> None:
    assert shown_day(day) == words
