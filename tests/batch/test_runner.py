"""Each line of a batch is one call of a service, acknowledged or refused on its own."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from stepback_course.batch.runner import run
from tests.filling import CONSENT, fill
from tests.house import House, Ticking


def answers(house: House, *operations: dict[str, Any] | str, acting: str | None = None) -> Any:
    """Perform operations, and return what was said of each."""
    lines = [line if isinstance(line, str) else json.dumps(line) for line in operations]
    return list(run(house.desks(acting), lines))


def test_a_line_is_acknowledged_with_its_number_and_revision(house: House) -> None:
    respond = {
        "op": "respond",
        "portfolio": "P-CERYS",
        "unit": "statement-01",
        "activity": "one-purpose",
        "value": "One.",
    }
    assert answers(house, "", respond, respond | {"value": "Two.", "with": "Bethan"}) == [
        {"line": 2, "ok": True, "rev": 1},
        {"line": 3, "ok": True, "rev": 2},
    ]
    kept = house.store.get("portfolio/P-CERYS", "draft/statement-01")
    assert kept is not None
    assert kept.document["responses"]["one-purpose"]["with"] == "Bethan"


def test_one_refused_line_does_not_stop_the_next(house: House) -> None:
    withdraw = {"op": "withdraw", "portfolio": "P-CERYS", "unit": "statement-01"}
    confirm = {"op": "confirm_name", "portfolio": "P-CERYS", "name": "Cerys Wyn"}
    refused, done = answers(house, withdraw, confirm)
    assert (refused["ok"], refused["error"]) == (False, "closed")
    assert "cannot be taken back" in refused["message"]
    assert done == {"line": 2, "ok": True, "rev": 1}


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{", "this line is not JSON"),
        ("[]", ""),
        ("[" * 100_000, "lists lie too deep in each other"),
        ('{"op": "fly"}', "fly"),
        ('{"portfolio": "P-CERYS"}', "op"),
        ('{"op": "withdraw", "portfolio": "P-CERYS"}', "unit"),
        ('{"op": "withdraw", "portfolio": "../x", "unit": "u"}', "is not an identifier"),
        ('{"op": "withdraw", "portfolio": "P-CERYS", "unit": "u", "tow": 1}', "tow"),
        ('{"op": "attend", "portfolio": "P-CERYS", "day": "one", "status": "attended"}', "day"),
        ('{"op": "attend", "portfolio": "P-CERYS", "day": 3, "status": "attended"}', "not_allowed"),
    ],
)
def test_a_line_that_says_nothing_possible_is_refused_in_a_sentence(
    house: House, line: str, sentence: str
) -> None:
    (answer,) = answers(house, line)
    assert answer["ok"] is False
    assert sentence in answer["message"] or sentence == answer["error"]
    assert not re.search(r"Traceback|pydantic|type=|input_value", answer["message"])


def test_each_line_may_be_in_somebody_elses_name(house: House) -> None:
    attend = {"op": "attend", "portfolio": "P-CERYS", "day": 1, "status": "attended"}
    refused, done, unknown = answers(
        house, attend, attend | {"as": "TR-TOM"}, attend | {"as": "NOBODY"}
    )
    assert (refused["error"], done["ok"], unknown["error"]) == ("not_allowed", True, "unknown")


def test_attendance_waits_for_its_day(house: House) -> None:
    house.clock = lambda: datetime(2026, 2, 3, 16, tzinfo=UTC)
    attend = {"op": "attend", "as": "TR-TOM", "portfolio": "P-CERYS", "status": "attended"}
    done, refused = answers(house, attend | {"day": 1}, attend | {"day": 2})
    assert done["ok"]
    assert refused["error"] == "not_ready"
    assert "day 2 is on 24 February 2026" in refused["message"]


def test_whoever_left_does_nothing_until_they_come_back(house: House) -> None:
    claim = {"op": "claim", "as": "AS-MEG", "portfolio": "P-CERYS", "unit": "statement-01"}
    leave = {"op": "deactivate", "as": "CO-ANN", "id": "AS-MEG"}
    said = answers(
        house, leave, leave, claim, {**leave, "op": "reactivate"}, {**leave, "as": "AS-MEG"}
    )
    assert [answer.get("error", answer.get("rev")) for answer in said] == [
        2,
        2,
        "not_allowed",
        3,
        "not_allowed",
    ]


def test_the_same_op_id_is_acknowledged_again_and_has_one_effect(house: House) -> None:
    house.clock = Ticking()
    fill(house.desks(), "P-CERYS", "statement-01")
    case = {"portfolio": "P-CERYS", "unit": "statement-01"}
    unit = house.desks().workbook.unit("P-CERYS", "statement-01").unit
    criteria = dict.fromkeys((criterion.id for criterion in unit.criteria), "met")
    submit = {"portfolio": "P-CERYS", "units": ["statement-01"], "declaration": "Cerys Wyn"}
    lines: list[dict[str, Any]] = [
        {"op": "submit", "op_id": "one", **submit},
        {"op": "withdraw", "op_id": "two", **case},
        {"op": "submit", "op_id": "three", **submit},
        {"op": "decide", "op_id": "four", "as": "AS-MEG", "criteria": criteria, **case},
        {"op": "release", "op_id": "five", "as": "AS-MEG", **case},
    ]
    first = answers(house, *lines)
    assert all(answer["ok"] for answer in first)
    before = house.store.records("portfolio/P-CERYS")
    assert answers(house, *lines) == first
    assert house.store.records("portfolio/P-CERYS") == before
    refused = answers(house, {**lines[3], "op_id": "six"})
    assert [answer["error"] for answer in refused] == ["closed"]


def test_a_whole_team_begins_from_an_empty_store(empty_house: House) -> None:
    empty_house.clock = Ticking()
    said = answers(
        empty_house,
        {"op": "person", "id": "CO-1", "name": "Ann", "roles": ["coordinator", "trainer"]},
        {"op": "cohort", "as": "CO-1", "id": "C-1", "name": "Môn", "days": ["2026-02-03"]},
        {"op": "person", "as": "CO-1", "id": "PR-1", "name": "Cerys"},
        {"op": "enrol", "as": "CO-1", "portfolio": "P-1", "person": "PR-1", "cohort": "C-1"},
        {"op": "enrol", "as": "CO-1", "portfolio": "P-1", "person": "PR-1", "cohort": "C-1"},
    )
    assert [answer["ok"] for answer in said] == [True] * 5
    assert empty_house.desks().workbook.open("P-1").profile.name == "Cerys"


def test_only_the_first_person_may_give_themselves_roles(empty_house: House) -> None:
    first = {"op": "person", "id": "CO-1", "name": "Ann", "roles": ["coordinator"]}
    second = {"op": "person", "id": "AS-1", "name": "Meg", "roles": ["assessor"]}
    said = answers(empty_house, first, second, second | {"as": "CO-1"})
    assert [answer["ok"] for answer in said] == [True, False, True]
    assert "roles are given by a named coordinator" in said[1]["message"]


def test_the_same_operation_twice_has_one_effect(house: House) -> None:
    consent = {
        "op": "consent",
        "portfolio": "P-CERYS",
        "learner": "Robin",
        "given_by": "parent or carer",
        "on": "2026-03-02",
        "how": "in writing",
        "learner_agrees": True,
        "scopes": ["assessment"],
    }
    assert [answer["rev"] for answer in answers(house, consent, consent)] == [1, 1]


def test_a_case_study_is_closed_and_begun_again_with_how_the_second_learner_sorted(
    house: House,
) -> None:
    consent = {"op": "consent", "portfolio": "P-CERYS"} | CONSENT.model_dump(mode="json")
    again = {"op": "begin_again", "portfolio": "P-CERYS"}
    respond = {
        "op": "respond",
        "portfolio": "P-CERYS",
        "unit": "learners-voice",
        "activity": "easy-easier",
        "value": {"piles": {"easy": ["getting-lunch"]}},
        "how": "real cards",
        "scribe": "another adult",
    }
    told = answers(house, again, consent, again, respond, consent, respond)
    assert [each.get("error") for each in told] == [
        "not_ready", None, None, "not_ready", None, None
    ]  # fmt: skip
    assert told[2] == {"line": 3, "ok": True, "rev": 1}
    kept = house.store.get("portfolio/P-CERYS", "draft/learners-voice")
    assert kept is not None
    sorted_so = kept.document["responses"]["easy-easier"]
    assert (sorted_so["how"], sorted_so["scribe"]) == ("real cards", "another adult")


def test_permission_with_a_surname_field_is_refused(house: House) -> None:
    consent = {"op": "consent", "portfolio": "P-CERYS", "learner": "Robin", "surname": "Real"}
    (answer,) = answers(house, consent)
    assert "surname" in answer["message"]


def test_a_file_is_attached_once_and_detached_by_its_name(house: House, tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(b"%PDF-1.7")
    unit = {"portfolio": "P-CERYS", "unit": "statement-01"}
    attach = {"op": "attach", "op_id": "a", "path": str(path), "shows": "Our plan"} | unit
    detach = {"op": "detach", "name": "statement-01-1.pdf"} | unit
    evidence = house.desks("PR-CERYS").evidence
    assert [each["ok"] for each in answers(house, attach, attach)] == [True, True]
    (file,) = evidence.files("P-CERYS", "statement-01")
    assert (file.name, file.shows) == ("statement-01-1.pdf", "Our plan")
    removed, again = answers(house, detach, detach)
    assert removed["ok"]
    assert (again["ok"], again["error"]) == (False, "unknown")
    assert evidence.files("P-CERYS", "statement-01") == ()
