"""What a decision needs to say: three boxes about the whole, and the tests of the evidence."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from stepback_course.marking import Desk, Marks
from stepback_course.marking.rules import incomplete, place_of_box, place_of_test, unsaid
from stepback_course.portfolio.models import Decision, Overall
from stepback_course.portfolio.telling.decisions import overall_passages
from stepback_course.portfolio.trail import is_whole
from stepback_course.store import Conflict
from tests.filling import submit
from tests.house import House, packed_course
from tests.marking.conftest import (
    ALL_MET,
    CERYS,
    ONE_NOT_YET,
    UNIT,
    WHAT_IS_MISSING,
    everything,
    hours_pass,
    kept,
    refusal,
)

CASE_STUDY = packed_course().units[-1]
ELEN = ("P-ELEN", CASE_STUDY.id)
CASE_MET = {criterion.id: "met" for criterion in CASE_STUDY.criteria}
TESTS = {question.test: "met" for question in CASE_STUDY.evidence_tests}
BOXES = Overall(stood_out="A clear map.", next_step="Send one moment.", by="2026-04-01")


@pytest.fixture
def case_study(waiting: House) -> House:
    """The office, where Elen has submitted her case study."""
    submit(waiting.desks("PR-ELEN"), *ELEN)
    return waiting


# The three boxes.


@pytest.mark.parametrize(
    ("overall", "sentence"),
    [
        ("", "say what stood out, and what the next step is"),
        (" \n", "say what stood out, and what the next step is"),
        (BOXES.model_copy(update={"stood_out": "…"}), "say what stood out, too"),
        (BOXES.model_copy(update={"next_step": ""}), "say what the next step is"),
    ],
)
def test_further_work_needs_what_stood_out_and_the_next_step(
    waiting: House, meg: Desk, overall: str | Overall, sentence: str
) -> None:
    before = everything(waiting)

    refused = refusal(meg.decide, *CERYS, ONE_NOT_YET, WHAT_IS_MISSING, overall)
    assert sentence in str(refused)
    assert refused.code == "not_ready"
    assert everything(waiting) == before


@pytest.mark.parametrize("overall", ["Well begun.", BOXES])
def test_one_text_counts_for_the_whole_and_so_do_two_boxes(
    waiting: House, meg: Desk, overall: str | Overall
) -> None:
    decision = meg.decide(*CERYS, ONE_NOT_YET, WHAT_IS_MISSING, overall)

    assert decision.said == (Overall(stood_out="Well begun.") if overall != BOXES else BOXES)
    assert is_whole(kept(waiting))


@pytest.mark.parametrize("overall", ["", Overall()])
def test_what_is_met_needs_no_word(meg: Desk, overall: str | Overall) -> None:
    assert meg.decide(*CERYS, ALL_MET, {}, overall).verdict == "met"


def test_a_criterion_without_words_is_named_before_the_boxes(meg: Desk) -> None:
    assert "write what is missing" in str(refusal(meg.decide, *CERYS, ONE_NOT_YET, {}, Overall()))


@pytest.mark.parametrize(
    ("said", "headings"),
    [
        (Overall(), []),
        (Overall(stood_out="Good."), ["About the whole"]),
        (
            BOXES.model_copy(update={"missing": "A date."}),
            ["What stood out", "What is missing", "The next step, by 1 April 2026"],
        ),
        (BOXES.model_copy(update={"by": ""}), ["What stood out", "The next step"]),
    ],
)
def test_the_boxes_are_read_under_their_headings(said: Overall, headings: list[str]) -> None:
    assert [heading for heading, _text in overall_passages(said)] == headings


def test_a_decision_says_by_which_definition_it_was_made(waiting: House, meg: Desk) -> None:
    assert meg.decide(*CERYS, ALL_MET, {}).course == packed_course().reference


def test_what_decisions_gained_is_not_in_those_from_before(waiting: House, meg: Desk) -> None:
    decision = meg.decide(*CERYS, ALL_MET, {}, "Thank you.")
    before = decision.model_copy(update={"course": None}).model_dump(mode="json")

    assert before.keys() == {
        *("attempt", "assessor", "name", "at", "criteria", "feedback", "overall"),
        *("released", "superseded"),
    }
    assert Decision.model_validate(before).said == Overall(stood_out="Thank you.")


# The tests of the evidence.


def lacks(rule: Callable[..., Iterator[Any]], **marks: object) -> list[str]:
    return [lack.place for lack in rule(CASE_STUDY, Marks.model_validate(marks))]


def test_a_case_study_asks_whether_the_evidence_is_valid_and_so_on() -> None:
    assert list(TESTS) == ["valid", "authentic", "reliable", "current", "sufficient"]
    assert not any(unit.evidence_tests for unit in packed_course().units[:-1])


def test_the_desk_asks_for_every_test_of_the_evidence() -> None:
    assert lacks(unsaid, criteria=CASE_MET) == [place_of_test(test) for test in TESTS]
    assert lacks(unsaid, criteria=CASE_MET, tests=TESTS) == []


def test_tests_of_the_evidence_are_decided_all_or_none() -> None:
    assert lacks(incomplete, criteria=CASE_MET) == []
    assert lacks(incomplete, criteria=CASE_MET, tests={"valid": "met"}) == [
        place_of_test(test) for test in list(TESTS)[1:]
    ]


def test_evidence_that_is_not_enough_says_what_is_missing(case_study: House, meg: Desk) -> None:
    tests = TESTS | {"current": "not_yet_met"}
    assert lacks(incomplete, criteria=CASE_MET, tests=tests) == [place_of_box("missing")]
    refused = refusal(meg.decide, *ELEN, CASE_MET, {}, BOXES, tests=tests)
    assert "what the evidence lacks is not said yet" in str(refused)

    boxes = BOXES.model_copy(update={"missing": "When was this?"})
    decision = meg.decide(*ELEN, CASE_MET, {}, boxes, tests=tests)
    assert decision.verdict == "not_yet_met"
    meg.release(*ELEN)
    assert case_study.desks("PR-ELEN").workbook.unit(*ELEN).status == "referred"


def test_a_statement_has_no_tests_of_its_evidence(meg: Desk) -> None:
    refused = refusal(meg.decide, *CERYS, ALL_MET, {}, tests={"valid": "met"})

    assert "is not tested for being valid" in str(refused)


# What can no longer be decided.


def test_a_claim_that_ran_out_is_said_to_have_and_is_made_again(waiting: House, meg: Desk) -> None:
    meg.claim(*CERYS)
    hours_pass(waiting, 8)
    before = everything(waiting)

    refused = refusal(meg.decide, *CERYS, ALL_MET, {})
    assert refused.code == "expired"
    assert "ran out on 4 March, 20:0" in str(refused)
    assert everything(waiting) == before
    meg.claim(*CERYS)
    assert meg.decide(*CERYS, ALL_MET, {}).verdict == "met"


def test_another_assessors_claim_that_ran_out_stops_nobody(
    waiting: House, meg: Desk, ida: Desk
) -> None:
    meg.claim(*CERYS)
    hours_pass(waiting, 8)

    assert ida.decide(*CERYS, ALL_MET, {}).assessor == "AS-IDA"


def test_what_was_taken_back_is_said_to_have_been(waiting: House, meg: Desk) -> None:
    seen = meg.open(*CERYS).revision
    waiting.desks("PR-CERYS").workbook.withdraw(*CERYS)
    before = everything(waiting)

    for call in (
        lambda: meg.open(*CERYS),
        lambda: meg.claim(*CERYS),
        lambda: meg.decide(*CERYS, ALL_MET, {}, seen=seen),
        lambda: meg.keep_marks(*CERYS, Marks()),
    ):
        assert "was taken back by its practitioner" in str(refusal(call))
    assert everything(waiting) == before


def test_a_decision_on_what_was_decided_meanwhile_writes_nothing(
    waiting: House, meg: Desk, ida: Desk
) -> None:
    seen = meg.open(*CERYS).revision
    ida.decide(*CERYS, ONE_NOT_YET, WHAT_IS_MISSING, BOXES)
    ida.undo(*CERYS)
    ida.give_back(*CERYS)
    before = everything(waiting)

    with pytest.raises(Conflict):
        meg.decide(*CERYS, ALL_MET, {}, seen=seen)
    assert everything(waiting) == before


# The attempts before.


def test_the_desk_shows_how_an_attempt_differs_from_each_one_before(
    waiting: House, meg: Desk
) -> None:
    cerys = waiting.desks("PR-CERYS")
    assert meg.rounds(*CERYS) == []
    for text in ("I waited twice. " * 60, "I waited thrice. " * 60):
        meg.decide(*CERYS, ONE_NOT_YET, WHAT_IS_MISSING, BOXES)
        meg.release(*CERYS)
        cerys.workbook.respond(*CERYS, "one-purpose", text)
        cerys.workbook.submit("P-CERYS", [UNIT], "Cerys Wyn")

    rounds = meg.rounds(*CERYS)
    assert [(each.before, each.after) for each in rounds] == [(2, 3), (1, 3)]
    (changed,) = rounds[0].differences
    assert changed.activity.id == "one-purpose"
    assert ("twice" in changed.before, "thrice" in changed.after) == (True, True)


def test_an_attempt_that_was_taken_back_is_not_compared_with(waiting: House, meg: Desk) -> None:
    cerys = waiting.desks("PR-CERYS").workbook
    cerys.withdraw(*CERYS)
    cerys.respond(*CERYS, "one-purpose", "I waited twice. " * 60)
    cerys.submit("P-CERYS", [UNIT], "Cerys Wyn")

    assert meg.rounds(*CERYS) == []


def test_only_who_may_read_the_work_sees_how_it_changed(waiting: House) -> None:
    assert refusal(waiting.desks("TR-TOM").desk.rounds, *CERYS).code == "not_allowed"
