"""Lines on different portfolios side by side: nothing is answered too early or too late."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from stepback_course.batch import runner
from stepback_course.batch.operations import Operation
from stepback_course.batch.operations.base import PortfolioOperation
from stepback_course.batch.operations.marking import Claim
from stepback_course.batch.runner import run
from stepback_course.desks import Desks
from stepback_course.store import Store, open_store
from tests.cli.conftest import TEAM
from tests.cli.running import Program
from tests.filling import fill
from tests.house import House

UNIT = "statement-01"
OWN = "portfolio/P-CERYS"
PORTFOLIOS = [f"P-{number}" for number in range(1, 5)]
READS = ("get", "records", "done")
WRITES = ("put", "create", "erase", "take_over")
OVERVIEWS = ("find", "folders", "files", "check")


class Watched:
    """A store that notes which folders are read and which are written."""

    def __init__(self, store: Store) -> None:
        """Watch `store`."""
        self._store = store
        self.noted: set[tuple[str, str]] = set()

    def __getattr__(self, name: str) -> Any:
        """Return what the store has of this name; where that is a method, one that is noted."""
        found = getattr(self._store, name)

        def noting(*given: Any, **named: Any) -> Any:
            if name in OVERVIEWS:
                self.noted.add(("read", "everything"))
            if name in READS:
                self.noted.add(("read", given[0]))
            if name in WRITES:
                self.noted.add(("write", given[0]))
            return found(*given, **named)

        return noting if callable(found) else found

    def touched(self, manner: str, start: str = "") -> set[str]:
        """Return the folders with this start that were read, or written."""
        return {folder for done, folder in self.noted if done == manner and start in folder}


def test_what_is_performed_beside_others_stays_within_its_portfolio(house: House) -> None:
    fill(house.desks(), "P-CERYS", UNIT)
    unit = house.desks().workbook.unit("P-CERYS", UNIT).unit
    criteria = dict.fromkeys((criterion.id for criterion in unit.criteria), "met")
    submit = {"op": "submit", "units": [UNIT], "declaration": "Cerys Wyn"}
    answer = {"op": "respond", "unit": UNIT, "activity": "one-purpose", "value": "I wait. " * 40}
    case = {"as": "AS-MEG", "unit": UNIT}
    beside = set()
    for operation in (
        answer,
        submit,
        {"op": "claim", **case},
        {"op": "decide", "criteria": criteria, **case},
        {"op": "release", **case},
    ):
        watched = Watched(house.store)
        desks = replace(house.desks(), store=watched)
        line = {"portfolio": "P-CERYS", "op_id": operation["op"], **operation}
        (said,) = run(desks, [json.dumps(line)])
        assert said["ok"], said
        if operation is not submit:
            beside.add(operation["op"])
            assert watched.touched("write") == {OWN}
            assert watched.touched("read", "portfolio/") == {OWN}
            assert not watched.touched("read", "everything")
    assert beside == {
        kind.model_fields["op"].annotation.__args__[0]
        for kind in get_args(get_args(Operation)[0])
        if issubclass(kind, PortfolioOperation) and kind.is_within_portfolio
    }


def test_one_portfolio_is_itself_however_it_is_written() -> None:
    claims = [Claim(op="claim", portfolio=name, unit=UNIT) for name in ("P-Cerys", "p-CERYS")]
    assert {claim.keeps_to for claim in claims} == {"portfolio/p-cerys"}


def test_side_by_side_everything_becomes_what_it_does_one_by_one(house: House) -> None:
    lines = [
        json.dumps({"op": "respond", "portfolio": portfolio, "unit": UNIT} | answer)
        for answer in (
            {"activity": "one-purpose", "value": "One."},
            {"activity": "no-such", "value": "One."},
            {"activity": "one-purpose", "value": "Two."},
        )
        for portfolio in ("P-CERYS", "P-Dafydd", "p-cerys", "P-ELEN", "P-NOBODY")
    ]
    lines.insert(4, "{")
    answers = list(run(house.desks(), lines, abreast=4))
    assert [answer["line"] for answer in answers] == list(range(1, len(lines) + 1))
    revisions = [answer.get("rev") for answer in answers]
    assert revisions == [1, 1, 1, 1, None, None] + [None] * 5 + [2, 2, 2, 2, None]


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """The program on a store in which nobody has ever been."""
    return Program(tmp_path)


@pytest.fixture
def four(program: Program) -> Program:
    """The program on a store with four portfolios."""
    enrol = TEAM[-1]
    people = [{"op": "person", "as": "CO-ANN", "id": f"PR-{n}", "name": "Elen"} for n in (2, 3, 4)]
    more = [enrol | {"portfolio": f"P-{n}", "person": f"PR-{n}"} for n in (2, 3, 4)]
    assert all(answer["ok"] for answer in program.batch([*TEAM, *people, *more]))
    return program


def answers_to_write(program: Program, times: int) -> Path:
    """Write a batch in which every portfolio is written in so many times, in turn."""
    respond = {"op": "respond", "unit": UNIT, "activity": "one-purpose"}
    lines = [
        respond | {"portfolio": portfolio, "value": f"{time}", "op_id": f"{time}"}
        for time in range(times)
        for portfolio in PORTFOLIOS
    ]
    path = program.folder / "answers.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def started(program: Program, file: str) -> "subprocess.Popen[str]":
    """Start a batch in a process of its own."""
    command = [sys.executable, "-m", "stepback_course", "--store", str(program.store), "batch"]
    return subprocess.Popen(
        [*command, file],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | program.environment,
        cwd=program.folder,
    )


def test_what_a_killed_batch_acknowledged_is_there_and_it_can_be_sent_again(four: Program) -> None:
    path = answers_to_write(four, 10)
    with started(four, str(path)) as batch:
        assert batch.stdout
        said = [json.loads(batch.stdout.readline()) for _line in range(9)]
        batch.kill()
    assert [answer["rev"] for answer in said] == [1] * 4 + [2] * 4 + [3]
    store = open_store(str(four.store))
    for portfolio, acknowledged in zip(PORTFOLIOS, (3, 2, 2, 2), strict=True):
        kept = store.get(f"portfolio/{portfolio}", f"draft/{UNIT}")
        assert kept
        assert kept.revision >= acknowledged
    assert list(store.check()) == []
    store.close()
    done = four.run("batch", str(path))
    assert done.exit_code == 0
    assert [json.loads(line)["rev"] for line in done.stdout.splitlines()[-4:]] == [10] * 4


def test_only_a_file_is_performed_side_by_side(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    widths = []

    def noting(desks: Desks, lines: Iterable[str], *, abreast: int, lanes: None) -> Any:
        widths.append(abreast)
        return run(desks, lines, abreast=abreast, lanes=lanes)

    monkeypatch.setattr(runner, "run", noting)
    for name in ("answers.jsonl", "-"):
        (program.folder / name).touch()
        program.out("batch", name)
    assert widths == [4, 1]


@pytest.mark.timeout(30)
def test_whoever_writes_a_line_after_each_answer_gets_that_answer(four: Program) -> None:
    lines = answers_to_write(four, 2).read_text(encoding="utf-8").splitlines()
    with started(four, "-") as batch:
        assert batch.stdin
        assert batch.stdout
        for line in lines:
            batch.stdin.write(f"{line}\n")
            batch.stdin.flush()
            assert json.loads(batch.stdout.readline())["ok"]
        batch.stdin.close()
