"""The desk at which samples are planned and drawn, and the marking is seen as a whole."""

from typing import Any

from pydantic import ValidationError

from stepback_course.clock import Clock, day_of, instant
from stepback_course.course.shelf import Shelf
from stepback_course.marking.quality import drawing
from stepback_course.marking.quality.comparing import Compared, compare, read_pairs
from stepback_course.marking.quality.keeping import (
    FOLDER,
    kept_in_plan,
    quality_change,
    record_name,
    standing_exception,
)
from stepback_course.marking.quality.models import (
    Plan,
    QualityRecord,
    StandingException,
    Survey,
)
from stepback_course.marking.quality.population import Progress, read_population, unwatched
from stepback_course.marking.quality.rules import new_sample, sampling_role
from stepback_course.marking.quality.steps import sampled
from stepback_course.people import Actor
from stepback_course.people.judges import judges
from stepback_course.people.policy import require
from stepback_course.portfolio.folder import Kept, PortfolioFolder
from stepback_course.store import Change, Conflict, Scalar, Store, new_operation
from stepback_course.text import _
from stepback_course.text.fields import Frozen
from stepback_course.text.problems import sentences
from stepback_course.text.refusals import Refusal


class Oversight:
    """Keeps the plan, draws samples by it, and says how the marking stands."""

    def __init__(self, store: Store, courses: Shelf, actor: Actor, clock: Clock) -> None:
        """Sit down as `actor`."""
        self._store = store
        self._courses = courses
        self._actor = actor
        self._clock = clock

    def plan(self) -> Plan:
        """Return the plan, or the usual one where none is kept."""
        require(self._actor, "see_quality")
        return kept_in_plan(self._store, "plan", Plan).model or Plan()

    def keep_plan(self, plan: Plan, *, operation: str | None = None) -> None:
        """Keep another plan; the same again changes nothing."""
        require(self._actor, "plan_sampling")
        kept = kept_in_plan(self._store, "plan", Plan)
        if kept.model != plan:
            self._keep("plan", kept, plan, operation=operation)

    def survey(self, progress: Progress = unwatched) -> Survey:
        """Return how the marking stands against the plan now; reads every portfolio."""
        plan = self.plan()
        judged = read_population(self._store, self._courses, progress)
        return drawing.survey(judged, plan, at=instant(self._clock()))

    def newest_survey(self) -> Survey | None:
        """Return the survey that was kept with the newest draw, or None."""
        require(self._actor, "see_quality")
        page = self._store.find("survey", sort="number", descending=True, limit=1)
        for row in page.rows:
            return kept_in_plan(self._store, row.record, Survey).model
        return None

    def draw(self, progress: Progress = unwatched, *, operation: str | None = None) -> Survey:
        """Draw what the plan wants beside what is in the sample, and keep how it then stands.

        What somebody else changed meanwhile is passed over; the next draw makes it good, and so it
        does with a draw that was interrupted. Raises Refusal where the actor may not plan samples.
        """
        require(self._actor, "plan_sampling")
        if len(judges(self._store, "assessor", "verifier")) < 2:
            raise Refusal(
                "closed",
                _(
                    "nobody here could look at another's decisions: a second assessor or a "
                    "verifier is needed, or the exception for a provider of one"
                ),
            )
        plan, at = self.plan(), instant(self._clock())
        judged = read_population(self._store, self._courses, progress)
        several = len(judges(self._store, "assessor")) > 1
        drawn = drawing.draw(judged, plan, at=at, second_marks=several)
        kept = sum(
            self._bring_in(portfolio, drawn)
            for portfolio in sorted({portfolio for portfolio, _unit in drawn.reasons})
        )
        survey = drawn.survey
        if kept < len(drawn.reasons):
            judged = read_population(self._store, self._courses)
            survey = drawing.survey(judged, plan, at=at)
        newest = self.newest_survey()
        survey = survey.model_copy(
            update={
                "drawn": kept,
                "by": self._actor.id,
                "number": (newest.number if newest else 0) + 1,
            }
        )
        row: dict[str, Scalar] = {"kind": "survey", "number": survey.number, "at": at}
        self._keep(f"survey/{survey.number}", Kept(None), survey, row=row, operation=operation)
        return survey

    def exception(self) -> StandingException | None:
        """Return the exception that was recorded last, whether or not it holds now."""
        require(self._actor, "see_quality")
        return kept_in_plan(self._store, "exception", StandingException).model

    def standing(self) -> StandingException | None:
        """Return the exception that holds today, or None."""
        require(self._actor, "see_quality")
        return standing_exception(self._store, self._clock())

    def keep_exception(
        self,
        reason: str,
        from_: str,
        until: str,
        agreed_by: str,
        *,
        operation: str | None = None,
    ) -> StandingException:
        """Record that awards go on without second marks: why, how long, and who agreed.

        Refused while two people can mark: then the one can look at what the other decided. Raises
        Refusal where something of it is missing as well.
        """
        require(self._actor, "grant_exception")
        if len(judges(self._store, "assessor", "verifier")) > 1:
            raise Refusal(
                "closed",
                _("two people here can look at each other's decisions: no exception is needed"),
            )
        given: dict[str, Any] = {
            "reason": reason,
            "from": from_,
            "until": until,
            "agreed_by": agreed_by,
            "by": self._actor.id,
            "at": instant(self._clock()),
        }
        try:
            exception = StandingException.model_validate(given)
        except ValidationError as error:
            raise Refusal("invalid", "; ".join(sentences(error))) from None
        kept = kept_in_plan(self._store, "exception", StandingException)
        self._keep("exception", kept, exception, operation=operation)
        return exception

    def end_exception(self, *, operation: str | None = None) -> None:
        """Let the exception count no more, from today on; it stays on record."""
        require(self._actor, "grant_exception")
        kept = kept_in_plan(self._store, "exception", StandingException)
        today = day_of(self._clock()).isoformat()
        if kept.model is None or not kept.model.covers(today):
            raise Refusal("unknown", _("no exception holds today"))
        ended = kept.model.model_copy(update={"ended": today})
        self._keep("exception", kept, ended, operation=operation)

    def agreement(self, cohort: str | None = None) -> list[Compared]:
        """Return how far second marks agree with the first ones, in all and by what."""
        require(self._actor, "see_quality", cohort=cohort)
        return compare(read_pairs(self._store, cohort))

    def _bring_in(self, portfolio: str, drawn: drawing.Drawn) -> int:
        """Bring what was drawn of one portfolio into the sample; return how much that was."""
        folder = PortfolioFolder(self._store, self._courses, portfolio)
        units = [unit for whose, unit in drawn.reasons if whose == portfolio]
        names = (name for unit in units for name in (f"unit/{unit}", record_name(unit)))
        folder.read("profile", "consent", *names)
        at, role = self._clock(), sampling_role(self._actor, folder.profile.cohort)
        changes: dict[str, Change] = {}
        for unit in units:
            key = (portfolio, unit)
            definition, kept = folder.unit(unit), folder.record(unit)
            quality = folder.kept(record_name(unit), QualityRecord)
            blind = key in drawn.blind
            try:
                record = sampled(
                    definition, kept.model, actor=self._actor, role=role, at=at, blind=blind
                )
            except Refusal:
                continue
            decision = kept.model.decision
            assert decision is not None  # noqa: S101 # what is sampled was decided
            sample = new_sample(decision, drawn.reasons[key], by=self._actor.id, at=at, blind=blind)
            samples = QualityRecord(samples=(*quality.model.samples, sample))
            changes[f"unit/{unit}"] = folder.record_change(definition, kept, record)
            changes[record_name(unit)] = quality_change(folder.profile, unit, quality, samples)
        if not changes:
            return 0
        try:
            folder.put(changes, actor=self._actor)
        except Conflict:
            return 0
        return len(changes) // 2

    def _keep(
        self,
        name: str,
        kept: Kept[Any],
        model: Frozen,
        *,
        row: dict[str, Scalar] | None = None,
        operation: str | None,
    ) -> None:
        change = Change(kept.revision, model.model_dump(mode="json", by_alias=True), row)
        self._store.put(
            FOLDER,
            {name: change},
            operation=operation or new_operation(),
            actor=self._actor.id,
        )
