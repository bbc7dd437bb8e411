"""Releasing decisions, and asking the queue, from the command line."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from stepback_course.store import open_store
from tests.cli.running import Program
from tests.filling import submit
from tests.house import House, Ticking
from tests.marking.conftest import ALL_MET, UNIT

SECOND = "statement-02"


@pytest.fixture
def decided(team: Program) -> Program:
    """The program on a store in which two units are decided and a third waits."""
    house = House(open_store(str(team.store)))
    house.clock = Ticking()
    submit(house.desks("PR-1"), "P-1", UNIT, SECOND, "statement-03")
    desk = house.desks("AS-MEG").desk
    second = house.desks().workbook.open("P-1").course.units[1].criteria
    desk.decide("P-1", UNIT, ALL_MET, {}, "Calm and clear.")
    desk.decide("P-1", SECOND, {criterion.id: "met" for criterion in second}, {})
    house.store.close()
    return team


def hold(program: Program, reason: str = "A word first") -> None:
    line = {"op": "hold", "as": "CO-ANN", "portfolio": "P-1", "unit": UNIT, "reason": reason}
    assert program.batch([line])[0]["ok"]


def test_what_would_happen_is_said_and_nothing_is_released(decided: Program) -> None:
    said = decided.out("release", "CO-1", "--dry-run", acting="AS-MEG")

    assert "would be released: to 1 practitioner, 2 met, 1 of them without a word" in said
    assert "released: 1" in decided.out("release", "--unit", UNIT, acting="AS-MEG")


def test_a_cohort_that_is_not_there_is_no_empty_list(decided: Program) -> None:
    for words in (
        ("release",),
        ("queue", "--cohort"),
        ("appeals", "list", "--cohort"),
        ("certificates", "list", "--cohort"),
        ("certificates", "letters", "-o", "letters", "--cohort"),
        ("handover", "seal", "-o", "bundles", "--cohort"),
    ):
        done = decided.run(*words, "CO-9", acting="CO-ANN")
        assert (done.exit_code, done.stderr.strip()) == (1, "this store has no cohort 'CO-9'")


def test_somebody_who_is_not_there_has_no_empty_queue(decided: Program) -> None:
    done = decided.run("queue", "--assessor", "AS-NOBODY", acting="AS-MEG")

    assert done.exit_code == 1
    assert "this store knows no person 'AS-NOBODY'" in done.stderr


def test_a_cohort_and_an_assessor_are_known_in_capital_and_small_letters(decided: Program) -> None:
    House(open_store(str(decided.store))).desks("AS-MEG").desk.claim("P-1", "statement-03")

    for words in (("--cohort", "co-1"), ("--assessor", "as-meg")):
        (row,) = decided.rows("queue", *words, acting="AS-MEG")
        assert row["unit"] == "statement-03"
    said = decided.out("release", "co-1", "--dry-run", acting="AS-MEG")
    assert "would be released: to 1 practitioner" in said


def test_the_number_of_a_statement_names_it(decided: Program) -> None:
    assert [row["unit"] for row in decided.rows("queue", "--unit", "3", acting="AS-MEG")] == [
        "statement-03"
    ]
    assert "released: 1" in decided.out("release", "--unit", "2", acting="AS-MEG")


def test_everything_that_waits_is_released_and_letters_are_written(
    decided: Program, tmp_path: Path
) -> None:
    folder = tmp_path / "letters"
    said = decided.out("release", "--letters", str(folder), acting="AS-MEG")

    assert "released: 2" in said
    (letter,) = folder.iterdir()
    assert "Met:\n - Statement 1\n - Statement 2\n" in letter.read_text("utf-8")
    assert "released: 0" in decided.out("release", acting="AS-MEG")


def test_what_is_held_back_stays_with_the_reason_and_the_exit_code_says_so(
    decided: Program,
) -> None:
    hold(decided)
    done = decided.run("release", "--json", acting="AS-MEG")

    assert done.exit_code == 1
    rows = {row["unit"]: row["stays"] for row in json.loads(done.stdout)["rows"]}
    assert rows == {UNIT: "held by Ann Rees: A word first", SECOND: ""}


def test_words_that_may_tell_who_a_child_is_stay_until_they_are_explained(
    decided: Program,
) -> None:
    lines: list[dict[str, Any]] = [
        {"op": "release", "as": "AS-MEG", "portfolio": "P-1", "unit": SECOND},
        {
            "op": "decide",
            "as": "AS-MEG",
            "portfolio": "P-1",
            "unit": "statement-03",
            "criteria": _criteria(decided),
            "overall": "Osian was lucky with you.",
        },
    ]
    assert all(answer["ok"] for answer in decided.batch(lines))
    done = decided.run("release", acting="AS-MEG")

    assert done.exit_code == 1
    assert "may tell who a child is: Osian" in done.stdout
    assert "released: 1" in done.stdout


def test_a_trainer_releases_nothing(decided: Program) -> None:
    decided.batch(
        [{"op": "person", "as": "CO-ANN", "id": "TR-TOM", "name": "Tom", "roles": ["trainer"]}]
    )
    done = decided.run("release", acting="TR-TOM")

    assert done.exit_code == 1
    assert "released: 0" in done.stdout
    assert done.stdout.count("decisions are released by a named assessor") == 2


def test_the_queue_is_asked_for_one_assessor_and_in_another_order(decided: Program) -> None:
    claim = {"op": "claim", "as": "AS-MEG", "portfolio": "P-1", "unit": "statement-03"}
    assert decided.batch([claim])[0]["ok"]

    mine = decided.rows("queue", "--assessor", "AS-MEG", "--order", "unit", acting="CO-ANN")
    assert [row["unit"] for row in mine] == ["statement-03"]
    assert decided.rows("queue", "--assessor", "CO-ANN", acting="CO-ANN") == []
    told = decided.out("queue", "--assessor", "AS-MEG", acting="CO-ANN")
    assert "marking  Megan (AS-MEG)  P-1\n" in told


def _criteria(program: Program) -> dict[str, str]:
    house = House(open_store(str(program.store)))
    unit = house.desks().workbook.open("P-1").course.units[2]
    house.store.close()
    return {criterion.id: "met" for criterion in unit.criteria}


def test_the_queue_has_the_days_of_the_organisation(team: Program) -> None:
    house = House(open_store(str(team.store)))
    house.clock = Ticking(datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
    submit(house.desks("PR-1"), "P-1", UNIT)
    house.store.close()

    table = team.out("queue", acting="AS-MEG").splitlines()

    assert table[1].startswith("2026-07-02  Cerys Wyn  statement-01")
