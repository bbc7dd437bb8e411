"""Days as they are read aloud, and as people type them."""

from datetime import date

import pytest

from stepback_course.text.days import day_from, day_is_complete, day_problem, shown_day

TODAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("day", "words"),
    [("2026-11-22", "22 November 2026"), ("2026-01-01", "1 January 2026"), ("", "")],
)
def test_a_day_is_read_with_its_month_in_words(day: str, words: str) -> None:
    assert shown_day(day) == words


@pytest.mark.parametrize(
    "typed", ["2026-03-04", " 2026-03-04 ", "4/3/2026", "04/03/2026", "4 March 2026", "4  mar 2026"]
)
def test_a_day_is_understood_in_each_of_its_forms(typed: str) -> None:
    assert day_from(typed) == "2026-03-04"


@pytest.mark.parametrize(
    "typed",
    ["", "2026-03", "31/2/2026", "2026-02-30", "4 Ma 2026", "4 Marching 2026", "4/3/26", "Monday"],
)
def test_what_is_no_day_yet_is_empty(typed: str) -> None:
    assert day_from(typed) == ""
    assert day_from(typed, TODAY) == ""


def test_a_month_must_be_told_apart_from_the_others() -> None:
    assert day_from("1 Jun 2026") == "2026-06-01"
    assert day_from("1 Jul 2026") == "2026-07-01"


@pytest.mark.parametrize(
    ("typed", "day"),
    [("t", "2026-03-04"), ("Today", "2026-03-04"), ("y", "2026-03-03"), (" y", "2026-03-03")],
)
def test_a_word_for_a_day_is_understood_only_where_today_is_known(typed: str, day: str) -> None:
    assert day_from(typed, TODAY) == day
    assert day_from(typed) == ""


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2/3", "2026-03-02"),
        ("20 December", "2025-12-20"),
        ("1 jul", "2026-07-01"),
        ("29/2", ""),
    ],
)
def test_a_day_without_its_year_is_the_nearest_of_that_name(typed: str, day: str) -> None:
    assert day_from(typed, TODAY) == day
    assert day_from(typed) == ""


def test_the_leap_day_without_its_year_is_found_where_a_leap_year_is_near() -> None:
    assert day_from("29 Feb", date(2027, 6, 1)) == "2028-02-29"


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", ""),
        ("4/3", ""),
        ("31/2/2026", "31/2/2026 is not in the calendar."),
        ("2026-02-30", "2026-02-30 is not in the calendar."),
        ("Monday", "A day is written 2026-03-04, 4/3/2026 or 4 March 2026."),
    ],
)
def test_what_names_no_day_is_said_in_a_sentence(typed: str, problem: str) -> None:
    assert day_problem(typed, TODAY) == problem


@pytest.mark.parametrize(
    ("typed", "is_complete"),
    [("4/3/2026", True), ("31/2/2026", True), ("4/3", False), ("4/", False), ("t", False)],
)
def test_a_day_is_complete_with_its_year_whether_there_is_such_a_day_or_not(
    typed: str, is_complete: bool
) -> None:
    assert day_is_complete(typed) == is_complete
