"""The desk at which an assessor marks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from stepback_course.clock import Clock, day_of, instant
from stepback_course.course.models import Unit
from stepback_course.course.shelf import Shelf
from stepback_course.marking.models import DeskView, Explained, Marks, QueuePage
from stepback_course.marking.queue import queue_page
from stepback_course.marking.rules import new_lease
from stepback_course.marking.steps import claimed, decided, given_back, released, taken, undone
from stepback_course.people import Actor
from stepback_course.people.policy import Action, require
from stepback_course.portfolio.folder import Kept, PortfolioFolder
from stepback_course.portfolio.learner.permission import require_not_frozen
from stepback_course.portfolio.models import Decision, UnitRecord
from stepback_course.portfolio.privacy import (
    Finding,
    Surroundings,
    explanations_of,
    feedback_findings,
    require_explained,
    unexplained,
)
from stepback_course.portfolio.submitting import read_submission
from stepback_course.portfolio.summaries import TO_MARK, TO_RELEASE
from stepback_course.portfolio.trail import require_step, take_step
from stepback_course.store import NEVER_WRITTEN, Change, Conflict, Record, Store
from stepback_course.text import _, is_identifier
from stepback_course.text.problems import sentences
from stepback_course.text.refusals import Refusal


@dataclass(frozen=True, slots=True)
class _Case:
    """One unit of one portfolio, as it stands at the start of what is being done to it."""

    folder: PortfolioFolder
    unit: Unit
    kept: Kept[UnitRecord]

    @property
    def record(self) -> UnitRecord:
        return self.kept.model


class Desk:
    """Shows the queue, claims, decides, undoes and releases."""

    def __init__(self, store: Store, courses: Shelf, actor: Actor, clock: Clock) -> None:
        """Sit down as `actor`."""
        self._store = store
        self._courses = courses
        self._actor = actor
        self._clock = clock

    def queue(
        self,
        *,
        cohort: str | None = None,
        unit: str | None = None,
        after: str | None = None,
        limit: int = 200,
    ) -> QueuePage:
        """Return submissions that wait to be marked, oldest first."""
        return queue_page(
            self._store, self._actor, TO_MARK, cohort=cohort, unit=unit, after=after, limit=limit
        )

    def to_release(
        self,
        *,
        cohort: str | None = None,
        unit: str | None = None,
        after: str | None = None,
        limit: int = 200,
    ) -> QueuePage:
        """Return decided units that wait to be released, oldest submission first."""
        return queue_page(
            self._store, self._actor, TO_RELEASE, cohort=cohort, unit=unit, after=after, limit=limit
        )

    def open(self, portfolio: str, unit: str) -> DeskView:
        """Return a submission with the actor's own draft marks.

        Raises Refusal where none is in, and to its own practitioner, who is to see a decision only
        after its release.
        """
        case = self._case(portfolio, unit, "read_portfolio")
        if self._actor.is_person(case.folder.profile.person):
            raise Refusal(
                "not_allowed",
                _("this is your own work: somebody else marks it, and you see it in your course"),
            )
        attempt = case.record.attempt
        if attempt is None:
            raise Refusal(
                "unknown", _("'{unit}' has not been submitted").format(unit=case.unit.title)
            )
        return DeskView(
            profile=case.folder.profile,
            submission=read_submission(self._store, case.record, attempt.number),
            record=case.record,
            revision=case.kept.revision,
            marks=self._marks(case, attempt.number).model,
            earlier=tuple(
                decision
                for decision in case.record.decisions
                if decision.released and not decision.superseded
                if decision.attempt < attempt.number
            ),
        )

    def claim(
        self, portfolio: str, unit: str, *, reason: str = "", operation: str | None = None
    ) -> None:
        """Take a submission to mark for eight hours.

        What another assessor holds is taken over only with a reason. Claiming one's own again
        begins the hours anew.
        """
        case = self._case(portfolio, unit, "mark_unit")
        at = self._clock()
        lease = new_lease(self._actor, at)
        record = claimed(case.unit, case.record, lease, actor=self._actor, at=at, reason=reason)
        self._put(case, record, operation)

    def give_back(self, portfolio: str, unit: str, *, operation: str | None = None) -> None:
        """Return a claimed submission to the queue, undecided."""
        case = self._case(portfolio, unit, "mark_unit", even_frozen=True)
        record = given_back(case.unit, case.record, actor=self._actor, at=self._clock())
        self._put(case, record, operation)

    def keep_marks(self, portfolio: str, unit: str, marks: Marks) -> None:
        """Keep the actor's draft marks, complete or not; nobody else sees them.

        Raises Refusal where another assessor has claimed the submission, for their draft is kept in
        the same place, and where it is not being marked.
        """
        case = self._case(portfolio, unit, "mark_unit")
        require_step(case.unit.title, case.record.state, "decide")
        lease = case.record.lease
        if lease and not self._actor.is_person(lease.assessor):
            raise taken(lease)
        attempt = case.record.attempt
        kept = self._marks(case, attempt.number if attempt else 0)
        mine = marks.model_copy(update={"assessor": self._actor.id, "attempt": kept.model.attempt})
        if mine != kept.model:
            change = Change(kept.revision, mine.model_dump(mode="json"))
            case.folder.put({f"marks/{unit}": change}, actor=self._actor)

    def decide(
        self,
        portfolio: str,
        unit: str,
        criteria: Mapping[str, Any],
        feedback: Mapping[str, str],
        overall: str = "",
        *,
        seen: int | None = None,
        operation: str | None = None,
    ) -> Decision:
        """Decide a submission, claiming it first where nobody has; one durable write.

        `seen` is the revision of the view that the marks were made on; where the unit has another
        by now, Conflict is raised and nothing is written. Raises Refusal where a criterion is
        undecided, where *not yet met* says nothing of what is missing, and where another assessor
        holds the submission.
        """
        case = self._case(portfolio, unit, "mark_unit")
        marks = _offered_marks(criteria, feedback, overall)
        record = decided(case.unit, case.record, marks, actor=self._actor, at=self._clock())
        _require_seen(case, seen)
        self._put(case, record, operation)
        return record.decisions[-1]

    def undo(self, portfolio: str, unit: str, *, operation: str | None = None) -> None:
        """Take one's own decision back before release; it stays in the record, superseded."""
        case = self._case(portfolio, unit, "mark_unit")
        record = undone(case.unit, case.record, actor=self._actor, at=self._clock())
        self._put(case, record, operation)

    def findings(self, portfolio: str, unit: str) -> list[Finding]:
        """Return what in the feedback of the standing decision may tell who a child is.

        What the practitioner explained when they submitted is not asked for again.
        """
        return self._findings(self._case(portfolio, unit, "read_portfolio"))

    def release(
        self,
        portfolio: str,
        unit: str,
        explanations: Mapping[str, str] | None = None,
        *,
        seen: int | None = None,
        operation: str | None = None,
    ) -> Decision:
        """Let the practitioner see a decision; a unit that is not yet met opens again.

        `explanations` say, by the words of a finding, why they may stand; see `findings`. `seen` is
        the revision of the view that is released, as in `decide`. Raises Refusal where something in
        the feedback that may tell who a child is has no explanation.
        """
        case = self._case(portfolio, unit, "release_unit")
        at = self._clock()
        record = released(case.unit, case.record, actor=self._actor, at=at)
        _require_seen(case, seen)
        found = self._findings(case)
        require_explained(found, explanations or {})
        decision = record.decisions[-1]
        why = explanations_of(found, explanations or {})
        self._put(case, record, operation, self._explained(case, decision.attempt, why, at))
        return decision

    def reopen(
        self, portfolio: str, unit: str, reason: str, *, operation: str | None = None
    ) -> None:
        """Allow one more attempt at a unit, in the actor's name and with a reason."""
        case = self._case(portfolio, unit, "reopen_unit")
        if not reason.strip():
            raise Refusal("invalid", _("say why one more attempt is allowed"))
        coordinates = self._actor.has_role("coordinator", case.folder.profile.cohort)
        record = take_step(
            case.unit.title,
            case.record,
            "reopen",
            actor=self._actor,
            role="coordinator" if coordinates else "verifier",
            at=self._clock(),
            reason=reason,
        )
        self._put(case, record, operation)

    def _case(
        self, portfolio: str, unit: str, action: Action, *, even_frozen: bool = False
    ) -> _Case:
        folder = PortfolioFolder(self._store, self._courses, portfolio)
        # Together, so that the permission is no older than the record it lets be written.
        own = [f"unit/{unit}"] if is_identifier(unit) else []
        folder.read("profile", "consent", "allowed", *own)
        profile = folder.profile
        require(self._actor, action, cohort=profile.cohort, practitioner=profile.person)
        definition = folder.unit(unit)
        if not even_frozen:
            require_not_frozen(definition, folder.consent_to(definition))
        return _Case(folder, definition, folder.record(unit))

    def _findings(self, case: _Case) -> list[Finding]:
        decision, attempt = case.record.decision, case.record.attempt
        if decision is None or attempt is None:
            return []
        folder, year = case.folder, day_of(self._clock()).year
        surroundings = Surroundings.of(
            folder.profile, folder.consent().model, folder.allowed().model.names, year
        ).knowing(decision.name)
        feedback = feedback_findings(case.unit, decision.feedback, decision.overall, surroundings)
        found = list(feedback)
        if not found:
            return []
        submission = read_submission(self._store, case.record, attempt.number)
        return unexplained(found, submission.explanations)

    def _marks(self, case: _Case, attempt: int) -> Kept[Marks]:
        record = self._store.get(case.folder.name, f"marks/{case.unit.id}")
        fresh = Marks(attempt=attempt, assessor=self._actor.id)
        if record is None:
            return Kept(fresh)
        marks = Marks.model_validate(record.document)
        mine = marks.attempt == attempt and self._actor.is_person(marks.assessor)
        return Kept(marks if mine else fresh, record.revision)

    def _explained(
        self,
        case: _Case,
        attempt: int,
        explanations: Mapping[str, str],
        at: datetime,
    ) -> dict[str, Change]:
        """Return what keeps why words in the feedback may stand: a record for nobody's list."""
        if not explanations:
            return {}
        name = f"explained/{case.unit.id}"
        kept = self._store.get(case.folder.name, name)
        explained = Explained(
            attempt=attempt, by=self._actor.id, at=instant(at), words=dict(explanations)
        )
        revision = kept.revision if kept else NEVER_WRITTEN
        return {name: Change(revision, explained.model_dump(mode="json"))}

    def _put(
        self,
        case: _Case,
        record: UnitRecord,
        operation: str | None,
        more: Mapping[str, Change] | None = None,
    ) -> None:
        change = case.folder.record_change(case.unit, case.kept, record)
        try:
            case.folder.put(
                {f"unit/{case.unit.id}": change, **(more or {})},
                actor=self._actor,
                operation=operation,
            )
        except Conflict as conflict:
            raise _changed_meanwhile(case, conflict.current) from None


def _offered_marks(criteria: Mapping[str, Any], feedback: Mapping[str, str], overall: str) -> Marks:
    try:
        return Marks(criteria=dict(criteria), feedback=dict(feedback), overall=overall)
    except ValidationError as error:
        raise Refusal("invalid", "; ".join(sentences(error))) from None


def _require_seen(case: _Case, seen: int | None) -> None:
    if seen is not None and seen != case.kept.revision:
        raise _changed_meanwhile(case, {})


def _changed_meanwhile(case: _Case, current: Mapping[str, Record | None]) -> Conflict:
    return Conflict(
        _("'{unit}' was changed by somebody else meanwhile: look again, then decide").format(
            unit=case.unit.title
        ),
        current,
    )
