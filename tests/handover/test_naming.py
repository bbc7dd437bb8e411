"""What bundles bring is told in the names that people know."""

import pytest

from stepback_course.handover.naming import Names

HERE = Names({"pr-1": "Cerys Wyn"}, {"p-1": "Cerys Wyn"}, {"co-1": "Môn"})
LAPTOP = Names({"pr-1": "Cerys Wyn"}, {}, {}, "Positive Eye Ltd")


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("P-1 statement-03", "Cerys Wyn, Statement 3"),
        ("CO-1 day-2", "Môn, taught day 2"),
        ("receipt 2ee8cfbe", "receipt for what was sent"),
        ("P-1 of-another-course", "P-1 of-another-course"),
    ],
)
def test_what_an_outcome_is_about_is_told_by_name(what: str, told: str) -> None:
    assert HERE.what(what) == told


def test_on_a_laptop_whoever_is_not_known_sits_at_the_office() -> None:
    assert [LAPTOP.sender(each) for each in ("PR-1", "CO-ANN", "")] == [
        "Cerys Wyn",
        "Positive Eye Ltd",
        "",
    ]
    assert HERE.sender("CO-ANN") == ""
