"""Joining leaves on a machine what hand-over needs, and no key in the store."""

import json
from pathlib import Path

import pytest

from stepback_course.clock import instant
from stepback_course.handover.invitations.invitation import SUFFIX, read_invitation
from stepback_course.handover.invitations.joining import Joined, join
from stepback_course.handover.keys.files import write_once
from stepback_course.handover.keys.keyring import fingerprint, new_seed, public_of
from stepback_course.handover.office import enrolment
from stepback_course.handover.office.cards import Enrolments, register
from stepback_course.handover.office.enrolment import (
    introduction_of,
    keep_enrolment,
    portfolio_seeds,
)
from stepback_course.handover.office.exchange import (
    exchange_here,
    is_office,
    keyring_of,
    keys_folder,
    office_of,
)
from stepback_course.handover.office.office import renew_office
from stepback_course.people import resolve_actor
from stepback_course.store import open_store
from stepback_course.text.refusals import Refusal
from tests.handover.invited import everything, invitation_of, key_files, staff_invitation_of
from tests.house import NOW, House, furnish

AT = instant(NOW)


@pytest.fixture
def laptop() -> House:
    """Another machine, with an empty store."""
    return House(open_store("memory:"))


def test_a_store_that_joined_knows_its_office(house: House, laptop: House, tmp_path: Path) -> None:
    join(laptop.desks(), invitation_of(house, tmp_path))
    assert office_of(laptop.store) == office_of(house.store)
    assert office_of(laptop.store).name == "Positive Eye Ltd"
    assert is_office(house.store)
    assert not is_office(laptop.store)


def test_the_key_of_the_invitation_lies_beside_the_keyring_and_not_in_the_store(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = invitation_of(house, tmp_path / "sent")
    seed = json.loads(path.read_text(encoding="utf-8"))["keys"]["enrolment"].encode()
    for name in ("laptop", "office"):
        store = house.store if name == "office" else open_store(str(tmp_path / name))
        joined = House(store)
        join(joined.desks(), path)
        kept = json.dumps(
            {
                f"{folder}/{name}": record.document
                for folder in store.folders()
                for name, record in store.records(folder).items()
            }
        )
        assert seed.decode() not in kept
        store.close()
    joined = House(open_store(str(tmp_path / "laptop")))
    assert seed in key_files(joined, "PR-CERYS")["enrolment-portfolio-1.txt"]
    joined.store.close()


def test_the_laptop_that_joined_can_introduce_itself(
    house: House, laptop: House, tmp_path: Path
) -> None:
    join(laptop.desks(), invitation_of(house, tmp_path))
    keyring = keyring_of(laptop.store, "PR-CERYS")
    introduction = introduction_of(laptop.store, "PR-CERYS", keyring)
    assert introduction is not None
    owner = register(house.desks(), introduction, AT)
    assert (owner.person, owner.card) == ("PR-CERYS", keyring.card)
    assert not owner.held_as_staff(AT)
    assert introduction_of(laptop.store, "PR-DAFYDD", keyring) is None
    assert introduction_of(house.store, "CO-ANN", keyring) is None


def test_joining_again_changes_neither_records_nor_keys(
    house: House, laptop: House, tmp_path: Path
) -> None:
    for path in (invitation_of(house, tmp_path), staff_invitation_of(house, tmp_path)):
        joined = join(laptop.desks(), path)
        records, keys = everything(laptop.store), key_files(laptop, joined.person)
        assert join(laptop.desks(), path) == joined
        assert everything(laptop.store) == records
        assert key_files(laptop, joined.person) == keys


def test_joining_at_the_office_itself_changes_nothing(house: House, tmp_path: Path) -> None:
    paths = [invitation_of(house, tmp_path), staff_invitation_of(house, tmp_path)]
    before = everything(house.store)
    assert join(house.desks(), paths[0]) == Joined("PR-CERYS", "Cerys Wyn", "P-CERYS")
    assert join(house.desks(), paths[1]) == Joined("AS-MEG", "Megan Price", None)
    assert everything(house.store) == before
    assert key_files(house, "PR-CERYS") == {}


def test_a_newer_invitation_introduces_from_then_on(
    house: House, laptop: House, tmp_path: Path
) -> None:
    first = invitation_of(house, tmp_path / "first")
    second = invitation_of(house, tmp_path / "second")
    for path in (first, second, first):
        join(laptop.desks(), path)
    keyring = keyring_of(laptop.store, "PR-CERYS")
    introduction = introduction_of(laptop.store, "PR-CERYS", keyring)
    seeds = portfolio_seeds(laptop.store, "PR-CERYS")
    assert introduction is not None
    assert len(seeds) == 2
    assert introduction.enrolment == public_of(bytes.fromhex(seeds[1]))
    record = house.store.get("person/PR-CERYS", "enrolments")
    assert record is not None
    known = Enrolments.model_validate(record.document).keys
    assert [key.public for key in known] == [public_of(bytes.fromhex(seed)) for seed in seeds]


def test_an_invitation_from_before_hand_over_still_joins(
    house: House, laptop: House, tmp_path: Path
) -> None:
    path = invitation_of(house, tmp_path)
    content = json.loads(path.read_text(encoding="utf-8"))
    del content["keys"], content["signature"]
    path.write_text(json.dumps(content), encoding="utf-8")
    assert join(laptop.desks(), path).portfolio == "P-CERYS"
    with pytest.raises(Refusal, match="ask for a new invitation and join with it"):
        office_of(laptop.store)
    laptop.desks().workbook.respond("P-CERYS", "statement-01", "one-purpose", "Mine.")
    before = laptop.store.records("portfolio/P-CERYS")
    join(laptop.desks(), invitation_of(house, tmp_path / "new"))
    assert office_of(laptop.store) == office_of(house.store)
    assert laptop.store.records("portfolio/P-CERYS") == before


def test_two_people_can_join_on_one_machine(house: House, laptop: House, tmp_path: Path) -> None:
    join(laptop.desks(), invitation_of(house, tmp_path))
    cerys = resolve_actor(laptop.store, "PR-CERYS", None)
    join(laptop.desks().seat(cerys), tmp_path / f"P-DAFYDD{SUFFIX}")
    for person in ("PR-CERYS", "PR-DAFYDD"):
        keyring = keyring_of(laptop.store, person)
        introduction = introduction_of(laptop.store, person, keyring)
        assert introduction is not None
        assert register(house.desks(), introduction, AT).person == person


def test_changed_keys_of_the_office_are_refused_loudly(
    house: House, laptop: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    join(laptop.desks(), invitation_of(house, tmp_path))
    before = everything(laptop.store)
    known = fingerprint(office_of(house.store).card)
    with monkeypatch.context() as context:
        context.setenv("STEPBACK_KEYS", str(tmp_path / "another computer"))
        renew_office(house.desks("CO-ANN"))
        path = invitation_of(house, tmp_path / "new")
    keys = key_files(laptop, "PR-CERYS")
    invitation = read_invitation(path)
    assert invitation.keys is not None
    new = fingerprint(invitation.keys.office.card)
    for typed in ("", "AAAA AAAA AAAA AAAA AAAA", known):
        with pytest.raises(Refusal, match="STOP") as refused:
            join(laptop.desks(), path, office_keys=typed)
        assert f"this file has {new}" in str(refused.value)
        assert f"you joined with {known};" in str(refused.value)
        assert everything(laptop.store) == before
        assert key_files(laptop, "PR-CERYS") == keys
    join(laptop.desks(), path, office_keys=new.lower().replace(" ", ""))
    assert office_of(laptop.store) == invitation.keys.office


def test_the_invitation_of_another_organisation_wants_a_store_of_its_own(
    house: House, laptop: House, tmp_path: Path
) -> None:
    other = House(open_store("memory:"))
    furnish(other)
    join(laptop.desks(), invitation_of(house, tmp_path / "one"))
    for store in (laptop, house):
        before = everything(store.store)
        with pytest.raises(Refusal, match="this store belongs with Positive Eye Ltd"):
            join(store.desks(), invitation_of(other, tmp_path / "other", "P-ELEN"))
        assert everything(store.store) == before


@pytest.mark.parametrize(
    "altered",
    [
        {"organisation": "Somebody Else"},
        {"signature": "0" * 128},
        {"signature": None},
        {"keys": None},
        {"person": {"id": "PR-CERYS", "name": "Cerys", "roles": [{"role": "coordinator"}]}},
    ],
)
def test_an_invitation_that_was_altered_is_refused(
    house: House, laptop: House, tmp_path: Path, altered: dict[str, object]
) -> None:
    path = invitation_of(house, tmp_path)
    content = json.loads(path.read_text(encoding="utf-8")) | altered
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(Refusal, match="was changed after it was written"):
        join(laptop.desks(), path)
    assert list(laptop.store.folders()) == []


def test_where_keys_cannot_be_kept_nothing_is_joined(
    house: House, laptop: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = invitation_of(house, tmp_path)
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("STEPBACK_KEYS", str(tmp_path / "file"))
    with pytest.raises(Refusal, match=r"(cannot be kept|cannot be read).*Not a directory"):
        join(laptop.desks(), path)
    assert laptop.store.records("portfolio/P-CERYS") == {}


def test_a_damaged_key_of_an_invitation_is_named(
    house: House, laptop: House, tmp_path: Path
) -> None:
    join(laptop.desks(), invitation_of(house, tmp_path))
    known = exchange_here(laptop.store, "owner")
    path = keys_folder(known.store, "PR-CERYS") / "enrolment-portfolio-1.txt"
    path.write_text("# seed: 00\n", encoding="utf-8")
    with pytest.raises(Refusal, match=r"enrolment-portfolio-1\.txt is damaged"):
        introduction_of(laptop.store, "PR-CERYS", keyring_of(laptop.store, "PR-CERYS"))


def test_keys_of_two_invitations_kept_at_once_are_both_there(
    laptop: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = exchange_here(laptop.store, "owner").store
    first, second = new_seed().hex(), new_seed().hex()

    def overtaken(path: Path, text: str) -> bool:
        monkeypatch.setattr(enrolment, "write_once", write_once)
        keep_enrolment(store, "PR-CERYS", second, staff=False)
        return write_once(path, text)

    keys = keys_folder(store, "PR-CERYS")
    monkeypatch.setattr(enrolment, "write_once", overtaken)
    keep_enrolment(store, "PR-CERYS", first, staff=False)
    written = [path.read_text(encoding="utf-8") for path in sorted(keys.glob("enrolment-*"))]
    assert len(written) == 2
    assert second in written[0]
    assert first in written[1]
