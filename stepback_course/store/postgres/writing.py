"""One write as the database takes it: a call of the function `stepback.write`."""

from collections.abc import Mapping
from dataclasses import dataclass

from stepback_course.store.changes import OPERATIONS_KEPT, CheckedChange, Operation, Writing
from stepback_course.store.documents import encode
from stepback_course.store.postgres.server import Server
from stepback_course.store.questions import comparable
from stepback_course.store.record import Scalar

_WRITE = """
SELECT outcome, standing, earlier, stale
FROM stepback.write(%s, %s, %s, %s, %s, %s::json, %s::json, %s)
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a write."""

    word: str
    """`written`; or `done` earlier, `exists`, `stale`, after which nothing was changed."""
    folder: str
    """The folder's name as it was first written."""
    returned: dict[str, int]
    """What the operation returned, now or when it was done."""
    stale: list[str]
    """The records that somebody else wrote since the changes were made."""


def write(
    server: Server,
    folder: str,
    changes: Mapping[str, CheckedChange],
    operation: Operation,
    writing: Writing,
) -> Outcome:
    """Write checked changes of a folder, all or none. Raises StoreError."""
    ((word, standing, earlier, stale),) = server.write(
        _WRITE,
        [
            folder.lower(),
            folder,
            writing.name.lower(),
            operation.name,
            operation.actor,
            (b"[%s]" % b",".join(_row(*item) for item in changes.items())).decode("ascii"),
            encode(operation.returned).decode("ascii"),
            OPERATIONS_KEPT,
        ],
    )
    return Outcome(word, standing or folder, earlier or operation.returned, stale or [])


def cells(summary: Mapping[str, Scalar] | None) -> dict[str, str] | None:
    """Return what of a summary is asked for and sorted by: no values that are None."""
    if summary is None:
        return None
    texts = {key: comparable(value) for key, value in summary.items()}
    return {key: text for key, text in texts.items() if text is not None}


def _row(name: str, change: CheckedChange) -> bytes:
    """Return a change as JSON, with its document as it was encoded when it was checked."""
    heading = encode(
        {
            "name": name,
            "base": change.base_revision,
            "summary": change.summary,
            "cells": cells(change.summary),
        }
    )
    return b'%s,"document":%s}' % (heading[:-1], change.document)
