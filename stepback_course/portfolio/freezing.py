"""What is frozen when a unit is submitted, without I/O."""

from collections.abc import Mapping
from datetime import datetime

from stepback_course.clock import instant
from stepback_course.course.models import Rules, Unit
from stepback_course.portfolio.learner.permission import require_not_frozen
from stepback_course.portfolio.models import (
    Consent,
    Declaration,
    Draft,
    EvidenceFile,
    Profile,
    Submission,
)
from stepback_course.portfolio.rules import gaps
from stepback_course.text import _, clean_line, folded
from stepback_course.text.refusals import Refusal


def declared(profile: Profile, rules: Rules, typed_name: str, at: datetime) -> Declaration:
    """Return the declaration under a typed name. Raises Refusal for a name that is another."""
    name = clean_line(typed_name)
    if folded(name) != folded(profile.name):
        raise Refusal(
            "invalid",
            _("type your name as your portfolio has it: {name}").format(name=profile.name),
        )
    return Declaration(name=name, text=rules.declaration, at=instant(at))


def frozen_copy(
    profile: Profile,
    unit: Unit,
    draft: Draft,
    consent: Consent | None,
    *,
    evidence: tuple[EvidenceFile, ...],
    attempt: int,
    declaration: Declaration,
    explanations: Mapping[str, str],
) -> Submission:
    """Return the copy of a unit that is submitted. Raises Refusal where it is not ready."""
    require_not_frozen(unit, consent)
    for gap in gaps(unit, draft, consent):
        raise Refusal(
            "not_ready",
            _("'{unit}' is not ready: {activity}: {gap}").format(
                unit=unit.title, activity=gap.title, gap=gap.sentence
            ),
        )
    return Submission(
        portfolio=profile.id,
        practitioner=profile.name,
        course=profile.course,
        unit=unit.model_dump(mode="json"),
        attempt=attempt,
        responses=draft.responses,
        evidence=evidence,
        consent=consent,
        declaration=declaration,
        explanations=dict(explanations),
    )
