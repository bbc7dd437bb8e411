"""`stepback quality`: how the marking stands, drawing, and agreement."""

import pytest

from stepback_course.store import open_store
from tests.cli.running import Program
from tests.course_done import UNITS, meet
from tests.house import House, Ticking, furnish
from tests.marking.conftest import ONE_NOT_YET, UNIT, WELL_BEGUN, WHAT_IS_MISSING


@pytest.fixture
def judged(program: Program) -> Program:
    """Two units are met, one of them marked a second time, and not the same."""
    house = House(open_store(str(program.store)))
    house.clock = Ticking()
    furnish(house)
    house.add("AS-IDA", "Ida Holm", "assessor")
    house.add("VE-NIA", "Nia Huws", "verifier")
    meet(house, "P-CERYS", *UNITS[:2])
    house.desks("VE-NIA").quality.sample("P-CERYS", UNIT, "to compare", blind=True)
    ida = house.desks("AS-IDA").quality
    ida.mark_again("P-CERYS", UNIT, ONE_NOT_YET, WHAT_IS_MISSING, WELL_BEGUN)
    return program


def test_what_falls_short_is_said_and_drawing_makes_it_good(judged: Program) -> None:
    short = judged.run("quality", "show", acting="VE-NIA")
    assert short.exit_code == 1
    assert "✗ Not compliant: 2 things are missing." in short.stdout
    assert "Megan Price, new assessor: 1 of 2 are in the sample, 2 are wanted" in short.stdout
    drawn = judged.out("quality", "draw", "--seed", "spring", acting="VE-NIA")
    assert drawn.startswith("✓ Compliant")
    (row,) = judged.rows("quality", "show", acting="VE-NIA")
    assert (row["compliant"], row["plan"]["seed"], row["sampled"]) == (True, "spring", 2)
    waiting = judged.rows("quality", "waiting", acting="VE-NIA")
    assert sorted(row["wanted"] for row in waiting) == ["to adjudicate", "to mark again"]


def test_agreement_always_has_its_pairs(judged: Program) -> None:
    table = judged.out("quality", "agreement", acting="VE-NIA").splitlines()
    assert table[0].split() == ["by", "what", "n", "agreed", "kappa", "AC1"]
    assert table[1].split() == ["All", "3", "67", "%", "too", "few", "too", "few"]
    rows = judged.rows("quality", "agreement", acting="VE-NIA")
    assert rows[0]["too_few"]
    assert (rows[0]["n"], rows[0]["agreed"], rows[0]["kappa"]) == (3, 2, None)


def test_agreement_on_a_criterion_says_what_it_asks(judged: Program) -> None:
    table = judged.out("quality", "agreement", acting="VE-NIA").splitlines()
    rows = judged.rows("quality", "agreement", acting="VE-NIA")
    told = {row["value"]: row["text"] for row in rows}
    assert told[UNIT] == ""
    value, text = next((value, text) for value, text in told.items() if len(text) > 60)
    (line,) = [line for line in table if value in line]
    assert line.startswith(f"Criterion  {value}: {text[:59]}…  ")


def test_those_without_the_role_are_told_whose_it_is(judged: Program) -> None:
    for person in ("PR-CERYS", "TR-TOM", "AS-MEG"):
        done = judged.run("quality", "draw", acting=person)
        assert done.exit_code == 1
        assert "samples are planned by" in done.stderr


def test_a_seed_that_is_too_long_is_refused_in_a_sentence(judged: Program) -> None:
    done = judged.run("quality", "draw", "--seed", "x" * 301, acting="VE-NIA")
    assert (done.exit_code, done.stderr) == (
        1,
        "'seed' is too long: at most 300 characters fit here\n",
    )
