"""What an award still needs is said, each thing in a sentence."""

from stepback_course.awards.rules import award_needs
from stepback_course.cohorts import Attendance

BOTH: tuple[Attendance, ...] = ("attended", "attended")


def test_an_award_with_everything_needs_nothing() -> None:
    assert list(award_needs({"statement-01": True}, BOTH, "Cerys Wyn")) == []


def test_units_that_are_not_met_are_named() -> None:
    one = {"statement-01": True, "statement-02": False}
    two = {"statement-01": False, "statement-02": False}
    assert list(award_needs(one, BOTH, "C")) == ["1 unit is not met yet: statement-02"]
    assert list(award_needs(two, BOTH, "C")) == [
        "2 units are not met yet: statement-01, statement-02"
    ]


def test_a_missed_day_is_told_from_one_that_nobody_recorded() -> None:
    assert list(award_needs({}, ("absent", None), "C")) == [
        "taught day 1 was missed",
        "attendance on taught day 2 is not recorded",
    ]


def test_a_name_that_is_not_confirmed_is_asked_for() -> None:
    assert list(award_needs({}, BOTH, "")) == ["the name to print is not confirmed by its owner"]


def test_units_that_quality_assurance_still_looks_at_are_named() -> None:
    assert list(award_needs({}, BOTH, "C", unchecked=["statement-03", "statement-04"])) == [
        "2 units are still looked at in quality assurance: statement-03, statement-04"
    ]
