"""Days as people type them."""

import pytest

from stepback_course.tui.widgets.days import day_from


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


def test_a_month_must_be_told_apart_from_the_others() -> None:
    assert day_from("1 Jun 2026") == "2026-06-01"
    assert day_from("1 Jul 2026") == "2026-07-01"
