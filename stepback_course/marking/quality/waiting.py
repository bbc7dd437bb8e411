"""The samples that wait for somebody, as lists show them."""

from typing import NamedTuple

from stepback_course.marking.quality.models import Sample
from stepback_course.people import Actor
from stepback_course.people.conflicts import people_not_to_judge
from stepback_course.people.policy import Action, may, require
from stepback_course.portfolio.models import Profile, Sampled
from stepback_course.store import Row, Scalar, Store
from stepback_course.text import same_identifier

ACTIONS: dict[Sampled, Action] = {
    "to verify": "verify_unit",
    "to mark again": "mark_unit",
    "to adjudicate": "adjudicate_unit",
}
"""What is done with a sample; of one that was returned, its assessor's next decision is awaited."""


class WaitingSample(NamedTuple):
    """One decision of which quality assurance still wants something."""

    portfolio: str
    name: str
    cohort: str
    unit: str
    attempt: int
    wanted: Sampled
    judge: str
    """Who decided it; empty to whoever may be the one to mark it again without knowing that."""
    state: str
    """Of the unit."""
    submitted: str
    is_own: bool
    """Whether the one who asks decided it."""
    is_yours: bool
    """Whether the one who asks may do what is wanted."""


class WaitingPage(NamedTuple):
    """Some of the samples that wait, and the cursor from which the next ones follow."""

    rows: tuple[WaitingSample, ...]
    next: str | None


def waiting_page(
    store: Store, actor: Actor, *, cohort: str | None, after: str | None, limit: int
) -> WaitingPage:
    """Return the samples that wait, oldest submission first. Raises Refusal."""
    require(actor, "see_quality", cohort=cohort)
    filters: dict[str, Scalar] = {"sampled": True} | ({"cohort": cohort} if cohort else {})
    page = store.find("unit", filters, sort="submitted", after=after, limit=limit)
    avoided = people_not_to_judge(store, actor.id)
    rows = (_waiting(actor, row, avoided) for row in page.rows)
    return WaitingPage(tuple(rows), page.next)


def sample_row(profile: Profile, unit: str, sample: Sample) -> dict[str, Scalar]:
    """Return the row of the newest sample of a unit."""
    row: dict[str, Scalar] = {
        "kind": "sample",
        "portfolio": profile.id,
        "cohort": profile.cohort,
        "unit": unit,
        "drawn": sample.drawn,
        "settled": sample.settled,
    }
    return row | ({"second": True} if sample.second else {})


def _waiting(actor: Actor, row: Row, avoided: frozenset[str]) -> WaitingSample:
    summary = row.summary
    wanted: Sampled = summary["quality"]  # type: ignore[assignment] # written by unit_row
    person, judge = str(summary["person"]), str(summary["judge"])
    action = ACTIONS.get(wanted)
    is_own = same_identifier(actor.id, judge)
    return WaitingSample(
        portfolio=str(summary["portfolio"]),
        name=str(summary["name"]),
        cohort=str(summary["cohort"]),
        unit=str(summary["unit"]),
        attempt=int(summary["attempt"] or 0),
        wanted=wanted,
        judge="" if wanted == "to mark again" and not is_own else judge,
        state=str(summary["state"]),
        submitted=str(summary["submitted"]),
        is_own=is_own,
        is_yours=(
            action is not None
            and not is_own
            and not same_identifier(actor.id, str(summary.get("second", "")))
            and person.lower() not in avoided
            and summary["state"] in ("decided", "met", "open")
            and may(actor, action, cohort=str(summary["cohort"]), practitioner=person)
        ),
    )
