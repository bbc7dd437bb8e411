"""Those who teach and assess are invited to work on machines of their own."""

from pathlib import Path

import pytest

from stepback_course.clock import instant
from stepback_course.handover.invitations.invitation import SUFFIX, StaffInvitation, read_invitation
from stepback_course.handover.invitations.inviting import write_staff_invitation
from stepback_course.handover.invitations.joining import Joined, join
from stepback_course.handover.office.cards import register
from stepback_course.handover.office.enrolment import introduction_of
from stepback_course.handover.office.exchange import keyring_of
from stepback_course.people import resolve_actor
from stepback_course.store import open_store
from stepback_course.text.refusals import Refusal
from tests.handover.invited import invitation_of, staff_invitation_of
from tests.house import COHORT, NOW, House

AT = instant(NOW)


@pytest.fixture
def laptop() -> House:
    """Another machine, with an empty store."""
    return House(open_store("memory:"))


def test_an_assessor_can_sit_down_where_they_joined(
    house: House, laptop: House, tmp_path: Path
) -> None:
    path = staff_invitation_of(house, tmp_path)
    letter = path.with_suffix(".txt").read_text(encoding="utf-8")
    assert "Dear Megan Price," in letter
    assert 'Then go to "Handing over"' in letter
    assert "stepback join AS-MEG.stepback-invitation" in letter
    assert join(laptop.desks(), path) == Joined("AS-MEG", "Megan Price", None)
    meg = resolve_actor(laptop.store, "AS-MEG", None)
    assert [entry.role for entry in meg.roles] == ["assessor"]
    assert laptop.desks().seat(meg).desk.queue().rows == ()
    assert laptop.desks().registry.cohort(COHORT) == house.desks().registry.cohort(COHORT)
    cohort = laptop.desks().registry.cohort(COHORT)
    assert laptop.shelf.of(cohort.course) == house.shelf.of(cohort.course)
    assert list(laptop.store.find("portfolio").rows) == []


def test_a_trainer_can_record_attendance_where_they_joined(
    house: House, laptop: House, tmp_path: Path
) -> None:
    join(laptop.desks(), staff_invitation_of(house, tmp_path, "TR-TOM"))
    tom = laptop.desks().seat(resolve_actor(laptop.store, "TR-TOM", None))
    tom.registry.attend("P-ELEN", 1, "attended")
    assert tom.registry.attendance(COHORT)["P-ELEN"][0] == "attended"


def test_the_card_of_a_colleague_counts_for_marking(
    house: House, laptop: House, tmp_path: Path
) -> None:
    join(laptop.desks(), staff_invitation_of(house, tmp_path))
    keyring = keyring_of(laptop.store, "AS-MEG")
    introduction = introduction_of(laptop.store, "AS-MEG", keyring)
    assert introduction is not None
    assert register(house.desks(), introduction, AT).held_as_staff(AT)


@pytest.mark.parametrize("order", [("own", "staff"), ("staff", "own")])
def test_somebody_who_learns_and_assesses_on_one_machine_does_both(
    house: House, laptop: House, tmp_path: Path, order: tuple[str, ...]
) -> None:
    house.add("CO-EVE", "Eve", "assessor", "practitioner")
    house.enrol("CO-EVE", "P-EVE")
    invitation_of(house, tmp_path / "own")
    staff_invitation_of(house, tmp_path / "staff", "CO-EVE")
    for name in order:
        [path] = (tmp_path / name).glob(f"*-EVE{SUFFIX}")
        join(laptop.desks(), path)
    eve = resolve_actor(laptop.store, "CO-EVE", None)
    assert sorted(entry.role for entry in eve.roles) == ["assessor", "practitioner"]
    introduction = introduction_of(laptop.store, "CO-EVE", keyring_of(laptop.store, "CO-EVE"))
    assert introduction is not None
    assert register(house.desks(), introduction, AT).held_as_staff(AT)


def test_roles_that_the_office_took_back_are_gone_with_the_next_invitation(
    house: House, laptop: House, tmp_path: Path
) -> None:
    house.add("CO-EVE", "Eve", "assessor", "trainer")
    join(laptop.desks(), staff_invitation_of(house, tmp_path, "CO-EVE"))
    roles = house.desks("CO-EVE").actor.roles[:1]
    house.desks("CO-ANN").directory.grant("CO-EVE", roles)
    join(laptop.desks(), staff_invitation_of(house, tmp_path, "CO-EVE"))
    assert resolve_actor(laptop.store, "CO-EVE", None).roles == roles


def test_an_invitation_carries_only_the_cohorts_that_a_role_is_for(
    house: House, tmp_path: Path
) -> None:
    tom = house.desks("TR-TOM")
    for name in ("CO-2", "CO-3"):
        cohort = tom.registry.cohort(COHORT).model_copy(update={"id": name, "name": name})
        tom.registry.make_cohort(cohort)
    narrow = house.add("AS-NIA", "Nia", "assessor")
    entry = narrow.roles[0].model_copy(update={"cohort": "CO-2"})
    house.desks("CO-ANN").directory.grant("AS-NIA", [entry])
    invitation = read_invitation(staff_invitation_of(house, tmp_path, "AS-NIA"))
    assert isinstance(invitation, StaffInvitation)
    assert [cohort.id for cohort in invitation.cohorts] == ["CO-2"]
    assert len(invitation.courses) == 1
    assert invitation.portfolios == ()


@pytest.mark.parametrize(
    ("actor", "person", "sentence"),
    [
        ("TR-TOM", "AS-MEG", "invited by a named coordinator"),
        ("AS-MEG", "AS-MEG", "invited by a named coordinator"),
        (None, "AS-MEG", "invited by a named coordinator"),
        ("CO-ANN", "PR-CERYS", "Cerys Wyn neither teaches nor assesses here"),
        ("CO-ANN", "AS-NOBODY", "this store knows no person 'AS-NOBODY'"),
    ],
)
def test_a_colleague_is_invited_only_by_whoever_may_give_their_role(
    house: House, tmp_path: Path, actor: str | None, person: str, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        write_staff_invitation(house.desks(actor), person, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert house.store.get(f"person/{person}", "enrolments") is None


def test_a_folder_that_cannot_be_written_is_refused(house: House, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Refusal, match="invitations cannot be written to"):
        staff_invitation_of(house, tmp_path / "file")


def test_a_server_is_joined_by_nobody(
    house: House, laptop: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = staff_invitation_of(house, tmp_path)
    monkeypatch.setattr(laptop.store, "shared", True, raising=False)
    with pytest.raises(Refusal, match="is for somebody's own computer"):
        join(laptop.desks(), path)
    assert laptop.store.get("person/AS-MEG", "person") is None
