"""The desk at which decisions are appealed against, and appeals answered."""

from collections.abc import Mapping
from datetime import date, datetime

from pydantic import ValidationError

from stepback_course.clock import Clock, day_of, instant, parse_instant
from stepback_course.course.shelf import Shelf
from stepback_course.marking.appeals.evidence import evidence_bundle
from stepback_course.marking.appeals.models import (
    Answer,
    Appeal,
    AppealRecord,
    AppealRow,
    AppealView,
    Opinion,
    Outcome,
    Panel,
    Stage,
)
from stepback_course.marking.appeals.records import (
    appeal_row,
    appeal_view,
    further_until,
    record_name,
    waiting_appeals,
    with_newest,
    without_opinions,
)
from stepback_course.marking.appeals.rules import (
    ANSWER_WITHIN,
    RAISE_WITHIN,
    answer_problem,
    is_past,
    next_stage,
    require_answerer,
    require_in_time,
    require_may_answer,
    require_open,
    require_same_decision,
    with_stage,
    working_days_after,
)
from stepback_course.marking.case import Case, opened_case
from stepback_course.marking.findings import (
    appeal_findings,
    decision_findings,
    explained_change,
)
from stepback_course.marking.models import Marks
from stepback_course.marking.rules import blank_boxes, incomplete
from stepback_course.marking.steps import decision_of
from stepback_course.people import Actor
from stepback_course.people.actor import find_person
from stepback_course.people.conflicts import require_no_conflict
from stepback_course.people.organisation import organisation_of
from stepback_course.people.policy import Action, may, require
from stepback_course.portfolio.folder import Kept
from stepback_course.portfolio.models import Appealed, UnitRecord
from stepback_course.portfolio.privacy import Finding, explanations_of, require_explained
from stepback_course.portfolio.rules import standing_referral
from stepback_course.portfolio.trail import Step, take_step
from stepback_course.store import Change, Store
from stepback_course.text import _, digest
from stepback_course.text.problems import sentences
from stepback_course.text.refusals import Refusal


class Appeals:
    """Takes appeals, has them answered stage by stage, and gathers what they are about."""

    def __init__(self, store: Store, courses: Shelf, actor: Actor, clock: Clock) -> None:
        """Sit down as `actor`."""
        self._store = store
        self._courses = courses
        self._actor = actor
        self._clock = clock

    def waiting(self, cohort: str | None = None) -> list[AppealRow]:
        """Return the appeals that wait for an answer, in a cohort or in all, the soonest first."""
        require(self._actor, "see_appeals", cohort=cohort)
        return waiting_appeals(self._store, self._actor, cohort, self._today())

    def open(self, portfolio: str, unit: str) -> AppealView:
        """Return the newest appeal on a unit. Raises Refusal where there is none.

        Its practitioner reads the answers, and not the opinion that was asked for beside one.
        """
        case = self._case(portfolio, unit, "read_portfolio")
        appeal = self._newest(case)[1]
        if self._actor.is_person(case.folder.profile.person):
            appeal = without_opinions(appeal)
        return appeal_view(case, appeal, self._closed())

    def to_answer(self, portfolio: str, unit: str) -> AppealView:
        """Return the open appeal on a unit to whoever may answer the stage it has come to.

        Raises Refusal to everybody else, before they have written anything.
        """
        case = self._case(portfolio, unit, "answer_appeal")
        appeal = self._newest(case)[1]
        require_open(appeal)
        require_answerer(appeal, self._actor, case.folder.profile.cohort)
        return appeal_view(case, appeal, self._closed())

    def standing(self, portfolio: str, unit: str) -> tuple[Appeal | None, str]:
        """Return the appeal against a unit's standing decision, and until when one is possible.

        For the practitioner, whom the screens ask: the appeal is None where there is none, the day
        an empty text where they may neither appeal nor take it further.
        """
        case = self._case(portfolio, unit, "read_portfolio", even_frozen=True)
        newest = self._kept(case).model.newest
        decision = standing_referral(case.record)
        is_about_it = newest and decision and newest.decided == decision.at
        if newest and (is_about_it or decision is None):
            until = further_until(newest, self._closed()) if decision else ""
            return without_opinions(newest), self._ahead(until)
        if decision is None:
            return None, ""
        released = day_of(parse_instant(decision.released))
        last = working_days_after(released, RAISE_WITHIN, self._closed()).isoformat()
        return None, self._ahead(last)

    def findings(self, portfolio: str, unit: str, text: str) -> list[Finding]:
        """Return what in the words of an appeal or of an answer may tell who a child is.

        Whoever writes them is asked once more before they go; nothing is refused for it.
        """
        case = self._case(portfolio, unit, "read_portfolio", even_frozen=True)
        return appeal_findings(case, text, self._clock())

    def appeal(
        self, portfolio: str, unit: str, grounds: str, *, operation: str | None = None
    ) -> Appeal:
        """Appeal against the decision for which a unit needs further work.

        Raises Refusal where there is no such decision, where one appeal is open already, and to the
        practitioner after the last day; a coordinator may record what came late.
        """
        case = self._case(portfolio, unit, "appeal")
        at = self._clock()
        decision = standing_referral(case.record)
        if decision is None:
            raise Refusal(
                "closed",
                _("an appeal is against a decision that asks for further work: there is none here"),
            )
        kept = self._kept(case)
        known = kept.model.newest
        if known and (known.decided, known.attempt) == (decision.at, decision.attempt):
            raise Refusal(
                "taken",
                _("there was an appeal against this decision: take it further where that is open"),
            )
        if self._is_practitioners(case):
            released = day_of(parse_instant(decision.released))
            require_in_time(working_days_after(released, RAISE_WITHIN, self._closed()), day_of(at))
        appeal = Appeal(
            attempt=decision.attempt,
            assessor=decision.assessor,
            name=decision.name,
            decided=decision.at,
            stages=(self._stage(1, grounds, at),),
        )
        record = AppealRecord(appeals=(*kept.model.appeals, appeal))
        self._put(case, kept, record, "appeal", at, operation=operation)
        return appeal

    def take_further(
        self, portfolio: str, unit: str, grounds: str, *, operation: str | None = None
    ) -> Appeal:
        """Ask for the next stage where an answer left the decision as it was.

        Raises Refusal where another decision stands by now, against which an appeal is another one.
        """
        case = self._case(portfolio, unit, "appeal")
        at = self._clock()
        kept, appeal = self._newest(case)
        require_same_decision(case.record, appeal, case.unit.title)
        number = next_stage(appeal)
        if self._is_practitioners(case):
            require_in_time(date.fromisoformat(further_until(appeal, self._closed())), day_of(at))
        further = with_stage(appeal, self._stage(number, grounds, at))
        self._put(case, kept, with_newest(kept.model, further), "appeal", at, operation=operation)
        return further

    def end(self, portfolio: str, unit: str, *, operation: str | None = None) -> Appeal:
        """Let an open appeal rest, unanswered."""
        case = self._case(portfolio, unit, "appeal", even_frozen=True)
        at = self._clock()
        kept, appeal = self._newest(case)
        require_open(appeal)
        ended = appeal.model_copy(update={"ended": instant(at)})
        self._put(case, kept, with_newest(kept.model, ended), "end appeal", at, operation=operation)
        return ended

    def answer(
        self,
        portfolio: str,
        unit: str,
        outcome: Outcome,
        reason: str,
        *,
        marks: Marks | None = None,
        opinion: Opinion | None = None,
        panel: Panel | None = None,
        explanations: Mapping[str, str] | None = None,
        operation: str | None = None,
    ) -> Appeal:
        """Answer the stage an appeal has come to; the practitioner sees the answer at once.

        Where the decision is *changed*, `marks` are what is decided instead: the decision that
        stood is superseded, not altered. `opinion` belongs to the second stage, `panel` to the
        third. Raises Refusal where the actor may not answer this stage, and what a decision and its
        release raise.
        """
        case = self._case(portfolio, unit, "answer_appeal")
        kept, appeal = self._newest(case)
        require_open(appeal)
        cohort = case.folder.profile.cohort
        giver = opinion.assessor if opinion else None
        require_may_answer(appeal, self._actor, cohort, giver, panel)
        if opinion:
            self._require_assessor(opinion.assessor, cohort, case.folder.profile.person)
        if problem := answer_problem(outcome, marks is not None):
            raise Refusal("invalid", problem)
        at = self._clock()
        try:
            answer = Answer(
                at=instant(at),
                by=self._actor.id,
                name=self._actor.name,
                outcome=outcome,
                reason=reason.strip(),
                opinion=opinion,
                panel=panel,
            )
        except ValidationError as error:
            raise Refusal("invalid", "; ".join(sentences(error))) from None
        answered = with_stage(appeal, appeal.stage.model_copy(update={"answer": answer}))
        step: Step = "answer"
        record, more = case.record, dict[str, Change]()
        if marks is not None:
            step, record, more = self._decided_anew(case, marks, at, explanations or {})
        self._put(
            case,
            kept,
            with_newest(kept.model, answered),
            step,
            at,
            record=record,
            reason=answer.reason,
            more=more,
            operation=operation,
        )
        return answered

    def bundle(self, portfolio: str, unit: str) -> bytes:
        """Return a zip with everything an appeal is about, for whoever answers it.

        It has the learner's part in it where the unit does: whoever takes it away destroys it.
        """
        case = self._case(portfolio, unit, "answer_appeal")
        appeal = self._newest(case)[1]
        return evidence_bundle(self._store, case, appeal, self._clock())

    def _decided_anew(
        self, case: Case, marks: Marks, at: datetime, explanations: Mapping[str, str]
    ) -> tuple[Step, UnitRecord, dict[str, Change]]:
        """Return the step, the record with another decision in place of the one that stood."""
        for lack in (*incomplete(case.unit, marks), *blank_boxes(marks)):
            raise Refusal("not_ready", lack.sentence)
        before = case.record.decision
        assert before is not None  # noqa: S101 # what is appealed against is a decision
        decision = decision_of(
            marks, before.attempt, actor=self._actor, at=at, course=before.course
        ).model_copy(update={"released": instant(at)})
        superseded = before.model_copy(update={"superseded": _("changed on appeal")})
        decisions = (
            *(superseded if each is before else each for each in case.record.decisions),
            decision,
        )
        record = case.record.model_copy(update={"decisions": decisions})
        found = decision_findings(self._store, case, decision, at)
        require_explained(found, explanations)
        why = explanations_of(found, explanations)
        more = explained_change(self._store, case, decision.attempt, why, at)
        step: Step = "uphold met" if decision.verdict == "met" else "uphold refer"
        return step, record, more

    def _require_assessor(self, person: str, cohort: str, practitioner: str) -> None:
        """Return where somebody whose opinion is given is an assessor here. Raises Refusal."""
        from stepback_course.people.actor import actor_of

        found = find_person(self._store, person)
        if found is None or not may(
            actor_of(found), "mark_unit", cohort=cohort, practitioner=practitioner
        ):
            raise Refusal("not_allowed", _("the opinion is that of another assessor of the cohort"))
        require_no_conflict(self._store, actor_of(found), practitioner)

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

    def _kept(self, case: Case) -> Kept[AppealRecord]:
        return case.folder.kept(record_name(case), AppealRecord)

    def _newest(self, case: Case) -> tuple[Kept[AppealRecord], Appeal]:
        kept = self._kept(case)
        if kept.model.newest is None:
            sentence = _("there is no appeal on '{unit}'")
            raise Refusal("unknown", sentence.format(unit=case.unit.title))
        return kept, kept.model.newest

    def _is_practitioners(self, case: Case) -> bool:
        return self._actor.is_person(case.folder.profile.person)

    def _ahead(self, day: str) -> str:
        return "" if is_past(day, self._today()) else day

    def _today(self) -> date:
        return day_of(self._clock())

    def _closed(self) -> frozenset[date]:
        return organisation_of(self._store).closed

    def _stage(self, number: int, grounds: str, at: datetime) -> Stage:
        within = ANSWER_WITHIN[number]  # type: ignore[index] # 1 to 3
        due = working_days_after(day_of(at), within, self._closed())
        try:
            return Stage.model_validate(
                {
                    "number": number,
                    "grounds": grounds.strip(),
                    "raised": instant(at),
                    "by": self._actor.id,
                    "due": due.isoformat(),
                }
            )
        except ValidationError as error:
            raise Refusal("invalid", "; ".join(sentences(error))) from None

    def _put(
        self,
        case: Case,
        kept: Kept[AppealRecord],
        appeals: AppealRecord,
        step: Step,
        at: datetime,
        *,
        record: UnitRecord | None = None,
        reason: str = "",
        more: Mapping[str, Change] | None = None,
        operation: str | None = None,
    ) -> None:
        """Write an appeal and the unit's record, which commits to it, in one put."""
        newest = appeals.newest
        assert newest is not None  # noqa: S101 # an appeal is what was done
        document = appeals.model_dump(mode="json")
        stepped = take_step(
            case.unit.title,
            record or case.record,
            step,
            actor=self._actor,
            role=self._role(case, step, newest),
            at=at,
            reason=reason,
            appeal=Appealed(is_open=newest.is_open, record=digest(document)),
        )
        change = Change(kept.revision, document, appeal_row(case, newest))
        case.put(stepped, operation, {record_name(case): change, **(more or {})})

    def _role(self, case: Case, step: Step, appeal: Appeal) -> str:
        if step in ("appeal", "end appeal"):
            by_them = self._is_practitioners(case) or not self._actor.roles
            return "practitioner" if by_them else "coordinator"
        if appeal.stage.number == 1:
            return "assessor"
        is_verifier = self._actor.has_role("verifier", case.folder.profile.cohort)
        return "verifier" if is_verifier else "coordinator"
