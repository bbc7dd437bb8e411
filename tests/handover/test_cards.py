"""The office knows whose computer signed, since when, and when it stopped counting."""

from dataclasses import replace
from pathlib import Path

import pytest

from stepback_course.clock import instant
from stepback_course.handover.keys.introduction import introduce, is_introduced
from stepback_course.handover.keys.keyring import Keyring, fingerprint, new_seed, public_of
from stepback_course.handover.office import cards, records
from stepback_course.handover.office.cards import (
    add_enrolment,
    all_owners,
    card_of_fingerprint,
    cards_of,
    owner_of,
    owners_of,
    register,
    revoke,
)
from stepback_course.store import Change, Store
from stepback_course.text.refusals import Refusal
from tests.handover.envelopes import keyring
from tests.house import NOW, House

BEFORE, AT, LATER = "2026-03-01T09:00:00.000Z", instant(NOW), "2026-04-01T09:00:00.000Z"


@pytest.fixture
def laptop(tmp_path: Path) -> Keyring:
    """The keys of Cerys's laptop."""
    return keyring(tmp_path, "laptop")


def invited(house: House, person: str, *, staff: bool = False) -> str:
    """Invite somebody and return the private half of the invitation's key."""
    return add_enrolment(house.desks("CO-ANN"), person, BEFORE, staff=staff)


def test_a_card_is_registered_to_whoever_was_invited(house: House, laptop: Keyring) -> None:
    seed = invited(house, "PR-CERYS")
    assert owner_of(house.store, laptop.card.signing) is None
    owner = register(house.desks("TR-TOM"), introduce(laptop, "PR-CERYS", seed), AT)
    assert (owner.person, owner.card, owner.registered) == ("PR-CERYS", laptop.card, AT)
    assert owner_of(house.store, laptop.card.signing) == owner
    assert cards_of(house.store, "PR-CERYS") == [laptop.card]
    assert cards_of(house.store, "PR-DAFYDD") == []


def test_registering_again_changes_nothing(house: House, laptop: Keyring) -> None:
    introduction = introduce(laptop, "PR-CERYS", invited(house, "PR-CERYS"))
    register(house.desks(), introduction, AT)
    before = house.store.records("person/PR-CERYS")
    register(house.desks(), introduction, LATER)
    assert house.store.records("person/PR-CERYS") == before


def test_two_laptops_of_one_person_are_two_cards(
    house: House, laptop: Keyring, tmp_path: Path
) -> None:
    seed, other = invited(house, "PR-CERYS"), keyring(tmp_path, "tablet")
    register(house.desks(), introduce(laptop, "PR-CERYS", seed), AT)
    register(house.desks(), introduce(other, "PR-CERYS", seed), LATER)
    assert cards_of(house.store, "PR-CERYS") == [laptop.card, other.card]


def test_an_earlier_invitation_stays_good(house: House, laptop: Keyring) -> None:
    first, _second = invited(house, "PR-CERYS"), invited(house, "PR-CERYS")
    assert register(house.desks(), introduce(laptop, "PR-CERYS", first), AT).registered == AT


def test_ids_of_people_are_compared_without_case(house: House, laptop: Keyring) -> None:
    seed = invited(house, "PR-CERYS")
    assert register(house.desks(), introduce(laptop, "pr-cerys", seed), AT).person == "PR-CERYS"


@pytest.mark.parametrize("person", ["PR-DAFYDD", "PR-CERYS"])
def test_a_card_that_nobody_was_invited_to_introduce_is_refused(
    house: House, laptop: Keyring, person: str
) -> None:
    invited(house, "PR-CERYS")
    stranger = introduce(laptop, person, new_seed().hex())
    with pytest.raises(Refusal, match="not introduced with a valid invitation"):
        register(house.desks(), stranger, AT)
    assert owner_of(house.store, laptop.card.signing) is None


def test_an_invitation_introduces_nobody_else(house: House, laptop: Keyring) -> None:
    seed = invited(house, "PR-CERYS")
    with pytest.raises(Refusal, match="not introduced with a valid invitation to Dafydd Puw"):
        register(house.desks(), introduce(laptop, "PR-DAFYDD", seed), AT)
    with pytest.raises(Refusal, match="knows no person 'PR-NOBODY'"):
        register(house.desks(), introduce(laptop, "PR-NOBODY", seed), AT)


def test_nobody_can_introduce_a_card_that_is_not_theirs(
    house: House, laptop: Keyring, tmp_path: Path
) -> None:
    seed = invited(house, "PR-DAFYDD")
    dafydd = keyring(tmp_path, "dafydd")
    assert is_introduced(introduce(dafydd, "PR-DAFYDD", seed), public_of(bytes.fromhex(seed)))
    claiming = introduce(replace(dafydd, card=laptop.card), "PR-DAFYDD", seed)
    assert claiming.card == laptop.card
    with pytest.raises(Refusal, match="not introduced with a valid invitation"):
        register(house.desks(), claiming, AT)


def test_knowing_which_invitation_was_written_is_not_having_it(
    house: House, laptop: Keyring
) -> None:
    sound = introduce(laptop, "PR-CERYS", invited(house, "PR-CERYS"))
    forged = sound.model_copy(update={"signature": "0" * 128})
    with pytest.raises(Refusal, match="not introduced with a valid invitation"):
        register(house.desks(), forged, AT)
    assert register(house.desks(), sound, AT).card == laptop.card


def test_a_computers_keys_belong_to_one_person(house: House, laptop: Keyring) -> None:
    register(house.desks(), introduce(laptop, "PR-CERYS", invited(house, "PR-CERYS")), AT)
    second = introduce(laptop, "PR-DAFYDD", invited(house, "PR-DAFYDD"))
    with pytest.raises(Refusal, match="registered to somebody else") as refused:
        register(house.desks(), second, AT)
    assert refused.value.code == "taken"


def test_a_card_counts_from_the_day_it_is_registered(house: House, laptop: Keyring) -> None:
    owner = register(house.desks(), introduce(laptop, "PR-CERYS", invited(house, "PR-CERYS")), AT)
    assert [owner.held(at) for at in (BEFORE, AT, LATER)] == [False, True, True]


def test_an_invitation_to_a_portfolio_makes_no_assessor(house: House, laptop: Keyring) -> None:
    owner = register(house.desks(), introduce(laptop, "AS-MEG", invited(house, "AS-MEG")), AT)
    assert owner.held(LATER)
    assert not owner.held_as_staff(LATER)
    staff = invited(house, "AS-MEG", staff=True)
    owner = register(house.desks(), introduce(laptop, "AS-MEG", staff), LATER)
    assert [owner.held_as_staff(at) for at in (BEFORE, AT, LATER)] == [False, False, True]
    assert owner.registered == AT


def test_a_revoked_card_counts_until_that_moment(house: House, laptop: Keyring) -> None:
    seed = invited(house, "AS-MEG", staff=True)
    register(house.desks(), introduce(laptop, "AS-MEG", seed), AT)
    owner = revoke(house.desks("CO-ANN"), laptop.card.signing, LATER)
    assert owner == owner_of(house.store, laptop.card.signing)
    assert [owner.held_as_staff(at) for at in (AT, LATER)] == [True, False]
    assert [owner.held(at) for at in (AT, LATER)] == [True, False]
    assert cards_of(house.store, "AS-MEG") == []
    assert owners_of(house.store, "AS-MEG") == [owner]


def test_revoking_again_changes_nothing(house: House, laptop: Keyring) -> None:
    register(house.desks(), introduce(laptop, "AS-MEG", invited(house, "AS-MEG")), AT)
    revoke(house.desks("CO-ANN"), laptop.card.signing, AT)
    before = house.store.records("person/AS-MEG")
    revoke(house.desks("CO-ANN"), laptop.card.signing, LATER)
    assert house.store.records("person/AS-MEG") == before


def test_a_revoked_card_does_not_come_back_with_any_introduction(
    house: House, laptop: Keyring, tmp_path: Path
) -> None:
    seed, unused = (invited(house, "AS-MEG", staff=True) for _time in range(2))
    register(house.desks(), introduce(laptop, "AS-MEG", seed), AT)
    revoke(house.desks("CO-ANN"), laptop.card.signing, AT)
    assert register(house.desks(), introduce(laptop, "AS-MEG", seed), LATER).revoked == AT
    renewed = introduce(laptop, "AS-MEG", invited(house, "AS-MEG", staff=True))
    assert register(house.desks(), renewed, LATER).revoked == AT
    thief = keyring(tmp_path, "thief")
    for key in (seed, unused):
        with pytest.raises(Refusal, match="not introduced with a valid invitation"):
            register(house.desks(), introduce(thief, "AS-MEG", key), LATER)


def test_revoking_one_laptop_leaves_the_other(
    house: House, laptop: Keyring, tmp_path: Path
) -> None:
    seed, other = invited(house, "AS-MEG", staff=True), keyring(tmp_path, "tablet")
    register(house.desks(), introduce(laptop, "AS-MEG", seed), AT)
    kept = introduce(other, "AS-MEG", seed)
    register(house.desks(), kept, AT)
    revoke(house.desks("CO-ANN"), laptop.card.signing, AT)
    assert cards_of(house.store, "AS-MEG") == [other.card]
    assert register(house.desks(), kept, LATER).held_as_staff(LATER)


def test_only_a_coordinator_revokes(house: House, laptop: Keyring) -> None:
    register(house.desks(), introduce(laptop, "AS-MEG", invited(house, "AS-MEG")), AT)
    for person in ("TR-TOM", "AS-MEG", None):
        with pytest.raises(Refusal, match="revoked by a named coordinator"):
            revoke(house.desks(person), laptop.card.signing, AT)
    with pytest.raises(Refusal, match="no computer with these keys is registered here"):
        revoke(house.desks("CO-ANN"), "0" * 64, AT)


def test_a_card_is_found_by_its_fingerprint(house: House, laptop: Keyring) -> None:
    register(house.desks(), introduce(laptop, "PR-CERYS", invited(house, "PR-CERYS")), AT)
    typed = fingerprint(laptop.card)
    assert card_of_fingerprint(house.store, typed) == laptop.card.signing
    grouped = typed.lower().replace(" ", "")
    assert card_of_fingerprint(house.store, grouped) == laptop.card.signing
    for wrong in ("", typed[:-1], "AAAA AAAA AAAA AAAA AAAA"):
        with pytest.raises(Refusal, match="no computer with these keys is registered here"):
            card_of_fingerprint(house.store, wrong)


def test_all_cards_are_listed_by_person(house: House, laptop: Keyring, tmp_path: Path) -> None:
    assert all_owners(house.store) == []
    meg, tablet = keyring(tmp_path, "meg"), keyring(tmp_path, "tablet")
    for keys, person, at in (
        (tablet, "PR-CERYS", LATER),
        (laptop, "PR-CERYS", AT),
        (meg, "AS-MEG", LATER),
    ):
        register(house.desks(), introduce(keys, person, invited(house, person)), at)
    listed = [(owner.person, owner.card) for owner in all_owners(house.store)]
    assert listed == [
        ("AS-MEG", meg.card),
        ("PR-CERYS", laptop.card),
        ("PR-CERYS", tablet.card),
    ]


def test_two_who_invite_at_once_both_add_their_key(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, quicker = house.store.put, []

    def overtaken(folder: str, changes: dict[str, Change], **named: str) -> dict[str, int]:
        monkeypatch.setattr(house.store, "put", put)
        quicker.append(invited(house, "PR-CERYS"))
        return put(folder, changes, **named)

    monkeypatch.setattr(house.store, "put", overtaken)
    seeds = [invited(house, "PR-CERYS"), *quicker]
    assert len(seeds) == 2
    assert known_keys(house.store) == {public_of(bytes.fromhex(seed)) for seed in seeds}


def test_whoever_is_overtaken_for_ever_is_told_so(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = house.store.put

    def overtaken(folder: str, changes: dict[str, Change], **named: str) -> dict[str, int]:
        stale = {name: Change(99, change.document) for name, change in changes.items()}
        return put(folder, stale, **named)

    monkeypatch.setattr(house.store, "put", overtaken)
    monkeypatch.setattr(records, "RETRIES", 3)
    with pytest.raises(Exception, match="this is being written elsewhere: try again"):
        invited(house, "PR-CERYS")


def known_keys(store: Store) -> set[str]:
    """Return the public halves of the keys of every invitation of Cerys."""
    record = store.get("person/PR-CERYS", "enrolments")
    assert record is not None
    return {key.public for key in cards.Enrolments.model_validate(record.document).keys}
