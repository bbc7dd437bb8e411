"""How soon the program answers, against starting Python and against a minimal Textual app."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from bench.measuring import Measured, in_turn, seconds
from bench.stores import one_practitioner
from bench.terminal import Terminal

STARTS = 15
PAINTS = 9
PYTHON = [sys.executable, "-c", "pass"]
STEPBACK = [sys.executable, "-m", "stepback_course"]
MINIMAL = [sys.executable, "-m", "bench.minimal", "static"]


def measure(folder: Path) -> Iterator[Measured]:
    """Yield the cost of `--version` and `--help`, and of the first paint of two screens."""
    environment = environment_in(folder)
    for option, limit in (("--version", 3.0), ("--help", 8.0)):
        ours, theirs = in_turn(
            partial(_run, [*STEPBACK, option], environment),
            partial(_run, PYTHON, environment),
            runs=STARTS,
        )
        yield Measured(option, ours / theirs, limit, STARTS, "python -c pass")
    welcome = [*STEPBACK, "--store", str(folder / "empty")]
    with_portfolio = one_practitioner(folder / "one", "statement-01", "one-purpose", "I waited.")
    path = [*STEPBACK, "--store", str(with_portfolio), "--as", "PR-1"]
    for name, command, words, limit in (
        ("first paint of Welcome", welcome, "invitation", 1.6),
        ("first paint of Path", path, "Statement", 2.0),
    ):
        ours, theirs = in_turn(
            partial(_paint, command, words, environment),
            partial(_paint, MINIMAL, "needle", environment),
            runs=PAINTS,
        )
        yield Measured(name, ours / theirs, limit, PAINTS, "first paint of a minimal Textual app")


def environment_in(folder: Path) -> dict[str, str]:
    """Return an environment in which the program keeps everything under `folder`.

    Python keeps there what it compiles, too, so that whoever installed the libraries and not the
    program does not measure its compiler: the warm-up compiles all, as an installer does.
    """
    own = {
        f"STEPBACK_{name}": str(folder / name.lower())
        for name in ("CONFIG", "CACHE", "RESCUE", "KEYS")
    }
    compiled = {"PYTHONPYCACHEPREFIX": str(folder / "compiled"), "PYTHONDONTWRITEBYTECODE": ""}
    return os.environ | own | compiled | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


def _run(command: Sequence[str], environment: Mapping[str, str]) -> float:
    return seconds(
        lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    )


def _paint(command: Sequence[str], words: str, environment: Mapping[str, str]) -> float:
    with Terminal(command, environment) as terminal:
        return terminal.seconds_until(words)
