"""Performs one line of a batch, and says what came of it."""

import json
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


def answer_line(desks: Desks, number: int, line: str) -> Answer:
    """Perform the operation in a line, and return its answer."""
    try:
        return answer(desks, number, read_operation(line))
    except Refusal as refusal:
        return refused(number, refusal)


def answer(desks: Desks, number: int, operation: OperationBase) -> Answer:
    """Perform an operation, and return the answer to its line."""
    try:
        return {"line": number, "ok": True, "rev": _perform(desks, operation)}
    except (Refusal, StoreError) as refusal:
        return refused(number, refusal)


def refused(number: int, refusal: Refusal | StoreError) -> Answer:
    """Return the answer to a line that was refused."""
    return {"line": number, "ok": False, "error": refusal.code, "message": str(refusal)}


def read_operation(line: str) -> OperationBase:
    """Return the operation in a line. Raises Refusal."""
    try:
        content = json.loads(line)
    except ValueError as error:
        raise Refusal(
            "invalid", _("this line is not JSON: {reason}").format(reason=error)
        ) from None
    except RecursionError:
        raise Refusal("invalid", _("lists lie too deep in each other in this line")) from None
    try:
        operation: OperationBase = _reader().validate_python(content)
    except ValidationError as error:
        raise Refusal("invalid", "; ".join(sentences(error))) from None
    return operation


def _perform(desks: Desks, operation: OperationBase) -> int:
    if operation.acting is not None:
        desks = desks.seat(resolve_actor(desks.store, operation.acting, None))
    before = operation.performed(desks)
    return operation.perform(desks) if before is None else before


@cache
def _reader() -> TypeAdapter[Any]:
    return TypeAdapter(Operation)
