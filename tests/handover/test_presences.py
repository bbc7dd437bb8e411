"""Attendance goes from a trainer to the office, and two truths about a day are both kept."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from stepback_course.handover.contents.parcels import AsideList
from stepback_course.people.models import Role, RoleEntry
from tests.handover.circle import Circle, everything, whys, words
from tests.handover.forging import members_at, seal_as
from tests.house import COHORT, House

TOM = "TR-TOM"


@pytest.fixture
def circle(tmp_path: Path) -> Circle:
    """An office with two practitioners and a trainer."""
    circle = Circle(tmp_path, practitioners=("PR-CERYS", "PR-DAFYDD"))
    circle.invite(TOM)
    return circle


@pytest.fixture
def toms(circle: Circle) -> House:
    """The trainer's laptop, which the office knows."""
    return circle.introduce(TOM)


def attendance(house: House, portfolio: str) -> tuple[str | None, ...]:
    """Return what a machine knows of one practitioner's days."""
    return house.desks_of_everybody().registry.attendance(COHORT).get(portfolio, ())


def test_what_a_trainer_recorded_reaches_the_office_once(circle: Circle, toms: House) -> None:
    registry = toms.desks(TOM).registry
    registry.attend("P-CERYS", 1, "attended")
    registry.attend("P-DAFYDD", 1, "absent")
    (path,) = circle.send(toms, TOM)
    opened = circle.open_at_office(path)
    assert words(opened) == [("day-1", "taken")]
    assert "2 presences" in whys(opened)
    assert attendance(circle.office, "P-CERYS") == ("attended", None)
    assert attendance(circle.office, "P-DAFYDD") == ("absent", None)
    before = everything(circle.office.store)
    assert words(circle.open_at_office(path)) == [("day-1", "already here")]
    assert everything(circle.office.store) == before


def test_a_day_recorded_twice_stays_as_it_was_first_and_the_other_is_kept(
    circle: Circle, toms: House
) -> None:
    circle.office.desks("CO-ANN").registry.attend("P-CERYS", 1, "absent")
    toms.desks(TOM).registry.attend("P-CERYS", 1, "attended")
    toms.desks(TOM).registry.attend("P-DAFYDD", 1, "attended")
    opened = circle.open_at_office(*circle.send(toms, TOM))
    assert words(opened) == [("day-1", "taken"), ("day-1", "kept aside")]
    assert "P-CERYS: 'absent', recorded on 4 March 2026" in whys(opened)
    assert attendance(circle.office, "P-CERYS") == ("absent", None)
    assert attendance(circle.office, "P-DAFYDD") == ("attended", None)
    kept = circle.office.store.get(f"cohort/{COHORT}", "aside/day-1")
    assert kept is not None
    (copy,) = AsideList.model_validate(kept.document).copies
    assert copy.document["portfolio"] == "P-CERYS"
    assert copy.document["status"] == "attended"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_what_a_trainer_corrects_of_their_own_stands_in_any_order(
    circle: Circle, toms: House, order: tuple[int, int]
) -> None:
    paths = []
    for status in ("absent", "attended"):
        toms.desks(TOM).registry.attend("P-CERYS", 1, status)
        paths += circle.send(toms, TOM)
    for place in order:
        assert "kept aside" not in dict(words(circle.open_at_office(paths[place]))).values()
    assert attendance(circle.office, "P-CERYS") == ("attended", None)


def test_what_the_office_received_is_not_sent_again(circle: Circle, toms: House) -> None:
    toms.desks(TOM).registry.attend("P-CERYS", 1, "attended")
    circle.open_at_office(*circle.send(toms, TOM))
    circle.courier(toms, TOM).open(circle.answer(TOM))
    assert circle.send(toms, TOM) == []
    toms.desks(TOM).registry.attend("P-CERYS", 2, "attended")
    assert words(circle.open_at_office(*circle.send(toms, TOM))) == [
        ("day-1", "already here"),
        ("day-2", "taken"),
    ]


def test_whoever_was_enrolled_later_is_in_what_the_office_sends(
    circle: Circle, toms: House
) -> None:
    circle.office.add("PR-ELEN", "Elen", "practitioner")
    circle.office.enrol("PR-ELEN", "P-ELEN")
    circle.courier(toms, TOM).open(circle.answer(TOM))
    toms.desks(TOM).registry.attend("P-ELEN", 1, "attended")
    circle.open_at_office(*circle.send(toms, TOM))
    assert attendance(circle.office, "P-ELEN") == ("attended", None)


def test_a_day_that_has_not_come_is_refused_alone_and_taken_once_it_has(
    circle: Circle,
) -> None:
    circle.clock.now = datetime(2026, 2, 23, 12, tzinfo=UTC)
    toms = circle.introduce(TOM)
    toms.clock = lambda: datetime(2026, 2, 24, 12, tzinfo=UTC)
    for day in (1, 2):
        toms.desks(TOM).registry.attend("P-CERYS", day, "attended")
    (path,) = circle.send(toms, TOM)
    opened = circle.open_at_office(path)
    assert words(opened) == [("day-1", "taken"), ("day-2", "refused")]
    assert "it is on 24 February 2026: attendance counts on that day or later" in whys(opened)
    assert attendance(circle.office, "P-CERYS") == ("attended", None)
    circle.clock.now = datetime(2026, 2, 24, 0, tzinfo=UTC)
    assert words(circle.open_at_office(path)) == [("day-1", "already here"), ("day-2", "taken")]
    assert attendance(circle.office, "P-CERYS") == ("attended", "attended")


def test_a_laptop_whose_clock_is_slow_takes_the_offices_word_for_a_day(
    circle: Circle, toms: House
) -> None:
    circle.office.desks("CO-ANN").registry.attend("P-CERYS", 2, "attended")
    toms.clock = lambda: datetime(2026, 2, 10, 9, tzinfo=UTC)
    circle.courier(toms, TOM).open(circle.answer(TOM))
    assert attendance(toms, "P-CERYS") == (None, "attended")


def test_attendance_stands_in_the_name_of_whoever_signed_it(
    circle: Circle, toms: House, tmp_path: Path
) -> None:
    toms.desks(TOM).registry.attend("P-CERYS", 1, "attended")
    (path,) = circle.send(toms, TOM)
    members = {
        name: content.replace(b'"actor":"TR-TOM"', b'"actor":"CO-ANN"')
        for name, content in members_at(circle, path).items()
    }
    circle.open_at_office(seal_as(toms, TOM, "attendance", members, tmp_path / "f.stepback"))
    kept = circle.office.store.get(f"cohort/{COHORT}", "session/day-1")
    assert kept is not None
    assert kept.document["presences"]["P-CERYS"]["actor"] == TOM


def test_somebody_who_trains_no_more_records_nothing(circle: Circle, toms: House) -> None:
    toms.desks(TOM).registry.attend("P-CERYS", 1, "attended")
    (path,) = circle.send(toms, TOM)
    circle.office.desks_of_everybody().directory.grant(TOM, [RoleEntry(role="assessor")])
    opened = circle.open_at_office(path)
    assert words(opened) == [("attendance", "refused")]
    assert attendance(circle.office, "P-CERYS") == ()


@pytest.mark.parametrize("role", ["practitioner", "trainer"])
def test_a_practitioners_invitation_records_no_attendance(
    circle: Circle, toms: House, tmp_path: Path, role: Role
) -> None:
    circle.office.desks_of_everybody().directory.grant("PR-CERYS", [RoleEntry(role=role)])
    toms.desks(TOM).registry.attend("P-CERYS", 1, "attended")
    (path,) = circle.send(toms, TOM)
    members = members_at(circle, path)
    laptop = circle.introduce("PR-CERYS")
    forged = seal_as(laptop, "PR-CERYS", "attendance", members, tmp_path / "f.stepback")
    assert words(circle.open_at_office(forged)) == [("attendance", "refused")]
    assert attendance(circle.office, "P-CERYS") == ()


@pytest.mark.parametrize(
    ("said", "instead"), [(b"P-CERYS", b"P-OTHER"), (b'"1":', b'"7":'), (b"2026-03-04T", b"soon ")]
)
def test_what_the_cohort_does_not_have_is_refused(
    circle: Circle, toms: House, tmp_path: Path, said: bytes, instead: bytes
) -> None:
    toms.desks(TOM).registry.attend("P-CERYS", 1, "attended")
    (path,) = circle.send(toms, TOM)
    members = {
        name: content.replace(said, instead) for name, content in members_at(circle, path).items()
    }
    forged = seal_as(toms, TOM, "attendance", members, tmp_path / "f.stepback")
    opened = circle.open_at_office(forged)
    assert [word for _day, word in words(opened)] == ["refused"]
    assert "that there is not" in whys(opened)
    assert attendance(circle.office, "P-CERYS") == ()
