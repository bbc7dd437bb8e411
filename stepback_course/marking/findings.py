"""What in an assessor's words may tell who a child is, and why it stands where it does."""

from collections.abc import Mapping
from datetime import datetime

from stepback_course.clock import day_of, instant
from stepback_course.marking.case import Case
from stepback_course.marking.models import Explained
from stepback_course.portfolio.models import Decision
from stepback_course.portfolio.privacy import (
    Finding,
    Surroundings,
    feedback_findings,
    findings_in,
    unexplained,
)
from stepback_course.portfolio.submitting import read_submission
from stepback_course.store import NEVER_WRITTEN, Change, Store
from stepback_course.text import _


def decision_findings(store: Store, case: Case, decision: Decision, at: datetime) -> list[Finding]:
    """Return what in the words of a decision may tell who a child is.

    What the practitioner explained when they submitted is not asked for again.
    """
    surroundings = _surroundings(case, at).knowing(decision.name)
    found = list(feedback_findings(case.unit, decision.feedback, decision.said, surroundings))
    if not found:
        return []
    submission = read_submission(store, case.record, decision.attempt)
    return unexplained(found, submission.explanations)


def appeal_findings(case: Case, text: str, at: datetime) -> list[Finding]:
    """Return what in an appeal, or in an answer to one, may tell who a child is.

    Those who decided may be named.
    """
    names = (decision.name for decision in case.record.decisions)
    surroundings = _surroundings(case, at).knowing(*names)
    return list(findings_in(text, case.unit.id, "", _("the appeal"), surroundings))


def _surroundings(case: Case, at: datetime) -> Surroundings:
    folder = case.folder
    return Surroundings.of(
        folder.profile, folder.consent().model, folder.allowed().model.names, day_of(at).year
    )


def explained_change(
    store: Store, case: Case, attempt: int, explanations: Mapping[str, str], at: datetime
) -> dict[str, Change]:
    """Return what keeps why words in the feedback may stand: a record for nobody's list."""
    if not explanations:
        return {}
    name = f"explained/{case.unit.id}"
    kept = store.get(case.folder.name, name)
    explained = Explained(
        attempt=attempt, by=case.actor.id, at=instant(at), words=dict(explanations)
    )
    revision = kept.revision if kept else NEVER_WRITTEN
    return {name: Change(revision, explained.model_dump(mode="json"))}
