"""What can be said of a unit from its definition, its draft and its record, without I/O."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from stepback_course.course.activities import Activity
from stepback_course.course.models import Rules, Unit
from stepback_course.portfolio.learner.permission import is_frozen
from stepback_course.portfolio.models import (
    Consent,
    Decision,
    Draft,
    Response,
    Status,
    UnitRecord,
)
from stepback_course.text import _

Lacking = Callable[[Activity, Response | None], Iterable[str]]
"""What says, as `lacking` does, what one activity still needs."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something a unit still needs, and the activity where it is missing."""

    activity: str
    """The activity's id, or the empty text for the unit as a whole."""
    title: str
    sentence: str


def lacking(activity: Activity, response: Response | None) -> Iterable[str]:
    """Return a sentence for each thing that is still to be done for one activity."""
    return activity.missing(response.value if response else None)


def gaps(
    unit: Unit, draft: Draft, consent: Consent | None, lacking: Lacking = lacking
) -> Iterator[Gap]:
    """Yield everything a unit still needs before it is ready, in the order of its activities."""
    if unit.needs_consent and consent is None:
        yield Gap("", _("Permission"), _("permission is not recorded yet"))
    if consent is not None and is_frozen(unit, consent):
        yield Gap("", _("Permission"), _("permission was taken back"))
    for activity in unit.activities:
        response = draft.responses.get(activity.id)
        for sentence in lacking(activity, response):
            yield Gap(activity.id, activity.title, sentence)


def is_started(unit: Unit, draft: Draft) -> bool:
    """Say whether anything is entered for any of the unit's activities."""
    return any(
        (response := draft.responses.get(activity.id)) is not None
        and not activity.is_empty(response.value)
        for activity in unit.activities
    )


def draft_status(unit: Unit, draft: Draft, missing: Iterable[Gap]) -> Status:
    """Return how far what is written for a unit has come; of `missing` one gap is read."""
    if not is_started(unit, draft):
        return "not started"
    return "in progress" if any(True for _gap in missing) else "ready"


def standing_referral(record: UnitRecord) -> Decision | None:
    """Return the decision for which an open unit needs further work, or None."""
    decision = record.decision
    if record.state == "open" and decision and decision.released and decision.verdict != "met":
        return decision
    return None


def asked_for(unit: Unit, record: UnitRecord, activity: str) -> list[str]:
    """Return in an assessor's words what an activity of a unit that came back still has to show."""
    referral = standing_referral(record)
    if referral is None:
        return []
    return [
        referral.feedback.get(criterion.id) or criterion.text
        for criterion in unit.criteria
        if activity in criterion.evidence and referral.criteria.get(criterion.id) == "not_yet_met"
    ]


def changed_since(draft: Draft, instant: str) -> bool:
    """Say whether any response is newer than an instant."""
    return any(response.at > instant for response in draft.responses.values())


def status_of(unit: Unit, draft: Draft, record: UnitRecord, missing: Iterable[Gap]) -> Status:
    """Return the word for where a unit stands; of `missing`, its gaps, as few as needed are read.

    A unit that came back reads *referred* until its practitioner begins to work on it again.
    """
    if record.state != "open":
        return record.state
    referral = standing_referral(record)
    if referral and not changed_since(draft, referral.released):
        return "referred"
    return draft_status(unit, draft, missing)


def practitioner_status(status: Status) -> Status:
    """Return the status as the practitioner may know it: nothing of the marking before release."""
    return "submitted" if status in ("marking", "decided") else status


def attempts_used(record: UnitRecord) -> int:
    """Return how many attempts stand, those taken back not counted."""
    return sum(not attempt.withdrawn for attempt in record.attempts)


def attempts_left(rules: Rules, record: UnitRecord) -> int:
    """Return how many more times a unit may be submitted; each reopening allows one more."""
    reopened = sum(entry.action == "reopen" for entry in record.trail)
    return max(0, rules.attempts + reopened - attempts_used(record))
