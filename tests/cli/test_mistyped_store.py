"""A store that was named and is not there is told from one in which there is nothing."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stepback_course.cli.main import stepback
from tests.cli.running import Program

COURSE = Path(__file__).resolve().parents[2]

READING = [
    ("queue",),
    ("progress", "--json"),
    ("results",),
    ("people", "list"),
    ("course", "list"),
    ("comments", "list"),
    ("certificates", "list", "--json"),
    ("certificates", "ready"),
    ("quality", "show"),
    ("erase", "list"),
]


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_a_command_that_reads_says_that_there_is_no_store(
    program: Program, command: tuple[str, ...]
) -> None:
    done = program.run(*command)
    assert (done.exit_code, done.stdout) == (1, "")
    assert f"There is no store at tinydb://{program.store} yet. Check the address" in done.stderr
    assert not program.store.exists()


def test_a_person_is_not_looked_for_where_there_is_no_store(program: Program) -> None:
    assert "There is no store at" in program.run("queue", acting="AS-MEG").stderr


def test_a_store_that_the_environment_names_is_told_as_well(program: Program) -> None:
    done = _run_unnamed(program, "queue", STEPBACK_STORE=str(program.store))
    assert done.exit_code == 1
    assert f"no store at tinydb://{program.store} yet" in done.stderr


def test_the_usual_place_is_empty_until_somebody_begins(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stepback_course.cli.house.default_store", lambda: str(program.store))
    done = _run_unnamed(program, "queue", "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    assert json.loads(done.stdout)["rows"] == []


@pytest.mark.parametrize(
    "begin", [("demo", "--size", "1", "--no-open"), ("course", "add", str(COURSE))]
)
def test_a_command_that_begins_a_store_makes_it(program: Program, begin: tuple[str, ...]) -> None:
    assert program.out(*begin)
    assert program.rows("course", "list")


def test_what_needs_no_store_makes_none(program: Program) -> None:
    assert "Nobody is in it yet" in program.out()
    assert program.out("worksheets", "-o", "sheets.pdf", "--unit", "3")
    assert program.run("handover", "open", "nowhere.stepback").exit_code == 1
    assert not program.store.exists()


def _run_unnamed(program: Program, *command: str, **environment: str) -> Result:
    """Run a command without the option that names the store."""
    return CliRunner().invoke(stepback, command, env=program.environment | environment)
