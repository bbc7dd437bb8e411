"""Performs a batch line by line, and acknowledges each line once it is durable."""

import json
from collections.abc import Generator, Iterable
from functools import cache, partial
from typing import Any

from pydantic import TypeAdapter, ValidationError

from stepback_course.batch.abreast import Task, perform_abreast
from stepback_course.batch.operations import Operation, OperationBase
from stepback_course.desks import Desks
from stepback_course.people import resolve_actor
from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.problems import sentences
from stepback_course.text.refusals import Refusal

Answer = dict[str, Any]


def run(desks: Desks, lines: Iterable[str], *, abreast: int = 1) -> Generator[Answer, None, None]:
    """Yield one answer for each line that has an operation; empty lines are passed over.

    An answer is `{"line": 7, "ok": true, "rev": 3}` or
    `{"line": 7, "ok": false, "error": "conflict", "message": "…"}`. One refused line does not stop
    the ones after it. Up to `abreast` lines, each about a portfolio of its own, are performed at
    once, so that one is prepared while another waits for the disk; answers are in order all the
    same. Whoever writes a line only after the answer to the last needs 1.
    """
    numbered = ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
    return perform_abreast((_task(desks, number, line) for number, line in numbered), abreast)


def _task(desks: Desks, number: int, line: str) -> Task[Answer]:
    try:
        operation = _read(line)
    except Refusal as refusal:
        return Task(partial(_refused, number, refusal), None)
    return Task(partial(_answer, desks, number, operation), operation.keeps_to)


def _answer(desks: Desks, number: int, operation: OperationBase) -> Answer:
    try:
        return {"line": number, "ok": True, "rev": _perform(desks, operation)}
    except (Refusal, StoreError) as refusal:
        return _refused(number, refusal)


def _refused(number: int, refusal: Refusal | StoreError) -> Answer:
    return {"line": number, "ok": False, "error": refusal.code, "message": str(refusal)}


def _perform(desks: Desks, operation: OperationBase) -> int:
    if operation.acting is not None:
        desks = desks.seat(resolve_actor(desks.store, operation.acting, None))
    before = operation.performed(desks)
    return operation.perform(desks) if before is None else before


def _read(line: str) -> OperationBase:
    try:
        content = json.loads(line)
    except ValueError as error:
        raise Refusal(
            "invalid", _("this line is not JSON: {reason}").format(reason=error)
        ) from None
    try:
        operation: OperationBase = _reader().validate_python(content)
    except ValidationError as error:
        raise Refusal("invalid", "; ".join(sentences(error))) from None
    return operation


@cache
def _reader() -> TypeAdapter[Any]:
    return TypeAdapter(Operation)
