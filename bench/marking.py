"""What deciding every unit and taking the results away costs, against nbgrader in the same run."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.filled import Filled, portfolio_id
from bench.measuring import Measured, seconds
from bench.peer import measure_peer
from bench.template import handed_in
from stepback_course.course.models import Course
from stepback_course.course.packed import packed_root
from stepback_course.course.reader import read_course

PORTFOLIOS = 30
LARGE = 1_000
COMMENT = "You waited, and it shows: say next time what the learner did in the meantime."
RATE_LIMIT = 1 / 10
EXPORT_LIMIT = 1 / 50


def measure(folder: Path, *, is_large: bool) -> Iterator[Measured]:
    """Yield the cost of durable decisions and of the results, as parts of what nbgrader takes.

    nbgrader's export grows with the square of the cohort, so that its limit is for the large run.
    """
    portfolios = LARGE if is_large else PORTFOLIOS
    store = Filled(folder / "handed-in", handed_in).store(portfolios)
    course = read_course(packed_root())
    decisions, results = folder / "decisions.jsonl", folder / "results.csv"
    count = _write_decisions(decisions, course, portfolios)
    deciding = seconds(partial(_decide, store, decisions, count))
    exporting = seconds(partial(_stepback, store, "results", "--format", "csv", "-o", results))
    with results.open(encoding="utf-8-sig", newline="") as file:
        assert sum(1 for _row in csv.reader(file)) == count + 1
    theirs = folder / "nbgrader"
    theirs.mkdir()
    peer = measure_peer(theirs, learners=portfolios, units=len(course.units), comment=COMMENT)
    of = f"nbgrader's, {count:,} marks of {portfolios:,} people"
    yield Measured("durable decisions", deciding / peer.marking, RATE_LIMIT, 1, of)
    limit = EXPORT_LIMIT if is_large else 1.0
    yield Measured("results, whole command", exporting / peer.exporting, limit, 1, of)


def _write_decisions(path: Path, course: Course, portfolios: int) -> int:
    """Write a batch that decides every unit of everybody, unit by unit, and return its length."""
    lines = [
        {
            "op": "decide",
            "as": "ALL",
            "portfolio": portfolio_id(number),
            "unit": unit.id,
            "criteria": {criterion.id: "met" for criterion in unit.criteria},
            "overall": COMMENT,
        }
        for unit in course.units
        for number in range(portfolios)
    ]
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return len(lines)


def _decide(store: Path, batch: Path, count: int) -> None:
    acknowledged = _stepback(store, "batch", batch).splitlines()
    assert [json.loads(line)["ok"] for line in acknowledged] == [True] * count


def _stepback(store: Path, *command: str | Path) -> str:
    called = [sys.executable, "-m", "stepback_course", "--store", str(store), "--as", "ALL"]
    done = subprocess.run(
        [*called, *map(str, command)], check=True, stdout=subprocess.PIPE, text=True, env=os.environ
    )
    return done.stdout
