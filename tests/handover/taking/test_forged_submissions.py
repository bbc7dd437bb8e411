"""The office takes no submission that its own workbook would not have frozen."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stepback_course.portfolio.models import Submission, UnitRecord
from stepback_course.portfolio.steps import submitted
from tests.handover.circle import FIRST, Circle, record_of, whys, words
from tests.handover.forging import frozen, members_at, seal_as, with_unit
from tests.handover.taking.conftest import CERYS, HERSELF, UNIT, P
from tests.house import NOW, House


def other_answer(submission: Submission) -> dict[str, Any]:
    """Answer with something of another shape."""
    responses = dict(submission.responses)
    responses["one-purpose"] = responses["one-purpose"].model_copy(update={"value": [1, 2]})
    return {"responses": responses}


def undated_answer(submission: Submission) -> dict[str, Any]:
    """Answer at no moment."""
    responses = dict(submission.responses)
    responses["one-purpose"] = responses["one-purpose"].model_copy(update={"at": "soon"})
    return {"responses": responses}


def fewer_answers(submission: Submission) -> dict[str, Any]:
    """Leave an answer out."""
    return {"responses": {k: v for k, v in submission.responses.items() if k != "one-purpose"}}


def unknown_answer(submission: Submission) -> dict[str, Any]:
    """Answer what nobody asked."""
    extra = submission.responses["one-purpose"]
    return {"responses": submission.responses | {"my-own": extra}}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda s: {"portfolio": "P-DAFYDD"}, "of another portfolio"),
        (lambda s: {"unit": s.unit | {"title": "Easier"}}, "not those of the course"),
        (lambda s: {"practitioner": "Somebody"}, "declaration is not the practitioner's"),
        (undated_answer, "has another shape"),
        (other_answer, "has another shape"),
        (fewer_answers, "was not taken:"),
        (unknown_answer, "answers what the course does not ask"),
    ],
)
def test_a_submission_that_is_not_what_the_workbook_would_freeze_is_refused(
    circle: Circle,
    laptop: House,
    sound: Path,
    change: Callable[[Submission], dict[str, Any]],
    reason: str,
) -> None:
    submission = laptop.desks(CERYS).workbook.submission(P, FIRST, 1)
    name, content = frozen(submission, **change(submission))

    def renamed(record: UnitRecord) -> UnitRecord:
        attempt = record.attempts[0].model_copy(update={"file": name})
        return submitted(UNIT, UnitRecord(), attempt, actor=HERSELF, at=NOW)

    members = with_unit(circle, sound, FIRST, renamed) | {f"files/{name}": content}
    path = seal_as(laptop, CERYS, "submission", members, circle.folder / "forged.stepback")
    opened = circle.open_at_office(path)
    assert words(opened) == [(FIRST, "refused")]
    assert reason in whys(opened)
    assert record_of(circle.office, P, FIRST) == UnitRecord()


def test_a_file_that_is_another_than_the_trail_names_is_refused(
    circle: Circle, laptop: House, sound: Path
) -> None:
    members = members_at(circle, sound)
    (name,) = [name for name in members if name.startswith("files/")]
    submission = laptop.desks(CERYS).workbook.submission(P, FIRST, 1)
    responses = dict(submission.responses)
    responses["one-purpose"] = responses["one-purpose"].model_copy(update={"partner": "Dafydd"})
    _name, other = frozen(submission, responses=responses)
    for changed, reason in (
        (members | {name: other}, "its file is another one than the trail names"),
        ({k: v for k, v in members.items() if k != name}, "missing in the bundle"),
    ):
        path = seal_as(laptop, CERYS, "submission", changed, circle.folder / "forged.stepback")
        opened = circle.open_at_office(path)
        assert words(opened) == [(FIRST, "refused")]
        assert reason in whys(opened)
        assert record_of(circle.office, P, FIRST) == UnitRecord()


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (lambda content: content + b"\n", "not written as submissions are"),
        (lambda content: b'{"schema": "stepback.submission/1"}', "its file is not a submission"),
    ],
)
def test_a_file_that_is_written_otherwise_is_refused(
    circle: Circle, laptop: House, sound: Path, written: Callable[[bytes], bytes], reason: str
) -> None:
    _name, content = frozen(laptop.desks(CERYS).workbook.submission(P, FIRST, 1))
    content = written(content)
    name = hashlib.sha256(content).hexdigest()

    def renamed(record: UnitRecord) -> UnitRecord:
        attempt = record.attempts[0].model_copy(update={"file": name})
        return submitted(UNIT, UnitRecord(), attempt, actor=HERSELF, at=NOW)

    members = with_unit(circle, sound, FIRST, renamed) | {f"files/{name}": content}
    path = seal_as(laptop, CERYS, "submission", members, circle.folder / "forged.stepback")
    opened = circle.open_at_office(path)
    assert words(opened) == [(FIRST, "refused")]
    assert reason in whys(opened)


@pytest.mark.parametrize(
    ("in_file", "in_trail"),
    [
        ({"at": "soon"}, {"at": "soon"}),
        ({}, {"name": "Somebody"}),
        ({"name": "Somebody"}, {"name": "Somebody"}),
        ({"text": "All mine."}, {"text": "All mine."}),
    ],
)
def test_a_declaration_that_is_not_the_practitioners_is_refused(
    circle: Circle, laptop: House, sound: Path, in_file: dict[str, str], in_trail: dict[str, str]
) -> None:
    path = redeclared(circle, laptop, sound, in_file, in_trail)
    assert "declaration is not the practitioner's" in whys(circle.open_at_office(path))


def test_a_declaration_may_be_signed_with_other_accents(
    circle: Circle, laptop: House, sound: Path
) -> None:
    signed = {"name": "náme of PR-CERYS"}
    path = redeclared(circle, laptop, sound, signed, signed)
    assert not whys(circle.open_at_office(path))


def redeclared(
    circle: Circle, laptop: House, sound: Path, in_file: dict[str, str], in_trail: dict[str, str]
) -> Path:
    """Return a bundle in which the declaration is another, in the file and in the trail."""
    submission = laptop.desks(CERYS).workbook.submission(P, FIRST, 1)
    declaration = submission.declaration
    name, content = frozen(submission, declaration=declaration.model_copy(update=in_file))

    def renamed(record: UnitRecord) -> UnitRecord:
        changes = {"file": name, "declaration": declaration.model_copy(update=in_trail)}
        attempt = record.attempts[0].model_copy(update=changes)
        return submitted(UNIT, UnitRecord(), attempt, actor=HERSELF, at=NOW)

    members = with_unit(circle, sound, FIRST, renamed) | {f"files/{name}": content}
    return seal_as(laptop, CERYS, "submission", members, circle.folder / "forged.stepback")
