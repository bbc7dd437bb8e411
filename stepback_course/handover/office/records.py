"""Writing one record of a store that others may be writing too."""

from collections.abc import Callable

from stepback_course.store import (
    NEVER_WRITTEN,
    Change,
    Conflict,
    Document,
    Store,
    Summary,
    new_operation,
)
from stepback_course.text import _

RETRIES = 20


def rewrite(
    store: Store,
    folder: str,
    name: str,
    change: Callable[[Document | None], Document | None],
    *,
    actor: str,
    summary: Summary | None = None,
) -> None:
    """Write what `change` makes of a record, again where somebody else was quicker.

    `change` is given the record's document, or None, and returns None where nothing is to be
    written. Raises what the store raises.
    """
    for _attempt in range(RETRIES):
        record = store.get(folder, name)
        document = change(record.document if record else None)
        if document is None:
            return
        revision = record.revision if record else NEVER_WRITTEN
        try:
            store.put(
                folder,
                {name: Change(revision, document, summary)},
                operation=new_operation(),
                actor=actor,
            )
        except Conflict:
            continue
        return
    raise Conflict(_("this is being written elsewhere: try again"), {})
