"""What is typed is there when the window is opened again, however it was closed."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from stepback_course.store import open_store
from tests.cli.conftest import TEAM
from tests.cli.running import Program

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals here", allow_module_level=True)

from bench.terminal import Terminal

UNIT, ACTIVITY = "statement-01", "one-purpose"
ENTER, NEXT_PAGE, QUIT = "\r", "\x1bOR", "\x11"
PROMISE = 2.0
"""Seconds after which nothing typed may be lost."""
TYPING = 5.0
"""Seconds of typing without a pause."""


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """A store with one practitioner."""
    program = Program(tmp_path)
    assert all(answer["ok"] for answer in program.batch(TEAM))
    return program


@contextmanager
def window(program: Program) -> Iterator[Terminal]:
    """Open the app at the first statement's reflection, ready to type."""
    environment = os.environ | program.environment | {"TERM": "xterm-256color"}
    command = [sys.executable, "-m", "stepback_course", "--store", str(program.store)]
    with Terminal([*command, "--as", "PR-1"], environment) as terminal:
        terminal.seconds_until("Statement")
        terminal.settle(quiet=0.2)
        terminal.type(ENTER)
        # Where another window has been there, this one opens at the page that was left.
        pages = [f"{number} of 4" for number in range(1, 5)]
        front = terminal.read_until(*pages)
        for following in pages[pages.index(front) + 1 :]:
            terminal.settle(quiet=0.2)
            terminal.type(NEXT_PAGE)
            terminal.read_until(following)
        terminal.settle(quiet=0.2)
        yield terminal


def kept(program: Program) -> str:
    """Return the answer as it is in the store."""
    store = open_store(str(program.store))
    record = store.get("portfolio/P-1", f"draft/{UNIT}")
    store.close()
    responses = record.document["responses"] if record else {}
    return str(responses[ACTIVITY]["value"]) if ACTIVITY in responses else ""


def test_typing_without_pause_survives_a_kill_but_for_the_last_two_seconds(
    program: Program,
) -> None:
    typed: list[tuple[float, str]] = []
    with window(program) as terminal:
        end = time.monotonic() + TYPING
        while time.monotonic() < end:
            word = f"w{len(typed):04} "
            typed.append((time.monotonic(), word))
            terminal.type(word)
            terminal.settle(quiet=0.06)
        killed = time.monotonic()
        terminal.kill()
    promised = "".join(word for at, word in typed if at < killed - PROMISE)
    assert len(promised) > 100
    assert kept(program).startswith(promised.strip())


@pytest.mark.parametrize("signal_name", ["SIGTERM", "SIGHUP"])
def test_a_window_that_is_told_to_end_loses_no_key(program: Program, signal_name: str) -> None:
    with window(program) as terminal:
        terminal.type("I waited and watched")
        terminal.read_until("watched")
        terminal.end(signal_name)
    assert kept(program) == "I waited and watched"


def test_a_window_that_is_closed_while_it_draws_loses_no_word_and_leaves_no_program(
    program: Program,
) -> None:
    with window(program) as terminal:
        terminal.type("I waited and watched")
        terminal.read_until("watched")
        terminal.type(" a b c d e f g" * 3)
        terminal.close_window()
    assert kept(program).startswith("I waited and watched")


def test_quitting_at_once_loses_no_key(program: Program) -> None:
    with window(program) as terminal:
        terminal.type("I waited and watched")
        terminal.type(QUIT)
        terminal.wait()
    assert kept(program) == "I waited and watched"


def test_two_windows_on_one_answer_never_overwrite_each_other(program: Program) -> None:
    with window(program) as one, window(program) as other:
        one.press("Here. ")
        one.read_until("Saved")
        other.press("There. ")
        other.read_until("another window")
        assert kept(program) == "Here. "
        other.press("More of it. ")
        one.press("And more. ")
        one.read_until("Saved")
    assert kept(program) in ("Here. And more. ", "Here. ")
