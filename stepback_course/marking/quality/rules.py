"""What may be done with a sample as it stands, without I/O."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from stepback_course.clock import instant
from stepback_course.course.models import EvidenceTest, Unit
from stepback_course.marking.models import Marks
from stepback_course.marking.quality.models import QualityRecord, Reason, Sample, Upheld
from stepback_course.people import Actor, Role
from stepback_course.portfolio.models import Decision, Overall, Sampled, UnitRecord
from stepback_course.portfolio.trail import require_step
from stepback_course.text import _, same_identifier
from stepback_course.text.problems import sentences
from stepback_course.text.refusals import Refusal

NOT_SECOND_MARKED = "not second-marked"
"""The mark in the trail of a decision that was made under the standing exception."""

_INSTEAD: Mapping[Sampled, str] = {
    "": _("'{unit}' is not in the sample: nothing more is wanted of its decision"),
    "to verify": _("'{unit}' waits to be verified"),
    "to mark again": _("'{unit}' is marked a second time without knowing the first decision"),
    "to adjudicate": _("two assessors differ on '{unit}': a third person decides between them"),
    "returned": _("'{unit}' was returned: its assessor decides it anew first"),
}


def standing(unit: Unit, record: UnitRecord) -> Decision:
    """Return the decision that quality assurance looks at. Raises Refusal where none stands."""
    require_step(unit.title, record.state, "sample")
    if record.decision is None:
        raise Refusal(
            "closed", _("no decision on '{unit}' stands: wait for one").format(unit=unit.title)
        )
    return record.decision


def is_hidden_from(actor: Actor, record: UnitRecord) -> bool:
    """Say whether an actor is not to know a decision, because it is marked again without it.

    Only whoever made it knows it then: anybody else may be the one who marks it again.
    """
    decision = record.decision
    return (
        record.sampled == "to mark again"
        and decision is not None
        and not actor.is_person(decision.assessor)
    )


def require_not_blind(unit: Unit, record: UnitRecord, actor: Actor) -> None:
    """Return where an actor may see the decision on a unit. Raises Refusal where not yet."""
    if is_hidden_from(actor, record):
        raise Refusal(
            "closed",
            _(
                "'{unit}' is marked a second time, by somebody who does not know the first "
                "decision: until then only whoever made it sees it"
            ).format(unit=unit.title),
        )


def is_same(first: Decision, second: Marks) -> bool:
    """Say whether two assessors decided the same, as far as both decided it."""
    tests_agree = not second.tests or not first.tests or first.tests == second.tests
    return first.criteria == second.criteria and tests_agree


def is_not_second_marked(record: UnitRecord) -> bool:
    """Say whether the newest decision was made under the standing exception."""
    newest = next((entry for entry in reversed(record.trail) if entry.action == "decide"), None)
    return newest is not None and newest.reason == NOT_SECOND_MARKED


def offered(
    criteria: Mapping[str, Any],
    tests: Mapping[EvidenceTest, Any],
    feedback: Mapping[str, str],
    overall: str | Overall,
) -> Marks:
    """Return second marks as they were entered. Raises Refusal where they are none."""
    said = {"criteria": criteria, "tests": tests, "feedback": feedback, "overall": overall}
    try:
        return Marks.model_validate(said)
    except ValidationError as error:
        raise Refusal("invalid", "; ".join(sentences(error))) from None


def new_sample(
    decision: Decision,
    reasons: tuple[Reason, ...],
    *,
    by: str,
    at: datetime,
    why: str = "",
    blind: bool = False,
) -> Sample:
    """Return a decision as it comes into the sample."""
    return Sample(
        drawn=instant(at),
        by=by,
        reasons=reasons,
        why=why,
        assessor=decision.assessor,
        blind=blind,
    )


def sampling_role(actor: Actor, cohort: str) -> Role:
    """Return the role in which an actor samples decisions in a cohort."""
    return "verifier" if actor.has_role("verifier", cohort) else "coordinator"


def require_another(actor: Actor, *others: str) -> None:
    """Return where an actor is none of those whose marks they would look at. Raises Refusal."""
    if any(same_identifier(actor.id, other) for other in others):
        raise Refusal(
            "not_allowed",
            _("{name} has judged this already: somebody else looks at it").format(name=actor.name),
        )


def require_wanted(
    unit: Unit, record: UnitRecord, quality: QualityRecord, wanted: Sampled
) -> Sample:
    """Return the open sample. Raises Refusal where something else is wanted of it, or nothing."""
    sample = quality.sample
    if record.sampled != wanted or sample is None:
        raise Refusal("closed", _INSTEAD[record.sampled].format(unit=unit.title))
    return sample


def require_to_verify(
    unit: Unit, record: UnitRecord, quality: QualityRecord, decision: Decision
) -> None:
    """Return where a verifier may look at a decision: it is sampled, or nobody looked as yet."""
    if record.sampled:
        require_wanted(unit, record, quality, "to verify")
    elif quality.is_of(decision):
        raise Refusal(
            "taken",
            _("somebody has looked at this decision on '{unit}': sample it to look again").format(
                unit=unit.title
            ),
        )


def require_difference(
    unit: Unit, record: UnitRecord, quality: QualityRecord, first: Decision, upholds: Upheld
) -> Sample:
    """Return the sample on which a third person is wanted. Raises Refusal where none is."""
    if record.sampled != "returned":
        return require_wanted(unit, record, quality, "to adjudicate")
    if not first.released or upholds != "first":
        raise Refusal(
            "closed",
            _(
                "'{unit}' was returned: it is decided anew or, where the practitioner knows the "
                "decision, upheld as it is"
            ).format(unit=unit.title),
        )
    return require_wanted(unit, record, quality, "returned")
