"""A long batch in several processes: each line is answered in its turn, and nothing is lost."""

import json
import multiprocessing
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from stepback_course.batch.lanes import Lanes
from stepback_course.cli import batching
from stepback_course.clock import system_clock
from stepback_course.people import OWNER
from stepback_course.store import open_store
from tests.batch.test_side_by_side import (
    PORTFOLIOS,
    UNIT,
    answers_to_write,
    four,
    program,
    started,
)
from tests.cli.conftest import TEAM
from tests.cli.running import Program

__all__ = ["four", "program"]

pytestmark = pytest.mark.timeout(60)
RESPOND = {"op": "respond", "unit": UNIT, "activity": "one-purpose"}


@pytest.fixture
def long_from_eight(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a batch of eight lines for a long one, also where there is one processor."""
    monkeypatch.setattr(batching, "_MANY_LINES", 8)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


@pytest.fixture
def handed_on(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note which lines are handed to processes."""
    numbers: list[int] = []
    answer = Lanes.answer

    def noting(lanes: Lanes, number: int, line: str, keeps_to: str) -> Any:
        numbers.append(number)
        return answer(lanes, number, line, keeps_to)

    monkeypatch.setattr(Lanes, "answer", noting)
    return numbers


@pytest.fixture
def lanes(four: Program) -> Iterator[Lanes]:
    """Two processes on the store of four portfolios."""
    opened = Lanes(2, str(four.store), OWNER.id, system_clock, 1024 * 1024)
    yield opened
    opened.close()


def said_by(program: Program, path: Path) -> list[dict[str, Any]]:
    """Perform a batch, and return its answers."""
    return [json.loads(line) for line in program.run("batch", str(path)).stdout.splitlines()]


def respond(portfolio: str, value: str) -> str:
    """Return a line that answers something in a portfolio."""
    return json.dumps(RESPOND | {"portfolio": portfolio, "value": value})


@pytest.mark.usefixtures("long_from_eight")
def test_a_long_file_is_performed_by_processes_and_answered_in_its_order(
    four: Program, handed_on: list[int]
) -> None:
    path = answers_to_write(four, 5)
    said = said_by(four, path)
    assert [(answer["line"], answer["rev"]) for answer in said] == [
        (number + 1, number // len(PORTFOLIOS) + 1) for number in range(20)
    ]
    assert sorted(handed_on) == list(range(1, 21))
    store = open_store(str(four.store))
    for portfolio in PORTFOLIOS:
        kept = store.get(f"portfolio/{portfolio}", f"draft/{UNIT}")
        assert kept
        assert kept.document["responses"]["one-purpose"]["value"] == "4"
    store.close()
    assert not multiprocessing.active_children()


@pytest.mark.usefixtures("long_from_eight")
def test_what_concerns_everything_is_done_between_what_came_before_it_and_after_it(
    four: Program, handed_on: list[int]
) -> None:
    person = {"op": "person", "as": "CO-ANN", "id": "PR-9", "name": "Cai"}
    enrol = TEAM[-1] | {"person": "PR-9", "portfolio": "P-9"}
    lines = [respond(portfolio, "One.") for portfolio in (*PORTFOLIOS, "P-9")]
    lines += [json.dumps(person), json.dumps(enrol), respond("P-9", "One."), "{", respond("", "")]
    path = four.folder / "mixed.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    said = said_by(four, path)
    assert [answer.get("error") for answer in said] == [
        *[None] * 4,
        "unknown",
        *[None] * 3,
        "invalid",
        "invalid",
    ]
    assert sorted(handed_on) == [1, 2, 3, 4, 5, 8]


def test_a_short_file_needs_no_processes(four: Program, handed_on: list[int]) -> None:
    assert all(answer["ok"] for answer in said_by(four, answers_to_write(four, 2)))
    assert not handed_on


@pytest.mark.usefixtures("long_from_eight")
def test_what_a_process_puts_right_in_its_store_is_said(four: Program) -> None:
    path = answers_to_write(four, 2)
    (file,) = four.store.glob("folders/*/portfolio~p-2.json")
    file.write_bytes(file.read_bytes()[:-1])
    done = four.run("batch", str(path))
    assert done.exit_code == 0
    assert "portfolio/P-2" in done.stderr
    assert "was damaged and has been put back" in done.stderr


def test_a_process_that_is_killed_leaves_a_sentence_and_the_others_go_on(lanes: Lanes) -> None:
    assert lanes.answer(1, respond("P-2", "One."), "portfolio/p-2")["rev"] == 1
    for process in multiprocessing.active_children():
        process.kill()
        process.join()
        break
    said = [
        lanes.answer(number, respond("P-2", f"{number}."), f"some folder {number}")
        for number in range(2, 12)
    ]
    assert {answer["ok"] for answer in said} == {True, False}
    refused = [answer for answer in said if not answer["ok"]]
    assert {answer["error"] for answer in refused} == {"unreachable"}
    assert "whether the line was done is not known" in refused[0]["message"]


def test_processes_end_with_the_batch_that_was_killed_and_what_it_acknowledged_is_there(
    four: Program,
) -> None:
    path = answers_to_write(four, 300)
    with started(four, str(path)) as batch:
        assert batch.stdout
        said = [json.loads(batch.stdout.readline()) for _line in range(9)]
        batch.kill()
        said += map(json.loads, batch.stdout.read().splitlines()[:-1])
    assert len(said) < 1200
    acknowledged = [sum(answer["line"] % 4 == n % 4 for answer in said) for n in (1, 2, 3, 4)]
    store = open_store(str(four.store))
    for portfolio, revision in zip(PORTFOLIOS, acknowledged, strict=True):
        kept = store.get(f"portfolio/{portfolio}", f"draft/{UNIT}")
        assert kept
        assert kept.revision >= revision
    assert list(store.check()) == []
    store.close()
