"""Which earlier versions of a unit are kept, and when, without I/O.

A version is a file, and so is the list of a unit's versions: in the portfolio's folder there is one
small record for each unit, `versions/UNIT`, so that a save costs the same after a hundred hours
of work as after one. What was submitted is a file already and is named by its attempt: it stands in
no list, and nothing is ever thinned of it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field

from stepback_course.clock import day_of, parse_instant
from stepback_course.portfolio.models import Digest, Draft, Response
from stepback_course.text import count_words
from stepback_course.text.fields import Frozen, Identifier, Line

AT_WORK = timedelta(minutes=5)
"""How long somebody writes until how it stands is kept."""
MONTH = timedelta(days=30)
"""The age from which only the last version of each day is kept."""
DAY = timedelta(days=1)
"""After which a file that is listed no longer is removed."""
WORTH_KEEPING = 20
"""From how many words on the loss of half an answer in one save is noticed."""

Reason = Literal["left", "typing", "replaced"]
"""Why a version is kept: the unit was left, it was typed for a while, something was replaced."""


class VersionsRecord(Frozen):
    """What a portfolio's folder knows of the kept versions of one unit."""

    list: Digest | Literal[""] = ""
    """The file that lists them."""
    covers: Annotated[int, Field(ge=0)] = 0
    """The revision of the draft of which the newest version, or an attempt, is a copy."""
    since: Line = ""
    """The instant of the first save after that."""


class KeptVersion(Frozen):
    """One line of the list."""

    at: Line
    """The instant of the newest answer in it."""
    reason: Reason
    file: Digest


class Superseded(Frozen):
    """A file that is listed no longer, and since when."""

    at: Line
    file: Digest


class VersionList(Frozen):
    """The kept versions of one unit, oldest first."""

    schema_: Annotated[Literal["stepback.versions/1"], Field(alias="schema")] = (
        "stepback.versions/1"
    )
    portfolio: Identifier
    unit: Identifier
    kept: tuple[KeptVersion, ...] = ()
    superseded: tuple[Superseded, ...] = ()
    """What is still there because a backup may just be reading it."""


class VersionFile(Frozen):
    """The answers of one unit as they stood."""

    schema_: Annotated[Literal["stepback.version/1"], Field(alias="schema")] = "stepback.version/1"
    portfolio: Identifier
    unit: Identifier
    responses: dict[Identifier, Response]


def last_written(draft: Draft) -> str:
    """Return the instant of the newest answer, or an empty text."""
    return max((response.at for response in draft.responses.values()), default="")


def is_kept(record: VersionsRecord, draft: Draft, revision: int) -> bool:
    """Say whether a version has how the draft of this revision stands, or there is nothing to."""
    return record.covers == revision or not draft.responses


def is_due(record: VersionsRecord, now: datetime) -> bool:
    """Say whether it has been written for so long that how it stands is kept before more is.

    A clock that was put back counts as a long time.
    """
    return not record.since or abs(now - parse_instant(record.since)) >= AT_WORK


def loses_much(before: Any, after: Any) -> bool:
    """Say whether more than half of an answer's words would go in one save."""
    if isinstance(before, str) and isinstance(after, str) and len(after) * 2 > len(before):
        return False
    words = sum(map(count_words, _texts(before)))
    return words >= WORTH_KEEPING and sum(map(count_words, _texts(after))) * 2 < words


def thinned(kept: Iterable[KeptVersion], now: datetime) -> tuple[KeptVersion, ...]:
    """Return what is left of a list, oldest first: of days a month ago, the last version each."""
    old: dict[Any, KeptVersion] = {}
    recent = []
    for version in kept:
        at = parse_instant(version.at)
        if now - at > MONTH:
            old[day_of(at)] = version
        else:
            recent.append(version)
    return (*old.values(), *recent)


def parted(
    superseded: Iterable[Superseded], now: datetime
) -> tuple[tuple[Superseded, ...], tuple[str, ...]]:
    """Return which files stay although they are listed no longer, and which are removed now."""
    stay, go = [], []
    for each in superseded:
        if abs(now - parse_instant(each.at)) <= DAY:
            stay.append(each)
        else:
            go.append(each.file)
    return tuple(stay), tuple(go)


def _texts(value: Any) -> Iterable[str]:
    """Yield every text in an answer."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
