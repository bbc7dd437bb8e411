"""The record and the row of an appeal, and what different people see of them."""

from collections.abc import Collection, Mapping
from datetime import date

from stepback_course.clock import day_of, parse_instant
from stepback_course.marking.appeals.models import Appeal, AppealRecord, AppealRow, AppealView
from stepback_course.marking.appeals.rules import (
    FURTHER_WITHIN,
    LAST_STAGE,
    is_past,
    working_days_after,
)
from stepback_course.marking.case import Case
from stepback_course.people import Actor
from stepback_course.people.policy import may
from stepback_course.portfolio.models import Decision, UnitRecord
from stepback_course.store import Scalar, Store
from stepback_course.store.paging import all_rows

KIND = "appeal"


def record_name(case: Case) -> str:
    """Return the name of the record of a unit's appeals."""
    return f"appeal/{case.unit.id}"


def appeal_row(case: Case, appeal: Appeal) -> dict[str, Scalar] | None:
    """Return the row of an appeal that waits; one that does not is in no list."""
    if not appeal.is_open:
        return None
    profile = case.folder.profile
    return {
        "kind": KIND,
        "portfolio": profile.id,
        "person": profile.person,
        "name": profile.name,
        "cohort": profile.cohort,
        "unit": case.unit.id,
        "stage": appeal.stage.number,
        "due": appeal.stage.due,
    }


def with_newest(record: AppealRecord, appeal: Appeal) -> AppealRecord:
    """Return the appeals on a unit with the newest one replaced."""
    return AppealRecord(appeals=(*record.appeals[:-1], appeal))


def appealed_decision(record: UnitRecord, appeal: Appeal) -> Decision:
    """Return the decision that an appeal is about."""
    return next(
        each
        for each in record.decisions
        if (each.at, each.attempt, each.assessor)
        == (appeal.decided, appeal.attempt, appeal.assessor)
    )


def further_until(appeal: Appeal, closed: Collection[date]) -> str:
    """Return the day to which an appeal may be taken further, or an empty text.

    On `closed` days nobody works.
    """
    answer = appeal.stage.answer
    goes_on = answer and answer.outcome == "stands" and appeal.stage.number < LAST_STAGE
    if not answer or not goes_on or appeal.ended:
        return ""
    answered = day_of(parse_instant(answer.at))
    return working_days_after(answered, FURTHER_WITHIN, closed).isoformat()


def appeal_view(case: Case, appeal: Appeal, closed: Collection[date]) -> AppealView:
    """Return an appeal on a unit with what it is about; on `closed` days nobody works."""
    return AppealView(
        profile=case.folder.profile,
        unit=case.unit.id,
        title=case.unit.title,
        appeal=appeal,
        decision=appealed_decision(case.record, appeal),
        revision=case.kept.revision,
        further_until=further_until(appeal, closed),
    )


def without_opinions(appeal: Appeal) -> Appeal:
    """Return an appeal as its practitioner may have it."""
    stages = tuple(
        stage.model_copy(update={"answer": stage.answer.model_copy(update={"opinion": None})})
        if stage.answer
        else stage
        for stage in appeal.stages
    )
    return appeal.model_copy(update={"stages": stages})


def waiting_appeals(store: Store, actor: Actor, cohort: str | None, today: date) -> list[AppealRow]:
    """Return the appeals that somebody sees and that wait for an answer, the soonest first."""
    filters: dict[str, Scalar] = {"cohort": cohort} if cohort else {}
    return [
        _listed(row.summary, actor, today)
        for row in all_rows(store, KIND, sort="due", **filters)
        if may(actor, "see_appeals", cohort=str(row.summary["cohort"]))
    ]


def _listed(summary: Mapping[str, Scalar], actor: Actor, today: date) -> AppealRow:
    cohort, due = str(summary["cohort"]), str(summary["due"])
    person = str(summary["person"])
    return AppealRow(
        portfolio=str(summary["portfolio"]),
        name=str(summary["name"]),
        cohort=cohort,
        unit=str(summary["unit"]),
        stage=int(summary["stage"] or 0),
        due=due,
        is_late=is_past(due, today),
        may_answer=may(actor, "answer_appeal", cohort=cohort, practitioner=person),
    )
