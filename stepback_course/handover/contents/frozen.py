"""Whether the file of a submission is what the trail says it is, without I/O."""

import hashlib
from collections.abc import Callable

from pydantic import ValidationError

from stepback_course.clock import exact_instant
from stepback_course.course.models import Course, Unit
from stepback_course.portfolio.evidence.rules import FILE_LIMIT
from stepback_course.portfolio.models import Attempt, Draft, Profile, Submission
from stepback_course.portfolio.rules import gaps
from stepback_course.text import _, canonical, folded
from stepback_course.text.refusals import Refusal


def check_submission(
    content: bytes,
    *,
    profile: Profile,
    course: Course,
    unit: Unit,
    attempt: Attempt,
    files: Callable[[str], bytes],
) -> None:
    """Raise Refusal where a file is not the complete frozen copy of this attempt at this unit.

    `files` returns the bytes of what was submitted with it.
    """
    if hashlib.sha256(content).hexdigest() != attempt.file:
        raise _refused(unit, _("its file is another one than the trail names"))
    try:
        submission = Submission.model_validate_json(content)
    except ValidationError:
        raise _refused(unit, _("its file is not a submission")) from None
    if canonical(submission.model_dump(mode="json", by_alias=True)) != content:
        raise _refused(unit, _("its file is not written as submissions are"))
    if submission.portfolio != profile.id or submission.attempt != attempt.number:
        raise _refused(unit, _("its file is of another portfolio or attempt"))
    if submission.course != profile.course or submission.unit != unit.model_dump(mode="json"):
        raise _refused(unit, _("its questions are not those of the course"))
    _check_declaration(submission, profile, course, unit, attempt)
    _check_answers(submission, unit)
    _check_evidence(submission, unit, attempt, files)


def _check_declaration(
    submission: Submission, profile: Profile, course: Course, unit: Unit, attempt: Attempt
) -> None:
    declaration = submission.declaration
    if (
        declaration != attempt.declaration
        or declaration.text != course.rules.declaration
        or folded(declaration.name) != folded(profile.name)
        or submission.practitioner != profile.name
        or exact_instant(declaration.at) is None
    ):
        raise _refused(unit, _("its declaration is not the practitioner's"))


def _check_answers(submission: Submission, unit: Unit) -> None:
    for name, response in submission.responses.items():
        activity = unit.activity(name)
        if activity is None:
            raise _refused(unit, _("it answers what the course does not ask"))
        try:
            as_kept = activity.read(response.value)
        except ValueError:
            as_kept = None
        has_moment = exact_instant(response.at) is not None
        if not has_moment or as_kept is None or canonical(as_kept) != canonical(response.value):
            raise _refused(
                unit, _("the answer to '{title}' has another shape").format(title=activity.title)
            )
    draft = Draft(responses=submission.responses)
    for gap in gaps(unit, draft, submission.consent):
        raise _refused(unit, f"{gap.title}: {gap.sentence}")


def _check_evidence(
    submission: Submission, unit: Unit, attempt: Attempt, files: Callable[[str], bytes]
) -> None:
    if tuple(file.file for file in submission.evidence) != attempt.evidence:
        raise _refused(unit, _("its evidence is not what the trail names"))
    for file in submission.evidence:
        content = files(file.file)
        is_whole = len(content) == file.size <= FILE_LIMIT
        if not is_whole or hashlib.sha256(content).hexdigest() != file.file:
            raise _refused(unit, _("'{file}' is not what was submitted").format(file=file.name))


def _refused(unit: Unit, reason: str) -> Refusal:
    return Refusal(
        "invalid",
        _("'{unit}' was not taken: {reason}").format(unit=unit.title, reason=reason),
    )
