"""Appeals, second looks, exemplars and comments, line by line."""

from typing import Any

import pytest

from tests.batch.test_runner import answers
from tests.filling import submit
from tests.house import House, Ticking
from tests.marking.conftest import ALL_MET, ONE_NOT_YET, UNIT, WHAT_IS_MISSING, kept

PLACE = {"portfolio": "P-CERYS", "unit": UNIT}


@pytest.fixture
def referred(house: House) -> House:
    """The house with a second assessor and a verifier, where a unit came back to Cerys."""
    house.add("AS-IDA", "Ida Holm", "assessor")
    house.add("VE-ALUN", "Alun Parry", "verifier")
    house.clock = Ticking()
    submit(house.desks("PR-CERYS"), "P-CERYS", UNIT)
    desk = house.desks("AS-MEG").desk
    desk.decide("P-CERYS", UNIT, ONE_NOT_YET, WHAT_IS_MISSING, "Well begun.")
    desk.release("P-CERYS", UNIT)
    return house


def line(op: str, person: str, **fields: Any) -> dict[str, Any]:
    return {"op": op, "as": person, **PLACE, **fields}


def test_an_appeal_goes_through_two_stages_and_changes_the_decision(referred: House) -> None:
    opinion = {"assessor": "AS-IDA", "name": "Ida Holm", "words": "I would say met."}
    said = answers(
        referred,
        line("appeal", "PR-CERYS", grounds="It is there."),
        line("answer_appeal", "AS-MEG", outcome="stands", reason="It is not."),
        line("appeal", "PR-CERYS", grounds="It is.", further=True),
        line(
            "answer_appeal",
            "VE-ALUN",
            outcome="changed",
            reason="It is there indeed.",
            criteria=ALL_MET,
            opinion=opinion,
        ),
    )

    assert [each["ok"] for each in said] == [True] * 4, said
    record = kept(referred)
    assert (record.state, said[-1]["rev"]) == ("met", said[0]["rev"] + 3)


def test_an_appeal_that_rests_lets_the_unit_be_submitted(referred: House) -> None:
    said = answers(
        referred,
        line("appeal", "CO-ANN", grounds="She wrote a letter."),
        {
            "op": "submit",
            "as": "PR-CERYS",
            "portfolio": "P-CERYS",
            "units": [UNIT],
            "declaration": "Cerys Wyn",
        },
        line("end_appeal", "PR-CERYS"),
    )

    assert [each.get("error", "") for each in said] == ["", "closed", ""]
    assert "is under appeal" in said[1]["message"]


def test_the_same_line_again_has_no_second_effect(referred: House) -> None:
    appeal = line("appeal", "PR-CERYS", grounds="It is there.", op_id="appeal-1")
    first, rested = answers(referred, appeal, line("end_appeal", "PR-CERYS"))

    assert (first["ok"], rested["ok"]) == (True, True)
    [again] = answers(referred, appeal)
    record = kept(referred)
    assert (again["ok"], [each.action for each in record.trail][-2:]) == (
        True,
        ["appeal", "end appeal"],
    )


def test_criteria_that_have_not_changed_are_not_looked_at_again(referred: House) -> None:
    [said] = answers(referred, line("look_again", "AS-MEG", note="It stands."))

    assert said["error"] == "closed"


def test_a_comment_is_kept_once(referred: House) -> None:
    comment = {"op": "comment", "as": "AS-MEG", "text": "{name}, say more.", "shared": True}
    said = answers(referred, comment, comment)

    assert [each["rev"] for each in said] == [1, 1]
    assert len(referred.desks("AS-IDA").bank.comments()) == 1


def test_a_unit_that_is_no_exemplar_is_not_practised_on(referred: House) -> None:
    said = answers(
        referred,
        line("practise", "AS-MEG", criteria=ALL_MET),
        line("agree_practice", "VE-ALUN", criteria=ALL_MET, note="So."),
    )

    assert [each["error"] for each in said] == ["closed", "closed"]
