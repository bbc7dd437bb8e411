"""A decision counts where its assessor, their key, their claim and the submission all hold."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from stepback_course.clock import instant
from stepback_course.handover.invitations.inviting import write_staff_invitation
from stepback_course.handover.keys.keyring import open_keyring
from stepback_course.handover.office.cards import owner_of, revoke
from stepback_course.handover.office.exchange import keyring_of
from stepback_course.people.models import RoleEntry
from stepback_course.text.refusals import Refusal
from tests.handover.circle import (
    FIRST,
    SECOND,
    WORDS,
    Circle,
    everything,
    mark,
    record_of,
    sealed,
    whys,
    words,
    work,
)
from tests.handover.forging import members_at, seal_as, with_decision
from tests.house import House

P, CERYS, MEG = "P-CERYS", "PR-CERYS", "AS-MEG"
WHAT = f"{P} {FIRST}"


@pytest.fixture
def circle(tmp_path: Path) -> Circle:
    """An office with a submission of two units, and two assessors."""
    circle = Circle(tmp_path)
    circle.office.add("AS-IDA", "Ida Lloyd", "assessor")
    circle.invite(MEG, "AS-IDA", "TR-TOM")
    laptop = circle.laptop(CERYS)
    work(laptop, CERYS, FIRST, SECOND)
    circle.open_at_office(*circle.send(laptop, CERYS))
    return circle


@pytest.fixture
def megs(circle: Circle) -> House:
    """The laptop of Megan, with one unit handed out to it."""
    megs = circle.introduce(MEG)
    circle.courier(megs, MEG).open(circle.hand_out(MEG, limit=1))
    return megs


@pytest.fixture
def decided(circle: Circle, megs: House) -> Path:
    """Her sealed decision: one unit is not yet met."""
    mark(megs, MEG, P, FIRST, met=False)
    (path,) = circle.send(megs, MEG)
    return path


def test_what_is_handed_out_is_claimed_for_a_fortnight_with_a_reason(
    circle: Circle, megs: House
) -> None:
    record = record_of(circle.office, P, FIRST)
    entry = record.trail[-1]
    assert (record.state, entry.action, entry.actor) == ("marking", "claim", "CO-ANN")
    assert entry.role == "coordinator"
    assert entry.reason == "handed out to mark elsewhere"
    assert record.lease is not None
    assert record.lease.assessor == MEG
    assert record.lease.until[:10] == "2026-03-18"
    assert record_of(circle.office, P, SECOND).state == "submitted"
    (row,) = [row for row in megs.desks(MEG).desk.queue().rows if row.unit == FIRST]
    assert row.assessor == MEG


def test_what_was_lost_on_the_way_is_handed_out_again(circle: Circle, megs: House) -> None:
    before = record_of(circle.office, P, FIRST)
    again = circle.courier(megs, MEG).open(circle.hand_out(MEG, limit=1))
    assert words(again) == [(WHAT, "already here")]
    assert record_of(circle.office, P, FIRST) == before


def test_a_decision_is_released_at_the_office_and_not_on_a_laptop(megs: House) -> None:
    mark(megs, MEG, P, FIRST, met=False)
    before, meg = record_of(megs, P, FIRST), megs.desks(MEG)
    with pytest.raises(Refusal, match="released at the office"):
        meg.desk.release(P, FIRST)
    (line,) = meg.releases.plan(meg.releases.waiting()).lines
    assert "released at the office" in line.obstacle
    assert record_of(megs, P, FIRST) == before


def test_a_decision_is_the_assessors_at_the_office(circle: Circle, decided: Path) -> None:
    assert words(circle.open_at_office(decided)) == [(WHAT, "taken")]
    decision = record_of(circle.office, P, FIRST).decision
    assert decision is not None
    assert (decision.assessor, decision.name, decision.released) == (MEG, "Megan Price", "")
    assert WORDS in decision.feedback.values()
    before = everything(circle.office.store)
    assert words(circle.open_at_office(decided)) == [(WHAT, "already here")]
    assert everything(circle.office.store) == before


def test_what_the_office_acknowledged_is_not_sent_again(
    circle: Circle, megs: House, decided: Path
) -> None:
    (again,) = circle.send(megs, MEG)
    circle.open_at_office(decided, again)
    circle.courier(megs, MEG).open(circle.answer(MEG))
    assert circle.send(megs, MEG) == []
    assert all(sent.received for sent in circle.courier(megs, MEG).sent())


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_decision_that_was_undone_on_the_laptop_is_undone_at_the_office(
    circle: Circle, megs: House, decided: Path, order: tuple[int, int]
) -> None:
    megs.desks(MEG).desk.undo(P, FIRST)
    mark(megs, MEG, P, FIRST, met=True)
    (second,) = circle.send(megs, MEG)
    paths = (decided, second)
    circle.open_at_office(paths[order[0]])
    circle.open_at_office(paths[order[1]])
    record = record_of(circle.office, P, FIRST)
    assert record.decision is not None
    assert record.decision.verdict == "met"
    assert [bool(decision.superseded) for decision in record.decisions] == [True, False]


def test_what_was_begun_on_the_laptop_is_not_written_over(circle: Circle, megs: House) -> None:
    mark(megs, MEG, P, FIRST, met=True)
    before = record_of(megs, P, FIRST)
    handed = circle.courier(megs, MEG).open(circle.hand_out(MEG))
    assert words(handed) == [(WHAT, "already here"), (f"{P} {SECOND}", "taken")]
    assert record_of(megs, P, FIRST) == before


def test_another_assessors_undone_decision_does_not_leave_the_office(circle: Circle) -> None:
    ida = circle.office.desks("AS-IDA").desk
    mark(circle.office, "AS-IDA", P, FIRST, met=False)
    ida.undo(P, FIRST)
    ida.give_back(P, FIRST)
    megs = circle.introduce(MEG)
    circle.courier(megs, MEG).open(circle.hand_out(MEG))
    assert record_of(megs, P, FIRST).decisions == ()
    assert len(record_of(circle.office, P, FIRST).decisions) == 1


def refused(circle: Circle, path: Path) -> str:
    """Return why the office refuses a bundle, of which it takes nothing."""
    before = record_of(circle.office, P, FIRST)
    opened = circle.open_at_office(path)
    assert {word for _what, word in words(opened)} == {"refused"}
    assert record_of(circle.office, P, FIRST) == before
    return whys(opened)


def test_a_key_that_was_never_registered_decides_nothing(
    circle: Circle, megs: House, decided: Path, tmp_path: Path
) -> None:
    members = members_at(circle, decided)
    stranger = open_keyring(tmp_path / "stranger")
    path = seal_as(megs, MEG, "feedback", members, tmp_path / "f.stepback", keyring=stranger)
    assert "not registered here to AS-MEG" in refused(circle, path)


def test_a_key_that_was_registered_after_the_day_of_the_decision_decides_nothing(
    circle: Circle, megs: House, decided: Path, tmp_path: Path
) -> None:
    members = with_decision(circle, decided, at="2026-03-03T12:00:00.000Z")
    path = seal_as(megs, MEG, "feedback", members, tmp_path / "f.stepback")
    assert "not registered to an assessor on 3 March 2026" in refused(circle, path)


def test_a_revoked_key_decides_nothing(circle: Circle, megs: House, decided: Path) -> None:
    card = keyring_of(megs.store, MEG).card
    revoke(circle.office.desks("CO-ANN"), card.signing, instant(circle.clock()))
    owner = owner_of(circle.office.store, card.signing)
    assert owner is not None
    assert owner.revoked is not None
    assert "was revoked" in refused(circle, decided)


def test_a_key_from_a_practitioners_invitation_decides_nothing(
    circle: Circle, megs: House, decided: Path, tmp_path: Path
) -> None:
    circle.office.desks_of_everybody().directory.grant(CERYS, [RoleEntry(role="assessor")])
    members = with_decision(circle, decided, assessor=CERYS)
    laptop = circle.introduce(CERYS)
    path = seal_as(laptop, CERYS, "feedback", members, tmp_path / "f.stepback")
    assert "never by the practitioner themselves" in refused(circle, path)


def test_somebody_who_assesses_another_cohort_decides_nothing(
    circle: Circle, megs: House, decided: Path
) -> None:
    elsewhere = RoleEntry(role="assessor", cohort="CO-9")
    circle.office.desks_of_everybody().directory.grant(MEG, [elsewhere])
    assert "units are marked by a named assessor" in refused(circle, decided)


def test_a_trainers_key_decides_nothing(circle: Circle, decided: Path, tmp_path: Path) -> None:
    toms = circle.introduce("TR-TOM")
    members = with_decision(circle, decided, assessor="TR-TOM")
    path = seal_as(toms, "TR-TOM", "feedback", members, tmp_path / "f.stepback")
    assert "units are marked by a named assessor" in refused(circle, path)


def test_another_assessor_cannot_sign_a_decision_nor_decide_what_is_not_theirs(
    circle: Circle, decided: Path, tmp_path: Path
) -> None:
    idas = circle.introduce("AS-IDA")
    members = members_at(circle, decided)
    path = seal_as(idas, "AS-IDA", "feedback", members, tmp_path / "f.stepback")
    assert "is AS-MEG's, who did not sign it" in refused(circle, path)
    members = with_decision(circle, decided, assessor="AS-IDA")
    path = seal_as(idas, "AS-IDA", "feedback", members, tmp_path / "g.stepback")
    assert "Megan Price is marking this" in refused(circle, path)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"criteria": {}}, "is not decided yet"),
        ({"feedback": {}}, "write what is missing"),
        ({"criteria": {"mine": "met"}}, "has no criterion 'mine'"),
        ({"attempt": 2}, "another submission than the one that stands"),
        ({"at": "soon"}, "has no proper date"),
    ],
)
def test_a_decision_that_the_desk_would_refuse_is_refused(
    circle: Circle,
    megs: House,
    decided: Path,
    tmp_path: Path,
    changes: dict[str, Any],
    reason: str,
) -> None:
    members = with_decision(circle, decided, **changes)
    path = seal_as(megs, MEG, "feedback", members, tmp_path / "f.stepback")
    assert reason in refused(circle, path)


def decided_there(circle: Circle) -> None:
    """Let the same assessor decide it at the office."""
    mark(circle.office, MEG, P, FIRST, met=True)


def given_back(circle: Circle) -> None:
    """Let the claim go at the office."""
    circle.office.desks(MEG).desk.give_back(P, FIRST)


def taken_over(circle: Circle) -> None:
    """Let somebody else claim it."""
    circle.office.desks("AS-IDA").desk.claim(P, FIRST, reason="Megan is ill")


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (given_back, "not out to be marked any more"),
        (taken_over, "Ida Lloyd is marking this"),
        (decided_there, "it is decided and waits for release"),
    ],
)
def test_a_claim_that_is_gone_decides_nothing(
    circle: Circle, decided: Path, happens: Callable[[Circle], None], reason: str
) -> None:
    happens(circle)
    assert reason in refused(circle, decided)


def test_what_somebody_else_took_over_stays_theirs_when_their_claim_ran_out(
    circle: Circle, megs: House
) -> None:
    taken_over(circle)
    circle.clock.now += timedelta(days=2)
    mark(megs, MEG, P, FIRST, met=True)
    (path,) = circle.send(megs, MEG)
    assert "Ida Lloyd is marking this" in refused(circle, path)


def test_what_was_refused_is_taken_once_it_can_be(circle: Circle, decided: Path) -> None:
    given_back(circle)
    refused(circle, decided)
    circle.hand_out(MEG, limit=1)
    assert words(circle.open_at_office(decided)) == [(WHAT, "taken")]


def test_what_was_refused_is_sent_again_once_it_was_handed_out_anew(
    circle: Circle, megs: House, decided: Path
) -> None:
    given_back(circle)
    refused(circle, decided)
    circle.courier(megs, MEG).open(circle.answer(MEG))
    assert circle.send(megs, MEG) == []
    circle.courier(megs, MEG).open(circle.hand_out(MEG, limit=1))
    assert words(circle.open_at_office(*circle.send(megs, MEG))) == [(WHAT, "taken")]


def test_a_claim_that_ran_out_still_counts_while_nobody_else_took_it(
    circle: Circle, decided: Path
) -> None:
    for _second in range(3):
        circle.clock.now = circle.clock.now.replace(month=circle.clock.now.month + 1)
    assert words(circle.open_at_office(decided)) == [(WHAT, "taken")]


def test_work_is_handed_out_only_by_somebody_who_may_and_to_somebody_who_may(
    circle: Circle, megs: House
) -> None:
    with pytest.raises(Refusal, match="handed out to be marked by a named"):
        circle.courier(circle.office, MEG).hand_out(MEG)
    with pytest.raises(Refusal, match="this store knows no person"):
        circle.courier(circle.office, "CO-ANN").hand_out("NOBODY")
    offer = circle.courier(circle.office, "CO-ANN").hand_out("TR-TOM")
    assert "is not known here yet" in offer.why_not
    write_staff_invitation(circle.office.desks("CO-ANN"), "TR-TOM", circle.folder / "invitations")
    circle.introduce("TR-TOM")
    offer = circle.courier(circle.office, "CO-ANN").hand_out("TR-TOM")
    assert offer.why_not == "nothing waits that Tom Hughes may mark"
    with pytest.raises(Refusal, match="nothing waits"):
        sealed(circle.courier(circle.office, "CO-ANN"), [offer], circle.folder)
