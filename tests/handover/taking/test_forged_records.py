"""The office believes no record: it takes each step again, and refuses what does not follow."""

from collections.abc import Callable
from pathlib import Path

import pytest

from stepback_course.clock import instant
from stepback_course.handover.contents.parcels import Papers, Submitted, packed
from stepback_course.marking.models import Marks
from stepback_course.marking.steps import decided, released
from stepback_course.people import Actor
from stepback_course.portfolio.models import Decision, UnitRecord
from stepback_course.portfolio.steps import submitted, withdrawn
from stepback_course.portfolio.trail import shown, take_step
from stepback_course.text import digest
from tests.handover.circle import FIRST, Circle, mark, record_of, whys, words, work
from tests.handover.forging import frozen, seal_as, with_unit
from tests.handover.taking.conftest import CERYS, HERSELF, MEG, UNIT, P
from tests.house import COHORT, NOW, House

Change = Callable[[UnitRecord], UnitRecord]


def forged_met(record: UnitRecord) -> UnitRecord:
    """Decide and release one's own work, in an assessor's name."""
    marks = Marks(criteria=dict.fromkeys([c.id for c in UNIT.criteria], "met"))
    judged = decided(UNIT, record, marks, actor=MEG, at=NOW)
    return shown(released(UNIT, judged, actor=MEG, cohort=COHORT, at=NOW))


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
