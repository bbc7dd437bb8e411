"""The submissions that wait at a desk, as lists show them."""

from collections.abc import Callable
from functools import cache, partial

from stepback_course.marking.models import QueuePage, QueueRow
from stepback_course.people import Actor
from stepback_course.people.policy import may, require
from stepback_course.portfolio.models import Verdict
from stepback_course.store import Row, Scalar, Store


def queue_page(
    store: Store,
    actor: Actor,
    desk: str,
    *,
    cohort: str | None,
    unit: str | None,
    after: str | None,
    limit: int,
) -> QueuePage:
    """Return what waits at a desk, oldest submission first. Raises Refusal."""
    require(actor, "see_queue", cohort=cohort)
    filters: dict[str, Scalar] = {"desk": desk}
    if cohort:
        filters["cohort"] = cohort
    if unit:
        filters["unit"] = unit
    page = store.find("unit", filters, sort="submitted", after=after, limit=limit)
    # Asked once for each cohort and not for each row, of which a page has many.
    may_mark = cache(partial(may, actor, "mark_unit"))
    return QueuePage(tuple(_queue_row(actor, row, may_mark) for row in page.rows), page.next)


def _queue_row(actor: Actor, row: Row, may_mark: Callable[..., bool]) -> QueueRow:
    summary = row.summary
    person = str(summary["person"])
    is_own = actor.is_person(person)
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
        outcome=None if is_own else _outcome(summary.get("outcome")),
        is_own=is_own,
        yours_to_mark=may_mark(
            cohort=str(summary["cohort"]), practitioner=person if is_own else None
        ),
    )


def _outcome(summary: Scalar) -> Verdict | None:
    match summary:
        case "met" | "not_yet_met":
            return summary
    return None
