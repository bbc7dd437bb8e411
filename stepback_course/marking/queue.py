"""The submissions that wait at a desk, as lists show them."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import groupby
from typing import Literal, TypedDict

from stepback_course.course.shelf import Shelf
from stepback_course.marking.models import QueuePage, QueueRow
from stepback_course.people import Actor
from stepback_course.people.conflicts import people_not_to_judge
from stepback_course.people.policy import may, require
from stepback_course.portfolio.models import Verdict
from stepback_course.store import Page, Row, Scalar, Store

Order = Literal["oldest", "practitioner", "unit"]
"""Oldest first; or everything of one practitioner, or of one unit, together."""
NOBODY = ""
"""Whose a submission is that nobody has claimed and that is allocated to nobody."""
CASE_STUDY = "learners-voice"
"""The unit that is worked through last; units have the same ids in every course."""


class Looked(TypedDict, total=False):
    """Which part of the queue is looked at; what is left out, or None, stands for everything."""

    cohort: str | None
    unit: str | None
    attempt: int | None
    assessor: str | None
    """Whose they are: claimed by, decided by or allocated to this person, or `NOBODY`'s."""
    is_sampled: bool | None
    """Only those that quality assurance has picked out."""
    until: str | None
    """Only what was submitted at this instant or earlier."""
    order: Order


def queue_page(
    store: Store,
    courses: Shelf,
    actor: Actor,
    desk: str,
    looked: Looked,
    *,
    after: str | None,
    limit: int,
) -> QueuePage:
    """Return what waits at a desk, in the order that is asked for. Raises Refusal.

    Raises ValueError for a cursor that was given out for another question.
    """
    require(actor, "see_queue", cohort=looked.get("cohort"))
    filters = _filters(desk, looked)
    match looked.get("order", "oldest"):
        case "unit" if "unit" not in filters:
            page = _unit_by_unit(store, unit_path(courses), filters, after, limit)
        case "practitioner":
            page = store.find("unit", filters, sort="name", after=after, limit=limit)
        case _:
            page = store.find("unit", filters, sort="submitted", after=after, limit=limit)
    # Asked once for each cohort and not for each row, of which a page has many.
    may_mark = cache(partial(may, actor, "mark_unit"))
    not_to_judge = people_not_to_judge(store, actor.id)
    rows = [_queue_row(actor, row, may_mark, not_to_judge) for row in page.rows]
    ordered = _in_course_order(rows, looked.get("order", "oldest"))
    return _cut(QueuePage(tuple(ordered), page.next), looked)


def _filters(desk: str, looked: Looked) -> dict[str, Scalar]:
    named: dict[str, Scalar] = {
        "desk": desk,
        "cohort": looked.get("cohort"),
        "unit": looked.get("unit"),
        "attempt": looked.get("attempt"),
    }
    filters: dict[str, Scalar] = {key: value for key, value in named.items() if value is not None}
    if (assessor := looked.get("assessor")) is not None:
        filters["assessor"] = None if assessor == NOBODY else assessor
    if looked.get("is_sampled"):
        filters["sampled"] = True
    return filters


def _in_course_order(rows: Sequence[QueueRow], order: Order) -> Iterator[QueueRow]:
    """Yield rows in their order, but those of one practitioner that are level as the course goes.

    The store knows units by their ids alone, and would put the case study before the statements.
    """

    def level(row: QueueRow) -> tuple[str, str]:
        return row.portfolio, "" if order == "practitioner" else row.submitted

    for _same, group in groupby(rows, level):
        yield from sorted(group, key=lambda row: turn_of(row.unit))


def turn_of(unit: str) -> tuple[bool, str]:
    """Return what sorts units as every course has them: the case study after the statements."""
    return unit == CASE_STUDY, unit


def unit_path(courses: Shelf) -> list[str]:
    """Return the units of every course there is, in the order in which they are worked through."""
    known = (courses.of(entry.reference) for entry in courses.list())
    return list(dict.fromkeys(unit for course in known for unit in course.unit_ids))


def _unit_by_unit(
    store: Store,
    units: Sequence[str],
    filters: dict[str, Scalar],
    after: str | None,
    limit: int,
) -> Page:
    """Return what waits of one unit after another, oldest first in each.

    The cursor is a unit and, behind a colon, the store's own cursor within it.
    """
    reached, _colon, within = (after or "").partition(":")
    if reached and reached not in units:
        raise ValueError("the cursor belongs to another question")
    rows: list[Row] = []
    for unit in units[units.index(reached) if reached else 0 :]:
        if len(rows) == limit:
            return Page(rows, f"{unit}:")
        page = store.find(
            "unit",
            {**filters, "unit": unit},
            sort="submitted",
            after=within or None,
            limit=limit - len(rows),
        )
        rows += page.rows
        within = ""
        if page.next:
            return Page(rows, f"{unit}:{page.next}")
    return Page(rows)


def _cut(page: QueuePage, looked: Looked) -> QueuePage:
    """Return a page without what was submitted too late to be looked at."""
    until = looked.get("until")
    if not until:
        return page
    rows = tuple(row for row in page.rows if row.submitted <= until)
    is_over = len(rows) < len(page.rows) and looked.get("order", "oldest") == "oldest"
    return QueuePage(rows, None if is_over else page.next)


def _queue_row(
    actor: Actor, row: Row, may_mark: Callable[..., bool], not_to_judge: frozenset[str]
) -> QueueRow:
    summary = row.summary
    person = str(summary["person"])
    is_own = actor.is_person(person)
    is_conflict = person.lower() in not_to_judge
    return QueueRow(
        portfolio=str(summary["portfolio"]),
        name=str(summary["name"]),
        cohort=str(summary["cohort"]),
        unit=str(summary["unit"]),
        attempt=int(summary["attempt"] or 0),
        revision=row.revision,
        state=str(summary["state"]),
        submitted=str(summary["submitted"]),
        assessor=None if summary["assessor"] is None else str(summary["assessor"]),
        until=None if summary["until"] is None else str(summary["until"]),
        outcome=None
        if is_own or is_conflict or _is_blind(actor, row)
        else _outcome(summary.get("outcome")),
        is_own=is_own,
        yours_to_mark=not is_conflict
        and may_mark(cohort=str(summary["cohort"]), practitioner=person if is_own else None),
        person=person,
        is_conflict=is_conflict,
        is_held=bool(summary.get("held")),
        is_sampled=bool(summary.get("sampled")),
    )


def _is_blind(actor: Actor, row: Row) -> bool:
    """Say whether a decision is marked a second time by somebody who is not to know it."""
    judge = row.summary.get("judge")
    return row.summary.get("quality") == "to mark again" and not actor.is_person(str(judge))


def _outcome(summary: Scalar) -> Verdict | None:
    match summary:
        case "met" | "not_yet_met":
            return summary
    return None
