"""What may tell who a child is, and permission taken back, line by line."""

from typing import Any

from tests.batch.test_runner import answers
from tests.filling import CONSENT, fill
from tests.house import House, Ticking

PORTFOLIO, UNIT, CASE = "P-CERYS", "statement-01", "learners-voice"
SUBMIT = {"op": "submit", "portfolio": PORTFOLIO, "units": [UNIT], "declaration": "Cerys Wyn"}
CONSENT_LINE = {"op": "consent", "portfolio": PORTFOLIO, **CONSENT.model_dump(mode="json")}


def ready(house: House, *units: str) -> None:
    """Answer units whole, one of them with a name in it."""
    house.clock = Ticking()
    fill(house.desks(), PORTFOLIO, *units)
    told = "I waited beside the door until Megan looked. " * 20
    house.desks().workbook.respond(PORTFOLIO, UNIT, "one-purpose", told)


def errors(said: list[dict[str, Any]]) -> list[str]:
    return [line.get("error", "") for line in said]


def test_a_unit_with_a_name_in_it_is_submitted_once_that_is_explained(house: House) -> None:
    ready(house, UNIT)
    refused, done = answers(house, SUBMIT, SUBMIT | {"explanations": {"Megan": "a colleague"}})
    assert (refused["error"], "'Megan'" in refused["message"]) == ("identifiers", True)
    assert done["ok"]


def test_a_name_that_is_allowed_is_not_asked_about(house: House) -> None:
    ready(house, UNIT)
    allow = {"op": "allow", "portfolio": PORTFOLIO, "names": ["Megan"]}
    assert errors(answers(house, allow, SUBMIT)) == ["", ""]


def test_feedback_with_a_name_in_it_is_released_once_that_is_explained(house: House) -> None:
    house.clock = Ticking()
    fill(house.desks(), PORTFOLIO, UNIT)
    unit = house.desks().workbook.unit(PORTFOLIO, UNIT).unit
    decide = {
        "op": "decide",
        "as": "AS-MEG",
        "portfolio": PORTFOLIO,
        "unit": UNIT,
        "criteria": dict.fromkeys((c.id for c in unit.criteria), "met"),
        "overall": "Osian was lucky with you.",
    }
    release = {"op": "release", "as": "AS-MEG", "portfolio": PORTFOLIO, "unit": UNIT}
    explained = release | {"explanations": {"Osian": "the child in the reading"}}
    said = answers(house, SUBMIT, decide, release, explained)
    assert errors(said) == ["", "", "identifiers", ""]


def test_permission_that_is_taken_back_freezes_the_case_study(house: House) -> None:
    ready(house, UNIT, CASE)
    respond = {"op": "respond", "portfolio": PORTFOLIO, "unit": CASE}
    respond |= {"activity": "learner-and-setting", "value": "She likes tunnels."}
    back = CONSENT_LINE | {"withdrawn": "2026-03-03"}
    again = CONSENT_LINE | {"on": "2026-03-04"}
    said = answers(house, back, respond, SUBMIT | {"units": [CASE]}, again, respond)
    assert errors(said) == ["", "withdrawn", "withdrawn", "", ""]
