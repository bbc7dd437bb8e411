"""The desk at which decisions are looked at again after their criteria have changed."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from pydantic import ValidationError

from stepback_course.clock import Clock, instant
from stepback_course.course.models import Course, CourseReference, Unit
from stepback_course.course.problems import CourseError
from stepback_course.course.shelf import Shelf
from stepback_course.marking.case import opened_case
from stepback_course.marking.changes.models import (
    AffectedDecision,
    CriteriaChange,
    Look,
    Looks,
)
from stepback_course.marking.changes.rules import criteria_change, vanished_line
from stepback_course.marking.quality.rules import is_hidden_from, require_not_blind
from stepback_course.people import Actor
from stepback_course.people.policy import may, require
from stepback_course.portfolio.folder import PortfolioFolder
from stepback_course.portfolio.models import Decision, Profile
from stepback_course.store import Change, Scalar, Store
from stepback_course.store.paging import all_rows
from stepback_course.text import _
from stepback_course.text.problems import sentences
from stepback_course.text.refusals import Refusal


class SecondLooks:
    """Lists decisions whose criteria have changed since, and notes who looked at them again."""

    def __init__(self, store: Store, courses: Shelf, actor: Actor, clock: Clock) -> None:
        """Sit down as `actor`."""
        self._store = store
        self._courses = courses
        self._actor = actor
        self._clock = clock

    def affected(self, cohort: str | None = None) -> list[AffectedDecision]:
        """Return the standing decisions on criteria that the newest version has otherwise.

        Those that somebody looked at again since are left out, and those that are marked again
        blind, until that is done; none is altered. By cohort, name and unit.
        """
        require(self._actor, "look_again", cohort=cohort)
        newest = cache(self._courses.newest)
        found = [
            affected
            for profile, units in self._decided_units(cohort)
            if may(self._actor, "look_again", cohort=profile.cohort, practitioner=profile.person)
            for affected in self._affected_in(profile, units, newest(profile.course.id))
        ]
        return sorted(found, key=lambda each: (each.cohort, each.name, each.portfolio, each.unit))

    def looked(self, portfolio: str, unit: str, note: str, *, operation: str | None = None) -> Look:
        """Note that the actor looked at a decision again, and what came of it.

        The decision stays as it is: where it has to be another, the unit is reopened or the
        practitioner appeals. Raises Refusal where its criteria have not changed.
        """
        case = opened_case(self._store, self._courses, self._actor, "look_again", portfolio, unit)
        require_not_blind(case.unit, case.record, self._actor)
        profile, decision = case.folder.profile, case.record.decision
        newest = self._courses.newest(profile.course.id)
        if decision is None or newest is None or not self._change(profile, decision, unit, newest):
            raise Refusal(
                "closed",
                _("the criteria of '{unit}' are as they were when it was decided").format(
                    unit=case.unit.title
                ),
            )
        kept = case.folder.kept(f"criteria/{unit}", Looks)
        try:
            look = Look(
                by=self._actor.id,
                name=self._actor.name,
                at=instant(self._clock()),
                decided=decision.at,
                course=newest.hash,
                note=note.strip(),
            )
        except ValidationError as error:
            raise Refusal("invalid", "; ".join(sentences(error))) from None
        looks = Looks(looks=(*kept.model.looks, look))
        change = Change(kept.revision, looks.model_dump(mode="json"))
        case.folder.put({f"criteria/{unit}": change}, actor=self._actor, operation=operation)
        return look

    def vanished(self, course: Course) -> Iterator[str]:
        """Yield a sentence for each criterion that decisions name and a new version lacks."""
        require(self._actor, "add_course")
        named: dict[tuple[str, str], list[str]] = defaultdict(list)
        for profile, units in self._decided_units(None):
            if profile.course.id != course.id or profile.course.hash == course.hash:
                continue
            folder = self._folder(profile, units)
            for unit in units:
                decision = folder.record(unit).model.decision
                after = course.unit(unit)
                left = {each.id for each in after.criteria} if after else set()
                for criterion in decision.criteria if decision else ():
                    if criterion not in left:
                        named[unit, criterion].append(profile.course.version)
        for (unit, criterion), versions in sorted(named.items()):
            yield vanished_line(unit, criterion, len(versions), set(versions))

    def _decided_units(self, cohort: str | None) -> Iterator[tuple[Profile, list[str]]]:
        """Yield every portfolio with its units that are decided."""
        filters: dict[str, Scalar] = {"cohort": cohort} if cohort else {}
        units: dict[str, list[str]] = defaultdict(list)
        for row in all_rows(self._store, "unit", sort=None, **filters):
            if row.summary["outcome"] or row.summary["verdict"]:
                units[str(row.summary["portfolio"])].append(str(row.summary["unit"]))
        for portfolio, decided in units.items():
            yield PortfolioFolder(self._store, self._courses, portfolio).profile, decided

    def _affected_in(
        self, profile: Profile, units: list[str], newest: CourseReference | None
    ) -> Iterator[AffectedDecision]:
        if newest is None:
            return
        touched = [unit for unit in units if self._difference(profile.course, newest, unit)]
        if not touched:
            return
        folder = self._folder(profile, touched)
        for unit in touched:
            record = folder.record(unit).model
            decision = record.decision
            if is_hidden_from(self._actor, record):
                continue
            looks = folder.kept(f"criteria/{unit}", Looks).model.looks
            if decision is None or _is_looked_at(looks, decision, newest):
                continue
            change = self._change(profile, decision, unit, newest)
            if not change:
                continue
            yield AffectedDecision(
                portfolio=profile.id,
                name=profile.name,
                cohort=profile.cohort,
                unit=unit,
                attempt=decision.attempt,
                assessor=decision.name,
                decided=decision.at,
                verdict=decision.verdict,
                version=(decision.course or profile.course).version,
                newest=newest.version,
                change=change,
            )

    def _change(
        self, profile: Profile, decision: Decision, unit: str, newest: CourseReference
    ) -> CriteriaChange:
        """Return how the criteria of a unit changed since a decision on it."""
        return self._difference(decision.course or profile.course, newest, unit)

    def _difference(
        self, before: CourseReference, after: CourseReference, unit: str
    ) -> CriteriaChange:
        known = self._unit(before, unit) if before.hash != after.hash else None
        return criteria_change(known, self._unit(after, unit)) if known else CriteriaChange()

    def _unit(self, reference: CourseReference, unit: str) -> Unit | None:
        try:
            return self._courses.of(reference).unit(unit)
        except CourseError:
            return None  # a definition that is not here any more cannot be compared

    def _folder(self, profile: Profile, units: list[str]) -> PortfolioFolder:
        folder = PortfolioFolder(self._store, self._courses, profile.id)
        folder.read(*(name for unit in units for name in (f"unit/{unit}", f"criteria/{unit}")))
        return folder


def _is_looked_at(looks: tuple[Look, ...], decision: Decision, newest: CourseReference) -> bool:
    return any((look.decided, look.course) == (decision.at, newest.hash) for look in looks)
