"""Performs a batch line by line, and acknowledges each line once it is durable."""

from collections.abc import Generator, Iterable
from functools import partial
from typing import TYPE_CHECKING

from stepback_course.batch.abreast import Task, perform_abreast
from stepback_course.batch.answering import Answer, answer, read_operation, refused
from stepback_course.desks import Desks
from stepback_course.text.refusals import Refusal

if TYPE_CHECKING:
    from stepback_course.batch.lanes import Lanes


def run(
    desks: Desks, lines: Iterable[str], *, abreast: int = 1, lanes: "Lanes | None" = None
) -> Generator[Answer, None, None]:
    """Yield one answer for each line that has an operation; empty lines are passed over.

    An answer is `{"line": 7, "ok": true, "rev": 3}` or
    `{"line": 7, "ok": false, "error": "conflict", "message": "…"}`. One refused line does not stop
    the ones after it. Up to `abreast` lines, each about a portfolio of its own, are performed at
    once, so that one is prepared while another waits for the disk; answers are in order all the
    same. Whoever writes a line only after the answer to the last needs 1. With `lanes` those lines
    are performed there, as many at once as these can take.
    """
    numbered = ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
    tasks = (_task(desks, number, line, lanes) for number, line in numbered)
    return perform_abreast(tasks, lanes.width if lanes else abreast)


def _task(desks: Desks, number: int, line: str, lanes: "Lanes | None") -> Task[Answer]:
    try:
        operation = read_operation(line)
    except Refusal as refusal:
        return Task(partial(refused, number, refusal), None)
    keeps_to = operation.keeps_to
    if lanes and keeps_to:
        return Task(partial(lanes.answer, number, line, keeps_to), keeps_to)
    return Task(partial(answer, desks, number, operation), keeps_to)
