"""`stepback course add` with criteria that vanished, and the list of what is to be looked at."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from stepback_course.people import OWNER, Directory, actor_of
from stepback_course.store import open_store
from tests.cli.running import Program

UNIT = "statement-01"


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The course in its files, as a newer version without its first criterion."""
    root, checkout = tmp_path / "newer", Path(__file__).resolve().parents[2]
    for folder in ("content", "assessments"):
        shutil.copytree(checkout / folder, root / folder)
    course = root / "content" / "course.yaml"
    text = course.read_text(encoding="utf-8")
    before = next(line for line in text.splitlines() if line.startswith("version:"))
    course.write_text(text.replace(before, 'version: "9999.1"'), encoding="utf-8")
    rules = root / "assessments" / "practitioner.yaml"
    lines = rules.read_text(encoding="utf-8").splitlines(keepends=True)
    first = lines.index("    - id: purposes-named\n")
    second = lines.index("    - id: reach-told-from-replace\n")
    rules.write_text("".join(lines[:first] + lines[second:]), encoding="utf-8")
    return root


@pytest.fixture
def demo(program: Program) -> Program:
    """The program on a store with a made-up cohort in every state."""
    program.out("demo", "--size", "4", "--seed", "7", "--no-open")
    return program


def coordinator_of(program: Program) -> str:
    """Return the id of somebody who coordinates."""
    with closing(open_store(str(program.store))) as store:
        people = Directory(store, OWNER).people()
    return next(each.id for each in people if actor_of(each).has_role("coordinator"))


def test_a_criterion_that_vanished_is_a_sentence_and_its_decisions_are_listed(
    demo: Program, newer: Path
) -> None:
    coordinator = coordinator_of(demo)
    done = demo.run("course", "add", str(newer), acting=coordinator)

    assert done.exit_code == 0
    assert f"{UNIT}: the criterion 'purposes-named' is not there any more" in done.stderr
    assert "'stepback course affected' lists them" in done.stderr
    rows = demo.rows("course", "affected", acting=coordinator)
    assert {row["unit"] for row in rows} == {UNIT}
    assert all(row["newest"] == "9999.1" for row in rows)
    demo.out("course", "looked", rows[0]["portfolio"], UNIT, "It stands.", acting=coordinator)
    assert len(demo.rows("course", "affected", acting=coordinator)) == len(rows) - 1
    assert "no longer asked: purposes-named" in demo.out("course", "affected", acting=coordinator)
