"""Quality assurance, line by line."""

from stepback_course.marking.quality.models import Plan
from tests.batch.test_runner import answers
from tests.course_done import meet
from tests.house import House, Ticking
from tests.marking.conftest import ALL_MET, ONE_NOT_YET, UNIT, WHAT_IS_MISSING

PLACE = {"portfolio": "P-CERYS", "unit": UNIT}


def judged(house: House) -> House:
    """Let Megan meet the first statement; two others can look at that."""
    house.clock = Ticking()
    house.add("AS-IDA", "Ida Holm", "assessor")
    house.add("VE-NIA", "Nia Huws", "verifier")
    meet(house, "P-CERYS", UNIT)
    return house


def test_a_sample_is_planned_drawn_and_verified(house: House) -> None:
    plan = {"op": "plan", "as": "VE-NIA", "seed": "spring", "usual": 20, "blind": 0}
    verify = {"op": "verify", "as": "VE-NIA", **PLACE, "outcome": "agreed"}
    said = answers(judged(house), plan, {"op": "draw", "as": "VE-NIA"}, verify, verify)
    assert [line["ok"] for line in said] == [True, True, True, False]
    assert said[3]["error"] == "taken"
    assert house.desks("VE-NIA").oversight.plan() == Plan(seed="spring", usual=20, blind=0)


def test_the_same_line_again_has_no_second_effect(house: House) -> None:
    line = {"op": "verify", "as": "VE-NIA", **PLACE, "outcome": "agreed", "op_id": "once"}
    plan = {"op": "plan", "as": "VE-NIA", "usual": 20, "op_id": "twice"}
    said = answers(judged(house), line, line, plan, plan)
    assert all(answer["ok"] for answer in said)
    assert said[0]["rev"] == said[1]["rev"]
    assert said[2]["rev"] == said[3]["rev"] == 1


def test_two_marks_that_differ_are_settled_by_a_third_person(house: House) -> None:
    sample = {"op": "sample", "as": "CO-ANN", **PLACE, "reason": "a new cohort", "blind": True}
    again = {"op": "mark_again", **PLACE, "criteria": ONE_NOT_YET, "feedback": WHAT_IS_MISSING}
    adjudicate = {"op": "adjudicate", **PLACE, "upholds": "first", "comment": "The log shows it."}
    said = answers(
        judged(house),
        sample,
        again | {"as": "AS-MEG"},
        again | {"as": "AS-IDA", "overall": "Well begun."},
        adjudicate | {"as": "AS-IDA"},
        adjudicate | {"as": "VE-NIA"},
    )
    assert [line.get("error", "") for line in said] == ["", "not_allowed", "", "not_allowed", ""]
    assert said[2]["rev"] > said[0]["rev"]


def test_what_is_no_outcome_is_a_sentence(house: House) -> None:
    wrong = {"op": "verify", "as": "VE-NIA", **PLACE, "outcome": "fine"}
    returned = {"op": "verify", "as": "VE-NIA", **PLACE, "outcome": "returned"}
    own = {"op": "mark_again", "as": "AS-IDA", **PLACE, "criteria": ALL_MET}
    said = answers(judged(house), wrong, returned, own)
    assert [line["error"] for line in said] == ["invalid", "not_ready", "closed"]
    assert "'outcome'" in said[0]["message"]


def test_the_exception_is_recorded_with_who_agreed(house: House) -> None:
    line = {
        "op": "exception",
        "as": "CO-ANN",
        "reason": "One assessor until summer.",
        "from": "2026-03-01",
        "until": "2026-08-31",
        "agreed_by": "The board",
    }
    assert answers(house, line | {"until": "2026-02-01"})[0]["error"] == "invalid"
    assert answers(house, line)[0]["ok"]
    standing = house.desks("CO-ANN").oversight.standing()
    assert standing is not None
    assert (standing.by, standing.agreed_by) == ("CO-ANN", "The board")
