"""A store knows its own name, its office, and whose keys it signs with."""

import os
import shutil
import stat
import threading
from pathlib import Path

import pytest

from stepback_course.handover.keys.age import recipient_of
from stepback_course.handover.keys.files import keys_root, read_key_text
from stepback_course.handover.keys.keyring import FILE_NAME, fingerprint
from stepback_course.handover.office import office as office_room
from stepback_course.handover.office.exchange import (
    Office,
    exchange_here,
    exchange_of,
    is_office,
    keep_office,
    keyring_of,
    office_of,
    require_office,
)
from stepback_course.handover.office.office import (
    RECOVERY_FILE,
    open_office,
    recovery_reminder,
    renew_office,
)
from stepback_course.store import open_store
from stepback_course.text.refusals import Refusal
from tests.handover.envelopes import keyring, manifest_of
from tests.house import House, furnish


def office_folder(house: House) -> Path:
    """Return where the keys of the office are."""
    known = exchange_of(house.store)
    assert known is not None
    return keys_root() / known.store / "office"


def test_a_store_is_given_a_name_once(house: House) -> None:
    assert exchange_of(house.store) is None
    known = exchange_here(house.store, "owner")
    assert exchange_here(house.store, "TR-TOM") == known == exchange_of(house.store)
    assert exchange_here(open_store("memory:"), "owner").store != known.store


def test_a_store_keeps_its_name_and_keys_where_it_is_moved_to(tmp_path: Path) -> None:
    first = open_store(str(tmp_path / "first"))
    before = keyring_of(first, "PR-CERYS")
    first.close()
    shutil.move(tmp_path / "first", tmp_path / "second")
    second = open_store(str(tmp_path / "second"))
    assert keyring_of(second, "PR-CERYS") == before
    second.close()


def test_keys_are_never_in_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEPBACK_KEYS", str(tmp_path / "safe"))
    house = House(open_store(str(tmp_path / "store")))
    furnish(house)
    _office, keyring = open_office(house.desks("CO-ANN"))
    seed = (read_key_text(office_folder(house) / FILE_NAME) or ({}, ""))[0]["signing"]
    recovery = (read_key_text(office_folder(house) / RECOVERY_FILE) or ({}, ""))[1]
    house.store.close()
    kept = b"".join(path.read_bytes() for path in (tmp_path / "store").rglob("*") if path.is_file())
    assert keyring.card.signing.encode() in kept
    for secret in (seed, keyring.identity, recovery):
        assert len(secret) > 60
        assert secret.encode() not in kept


def test_each_person_and_each_store_has_keys_of_their_own(house: House) -> None:
    cerys = keyring_of(house.store, "PR-CERYS")
    assert keyring_of(house.store, "pr-cerys") == cerys
    assert keyring_of(house.store, "PR-DAFYDD").card != cerys.card
    assert keyring_of(open_store("memory:"), "PR-CERYS").card != cerys.card


def test_the_office_signs_with_its_own_keys_whoever_acts(house: House) -> None:
    office, keyring = open_office(house.desks("CO-ANN"))
    assert office.card == keyring.card
    assert keyring_of(house.store, "TR-TOM") == keyring
    assert open_office(house.desks("TR-TOM")) == (office, keyring)
    assert office_of(house.store) == office
    assert is_office(house.store)


def test_an_office_that_two_people_open_at_once_is_one(house: House) -> None:
    together, found = threading.Barrier(4), []

    def begin() -> None:
        desks = house.desks("CO-ANN")
        together.wait()
        found.append(open_office(desks)[0])

    threads = [threading.Thread(target=begin) for _place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def test_an_office_without_its_keys_says_where_they_should_be(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_office(house.desks("CO-ANN"))
    monkeypatch.setenv("STEPBACK_KEYS", str(tmp_path / "another computer"))
    for attempt in (
        lambda: open_office(house.desks("CO-ANN")),
        lambda: keyring_of(house.store, "CO-ANN"),
    ):
        with pytest.raises(Refusal, match="keys of this office are not on this computer") as told:
            attempt()
        assert str(office_folder(house)) in str(told.value)
    assert not (tmp_path / "another computer").exists()


def test_an_office_with_other_keys_in_place_of_its_own_is_refused(house: House) -> None:
    open_office(house.desks("CO-ANN"))
    (office_folder(house) / FILE_NAME).unlink()
    keyring(office_folder(house).parent, "stranger")
    stranger = office_folder(house).parent / "keyrings" / "stranger" / FILE_NAME
    shutil.copy(stranger, office_folder(house) / FILE_NAME)
    with pytest.raises(Refusal, match="keys of this office are not on this computer"):
        keyring_of(house.store, "CO-ANN")


def test_the_recovery_key_is_written_once_for_its_owner_alone(house: House) -> None:
    office, _keyring = open_office(house.desks("CO-ANN"))
    path = office_folder(house) / RECOVERY_FILE
    found = read_key_text(path)
    assert found is not None
    assert recipient_of(found[1]) == office.recovery
    assert "Print it, lock the page away" in path.read_text(encoding="utf-8")
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_reminder_goes_when_the_recovery_key_is_locked_away(house: House) -> None:
    assert recovery_reminder(house.store) is None
    office, _keyring = open_office(house.desks("CO-ANN"))
    path = office_folder(house) / RECOVERY_FILE
    reminder = f"recovery key is in {path}: print it, lock the page away, and remove the file."
    assert recovery_reminder(house.store) == f"The office's {reminder}"
    path.unlink()
    assert recovery_reminder(house.store) is None
    assert open_office(house.desks("CO-ANN"))[0] == office
    assert not path.exists()


def test_an_office_that_was_interrupted_takes_up_the_keys_it_had_made(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_arguments: object, **_named: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr(office_room, "keep_office", interrupted)
        with pytest.raises(KeyboardInterrupt):
            open_office(house.desks("CO-ANN"))
    made = (office_folder(house) / RECOVERY_FILE).read_bytes()
    assert not is_office(house.store)
    open_office(house.desks("CO-ANN"))
    assert (office_folder(house) / RECOVERY_FILE).read_bytes() == made


def test_a_damaged_recovery_key_is_named(house: House) -> None:
    exchange_here(house.store, "owner")
    office_folder(house).mkdir(parents=True)
    (office_folder(house) / RECOVERY_FILE).write_bytes(b"AGE-SECRET-KEY-1\n")
    with pytest.raises(Refusal, match=r"recovery-key\.txt is damaged"):
        open_office(house.desks("CO-ANN"))
    assert not is_office(house.store)


def test_a_store_that_joined_writes_no_invitations(house: House, empty_house: House) -> None:
    office, _keyring = open_office(house.desks("CO-ANN"))
    laptop = House(open_store("memory:"))
    keep_office(laptop.store, office, actor="owner", instead_of=None)
    assert office_of(laptop.store) == office
    assert not is_office(laptop.store)
    assert recovery_reminder(laptop.store) is None
    with pytest.raises(Refusal, match="this store joined Positive Eye Ltd"):
        open_office(laptop.desks())


def test_an_office_is_replaced_only_where_it_is_the_one_that_was_looked_at(house: House) -> None:
    office, _keyring = open_office(house.desks("CO-ANN"))
    laptop = open_store("memory:")
    keep_office(laptop, office, actor="owner", instead_of=None)
    renamed = office.model_copy(update={"name": "Elsewhere"})
    keep_office(laptop, renamed, actor="owner", instead_of=None)
    assert office_of(laptop) == office
    keep_office(laptop, renamed, actor="owner", instead_of=office)
    assert office_of(laptop) == renamed


def test_a_store_that_knows_no_office_says_what_to_ask_for(house: House) -> None:
    for _time in range(2):
        with pytest.raises(Refusal, match="ask for a new invitation and join with it"):
            office_of(house.store)
        keyring_of(house.store, "PR-CERYS")


def test_what_the_office_did_not_sign_is_refused_with_both_fingerprints(
    house: House, tmp_path: Path
) -> None:
    office, keys = open_office(house.desks("CO-ANN"))
    cerys, stranger = keyring(tmp_path, "cerys"), keyring(tmp_path, "stranger")
    require_office(manifest_of(keys, cerys), office, "feedback")
    with pytest.raises(Refusal, match=r"STOP\. feedback does not have the keys") as refused:
        require_office(manifest_of(stranger, cerys), office, "feedback")
    assert refused.value.code == "altered"
    assert f"you joined with {fingerprint(office.card)};" in str(refused.value)
    assert f"this file has {fingerprint(stranger.card)}." in str(refused.value)


def test_an_office_is_read_back_as_it_was_kept(house: House) -> None:
    office, _keyring = open_office(house.desks("CO-ANN"))
    assert Office.model_validate_json(office.model_dump_json()) == office


def test_lost_keys_of_the_office_can_be_made_anew(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost, _keyring = open_office(house.desks("CO-ANN"))
    monkeypatch.setenv("STEPBACK_KEYS", str(tmp_path / "another computer"))
    for person in ("TR-TOM", None):
        with pytest.raises(Refusal, match="by a named coordinator"):
            renew_office(house.desks(person))
    made, keyring = renew_office(house.desks("CO-ANN"))
    assert made.store == lost.store
    assert made.card == keyring.card != lost.card
    assert made.recovery != lost.recovery
    assert open_office(house.desks("TR-TOM")) == (made, keyring)


def test_keys_that_are_still_there_are_not_made_anew(house: House) -> None:
    office, _keyring = open_office(house.desks("CO-ANN"))
    with pytest.raises(Refusal, match="move that folder away first"):
        renew_office(house.desks("CO-ANN"))
    assert office_of(house.store) == office


def test_a_store_that_is_no_office_yet_becomes_one_with_its_first_keys(house: House) -> None:
    made, _keyring = renew_office(house.desks("CO-ANN"))
    assert open_office(house.desks("CO-ANN"))[0] == made
