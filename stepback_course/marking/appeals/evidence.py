"""Everything that an appeal is about, gathered for whoever answers it."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime

from stepback_course.clock import day_of
from stepback_course.course.models import Unit
from stepback_course.marking.appeals.models import Appeal
from stepback_course.marking.appeals.rules import WHO_ANSWERS
from stepback_course.marking.appeals.telling import appeal_lines, day_in_words
from stepback_course.marking.case import Case
from stepback_course.portfolio.evidence.rules import evidence_lines
from stepback_course.portfolio.models import Attempt, Decision, Submission
from stepback_course.portfolio.submitting import read_submission
from stepback_course.portfolio.telling.decisions import overall_passages
from stepback_course.portfolio.telling.plain import question_lines, response_lines
from stepback_course.portfolio.telling.words import full_name, shown_instant
from stepback_course.portfolio.trail import is_whole
from stepback_course.store import Store
from stepback_course.text import _
from stepback_course.text.days import shown_day

_WHEN = (1980, 1, 1, 0, 0, 0)
"""The date on every member, so that the same appeal gives the same bytes."""


def evidence_bundle(store: Store, case: Case, appeal: Appeal, at: datetime) -> bytes:
    """Return a zip: the appeal, every submission, every decision that was shown, the trail."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _members(store, case, appeal, at):
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.external_attr = 0o600 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return packed.getvalue()


def _members(store: Store, case: Case, appeal: Appeal, at: datetime) -> Iterator[tuple[str, bytes]]:
    yield "read-me-first.txt", _text(_about(case, appeal, at))
    yield "appeal.txt", _text(appeal_lines(appeal))
    yield "decisions.txt", _text(_decision_lines(case))
    for attempt in case.record.attempts:
        if not attempt.withdrawn and not attempt.erased:
            yield from _attempt_members(store, case, attempt)
    trail = [entry.model_dump(mode="json") for entry in case.record.trail]
    yield "trail.json", json.dumps(trail, ensure_ascii=False, indent=2).encode()


def _attempt_members(store: Store, case: Case, attempt: Attempt) -> Iterator[tuple[str, bytes]]:
    submission = read_submission(store, case.record, attempt.number)
    folder = f"attempt-{attempt.number}"
    yield f"{folder}/submission.txt", _text(_submission_lines(submission))
    with store.open_file(attempt.file) as frozen:
        yield f"{folder}/submission.json", frozen.read()
    for file in submission.evidence:
        with store.open_file(file.file) as kept:
            yield f"{folder}/{file.name}", kept.read()


def _about(case: Case, appeal: Appeal, at: datetime) -> Iterator[str]:
    stage = appeal.stage
    yield _("Appeal by {name}").format(name=case.folder.profile.name)
    yield full_name(case.unit)
    yield ""
    yield _("Stage {number} of 3: {who}.").format(
        number=stage.number, who=WHO_ANSWERS[stage.number]
    )
    yield _("To be answered by {day}.").format(day=shown_day(stage.due))
    yield _("Gathered on {day}.").format(day=shown_day(day_of(at).isoformat()))
    yield ""
    yield _("appeal.txt: what is appealed against, and the answers so far.")
    yield _("decisions.txt: every decision on this unit, with its feedback.")
    yield _("attempt-N: what was submitted, with the criteria as they were, and its evidence.")
    yield _("trail.json: who did what, and when; each entry carries the hash of the one before.")
    yield (
        _("The trail is whole: nothing in it was altered.")
        if is_whole(case.record)
        else _("The trail is NOT whole: see 'stepback store check --trail'.")
    )
    yield ""
    yield _(
        "What a practitioner wrote and, in a case study, what is said about a child is in here: "
        "give it to nobody else, and destroy it once the appeal is answered."
    )


def _decision_lines(case: Case) -> Iterator[str]:
    for decision in case.record.decisions:
        if not decision.released:
            continue
        yield _("Attempt {number}, decided by {name} on {day}").format(
            number=decision.attempt, name=decision.name, day=day_in_words(decision.at)
        )
        if decision.superseded:
            yield _("No longer stands: {why}").format(why=decision.superseded)
        yield from _criterion_lines(case.unit, decision)
        for heading, words in overall_passages(decision.said):
            yield _("{heading}: {words}").format(heading=heading, words=words)
        yield ""


def _criterion_lines(unit: Unit, decision: Decision) -> Iterator[str]:
    texts = {criterion.id: " ".join(criterion.text.split()) for criterion in unit.criteria}
    words = {"met": _("met"), "not_yet_met": _("not yet met")}
    for criterion, verdict in decision.criteria.items():
        yield _("- {criterion}: {verdict}").format(
            criterion=texts.get(criterion, criterion), verdict=words[verdict]
        )
        if feedback := decision.feedback.get(criterion):
            yield f"  {feedback}"


def _submission_lines(submission: Submission) -> Iterator[str]:
    unit = Unit.model_validate(submission.unit)
    yield full_name(unit)
    yield _("Attempt {number}, submitted {when}").format(
        number=submission.attempt, when=shown_instant(submission.declaration.at)
    )
    for activity in unit.activities:
        yield from ("", activity.title, *question_lines(activity), "")
        yield from response_lines(unit, activity, submission.responses)
    yield from ("", *evidence_lines(submission.evidence))
    yield ""
    yield submission.declaration.text
    yield submission.declaration.name


def _text(lines: Iterator[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()
