"""Allocating, holding back and conflicts of interest, line by line."""

from typing import Any

import pytest

from stepback_course.portfolio.models import Overall
from tests.batch.test_runner import answers
from tests.filling import submit
from tests.house import House, Ticking, packed_course
from tests.marking.conftest import ALL_MET, ONE_NOT_YET, UNIT, WHAT_IS_MISSING, kept

PLACE = {"portfolio": "P-CERYS", "unit": UNIT}


@pytest.fixture
def waiting(house: House) -> House:
    """The house with two assessors, where Cerys has submitted the first statement."""
    house.add("AS-IDA", "Ida Holm", "assessor")
    house.clock = Ticking()
    submit(house.desks("PR-CERYS"), "P-CERYS", UNIT)
    return house


def line(op: str, person: str, **fields: Any) -> dict[str, Any]:
    return {"op": op, "as": person, **PLACE, **fields}


def test_work_is_allocated_and_handed_on_with_a_reason(waiting: House) -> None:
    claimed, taken, handed_on, again = answers(
        waiting,
        line("claim", "AS-MEG"),
        line("allocate", "CO-ANN", assessor="AS-IDA"),
        line("allocate", "CO-ANN", assessor="AS-IDA", reason="Megan has left", op_id="on-1"),
        line("allocate", "CO-ANN", assessor="AS-IDA", reason="Megan has left", op_id="on-1"),
    )

    assert (claimed["ok"], taken["error"]) == (True, "taken")
    assert handed_on["rev"] == again["rev"] == claimed["rev"] + 1
    allocation = kept(waiting).allocated
    assert allocation is not None
    assert allocation.assessor == "AS-IDA"


def test_a_held_decision_is_released_once_it_is_let_go(waiting: House) -> None:
    said = answers(
        waiting,
        line("decide", "AS-MEG", criteria=ALL_MET),
        line("hold", "CO-ANN", reason="A word with her first"),
        line("release", "AS-MEG"),
        line("let_go", "CO-ANN"),
        line("release", "AS-MEG"),
    )

    assert [each.get("error", "") for each in said] == ["", "", "closed", "", ""]
    assert kept(waiting).state == "met"


def test_a_conflict_of_interest_blocks_until_it_is_ended(waiting: House) -> None:
    said = answers(
        waiting,
        {"op": "conflict", "as": "AS-MEG", "practitioner": "PR-CERYS", "why": "family"},
        line("decide", "AS-MEG", criteria=ALL_MET),
        line("allocate", "CO-ANN", assessor="AS-MEG"),
        {"op": "end_conflict", "as": "CO-ANN", "person": "AS-MEG", "practitioner": "PR-CERYS"},
        line("decide", "AS-MEG", criteria=ALL_MET),
    )

    errors = [each.get("error", "") for each in said]
    assert errors == ["", "not_allowed", "not_allowed", "", ""]
    assert [said[0]["rev"], said[3]["rev"]] == [1, 2]


def test_a_conflict_is_ended_once_however_often_the_line_is_sent(waiting: House) -> None:
    end = {"op": "end_conflict", "as": "CO-ANN", "person": "AS-MEG", "practitioner": "PR-CERYS"}
    said = answers(
        waiting,
        {"op": "conflict", "as": "AS-MEG", "practitioner": "PR-CERYS", "why": "family"},
        end | {"op_id": "end-1"},
        end | {"op_id": "end-1"},
        end | {"op_id": "end-2"},
    )

    assert [each.get("rev", each.get("error")) for each in said] == [1, 2, 2, "unknown"]


@pytest.mark.parametrize("why", ["because", "", None])
def test_why_there_is_a_conflict_is_one_of_a_few_words(waiting: House, why: str | None) -> None:
    (said,) = answers(
        waiting, {"op": "conflict", "as": "AS-MEG", "practitioner": "PR-CERYS", "why": why}
    )

    assert said["error"] == "invalid"
    assert "family" in said["message"]


def test_the_whole_is_one_text_or_three_boxes(waiting: House) -> None:
    one_not_yet = {"criteria": ONE_NOT_YET, "feedback": WHAT_IS_MISSING}
    boxes = {"stood_out": "Clear.", "next_step": "Send it.", "by": "2026-04-01"}
    said = answers(
        waiting,
        line("decide", "AS-MEG", **one_not_yet),
        line("decide", "AS-MEG", **one_not_yet, overall={"stood_out": "Clear."}),
        line("decide", "AS-MEG", **one_not_yet, overall={"stood": "Clear."}),
        line("decide", "AS-MEG", **one_not_yet, overall={"by": "31 April"}),
        line("decide", "AS-MEG", **one_not_yet, overall=boxes),
    )

    assert [each.get("error", "") for each in said] == [
        *("not_ready", "not_ready", "invalid", "invalid", "")
    ]
    assert "say what stood out" in said[0]["message"]
    assert "say what the next step is" in said[1]["message"]
    assert "'stood' is not known here" in said[2]["message"]
    decision = kept(waiting).decision
    assert decision is not None
    assert decision.said == Overall(**boxes)


def test_the_evidence_of_a_case_study_is_tested_line_by_line(waiting: House) -> None:
    submit(waiting.desks("PR-ELEN"), "P-ELEN", "learners-voice")
    unit = packed_course().units[-1]
    tests = {question.test: "met" for question in unit.evidence_tests}
    criteria = {criterion.id: "met" for criterion in unit.criteria}
    place = {"portfolio": "P-ELEN", "unit": unit.id, "criteria": criteria}
    said = answers(
        waiting,
        line("decide", "AS-MEG", **place, tests={"valid": "met"}),
        line("decide", "AS-MEG", **place, tests=tests | {"recent": "met"}),
        line("decide", "AS-MEG", **place, tests=tests),
    )

    assert [each.get("error", "") for each in said] == ["not_ready", "invalid", ""]
    assert "whether the evidence is authentic is not decided yet" in said[0]["message"]
