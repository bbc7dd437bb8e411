"""Files that were submitted with a unit go with it, to the office and on to whoever marks it."""

import hashlib
from pathlib import Path

import pytest

from stepback_course.handover.contents.parcels import MEMBER
from stepback_course.portfolio.models import EvidenceFile, UnitRecord
from stepback_course.portfolio.steps import submitted
from tests.filling import CONSENT
from tests.handover.circle import FIRST, Circle, record_of, small_course, whys, words, work
from tests.handover.forging import frozen, members_at, seal_as, with_unit
from tests.house import NOW, House

P, CERYS, MEGAN = "P-CERYS", "PR-CERYS", "AS-MEG"
PAGE = b"%PDF-1.7 a route card"


@pytest.fixture
def circle(tmp_path: Path) -> Circle:
    """An office that invited a practitioner and an assessor."""
    circle = Circle(tmp_path)
    circle.invite(MEGAN)
    return circle


@pytest.fixture
def laptop(circle: Circle, tmp_path: Path) -> House:
    """The laptop of Cerys, which the office knows, with a unit submitted that has a file."""
    laptop = circle.introduce(CERYS)
    permitted = CONSENT.model_copy(update={"scopes": ("assessment", "images")})
    laptop.desks(CERYS).workbook.record_consent(P, permitted)
    (tmp_path / "card.pdf").write_bytes(PAGE)
    laptop.desks(CERYS).evidence.attach(
        P, FIRST, tmp_path / "card.pdf", shows="The route card", learner=True
    )
    work(laptop, CERYS, FIRST)
    return laptop


@pytest.fixture
def sealed(circle: Circle, laptop: House) -> Path:
    """A bundle as the program seals it, not opened yet."""
    (path,) = circle.send(laptop, CERYS)
    return path


def test_a_file_is_read_at_the_office_and_by_whoever_marks_elsewhere(
    circle: Circle, laptop: House, sealed: Path
) -> None:
    assert (FIRST, "taken") in words(circle.open_at_office(sealed))
    (file,) = laptop.desks(CERYS).evidence.files(P, FIRST)
    assert record_of(circle.office, P, FIRST) == record_of(laptop, P, FIRST)
    office = circle.office.desks(MEGAN)
    assert office.desk.open(P, FIRST).submission.evidence == (file,)
    assert office.evidence.read(P, FIRST, file.name, attempt=1) == PAGE
    megs = circle.introduce(MEGAN)
    circle.courier(megs, MEGAN).open(circle.hand_out(MEGAN))
    assert megs.desks(MEGAN).evidence.read(P, FIRST, file.name, attempt=1) == PAGE


def test_a_file_comes_back_to_a_new_computer(circle: Circle, laptop: House, sealed: Path) -> None:
    circle.open_at_office(sealed)
    again = circle.introduce(CERYS)
    circle.courier(again, CERYS).open(circle.answer(CERYS))
    name = "statement-01-1.pdf"
    assert again.desks(CERYS).evidence.read(P, FIRST, name, attempt=1) == PAGE


def test_a_bundle_without_a_file_that_it_names_is_refused(
    circle: Circle, laptop: House, sealed: Path
) -> None:
    members = members_at(circle, sealed)
    digest = hashlib.sha256(PAGE).hexdigest()
    del members[f"files/{digest}"]
    path = seal_as(laptop, CERYS, "submission", members, sealed.with_name("less.stepback"))
    opened = circle.open_at_office(path)
    assert (FIRST, "refused") in words(opened)
    assert "a file that it names is missing" in whys(opened)
    assert record_of(circle.office, P, FIRST) == UnitRecord()


@pytest.mark.parametrize("what", ["another file", "another size", "a file of which nothing tells"])
def test_a_file_that_is_not_the_one_that_was_submitted_is_refused(
    circle: Circle, laptop: House, sealed: Path, what: str
) -> None:
    (file,) = laptop.desks(CERYS).evidence.files(P, FIRST)
    other = b"%PDF-1.7 something else"
    digest = file.file
    evidence: tuple[EvidenceFile, ...] = (file,)
    if what == "another size":
        evidence = (file.model_copy(update={"size": file.size + 1}),)
    if what == "a file of which nothing tells":
        evidence = ()
    members = with_submission(circle, laptop, sealed, evidence)
    if what == "another file":
        members[f"files/{digest}"] = other
    path = seal_as(laptop, CERYS, "submission", members, sealed.with_name("other.stepback"))
    opened = circle.open_at_office(path)
    assert (FIRST, "refused") in words(opened)
    assert "what was submitted" in whys(opened) or "what the trail names" in whys(opened)
    assert record_of(circle.office, P, FIRST) == UnitRecord()


def with_submission(
    circle: Circle, laptop: House, path: Path, evidence: tuple[EvidenceFile, ...]
) -> dict[str, bytes]:
    """The members of a bundle with other words about the files, soundly submitted."""
    submission = laptop.desks(CERYS).workbook.submission(P, FIRST, 1)
    digest, content = frozen(submission, evidence=evidence)

    def again(record: UnitRecord) -> UnitRecord:
        attempt = record.attempts[0].model_copy(update={"file": digest})
        actor = laptop.desks(CERYS).actor
        return submitted(small_course().units[0], UnitRecord(), attempt, actor=actor, at=NOW)

    members = with_unit(circle, path, FIRST, again)
    assert MEMBER in members
    return members | {f"files/{digest}": content}
