"""The desk at which a decision of somebody else's is looked at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stepback_course.clock import Clock, instant
from stepback_course.course.models import EvidenceTest
from stepback_course.course.shelf import Shelf
from stepback_course.marking.case import Case, opened_case
from stepback_course.marking.drafts import own_draft, put_draft
from stepback_course.marking.models import Marks
from stepback_course.marking.quality import steps
from stepback_course.marking.quality.keeping import quality_change, record_name
from stepback_course.marking.quality.models import (
    Adjudication,
    Look,
    Outcome,
    QualityRecord,
    Sample,
    SecondMarks,
    Upheld,
)
from stepback_course.marking.quality.rules import (
    is_hidden_from,
    is_not_second_marked,
    is_same,
    new_sample,
    offered,
    require_another,
    require_difference,
    require_to_verify,
    require_wanted,
    sampling_role,
    standing,
)
from stepback_course.marking.quality.waiting import WaitingPage, waiting_page
from stepback_course.marking.rules import blank_text, incomplete
from stepback_course.people import Actor
from stepback_course.people.conflicts import require_no_conflict
from stepback_course.people.policy import Action
from stepback_course.portfolio.folder import Kept
from stepback_course.portfolio.models import (
    Decision,
    Overall,
    Profile,
    Sampled,
    Submission,
    UnitRecord,
)
from stepback_course.portfolio.submitting import read_submission
from stepback_course.store import Store
from stepback_course.text import _, count_words
from stepback_course.text.notes import checked_note
from stepback_course.text.refusals import Refusal


@dataclass(frozen=True, slots=True)
class QualityView:
    """One decision as it lies before whoever looks at it a second time."""

    profile: Profile
    submission: Submission
    state: str
    """Of the unit."""
    wanted: Sampled
    revision: int
    """The revision of the unit's record, by which a later change is noticed."""
    decision: Decision | None
    """What was decided; None while the one who asks is to mark it without knowing."""
    sample: Sample | None
    """The newest one; None where the decision is not shown."""
    samples: tuple[Sample, ...]
    """Every sample of the unit there was, oldest first; none where the decision is not shown."""
    marks: Marks
    """The draft of second marks that whoever sits here keeps."""
    is_not_second_marked: bool
    """Whether it was decided under the standing exception."""


class Quality:
    """Samples decisions, verifies them, takes second marks, and settles differences."""

    def __init__(self, store: Store, courses: Shelf, actor: Actor, clock: Clock) -> None:
        """Sit down as `actor`."""
        self._store = store
        self._courses = courses
        self._actor = actor
        self._clock = clock

    def waiting(
        self, *, cohort: str | None = None, after: str | None = None, limit: int = 200
    ) -> WaitingPage:
        """Return the samples that wait for somebody, oldest submission first."""
        return waiting_page(self._store, self._actor, cohort=cohort, after=after, limit=limit)

    def open(self, portfolio: str, unit: str) -> QualityView:
        """Return a decision and what was said about it.

        Where it is marked again blind nothing of either is in it, nor why it was drawn, which may
        tell the outcome. Raises Refusal where no decision stands, and to its practitioner.
        """
        case, kept = self._case(portfolio, unit, "see_quality")
        if self._actor.is_person(case.folder.profile.person):
            raise Refusal("not_allowed", _("this is your own work: somebody else looks at it"))
        require_no_conflict(self._store, self._actor, case.folder.profile.person)
        record = case.record
        decision = standing(case.unit, record)
        is_hidden = is_hidden_from(self._actor, record)
        return QualityView(
            profile=case.folder.profile,
            submission=read_submission(self._store, record, decision.attempt),
            state=record.state,
            wanted=record.sampled,
            revision=case.kept.revision,
            decision=None if is_hidden else decision,
            sample=None if is_hidden else kept.model.sample,
            samples=() if is_hidden else kept.model.samples,
            marks=own_draft(case, decision.attempt),
            is_not_second_marked=is_not_second_marked(record),
        )

    def sample(
        self,
        portfolio: str,
        unit: str,
        why: str,
        *,
        blind: bool = False,
        operation: str | None = None,
    ) -> Sample:
        """Bring a standing decision into the sample, beside what the plan draws."""
        case, kept = self._case(portfolio, unit, "sample_unit")
        why = checked_note(why)
        if not count_words(why):
            raise Refusal("invalid", _("say why this decision is looked at"))
        decision, at = standing(case.unit, case.record), self._clock()
        sample = new_sample(decision, ("chosen",), by=self._actor.id, at=at, why=why, blind=blind)
        record = steps.sampled(
            case.unit,
            case.record,
            actor=self._actor,
            role=sampling_role(self._actor, case.folder.profile.cohort),
            at=at,
            blind=blind,
        )
        quality = QualityRecord(samples=(*kept.model.samples, sample))
        self._put(case, record, kept, quality, operation)
        return sample

    def verify(
        self,
        portfolio: str,
        unit: str,
        outcome: Outcome,
        comment: str = "",
        *,
        seen: int | None = None,
        operation: str | None = None,
    ) -> Sample:
        """Say of a decision that it is agreed, agreed with advice, or returned; one durable write.

        A decision that is not in the sample comes into it. Advice and a return need a comment.
        Raises Refusal for one's own decision, and where something else is wanted of it.
        """
        case, kept = self._case(portfolio, unit, "verify_unit")
        decision = standing(case.unit, case.record)
        require_another(self._actor, decision.assessor)
        comment = checked_note(comment)
        if outcome != "agreed" and not count_words(comment):
            raise Refusal("not_ready", _("say to the assessor why: advice and a return need words"))
        require_to_verify(case.unit, case.record, kept.model, decision)
        case.require_seen(seen)
        at = self._clock()
        record = case.record
        sample = kept.model.sample
        quality = kept.model
        if sample is None or sample.settled:
            sample = new_sample(decision, ("chosen",), by=self._actor.id, at=at)
            quality = QualityRecord(samples=(*quality.samples, sample))
            record = steps.sampled(case.unit, record, actor=self._actor, role="verifier", at=at)
        look = self._look(decision, outcome, comment, at)
        sample = sample.model_copy(
            update={
                "looks": (*sample.looks, look),
                "settled": "" if outcome == "returned" else instant(at),
            }
        )
        record = steps.verified(case.unit, record, outcome, comment, actor=self._actor, at=at)
        self._put(case, record, kept, quality.with_sample(sample), operation)
        return sample

    def keep_marks(self, portfolio: str, unit: str, marks: Marks) -> None:
        """Keep the actor's draft of second marks, complete or not; nobody else sees it."""
        case, kept = self._case(portfolio, unit, "mark_unit")
        first = standing(case.unit, case.record)
        require_another(self._actor, first.assessor)
        require_wanted(case.unit, case.record, kept.model, "to mark again")
        put_draft(case, marks, first.attempt)

    def mark_again(
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
    ) -> Sample:
        """Mark a sampled submission a second time, without knowing the first decision.

        Where both agree on every criterion the sample is settled; else a third person is needed.
        Raises Refusal where the marks are incomplete, and to whoever decided first.
        """
        case, kept = self._case(portfolio, unit, "mark_unit")
        first = standing(case.unit, case.record)
        require_another(self._actor, first.assessor)
        sample = require_wanted(case.unit, case.record, kept.model, "to mark again")
        marks = offered(criteria, tests or {}, feedback, overall)
        for lack in (*incomplete(case.unit, marks), *blank_text(marks)):
            raise Refusal("not_ready", lack.sentence)
        case.require_seen(seen)
        at = self._clock()
        differs = not is_same(first, marks)
        second = SecondMarks(
            by=self._actor.id,
            name=self._actor.name,
            at=instant(at),
            decided=first.at,
            marks=marks.model_copy(update={"attempt": first.attempt, "assessor": self._actor.id}),
        )
        settled = "" if differs else instant(at)
        sample = sample.model_copy(update={"second": second, "settled": settled})
        record = steps.marked_again(
            case.unit, case.record, differs=differs, actor=self._actor, at=at
        )
        self._put(case, record, kept, kept.model.with_sample(sample), operation)
        return sample

    def adjudicate(
        self,
        portfolio: str,
        unit: str,
        upholds: Upheld,
        comment: str,
        *,
        seen: int | None = None,
        operation: str | None = None,
    ) -> Sample:
        """Say, as a third person, whose marks count where two differ; both keep their comments.

        A released decision that a verifier returned can be upheld as well. Raises Refusal to either
        of the two, and without a comment.
        """
        case, kept = self._case(portfolio, unit, "adjudicate_unit")
        first = standing(case.unit, case.record)
        sample = require_difference(case.unit, case.record, kept.model, first, upholds)
        others = [look.by for look in sample.looks] + ([sample.second.by] if sample.second else [])
        require_another(self._actor, first.assessor, *others)
        comment = checked_note(comment)
        if not count_words(comment):
            raise Refusal("not_ready", _("say why: both assessors read it"))
        case.require_seen(seen)
        at = self._clock()
        second = sample.second
        record = steps.adjudicated(
            case.unit,
            case.record,
            upholds,
            comment,
            second.marks if second else None,
            second_by=Actor(second.by, second.name) if second else self._actor,
            actor=self._actor,
            cohort=case.folder.profile.cohort,
            at=at,
        )
        adjudication = Adjudication(
            by=self._actor.id,
            name=self._actor.name,
            at=instant(at),
            upholds=upholds,
            comment=comment,
        )
        sample = sample.model_copy(
            update={
                "adjudication": adjudication,
                "settled": "" if record.sampled else instant(at),
            }
        )
        self._put(case, record, kept, kept.model.with_sample(sample), operation)
        return sample

    def _case(self, portfolio: str, unit: str, action: Action) -> tuple[Case, Kept[QualityRecord]]:
        case = opened_case(self._store, self._courses, self._actor, action, portfolio, unit)
        return case, case.folder.kept(record_name(unit), QualityRecord)

    def _look(self, decision: Decision, outcome: Outcome, comment: str, at: datetime) -> Look:
        return Look(
            by=self._actor.id,
            name=self._actor.name,
            at=instant(at),
            decided=decision.at,
            outcome=outcome,
            comment=comment,
        )

    def _put(
        self,
        case: Case,
        record: UnitRecord,
        kept: Kept[QualityRecord],
        quality: QualityRecord,
        operation: str | None,
    ) -> None:
        change = quality_change(case.folder.profile, case.unit.id, kept, quality)
        case.put(record, operation, {record_name(case.unit.id): change})
