"""What the office signed is read with the same care: a fault there does no harm on a laptop."""

from collections.abc import Callable
from pathlib import Path

import pytest

from stepback_course.clock import instant
from stepback_course.handover.contents.parcels import (
    MEMBER,
    HandedOut,
    Returned,
    packed,
    read_parcel,
)
from stepback_course.handover.envelope.bundle import open_bundle, seal
from stepback_course.handover.envelope.manifest import Kind, Recipient
from stepback_course.handover.office.exchange import keyring_of, office_of
from stepback_course.portfolio.models import UnitRecord
from tests.handover.circle import FIRST, Circle, everything, record_of, whys, words, work
from tests.house import House

P, CERYS, MEG = "P-CERYS", "PR-CERYS", "AS-MEG"


@pytest.fixture
def circle(tmp_path: Path) -> Circle:
    """An office that invited a practitioner and an assessor."""
    circle = Circle(tmp_path)
    circle.invite(MEG)
    return circle


@pytest.fixture
def laptop(circle: Circle) -> House:
    """The practitioner's laptop, from which the office has a unit."""
    laptop = circle.laptop(CERYS)
    work(laptop, CERYS, FIRST)
    circle.open_at_office(*circle.send(laptop, CERYS))
    return laptop


def from_office(
    circle: Circle, laptop: House, person: str, kind: Kind, members: dict[str, bytes]
) -> Path:
    """Seal members with the office's own keys for one laptop."""
    office = office_of(circle.office.store)
    card = keyring_of(laptop.store, person, circle.clock).card
    path = circle.folder / "from-office.stepback"
    seal(
        path,
        keyring=keyring_of(circle.office.store, "CO-ANN"),
        kind=kind,
        sender="CO-ANN",
        recipients=[Recipient(person=person, sealing=card.sealing)],
        organisation=office.store,
        recovery=office.recovery,
        members=members,
        created=instant(circle.clock()),
    )
    return path


def members_of(laptop: House, person: str, path: Path) -> dict[str, bytes]:
    """Return the members of a bundle that is for a laptop."""
    bundle = open_bundle(path, keyring_of(laptop.store, person))
    return {name: bundle.read(name) for name in bundle.manifest.members}


def as_met(record: UnitRecord) -> UnitRecord:
    """Say that a unit is met, of which the trail says nothing."""
    return record.model_copy(update={"state": "met"})


def test_a_record_that_does_not_follow_from_its_trail_is_not_taken(
    circle: Circle, laptop: House
) -> None:
    (path,) = circle.answer(CERYS)
    laptop.desks(CERYS).workbook.withdraw(P, FIRST)
    mine = record_of(laptop, P, FIRST)
    parcel = read_parcel(open_bundle(path, keyring_of(laptop.store, CERYS)), Returned)
    unit = parcel.units[FIRST]
    altered = unit.model_copy(
        update={"record": as_met(unit.record), "refused": (mine.trail[-1].hash,)}
    )
    changed = parcel.model_copy(update={"units": {FIRST: altered}})
    members = members_of(laptop, CERYS, path) | {MEMBER: packed(changed)[MEMBER]}
    opened = circle.courier(laptop, CERYS).open(
        [from_office(circle, laptop, CERYS, "feedback", members)]
    )
    assert words(opened)[0] == (FIRST, "refused")
    assert record_of(laptop, P, FIRST) == mine


@pytest.mark.parametrize("change", [as_met, lambda record: UnitRecord()])
def test_work_to_mark_that_does_not_follow_from_its_trail_is_not_taken(
    circle: Circle, laptop: House, change: Callable[[UnitRecord], UnitRecord]
) -> None:
    megs = circle.introduce(MEG)
    (path,) = circle.hand_out(MEG)
    parcel = read_parcel(open_bundle(path, keyring_of(megs.store, MEG)), HandedOut)
    handed = parcel.units[0].model_copy(update={"record": change(parcel.units[0].record)})
    altered = parcel.model_copy(update={"units": (handed,)})
    members = members_of(megs, MEG, path) | {MEMBER: packed(altered)[MEMBER]}
    opened = circle.courier(megs, MEG).open([from_office(circle, megs, MEG, "submission", members)])
    assert words(opened) == [(f"{P} {FIRST}", "refused")]
    assert record_of(megs, P, FIRST) == UnitRecord()


def test_work_for_another_assessor_and_feedback_for_another_person_are_refused(
    circle: Circle, laptop: House
) -> None:
    megs = circle.introduce(MEG)
    (path,) = circle.hand_out(MEG)
    members = members_of(megs, MEG, path)
    before = everything(laptop.store)
    opened = circle.courier(laptop, CERYS).open(
        [from_office(circle, laptop, CERYS, "submission", members)]
    )
    assert "this is for Megan Price to mark" in whys(opened)
    assert everything(laptop.store) == before
    circle.courier(megs, MEG).open([path])
    (feedback,) = circle.answer(CERYS)
    members = members_of(laptop, CERYS, feedback)
    opened = circle.courier(megs, MEG).open([from_office(circle, megs, MEG, "feedback", members)])
    assert "is not AS-MEG's" in whys(opened)


def test_what_the_office_never_sends_is_refused(circle: Circle, laptop: House) -> None:
    opened = circle.courier(laptop, CERYS).open(
        [from_office(circle, laptop, CERYS, "introduction", {})]
    )
    assert "the office does not send this to a laptop" in whys(opened)
