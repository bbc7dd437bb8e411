"""The desk at which an assessor marks."""

from collections.abc import Mapping
from itertools import chain
from typing import Any, Unpack

from pydantic import ValidationError

from stepback_course.clock import Clock, instant
from stepback_course.course.models import EvidenceTest
from stepback_course.course.shelf import Shelf
from stepback_course.marking.case import Case, opened_case, require_office
from stepback_course.marking.drafts import keep_draft, keep_note, margin_notes, own_draft
from stepback_course.marking.findings import decision_findings, explained_change
from stepback_course.marking.models import DeskView, Marks, QueuePage
from stepback_course.marking.quality.keeping import mark_of_decision
from stepback_course.marking.quality.rules import require_not_blind
from stepback_course.marking.queue import Looked, queue_page
from stepback_course.marking.rules import (
    blank_boxes,
    blank_text,
    incomplete,
    new_lease,
    require_lasting,
    require_not_taken_back,
)
from stepback_course.marking.steps import claimed, decided, given_back, released, undone
from stepback_course.people import Actor
from stepback_course.people.conflicts import require_no_conflict
from stepback_course.people.policy import Action
from stepback_course.portfolio.models import Decision, Overall
from stepback_course.portfolio.privacy import Finding, explanations_of, require_explained
from stepback_course.portfolio.submitting import read_submission
from stepback_course.portfolio.summaries import TO_MARK, TO_RELEASE
from stepback_course.portfolio.trail import take_step
from stepback_course.portfolio.versions.comparing import differing
from stepback_course.portfolio.versions.history import Round
from stepback_course.portfolio.versions.keeping import read_attempt
from stepback_course.store import Store
from stepback_course.text import _
from stepback_course.text.problems import sentences
from stepback_course.text.refusals import Refusal


class Desk:
    """Shows the queue, claims, decides, undoes and releases."""

    def __init__(self, store: Store, courses: Shelf, actor: Actor, clock: Clock) -> None:
        """Sit down as `actor`."""
        self._store = store
        self._courses = courses
        self._actor = actor
        self._clock = clock

    def queue(
        self, *, after: str | None = None, limit: int = 200, **looked: Unpack[Looked]
    ) -> QueuePage:
        """Return submissions that wait to be marked, oldest first unless asked otherwise."""
        return queue_page(
            self._store, self._courses, self._actor, TO_MARK, looked, after=after, limit=limit
        )

    def to_release(
        self, *, after: str | None = None, limit: int = 200, **looked: Unpack[Looked]
    ) -> QueuePage:
        """Return decided units that wait to be released, oldest submission first likewise."""
        return queue_page(
            self._store, self._courses, self._actor, TO_RELEASE, looked, after=after, limit=limit
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
        require_no_conflict(self._store, self._actor, case.folder.profile.person)
        require_not_blind(case.unit, case.record, self._actor)
        attempt = case.record.attempt
        if attempt is None:
            require_not_taken_back(case.unit, case.record)
            raise Refusal(
                "unknown", _("'{unit}' has not been submitted").format(unit=case.unit.title)
            )
        return DeskView(
            profile=case.folder.profile,
            submission=read_submission(self._store, case.record, attempt.number),
            record=case.record,
            revision=case.kept.revision,
            marks=own_draft(case, attempt.number),
            earlier=tuple(
                decision
                for decision in case.record.decisions
                if decision.released and not decision.superseded
                if decision.attempt < attempt.number
            ),
            notes=margin_notes(case),
        )

    def rounds(self, portfolio: str, unit: str) -> list[Round]:
        """Return how the standing attempt differs from each one before it, the newest first.

        Attempts that were taken back or erased are passed over.
        """
        case = self._case(portfolio, unit, "read_portfolio")
        standing = [a for a in case.record.attempts if not a.withdrawn and not a.erased]
        if len(standing) < 2:  # there is nothing before the only one
            return []
        *before, last = ((a.number, read_attempt(self._store, a)) for a in standing)
        number, now = last
        return [
            Round(earlier, number, tuple(differing(case.unit, then, now)))
            for earlier, then in reversed(before)
        ]

    def claim(
        self, portfolio: str, unit: str, *, reason: str = "", operation: str | None = None
    ) -> None:
        """Take a submission to mark for eight hours.

        What another assessor holds is taken over only with a reason. Claiming one's own again
        begins the hours anew.
        """
        case = self._case(portfolio, unit, "mark_unit")
        require_not_taken_back(case.unit, case.record)
        at = self._clock()
        lease = new_lease(self._actor, at)
        record = claimed(case.unit, case.record, lease, actor=self._actor, at=at, reason=reason)
        case.put(record, operation)

    def give_back(self, portfolio: str, unit: str, *, operation: str | None = None) -> None:
        """Return a claimed submission to the queue, undecided."""
        case = self._case(portfolio, unit, "mark_unit", even_frozen=True)
        record = given_back(case.unit, case.record, actor=self._actor, at=self._clock())
        case.put(record, operation)

    def keep_marks(self, portfolio: str, unit: str, marks: Marks) -> None:
        """Keep the actor's draft marks, complete or not; nobody else sees them.

        Each assessor has a draft of their own, so that a submission which was taken over meanwhile
        loses nothing. Raises Refusal where it is not with the desk any more.
        """
        keep_draft(self._case(portfolio, unit, "mark_unit"), marks)

    def keep_note(self, portfolio: str, unit: str, text: str) -> None:
        """Keep what the actor notes in the margin, for assessors; it is never released.

        It replaces what they noted beside this attempt before; without a word, nothing is left of
        it. Raises Refusal where the unit is not with the desk.
        """
        case = self._case(portfolio, unit, "mark_unit")
        keep_note(case, text, instant(self._clock()))

    def decide(
        self,
        portfolio: str,
        unit: str,
        criteria: Mapping[str, Any],
        feedback: Mapping[str, str],
        overall: str | Overall = "",
        *,
        tests: Mapping[EvidenceTest, Any] | None = None,
        seen: int | None = None,
        operation: str | None = None,
    ) -> Decision:
        """Decide a submission, claiming it first where nobody has; one durable write.

        `overall` is one text about the whole, or what stood out, what is missing and what the next
        step is. `tests` say of a case study whether its evidence is valid and so on. `seen` is the
        revision of the view that the marks were made on; where the unit has another by now,
        Conflict is raised and nothing is written. Raises Refusal where a criterion is undecided,
        where *not yet met* says too little, where another assessor holds the submission, and where
        the actor's own claim ran out.
        """
        case = self._case(portfolio, unit, "mark_unit")
        marks = _offered_marks(criteria, tests or {}, feedback, overall)
        about_the_whole = blank_boxes if isinstance(overall, Overall) else blank_text
        for lack in chain(incomplete(case.unit, marks), about_the_whole(marks)):
            raise Refusal("not_ready", lack.sentence)
        require_not_taken_back(case.unit, case.record)
        at = self._clock()
        require_lasting(case.unit, case.record, self._actor, at)
        record = decided(
            case.unit,
            case.record,
            marks,
            actor=self._actor,
            at=at,
            course=case.folder.profile.course,
            mark=mark_of_decision(self._store, at),
        )
        case.require_seen(seen)
        case.put(record, operation)
        return record.decisions[-1]

    def undo(self, portfolio: str, unit: str, *, operation: str | None = None) -> None:
        """Take one's own decision back before release; it stays in the record, superseded."""
        case = self._case(portfolio, unit, "mark_unit")
        record = undone(case.unit, case.record, actor=self._actor, at=self._clock())
        case.put(record, operation)

    def findings(self, portfolio: str, unit: str) -> list[Finding]:
        """Return what in the feedback of the standing decision may tell who a child is.

        What the practitioner explained when they submitted is not asked for again.
        """
        case = self._case(portfolio, unit, "read_portfolio")
        decision = case.record.decision
        return decision_findings(self._store, case, decision, self._clock()) if decision else []

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
        require_office(self._store)
        at = self._clock()
        cohort = case.folder.profile.cohort
        record = released(case.unit, case.record, actor=self._actor, cohort=cohort, at=at)
        case.require_seen(seen)
        decision = record.decisions[-1]
        found = decision_findings(self._store, case, decision, at)
        require_explained(found, explanations or {})
        why = explanations_of(found, explanations or {})
        case.put(record, operation, explained_change(self._store, case, decision.attempt, why, at))
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
        case.put(record, operation)

    def _case(
        self, portfolio: str, unit: str, action: Action, *, even_frozen: bool = False
    ) -> Case:
        return opened_case(
            self._store,
            self._courses,
            self._actor,
            action,
            portfolio,
            unit,
            even_frozen=even_frozen,
        )


def _offered_marks(
    criteria: Mapping[str, Any],
    tests: Mapping[EvidenceTest, Any],
    feedback: Mapping[str, str],
    overall: str | Overall,
) -> Marks:
    try:
        return Marks.model_validate(
            {"criteria": criteria, "tests": tests, "feedback": feedback, "overall": overall}
        )
    except ValidationError as error:
        raise Refusal("invalid", "; ".join(sentences(error))) from None
