"""Second looks at a made-up cohort, so that their screens have something to show."""

from datetime import UTC, datetime, time

from stepback_course.course.shelf import Shelf
from stepback_course.demo.calendar import TODAY
from stepback_course.desks import Desks
from stepback_course.marking.quality.models import Plan
from stepback_course.people import resolve_actor
from stepback_course.portfolio.models import Decision, UnitRecord
from stepback_course.store import Store

AT = datetime.combine(TODAY, time(15, 0), UTC)
VERIFIER = "VE-SIONED"
ASSESSORS = ("AS-TUDUR", "AS-ROSALIND")


def look_around(store: Store) -> dict[str, tuple[str, str]]:
    """Draw a sample, mark all of it a second time but one, and verify two.

    Return, by what is wanted of it, a portfolio and unit that waits.
    """
    verifier = _seated(store, VERIFIER)
    verifier.oversight.keep_plan(Plan(seed="autumn", blind=40))
    verifier.oversight.draw()
    blind = [
        row for row in verifier.quality.waiting(limit=500).rows if row.wanted == "to mark again"
    ]
    for number, row in enumerate(blind[:-1]):
        decision = _decision(store, row.portfolio, row.unit)
        second = next(person for person in ASSESSORS if person != decision.assessor)
        quality = _seated(store, second).quality
        criteria = dict(decision.criteria)
        feedback = dict(decision.feedback)
        if number % 6 == 2:
            first = next(iter(criteria))
            criteria[first] = "met" if criteria[first] == "not_yet_met" else "not_yet_met"
            feedback[first] = "Say which piece of help this was, and on which day."
        quality.mark_again(row.portfolio, row.unit, criteria, feedback, "Clear and honest.")
    to_verify = [row for row in verifier.quality.waiting().rows if row.wanted == "to verify"]
    for row in to_verify[:2]:
        verifier.quality.verify(row.portfolio, row.unit, "agreed")
    waiting = verifier.quality.waiting(limit=500).rows
    return {row.wanted: (row.portfolio, row.unit) for row in reversed(waiting)}


def _decision(store: Store, portfolio: str, unit: str) -> Decision:
    """Return the decision on a unit, which nobody is shown who marks it again."""
    record = store.get(f"portfolio/{portfolio}", f"unit/{unit}")
    assert record is not None  # noqa: S101 # a sampled unit has one
    return UnitRecord.model_validate(record.document).decisions[-1]


def _seated(store: Store, person: str) -> Desks:
    return Desks(store, Shelf(store), resolve_actor(store, person, None), lambda: AT)
