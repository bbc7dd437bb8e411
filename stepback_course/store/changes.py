"""The law of writing, the same for every engine: what is checked before anything is changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from stepback_course.store.documents import check_document, check_summary
from stepback_course.store.port import NEVER_WRITTEN, Change, Conflict, Exists, check_record_name
from stepback_course.store.record import Record, Scalar
from stepback_course.text import _, ngettext

OPERATIONS_KEPT = 64
"""How many operations of a folder are remembered with what they returned."""


class Writing(Enum):
    """In which of three manners a folder is written."""

    PUT = auto()
    """Some records, each from the revision it was read at."""
    CREATE = auto()
    """The same, where there is no such folder."""
    TAKE_OVER = auto()
    """Every record with the revision it has in another store, where there is no such folder."""


@dataclass(frozen=True, slots=True)
class CheckedChange:
    """A change that may be written, encoded once, holding nothing that its caller can reach."""

    base_revision: int
    document: bytes
    """The document as JSON."""
    summary: dict[str, Scalar] | None
    encoded_summary: bytes
    """The summary as JSON."""


@dataclass(frozen=True, slots=True)
class Operation:
    """What is remembered of one write, so that a retry has one effect."""

    name: str
    actor: str
    returned: dict[str, int]


def standing(records: Mapping[str, Record]) -> dict[str, Change]:
    """Return the changes after which `records` stand as they do in another store."""
    return {
        name: Change(record.revision - 1, record.document, record.summary)
        for name, record in records.items()
    }


def check_changes(changes: Mapping[str, Change]) -> dict[str, CheckedChange]:
    """Return checked copies of `changes`. Raises ValueError, TooLarge."""
    if not changes:
        raise ValueError("there is nothing to write")
    checked = {}
    for name, change in changes.items():
        check_record_name(name)
        if type(change.base_revision) is not int or change.base_revision < NEVER_WRITTEN:
            raise ValueError(f"{change.base_revision!r} is not a revision of {name!r}")
        document = check_document(name, change.document)
        checked[name] = CheckedChange(
            change.base_revision, document, *check_summary(name, change.summary)
        )
    return checked


def stale_names(changes: Mapping[str, CheckedChange], revisions: Mapping[str, int]) -> list[str]:
    """Return the records that somebody else wrote since their change was made."""
    return [
        name
        for name, change in changes.items()
        if change.base_revision != revisions.get(name, NEVER_WRITTEN)
    ]


def conflict(folder: str, current: Mapping[str, Record | None]) -> Conflict:
    """Return the refusal of a stale change, with the records that now stand."""
    sentence = ngettext(
        "“{records}” of {folder} was changed by somebody else meanwhile. "
        "Nothing was overwritten: look at their version, then save yours again.",
        "“{records}” of {folder} were changed by somebody else meanwhile. "
        "Nothing was overwritten: look at their versions, then save yours again.",
        len(current),
    )
    return Conflict(sentence.format(records="”, “".join(current), folder=folder), current)


def exists(folder: str) -> Exists:
    """Return the refusal to create a folder a second time."""
    return Exists(_("{folder} is there already. Choose another id.").format(folder=folder))
