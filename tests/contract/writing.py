"""Short ways to write, for tests that are about something else."""

from collections.abc import Mapping

from stepback_course.store import Change, Document, Scalar, Store, new_operation

ACTOR = "anwen"


def write(
    store: Store,
    folder: str,
    record: str,
    document: Document,
    *,
    base: int = 0,
    summary: Mapping[str, Scalar] | None = None,
    operation: str | None = None,
) -> int:
    """Put one record and return its new revision."""
    change = Change(base, document, summary)
    operation = operation or new_operation()
    return store.put(folder, {record: change}, operation=operation, actor=ACTOR)[record]


def document_of(store: Store, folder: str, record: str) -> Document | None:
    """Return what a record holds, or None where there is none."""
    found = store.get(folder, record)
    return found.document if found else None
