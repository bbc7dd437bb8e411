"""The decisions there are, read from every portfolio."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stepback_course.course.shelf import Shelf
from stepback_course.marking.quality.drawing import Judged
from stepback_course.marking.quality.keeping import record_name
from stepback_course.marking.quality.models import QualityRecord
from stepback_course.marking.quality.rules import is_not_second_marked
from stepback_course.portfolio.folder import PortfolioFolder
from stepback_course.portfolio.learner.permission import is_frozen
from stepback_course.portfolio.models import Decision, UnitRecord
from stepback_course.store import Store
from stepback_course.store.paging import all_rows

Progress = Callable[[int, int], None]
"""Told how many portfolios are done, of how many; what it raises ends the work."""

DECIDED = ("decided", "met", "open")
"""The states of a unit in which a decision may stand that nobody is making anew."""


def unwatched(_done: int, _all: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """A unit on which a decision stands, as it was read."""

    portfolio: str
    cohort: str
    unit: str
    is_case_study: bool
    record: UnitRecord
    quality: QualityRecord
    decision: Decision


@dataclass(slots=True)
class _Pace:
    """When every assessor decided, and when a decision of theirs was returned."""

    decided: defaultdict[str, list[str]]
    returned: defaultdict[str, list[str]]

    def turn(self, decision: Decision) -> int:
        return bisect_right(self.decided[decision.assessor.lower()], decision.at)

    def follows_return(self, decision: Decision) -> int | None:
        assessor = decision.assessor.lower()
        returns = self.returned[assessor]
        newest = bisect_left(returns, decision.at) - 1
        if newest < 0:
            return None
        before = bisect_right(self.decided[assessor], returns[newest])
        return self.turn(decision) - before


def read_population(store: Store, courses: Shelf, progress: Progress = unwatched) -> list[Judged]:
    """Return every decision that stands and can be looked at.

    Left out are those on work that is being marked anew, that was erased, or about a learner for
    whom permission was taken back. Raises StoreError.
    """
    found: list[_Standing] = []
    pace = _Pace(defaultdict(list), defaultdict(list))
    for folder, units in _portfolios(store, courses, progress):
        for unit in units:
            record = folder.record(unit).model
            quality = folder.kept(record_name(unit), QualityRecord).model
            _note(pace, record, quality)
            definition = folder.unit(unit)
            decision = record.decision
            if (
                decision is None
                or record.state not in DECIDED
                or _is_erased(record, decision)
                or is_frozen(definition, folder.consent_to(definition))
            ):
                continue
            found.append(
                _Standing(
                    folder.profile.id,
                    folder.profile.cohort,
                    unit,
                    definition.needs_consent,
                    record,
                    quality,
                    decision,
                )
            )
    for instants in (*pace.decided.values(), *pace.returned.values()):
        instants.sort()
    return [_judged(each, pace) for each in found]


def _portfolios(
    store: Store, courses: Shelf, progress: Progress
) -> Iterator[tuple[PortfolioFolder, list[str]]]:
    """Yield every portfolio with a decision in it, with its records at hand, and the units."""
    marked: defaultdict[str, list[str]] = defaultdict(list)
    for row in all_rows(store, "unit"):
        if row.summary["attempt"] and row.summary["state"] != "submitted":
            marked[str(row.summary["portfolio"])].append(str(row.summary["unit"]))
    for done, (portfolio, units) in enumerate(marked.items(), start=1):
        folder = PortfolioFolder(store, courses, portfolio)
        names = (name for unit in units for name in (f"unit/{unit}", record_name(unit)))
        folder.read("profile", "consent", *names)
        yield folder, units
        progress(done, len(marked))


def _note(pace: _Pace, record: UnitRecord, quality: QualityRecord) -> None:
    for decision in record.decisions:
        if decision.released or not decision.superseded:
            pace.decided[decision.assessor.lower()].append(decision.at)
    for sample in quality.samples:
        for look in sample.looks:
            if look.outcome == "returned":
                pace.returned[sample.assessor.lower()].append(look.at)


def _judged(each: _Standing, pace: _Pace) -> Judged:
    decision, record = each.decision, each.record
    of_it = [sample for sample in each.quality.samples if sample.is_of(decision)]
    return Judged(
        portfolio=each.portfolio,
        unit=each.unit,
        attempt=decision.attempt,
        at=decision.at,
        assessor=decision.assessor,
        name=decision.name,
        cohort=each.cohort,
        outcome=decision.verdict,
        is_case_study=each.is_case_study,
        turn=pace.turn(decision),
        follows_return=pace.follows_return(decision),
        is_sampled=bool(record.sampled or of_it),
        is_looked_at=any(sample.settled for sample in of_it),
        is_drawable=not record.sampled,
        is_not_second_marked=is_not_second_marked(record),
    )


def _is_erased(record: UnitRecord, decision: Decision) -> bool:
    attempts = (a for a in reversed(record.attempts) if a.number == decision.attempt)
    attempt = next((a for a in attempts if not a.withdrawn), None)
    return attempt is None or bool(attempt.erased)
