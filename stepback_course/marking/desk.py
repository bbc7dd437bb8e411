"""The desk at which an assessor marks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from pydantic import ValidationError

from stepback_course.clock import Clock
from stepback_course.course.models import Unit
from stepback_course.course.shelf import Shelf
from stepback_course.marking.models import DeskView, Marks, QueuePage, QueueRow
from stepback_course.marking.rules import new_lease
from stepback_course.marking.steps import claimed, decided, given_back, released, taken, undone
from stepback_course.people import Actor
from stepback_course.people.policy import Action, may, require
from stepback_course.portfolio.folder import Kept, PortfolioFolder
from stepback_course.portfolio.models import Decision, UnitRecord, Verdict
from stepback_course.portfolio.summaries import TO_MARK, TO_RELEASE
from stepback_course.portfolio.trail import require_step, take_step
from stepback_course.portfolio.workbook import read_submission
from stepback_course.store import Change, Conflict, Record, Row, Scalar, Store
from stepback_course.text import _
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
        return self._page(TO_MARK, cohort, unit, after, limit)

    def to_release(
        self,
        *,
        cohort: str | None = None,
        unit: str | None = None,
        after: str | None = None,
        limit: int = 200,
    ) -> QueuePage:
        """Return decided units that wait to be released, oldest submission first."""
        return self._page(TO_RELEASE, cohort, unit, after, limit)

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
        case = self._case(portfolio, unit, "mark_unit")
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

    def release(
        self,
        portfolio: str,
        unit: str,
        *,
        seen: int | None = None,
        operation: str | None = None,
    ) -> Decision:
        """Let the practitioner see a decision; a unit that is not yet met opens again.

        `seen` is the revision of the view that is released, as in `decide`.
        """
        case = self._case(portfolio, unit, "release_unit")
        record = released(case.unit, case.record, actor=self._actor, at=self._clock())
        _require_seen(case, seen)
        self._put(case, record, operation)
        return record.decisions[-1]

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

    def _case(self, portfolio: str, unit: str, action: Action) -> _Case:
        folder = PortfolioFolder(self._store, self._courses, portfolio)
        profile = folder.profile
        require(self._actor, action, cohort=profile.cohort, practitioner=profile.person)
        return _Case(folder, folder.unit(unit), folder.record(unit))

    def _marks(self, case: _Case, attempt: int) -> Kept[Marks]:
        record = self._store.get(case.folder.name, f"marks/{case.unit.id}")
        fresh = Marks(attempt=attempt, assessor=self._actor.id)
        if record is None:
            return Kept(fresh)
        marks = Marks.model_validate(record.document)
        mine = marks.attempt == attempt and self._actor.is_person(marks.assessor)
        return Kept(marks if mine else fresh, record.revision)

    def _put(self, case: _Case, record: UnitRecord, operation: str | None) -> None:
        change = case.folder.record_change(case.unit, case.kept, record)
        try:
            case.folder.put(
                {f"unit/{case.unit.id}": change}, actor=self._actor, operation=operation
            )
        except Conflict as conflict:
            raise _changed_meanwhile(case, conflict.current) from None

    def _page(
        self, desk: str, cohort: str | None, unit: str | None, after: str | None, limit: int
    ) -> QueuePage:
        require(self._actor, "see_queue", cohort=cohort)
        filters: dict[str, Scalar] = {"desk": desk}
        if cohort:
            filters["cohort"] = cohort
        if unit:
            filters["unit"] = unit
        page = self._store.find("unit", filters, sort="submitted", after=after, limit=limit)
        # Asked once for each cohort and not for each row, of which a page has many.
        may_mark = cache(partial(may, self._actor, "mark_unit"))
        return QueuePage(tuple(self._queue_row(row, may_mark) for row in page.rows), page.next)

    def _queue_row(self, row: Row, may_mark: Callable[..., bool]) -> QueueRow:
        summary = row.summary
        person = str(summary["person"])
        is_own = self._actor.is_person(person)
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


def _outcome(summary: Scalar) -> Verdict | None:
    match summary:
        case "met" | "not_yet_met":
            return summary
    return None
