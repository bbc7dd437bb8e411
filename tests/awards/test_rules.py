"""What an award still needs is said, each thing in a sentence."""

from dataclasses import replace

from stepback_course.awards.rules import Progress, award_needs
from tests.course_done import UNITS

EVERYTHING = Progress(
    met={"statement-01": True},
    attendance=("attended", "attended"),
    name="Cerys Wyn",
    language="cy",
)


def needs(**missing: object) -> list[str]:
    """Return what is needed where everything is there but this."""
    return list(award_needs(replace(EVERYTHING, **missing)))  # type: ignore[arg-type] # as named


def test_an_award_with_everything_needs_nothing() -> None:
    assert needs() == []


def test_units_that_are_not_met_are_named() -> None:
    one = {"statement-01": True, "statement-02": False}
    two = {"statement-01": False, "statement-02": False}
    assert needs(met=one) == ["1 unit is not met yet: Statement 2"]
    assert needs(met=two) == ["2 units are not met yet: Statements 1, 2"]


def test_many_units_are_named_in_a_few_words() -> None:
    met = {unit: unit in {"statement-05", "statement-08"} for unit in UNITS}
    (need,) = needs(met=met)
    assert need == "9 units are not met yet: Statements 1–4, 6, 7, 9, 10, Learner's Voice"


def test_a_missed_day_is_told_from_one_that_nobody_recorded() -> None:
    assert needs(attendance=("absent", None)) == [
        "taught day 1 was missed",
        "attendance on taught day 2 is not recorded",
    ]


def test_a_name_that_is_not_confirmed_is_asked_for_and_with_it_the_language() -> None:
    assert needs(name="", language="") == ["the name to print is not confirmed by its owner"]
    assert needs(language="") == ["the language of the certificate is not confirmed by its owner"]


def test_units_that_quality_assurance_still_looks_at_are_named() -> None:
    assert needs(unchecked=["statement-03", "statement-04"]) == [
        "2 units are still looked at in quality assurance: Statements 3, 4"
    ]


def test_an_open_appeal_is_named() -> None:
    assert needs(appealed=["statement-03"]) == ["an appeal is open: Statement 3"]


def test_a_permission_that_was_taken_back_stops_the_award() -> None:
    assert needs(frozen=["learners-voice"]) == [
        "permission for the learner's part was taken back: Learner's Voice"
    ]


def test_a_fee_counts_only_where_it_is_owed() -> None:
    assert needs(owes_fee=True) == ["the fee is not recorded as settled"]
