"""What a key press costs in a long answer, against a bare TextArea with the same text."""

import random
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.measuring import Measured
from bench.starting import STEPBACK, environment_in
from bench.stores import WORDS, one_practitioner
from bench.terminal import Terminal

KEYS = 120
UNIT, ACTIVITY = "statement-01", "one-purpose"
ENTER, NEXT_PAGE = "\r", "\x1bOR"


def measure(folder: Path) -> Iterator[Measured]:
    """Yield how long it takes until a key is drawn in an answer of 2,000 words."""
    text = _text()
    file = folder / "text"
    file.write_text(text, encoding="utf-8")
    store = one_practitioner(folder / "typing", UNIT, ACTIVITY, text)
    environment = environment_in(folder)
    ours = [*STEPBACK, "--store", str(store), "--as", "PR-1"]
    bare = [sys.executable, "-m", "bench.minimal", "text", str(file)]
    with Terminal(ours, environment) as answer, Terminal(bare, environment) as area:
        area.settle(quiet=0.3)
        _go_to_the_answer(answer)
        pairs = [
            (answer.seconds_to_answer("x"), area.seconds_to_answer("x")) for _key in range(KEYS)
        ]
    mine = statistics.median(ours for ours, _theirs in pairs[10:])
    theirs = statistics.median(theirs for _ours, theirs in pairs[10:])
    yield Measured(
        "key press to paint in 2,000 words",
        mine / theirs,
        1.5,
        KEYS - 10,
        "a bare TextArea with the same text",
    )


def _go_to_the_answer(terminal: Terminal) -> None:
    terminal.seconds_until("Statement")
    for key, page in ((ENTER, "1 of 4"), *((NEXT_PAGE, f"{n} of 4") for n in (2, 3, 4))):
        terminal.settle(quiet=0.3)
        terminal.type(key)
        terminal.read_until(page)
    terminal.settle(quiet=0.3)
    terminal.type("x")
    terminal.read_until("Saved")


def _text() -> str:
    """Return 2,000 words in paragraphs, as somebody would write them."""
    generator = random.Random(2000)
    paragraphs = [
        " ".join(generator.choice(WORDS) for _word in range(100)) + "." for _paragraph in range(20)
    ]
    return "\n\n".join(paragraphs)
