"""The rows that a portfolio's records show in lists."""

from stepback_course.portfolio.award import AwardRecord
from stepback_course.portfolio.models import Draft, Profile, Status, UnitRecord
from stepback_course.portfolio.trail import stands_since
from stepback_course.store import Row, Scalar

TO_MARK = "to mark"
TO_RELEASE = "to release"
TO_PRACTISE = "to practise"
"""Where exemplars lie, which are marked by everybody and decided by nobody."""


def portfolio_row(profile: Profile) -> dict[str, Scalar]:
    """Return the row of a portfolio as a whole."""
    return {
        "kind": "portfolio",
        "portfolio": profile.id,
        "person": profile.person,
        "name": profile.name,
        "cohort": profile.cohort,
        "setting": profile.setting,
    }


def draft_row(profile: Profile, unit: str, draft: Draft, status: Status) -> dict[str, Scalar]:
    """Return the row of what is being written for one unit."""
    return {
        "kind": "draft",
        "portfolio": profile.id,
        "cohort": profile.cohort,
        "unit": unit,
        "status": status,
        "changed": max((response.at for response in draft.responses.values()), default=""),
    }


def unit_row(
    profile: Profile, unit: str, record: UnitRecord, *, is_frozen: bool = False
) -> dict[str, Scalar]:
    """Return the row of what became of one unit, by which desks find their work.

    No desk finds a frozen one. `assessor` is whose the unit is: who has claimed or decided it, else
    whom it is allocated to.
    """
    waiting = (
        {"submitted": TO_PRACTISE}
        if profile.practice
        else {"submitted": TO_MARK, "marking": TO_MARK, "decided": TO_RELEASE}
    )
    desk = None if is_frozen else waiting.get(record.state)
    decision = record.decision
    has_evidence = any(attempt.evidence for attempt in record.attempts)
    whose = record.lease or record.allocated
    return {
        "kind": "unit",
        "portfolio": profile.id,
        "person": profile.person,
        "name": profile.name,
        "cohort": profile.cohort,
        "unit": unit,
        "state": record.state,
        "desk": desk,
        "attempt": record.attempt.number if record.attempt else 0,
        "submitted": record.submitted_at,
        "since": stands_since(record),
        "assessor": whose.assessor if whose else None,
        "until": record.lease.until if record.lease else None,
        "outcome": decision.verdict if decision and record.state == "decided" else None,
        "verdict": decision.verdict if decision and decision.released else None,
        "released": decision.released if decision else "",
    } | _only_if(
        evidence=has_evidence,
        held=record.held is not None,
        frozen=is_frozen,
        **({} if is_frozen else _sampled_keys(record)),
        appeal=record.appeal is not None and record.appeal.is_open,
    )


def evidence_row(profile: Profile, unit: str) -> dict[str, Scalar]:
    """Return the row of the files of one unit, by which a file is found that two have attached."""
    return {
        "kind": "evidence",
        "portfolio": profile.id,
        "cohort": profile.cohort,
        "unit": unit,
    }


def award_row(profile: Profile, award: AwardRecord) -> dict[str, Scalar]:
    """Return the row of what the award of a portfolio has come to."""
    is_being_replaced = award.replacing is not None and not award.replacing.let_go
    return {
        "kind": "award",
        "portfolio": profile.id,
        "cohort": profile.cohort,
        "name": award.name,
        "number": award.number if award.issued else "",
    } | _only_if(
        language=award.language,
        fee=bool(award.fee_settled),
        revoked=award.revoked is not None,
        begun=is_being_replaced or bool(award.number and not award.issued),
    )


def listed_status(draft: Row | None, unit: Row | None) -> Status:
    """Return a unit's status from its two rows, as `rules.status_of` does from its records."""
    if unit is not None and unit.summary["state"] != "open":
        return unit.summary["state"]  # type: ignore[return-value] # written by unit_row
    if (
        unit is not None
        and unit.summary["verdict"] == "not_yet_met"
        and (draft is None or str(draft.summary["changed"]) <= str(unit.summary["released"]))
    ):
        return "referred"
    if draft is None:
        return "not started"
    return draft.summary["status"]  # type: ignore[return-value] # written by draft_row


def _sampled_keys(record: UnitRecord) -> dict[str, Scalar]:
    """Return what lists of samples ask: what is wanted of a decision, and who has judged it."""
    if not record.sampled:
        return {}
    judge = record.decision or record.decisions[-1]
    again = (entry.actor for entry in reversed(record.trail) if entry.action == "mark again")
    second = next(again, "") if record.sampled == "to adjudicate" else ""
    row: dict[str, Scalar] = {"sampled": True, "quality": record.sampled, "judge": judge.assessor}
    return row | _only_if(second=second)


def _only_if(**keys: Scalar) -> dict[str, Scalar]:
    """Return the keys that say something: most units have none of them."""
    return {key: value for key, value in keys.items() if value}
