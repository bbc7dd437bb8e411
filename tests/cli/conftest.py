"""The program, with a store of its own."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Program

TEAM: list[dict[str, Any]] = [
    {"op": "person", "id": "CO-ANN", "name": "Ann Rees", "roles": ["coordinator", "trainer"]},
    {"op": "person", "as": "CO-ANN", "id": "AS-MEG", "name": "Megan", "roles": ["assessor"]},
    {"op": "cohort", "as": "CO-ANN", "id": "CO-1", "name": "Môn", "days": ["2026-02-03"]},
    {"op": "person", "as": "CO-ANN", "id": "PR-1", "name": "Cerys Wyn"},
    {"op": "enrol", "as": "CO-ANN", "portfolio": "P-1", "person": "PR-1", "cohort": "CO-1"},
]


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """The program on a store in which nobody has ever been."""
    return Program(tmp_path)


@pytest.fixture(scope="session")
def team_in_a_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a team, a cohort and one practitioner; to be copied, not written to."""
    program = Program(tmp_path_factory.mktemp("team"))
    assert all(answer["ok"] for answer in program.batch(TEAM))
    return program.store


@pytest.fixture
def team(program: Program, team_in_a_store: Path) -> Program:
    """The program on a store with a team, a cohort and one practitioner."""
    shutil.copytree(team_in_a_store, program.store)
    return program
