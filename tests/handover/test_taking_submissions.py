"""The office believes no record: it takes each step again, and refuses whatever does not follow."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stepback_course.clock import instant
from stepback_course.handover.contents.parcels import Papers, Submitted, packed
from stepback_course.handover.office.exchange import keyring_of
from stepback_course.marking.models import Marks
from stepback_course.marking.steps import decided, released
from stepback_course.people import Actor
from stepback_course.portfolio.models import Decision, Submission, UnitRecord
from stepback_course.portfolio.steps import submitted, withdrawn
from stepback_course.portfolio.trail import shown, take_step
from stepback_course.text import digest
from tests.handover.circle import (
    FIRST,
    SECOND,
    Circle,
    everything,
    mark,
    record_of,
    small_course,
    whys,
    words,
    work,
)
from tests.handover.forging import frozen, members_at, seal_as, with_unit
from tests.house import NOW, House

P, CERYS = "P-CERYS", "PR-CERYS"
HERSELF = Actor(CERYS, "Name of PR-CERYS")
MEG = Actor("AS-MEG", "Megan Price")
UNIT = small_course().units[0]

Change = Callable[[UnitRecord], UnitRecord]


@pytest.fixture
def circle(tmp_path: Path) -> Circle:
    """An office that invited two practitioners."""
    circle = Circle(tmp_path, practitioners=(CERYS, "PR-DAFYDD"))
    circle.invite()
    return circle


@pytest.fixture
def laptop(circle: Circle) -> House:
    """The laptop of Cerys, which the office knows, with one unit submitted."""
    laptop = circle.introduce(CERYS)
    work(laptop, CERYS, FIRST)
    return laptop


@pytest.fixture
def sound(circle: Circle, laptop: House) -> Path:
    """A bundle as the program seals it, not opened yet."""
    (path,) = circle.send(laptop, CERYS)
    return path


def test_what_was_submitted_is_at_the_office_exactly_as_it_is_on_the_laptop(
    circle: Circle, laptop: House, sound: Path
) -> None:
    assert words(circle.open_at_office(sound)) == [(FIRST, "taken")]
    assert record_of(circle.office, P, FIRST) == record_of(laptop, P, FIRST)
    office, own = circle.office.desks("AS-MEG").desk, laptop.desks(CERYS).workbook
    assert office.open(P, FIRST).submission == own.submission(P, FIRST, 1)
    (row,) = office.queue().rows
    assert (row.portfolio, row.unit, row.submitted) == (
        P,
        FIRST,
        record_of(laptop, P, FIRST).submitted_at,
    )


def test_opening_a_bundle_again_changes_nothing(circle: Circle, sound: Path) -> None:
    circle.open_at_office(sound)
    before = everything(circle.office.store)
    assert words(circle.open_at_office(sound)) == [(FIRST, "already here")]
    again = sound.with_name("again.stepback")
    again.write_bytes(sound.read_bytes())
    assert words(circle.open_at_office(again, sound)) == [(FIRST, "already here")] * 2
    assert everything(circle.office.store) == before


def test_a_bundle_that_was_lost_is_made_good_by_the_next(circle: Circle, laptop: House) -> None:
    circle.send(laptop, CERYS)
    laptop.desks(CERYS).workbook.withdraw(P, FIRST)
    circle.send(laptop, CERYS)
    work(laptop, CERYS, FIRST, SECOND)
    (path,) = circle.send(laptop, CERYS)
    assert words(circle.open_at_office(path)) == [(FIRST, "taken"), (SECOND, "taken")]
    assert record_of(circle.office, P, FIRST) == record_of(laptop, P, FIRST)
    actions = [entry.action for entry in record_of(circle.office, P, FIRST).trail]
    assert actions == ["submit", "withdraw", "submit"]


def test_what_the_office_has_is_not_sent_again(circle: Circle, laptop: House, sound: Path) -> None:
    circle.open_at_office(sound)
    circle.courier(laptop, CERYS).open(circle.answer(CERYS))
    assert circle.send(laptop, CERYS) == []
    (offer, _introduction) = circle.courier(laptop, CERYS).offers()
    assert offer.why_not == "the office has everything of this portfolio"


def forged_met(record: UnitRecord) -> UnitRecord:
    """Decide and release one's own work, in an assessor's name."""
    marks = Marks(criteria=dict.fromkeys([c.id for c in UNIT.criteria], "met"))
    judged = decided(UNIT, record, marks, actor=MEG, at=NOW)
    return shown(released(UNIT, judged, actor=MEG, at=NOW))


def with_a_decision(record: UnitRecord) -> UnitRecord:
    """Submit with a released decision in the record, of which the trail says nothing."""
    decision = Decision(
        attempt=1,
        assessor=MEG.id,
        name=MEG.name,
        at=instant(NOW),
        criteria=dict.fromkeys([c.id for c in UNIT.criteria], "met"),
        feedback={},
        overall="",
        released=instant(NOW),
    )
    judged = UnitRecord(decisions=(decision,))
    return submitted(UNIT, judged, record.attempts[0], actor=HERSELF, at=NOW)


def without_attempt(record: UnitRecord) -> UnitRecord:
    """Submit nothing."""
    return take_step("", UnitRecord(), "submit", actor=HERSELF, role="practitioner", at=NOW)


def withdrawn_by_another(record: UnitRecord) -> UnitRecord:
    """Take the submission back as another practitioner."""
    return withdrawn(UNIT, record, actor=Actor("PR-DAFYDD", "Dafydd"), at=NOW)


def submitted_three_times(record: UnitRecord) -> UnitRecord:
    """Withdraw nothing, and claim more attempts than there are."""
    attempt = record.attempts[0]
    for number in (2, 3):
        opened = record.model_copy(update={"state": "open"})
        fresh = attempt.model_copy(update={"number": number})
        record = submitted(UNIT, opened, fresh, actor=HERSELF, at=NOW)
    return record


def with_number(record: UnitRecord, number: int) -> UnitRecord:
    """Submit a first attempt under another number."""
    attempt = record.attempts[0].model_copy(update={"number": number})
    return submitted(UNIT, UnitRecord(), attempt, actor=HERSELF, at=NOW)


def without_instant(record: UnitRecord) -> UnitRecord:
    """Say of the one step that it was taken at no time."""
    entry = record.trail[0].model_copy(update={"at": "yesterday"})
    hashed = digest(entry.model_dump(mode="json", exclude={"hash"}))
    return record.model_copy(update={"trail": (entry.model_copy(update={"hash": hashed}),)})


@pytest.mark.parametrize(
    ("forge", "reason"),
    [
        (forged_met, "'release met' is not a practitioner's step"),
        (with_a_decision, "does not follow from its trail"),
        (without_attempt, "does not follow from its trail"),
        (withdrawn_by_another, "'PR-DAFYDD' is not its practitioner"),
        (submitted_three_times, "does not follow from its trail"),
        (lambda record: with_number(record, 7), "of another portfolio or attempt"),
        (without_instant, "does not follow from its trail"),
        (lambda r: r.model_copy(update={"state": "met"}), "does not follow from its trail"),
        (lambda r: r.model_copy(update={"attempts": ()}), "does not follow from its trail"),
        (lambda r: r.model_copy(update={"trail": ()}), "does not follow from its trail"),
    ],
)
def test_a_record_that_does_not_follow_is_refused(
    circle: Circle, laptop: House, sound: Path, forge: Change, reason: str
) -> None:
    members = with_unit(circle, sound, FIRST, forge)
    path = seal_as(laptop, CERYS, "submission", members, circle.folder / "forged.stepback")
    opened = circle.open_at_office(path)
    assert words(opened) == [(FIRST, "refused")]
    assert reason in whys(opened)
    assert record_of(circle.office, P, FIRST) == UnitRecord()
    assert words(circle.open_at_office(sound)) == [(FIRST, "taken")]


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
    circle: Circle,
    laptop: House,
    sound: Path,
    written: Callable[[bytes], bytes],
    reason: str,
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
    circle: Circle,
    laptop: House,
    sound: Path,
    in_file: dict[str, str],
    in_trail: dict[str, str],
) -> None:
    submission = laptop.desks(CERYS).workbook.submission(P, FIRST, 1)
    declaration = submission.declaration
    name, content = frozen(submission, declaration=declaration.model_copy(update=in_file))

    def renamed(record: UnitRecord) -> UnitRecord:
        changes = {"file": name, "declaration": declaration.model_copy(update=in_trail)}
        attempt = record.attempts[0].model_copy(update=changes)
        return submitted(UNIT, UnitRecord(), attempt, actor=HERSELF, at=NOW)

    members = with_unit(circle, sound, FIRST, renamed) | {f"files/{name}": content}
    path = seal_as(laptop, CERYS, "submission", members, circle.folder / "forged.stepback")
    assert "declaration is not the practitioner's" in whys(circle.open_at_office(path))


def test_work_on_another_version_of_the_course_is_refused(
    circle: Circle, laptop: House, sound: Path
) -> None:
    book = laptop.desks(CERYS).workbook
    profile = book.open(P).profile
    other = profile.course.model_copy(update={"hash": "0" * 64})
    elsewhere = profile.model_copy(update={"course": other})
    parcel = Submitted(profile=elsewhere, papers=Papers(), units={})
    path = seal_as(laptop, CERYS, "submission", packed(parcel), circle.folder / "f.stepback")
    assert "another version of the course" in whys(circle.open_at_office(path))


@pytest.mark.parametrize(
    ("referrals", "number", "reason"),
    [(1, 1, "does not follow from its trail"), (3, 4, "has no attempt left")],
)
def test_more_attempts_than_there_are_and_an_attempt_twice_are_refused(
    circle: Circle, laptop: House, referrals: int, number: int, reason: str
) -> None:
    desk = circle.office.desks("AS-MEG").desk
    for attempt in range(1, referrals + 1):
        if attempt > 1:
            work(laptop, CERYS, FIRST)
        circle.open_at_office(*circle.send(laptop, CERYS))
        mark(circle.office, "AS-MEG", P, FIRST, met=False)
        desk.release(P, FIRST)
        circle.courier(laptop, CERYS).open(circle.answer(CERYS))
    book = laptop.desks(CERYS).workbook
    name, content = frozen(book.submission(P, FIRST, referrals), attempt=number)
    record = record_of(laptop, P, FIRST)
    fresh = record.attempts[-1].model_copy(update={"number": number, "file": name})
    forged = submitted(UNIT, record, fresh, actor=HERSELF, at=NOW)
    parcel = Submitted(profile=book.open(P).profile, papers=Papers(), units={FIRST: forged})
    path = circle.folder / "forged.stepback"
    seal_as(laptop, CERYS, "submission", packed(parcel, {name: content}), path)
    opened = circle.open_at_office(path)
    assert words(opened) == [(FIRST, "refused")]
    assert reason in whys(opened)


def test_a_portfolio_of_somebody_else_is_refused_whole(
    circle: Circle, laptop: House, sound: Path
) -> None:
    dafydds = circle.introduce("PR-DAFYDD")
    members = members_at(circle, sound)
    path = seal_as(dafydds, "PR-DAFYDD", "submission", members, circle.folder / "f.stepback")
    opened = circle.open_at_office(path)
    assert words(opened) == [("submission", "refused")]
    assert "is not PR-DAFYDD's" in whys(opened)
    keys = keyring_of(dafydds.store, "PR-DAFYDD")
    seal_as(dafydds, CERYS, "submission", members, path, keyring=keys)
    assert "not registered here to PR-CERYS" in whys(circle.open_at_office(path))
    assert record_of(circle.office, P, FIRST) == UnitRecord()


def test_a_bundle_about_another_offices_work_is_refused(
    circle: Circle, laptop: House, sound: Path
) -> None:
    members = members_at(circle, sound)
    path = circle.folder / "elsewhere.stepback"
    seal_as(laptop, CERYS, "submission", members, path, organisation="0" * 32)
    assert "about another office's work" in whys(circle.open_at_office(path))
    assert record_of(circle.office, P, FIRST) == UnitRecord()


def test_what_is_no_parcel_and_units_the_course_does_not_have_are_refused(
    circle: Circle, laptop: House, sound: Path
) -> None:
    path = circle.folder / "odd.stepback"
    for members in ({}, {"parcel.json": b"[]"}, {"parcel.json": b'{"schema": "other/1"}'}):
        opened = circle.open_at_office(seal_as(laptop, CERYS, "submission", members, path))
        assert "not what its kind says" in whys(opened)
    members = with_unit(circle, sound, FIRST, lambda record: record)
    odd = members["parcel.json"].replace(b'"statement-01":', b'"statement-99":')
    seal_as(laptop, CERYS, "submission", members | {"parcel.json": odd}, path)
    assert "the course has no such unit" in whys(circle.open_at_office(path))


def test_the_name_to_print_reaches_the_office_and_the_newest_stands_in_any_order(
    circle: Circle, laptop: House
) -> None:
    book = laptop.desks(CERYS).workbook
    paths = []
    for name in ("Cerys Wyn", "Cerys W. Wyn", "Cerys Wyn"):
        book.confirm_name(P, name)
        paths += circle.send(laptop, CERYS)
    circle.open_at_office(paths[2])
    opened = circle.open_at_office(*paths[:2])
    assert [word for what, word in words(opened) if what == "name"] == ["already here"] * 2
    award = circle.office.desks("CO-ANN").workbook
    assert award.open(P).award.name == "Cerys Wyn"


def test_an_introduction_makes_a_computer_known_and_nothing_else(circle: Circle) -> None:
    laptop = circle.laptop(CERYS)
    (path,) = circle.send(laptop, CERYS)
    assert words(circle.open_at_office(path)) == [(CERYS, "taken")]
    assert circle.office.store.records(f"portfolio/{P}").keys() == {"profile", "enrolment"}
