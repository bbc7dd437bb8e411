"""`stepback practice`: exemplars in lists, from the batch that makes them to the figures."""

from typing import Any

import pytest

from stepback_course.course.packed import packed_root
from stepback_course.course.reader import read_course
from tests.cli.running import Program
from tests.filling import ready_answer

UNIT = read_course(packed_root()).units[0]
CRITERIA = [criterion.id for criterion in UNIT.criteria]
FIRST_WORDS = "At least five pieces of help"
MET = dict.fromkeys(CRITERIA, "met")


def batch(program: Program, *operations: dict[str, Any]) -> None:
    answers = program.batch(operations)
    assert all(answer["ok"] for answer in answers), answers


@pytest.fixture
def practised(team: Program) -> Program:
    """An exemplar that two assessors have marked differently."""
    coordinator = {"as": "CO-ANN"}
    exemplar = {"portfolio": "P-X", "unit": UNIT.id}
    batch(
        team,
        coordinator | {"op": "person", "id": "AS-IDA", "name": "Ida", "roles": ["assessor"]},
        coordinator | {"op": "person", "id": "PR-X", "name": "Made Up"},
        coordinator | {"op": "cohort", "id": "CO-P", "name": "Exemplars", "practice": True},
        coordinator | {"op": "enrol", "portfolio": "P-X", "person": "PR-X", "cohort": "CO-P"},
        *(
            exemplar
            | {
                "op": "respond",
                "as": "PR-X",
                "activity": activity.id,
                "value": ready_answer(activity, UNIT),
            }
            for activity in UNIT.activities
        ),
        {
            "op": "submit",
            "as": "PR-X",
            "portfolio": "P-X",
            "units": [UNIT.id],
            "declaration": "Made Up",
        },
        exemplar | {"op": "practise", "as": "AS-MEG", "criteria": MET},
        exemplar
        | {
            "op": "practise",
            "as": "AS-IDA",
            "criteria": MET | {CRITERIA[0]: "not_yet_met"},
            "feedback": {CRITERIA[0]: "Only four."},
        },
    )
    return team


def test_exemplars_are_listed_with_what_is_left_to_mark(practised: Program) -> None:
    assert "not by you yet" in practised.out("practice", "list", acting="CO-ANN")
    assert "not by you yet" not in practised.out("practice", "list", acting="AS-MEG")


def test_differences_are_shown_by_criterion(practised: Program) -> None:
    printed = practised.out("practice", "differences", "P-X", UNIT.id, acting="AS-IDA")

    line = next(line for line in printed.splitlines() if line.startswith(CRITERIA[0]))
    assert line.split("  ")[1:] != []
    assert "not yet met" in line
    assert "they differ" in line
    assert line.startswith(f"{CRITERIA[0]}: {FIRST_WORDS}")
    rows = practised.rows("practice", "differences", "P-X", UNIT.id, acting="AS-IDA")
    assert [row["differs"] for row in rows] == [True, *(False for _other in CRITERIA[1:])]


def test_agreement_says_where_there_is_too_little_to_go_by(practised: Program) -> None:
    first = practised.out("practice", "agreement", "CO-P", acting="AS-MEG").splitlines()[1]
    assert first.endswith("1  0 %     too few  too few")
    rows = practised.rows("practice", "agreement", "CO-P", acting="AS-MEG")
    assert [row["percentage"] for row in rows] == [0.0, *(100.0 for _other in CRITERIA[1:])]


def test_agreement_says_what_each_criterion_asks(practised: Program) -> None:
    printed = practised.out("practice", "agreement", "CO-P", acting="AS-MEG")
    assert f"{CRITERIA[0]}: {FIRST_WORDS}" in printed
    rows = practised.rows("practice", "agreement", "CO-P", acting="AS-MEG")
    assert [row["text"] for row in rows] == [
        " ".join(criterion.text.split()) for criterion in UNIT.criteria
    ]


def test_an_exemplar_is_in_no_results(practised: Program) -> None:
    assert "P-X" not in practised.out("results", acting="CO-ANN")
