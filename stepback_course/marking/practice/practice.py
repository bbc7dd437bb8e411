"""The desk at which assessors practise on exemplars, and agree on what the criteria mean."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from stepback_course.clock import Clock, instant
from stepback_course.course.models import Unit
from stepback_course.course.shelf import Shelf
from stepback_course.marking.case import Case, opened_case
from stepback_course.marking.models import Marks
from stepback_course.marking.practice.models import (
    Agreed,
    CriterionAgreement,
    Differences,
    Exemplar,
    PracticeMarks,
    PracticeRecord,
)
from stepback_course.marking.practice.rules import differences, pairs
from stepback_course.marking.quality.agreement import agreement
from stepback_course.marking.rules import incomplete
from stepback_course.people import Actor
from stepback_course.people.policy import Action, may, require
from stepback_course.portfolio.folder import Kept, PortfolioFolder
from stepback_course.portfolio.models import Verdict
from stepback_course.portfolio.submitting import read_submission
from stepback_course.portfolio.summaries import TO_PRACTISE
from stepback_course.store import Change, Conflict, Scalar, Store
from stepback_course.store.paging import all_rows
from stepback_course.text import _, clean_line
from stepback_course.text.problems import sentences
from stepback_course.text.refusals import Refusal

_RETRIES = 20


class Practice:
    """Lists exemplars, takes each assessor's own marks, and shows where they differ."""

    def __init__(self, store: Store, courses: Shelf, actor: Actor, clock: Clock) -> None:
        """Sit down as `actor`."""
        self._store = store
        self._courses = courses
        self._actor = actor
        self._clock = clock

    def exemplars(self, cohort: str | None = None) -> list[Exemplar]:
        """Return the submissions that everybody marks, by name and unit."""
        require(self._actor, "practise", cohort=cohort)
        filters: dict[str, Scalar] = {"cohort": cohort} if cohort else {}
        exemplars = []
        for row in all_rows(self._store, "unit", sort="name", desk=TO_PRACTISE, **filters):
            summary = {key: str(value) for key, value in row.summary.items()}
            if not may(self._actor, "practise", cohort=summary["cohort"]):
                continue
            folder = PortfolioFolder(self._store, self._courses, summary["portfolio"])
            record = _kept(folder, summary["unit"]).model
            exemplars.append(
                Exemplar(
                    portfolio=summary["portfolio"],
                    name=summary["name"],
                    cohort=summary["cohort"],
                    unit=summary["unit"],
                    marked=len(record.marks),
                    is_marked=self._is_marked(record),
                    is_agreed=record.agreed is not None,
                )
            )
        return exemplars

    def mark(
        self,
        portfolio: str,
        unit: str,
        criteria: Mapping[str, Any],
        feedback: Mapping[str, str] | None = None,
        *,
        operation: str | None = None,
    ) -> None:
        """Keep the actor's marks on an exemplar, once: they were made before seeing anybody's.

        Raises Refusal where they are no decision, or the actor has marked it already.
        """
        case = self._case(portfolio, unit, "practise")
        attempt = case.record.attempt
        assert attempt is not None  # noqa: S101 # `_case` has looked
        try:
            marks = Marks.model_validate(
                {
                    "attempt": attempt.number,
                    "assessor": self._actor.id,
                    "criteria": criteria,
                    "feedback": feedback or {},
                }
            )
        except ValidationError as error:
            raise Refusal("invalid", "; ".join(sentences(error))) from None
        for lack in incomplete(self._frozen(case), marks):
            raise Refusal("not_ready", lack.sentence)
        mine = PracticeMarks(
            assessor=self._actor.id,
            name=self._actor.name,
            at=instant(self._clock()),
            marks=marks,
        )
        for _attempt in range(_RETRIES):
            kept = _kept(self._case(portfolio, unit, "practise").folder, unit)
            if self._is_marked(kept.model):
                raise Refusal("taken", _("you have marked this exemplar: see where you differ"))
            record = kept.model.model_copy(update={"marks": (*kept.model.marks, mine)})
            try:
                self._put(case, kept, record, operation)
            except Conflict:
                continue
            return
        raise Conflict(_("this exemplar is being marked elsewhere: try again"), {})

    def differences(self, portfolio: str, unit: str) -> Differences:
        """Return what everybody made of an exemplar, criterion by criterion.

        Raises Refusal for an assessor who has not marked it yet.
        """
        case = self._case(portfolio, unit, "practise")
        record = _kept(case.folder, unit).model
        cohort = case.folder.profile.cohort
        if not self._is_marked(record) and not may(self._actor, "agree_practice", cohort=cohort):
            raise Refusal("not_allowed", _("mark it first: then you see what the others said"))
        return differences(self._frozen(case), record)

    def agree(
        self,
        portfolio: str,
        unit: str,
        criteria: Mapping[str, Verdict],
        note: str,
        *,
        operation: str | None = None,
    ) -> None:
        """Record what was agreed on: a verdict for each criterion, and how it is understood."""
        case = self._case(portfolio, unit, "agree_practice")
        known = {criterion.id for criterion in self._frozen(case).criteria}
        if set(criteria) != known:
            raise Refusal("invalid", _("say of every criterion of this unit what was agreed on"))
        try:
            agreed = Agreed(
                by=self._actor.id,
                name=self._actor.name,
                at=instant(self._clock()),
                criteria=dict(criteria),
                note=note.strip(),
            )
        except ValidationError as error:
            raise Refusal("invalid", "; ".join(sentences(error))) from None
        kept = _kept(case.folder, unit)
        self._put(case, kept, kept.model.model_copy(update={"agreed": agreed}), operation)

    def agreement(self, cohort: str) -> list[CriterionAgreement]:
        """Return how often two assessors said the same of each criterion of a cohort's exemplars.

        Raises Refusal for whoever has not marked all of them.
        """
        exemplars = self.exemplars(cohort)
        left = [each for each in exemplars if not each.is_marked]
        if left and not may(self._actor, "agree_practice", cohort=cohort):
            raise Refusal("not_allowed", _("mark every exemplar first: then you see how you agree"))
        said: dict[tuple[str, str], list[tuple[Verdict, Verdict]]] = defaultdict(list)
        texts: dict[tuple[str, str], str] = {}
        for each in exemplars:
            case = self._case(each.portfolio, each.unit, "practise")
            record = _kept(case.folder, each.unit).model
            for criterion in self._frozen(case).criteria:
                said[each.unit, criterion.id] += pairs(record, criterion.id)
                texts[each.unit, criterion.id] = clean_line(criterion.text)
        return [
            CriterionAgreement(unit, criterion, texts[unit, criterion], agreement(found))
            for (unit, criterion), found in said.items()
        ]

    def _is_marked(self, record: PracticeRecord) -> bool:
        return any(self._actor.is_person(each.assessor) for each in record.marks)

    def _case(self, portfolio: str, unit: str, action: Action) -> Case:
        case = opened_case(self._store, self._courses, self._actor, action, portfolio, unit)
        if not case.folder.profile.practice or case.record.state != "submitted":
            raise Refusal(
                "closed",
                _("'{unit}' is no exemplar: it is marked at the desk").format(unit=case.unit.title),
            )
        return case

    def _frozen(self, case: Case) -> Unit:
        """Return the unit as it was when the exemplar was submitted."""
        attempt = case.record.attempt
        assert attempt is not None  # noqa: S101 # `_case` has looked
        return Unit.model_validate(read_submission(self._store, case.record, attempt.number).unit)

    def _put(
        self,
        case: Case,
        kept: Kept[PracticeRecord],
        record: PracticeRecord,
        operation: str | None,
    ) -> None:
        change = Change(kept.revision, record.model_dump(mode="json"))
        case.folder.put(
            {f"practice/{case.unit.id}": change}, actor=self._actor, operation=operation
        )


def _kept(folder: PortfolioFolder, unit: str) -> Kept[PracticeRecord]:
    return folder.kept(f"practice/{unit}", PracticeRecord)
