"""Performs a batch line by line, and acknowledges each line once it is durable."""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from stepback_course.batch.operations import Operation, OperationBase
from stepback_course.desks import Desks
from stepback_course.people import resolve_actor
from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.problems import sentences
from stepback_course.text.refusals import Refusal

Answer = dict[str, Any]


def run(desks: Desks, lines: Iterable[str]) -> Iterator[Answer]:
    """Yield one answer for each line that has an operation; empty lines are passed over.

    An answer is `{"line": 7, "ok": true, "rev": 3}` or
    `{"line": 7, "ok": false, "error": "conflict", "message": "…"}`. One refused line does not stop
    the ones after it.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            revision = _perform(desks, line)
        except (Refusal, StoreError) as refusal:
            yield {"line": number, "ok": False, "error": refusal.code, "message": str(refusal)}
        else:
            yield {"line": number, "ok": True, "rev": revision}


def _perform(desks: Desks, line: str) -> int:
    operation = _read(line)
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
