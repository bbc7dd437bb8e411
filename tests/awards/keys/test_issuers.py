"""A store knows the keys of its organisation by their public names and dates."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from stepback_course.awards.keys.issuers import (
    IssuerKey,
    compromised,
    current_key,
    issuer_keys,
    register_key,
    retire,
)
from stepback_course.awards.keys.signing import key_from_seed
from stepback_course.clock import instant
from stepback_course.people import OWNER, Actor
from stepback_course.store import NEVER_WRITTEN, Change, Conflict
from stepback_course.text.refusals import Refusal
from tests.house import NOW, House, Ticking, actor, clock

ANN = actor("CO-ANN", "coordinator")
ONE, TWO, THREE = (key_from_seed(bytes([number]) * 32).did for number in (1, 2, 3))
SECOND = timedelta(seconds=1)


def entered(house: House, *names: str) -> Ticking:
    """Enter keys a second after each other, the first at NOW and a second."""
    ticking = Ticking()
    for did in names:
        register_key(house.store, ANN, ticking, did)
    return ticking


def test_a_store_without_keys_signs_with_none(empty_house: House) -> None:
    assert issuer_keys(empty_house.store) == ()
    assert current_key(empty_house.store) is None


def test_a_key_signs_from_when_it_is_entered(empty_house: House) -> None:
    key = register_key(empty_house.store, ANN, clock, ONE)
    assert key == IssuerKey(did=ONE, since="2026-03-04T12:03:04.000Z")
    assert key.state == "signs"
    assert current_key(empty_house.store) == key


def test_a_new_key_retires_the_one_before_at_the_same_instant(empty_house: House) -> None:
    entered(empty_house, ONE, TWO, THREE)
    one, two, three = issuer_keys(empty_house.store)
    assert [one.did, two.did, three.did] == [ONE, TWO, THREE]
    assert (one.until, two.until) == (two.since, three.since)
    assert [key.state for key in (one, two, three)] == ["retired", "retired", "signs"]
    assert current_key(empty_house.store) == three


def test_entering_the_present_key_again_changes_nothing(empty_house: House) -> None:
    ticking = entered(empty_house, ONE)
    record = empty_house.store.get("organisation/settings", "keys")
    again = register_key(empty_house.store, ANN, ticking, ONE)
    assert again.since == instant(NOW + SECOND)
    after = empty_house.store.get("organisation/settings", "keys")
    assert record is not None
    assert after is not None
    assert after.revision == record.revision


def test_a_retired_key_never_signs_again(empty_house: House) -> None:
    ticking = entered(empty_house, ONE, TWO)
    with pytest.raises(Refusal, match=r"was retired on 2026-03-04, and nothing is signed"):
        register_key(empty_house.store, ANN, ticking, ONE)
    assert current_key(empty_house.store) == issuer_keys(empty_house.store)[1]


def test_without_its_key_a_store_signs_with_none(empty_house: House) -> None:
    ticking = entered(empty_house, ONE)
    retired = retire(empty_house.store, ANN, ticking, ONE)
    assert retired.until == instant(NOW + 2 * SECOND)
    assert current_key(empty_house.store) is None
    assert retire(empty_house.store, ANN, ticking, ONE) == retired


def test_a_compromised_key_is_retired_and_the_earlier_instant_counts(empty_house: House) -> None:
    ticking = entered(empty_house, ONE, TWO)
    key = compromised(empty_house.store, ANN, ticking, TWO, NOW)
    assert (key.state, key.compromised_from) == ("compromised", instant(NOW))
    assert current_key(empty_house.store) is None
    later = compromised(empty_house.store, ANN, ticking, TWO, NOW + SECOND)
    assert later == key
    earlier = compromised(empty_house.store, ANN, ticking, TWO, NOW - SECOND)
    assert earlier.compromised_from == instant(NOW - SECOND)
    assert earlier.until == key.until
    one, _two = issuer_keys(empty_house.store)
    assert one.compromised_from == ""


def test_a_key_that_the_store_does_not_know_is_named(empty_house: House) -> None:
    entered(empty_house, ONE)
    changes: list[Callable[[], object]] = [
        lambda: retire(empty_house.store, ANN, clock, TWO),
        lambda: compromised(empty_house.store, ANN, clock, "<b>" * 100, NOW),
    ]
    for change in changes:
        with pytest.raises(Refusal, match="this store knows no key") as refused:
            change()
        assert len(str(refused.value)) < 200
    with pytest.raises(ValueError, match="does not name a signing key"):
        register_key(empty_house.store, ANN, clock, "did:web:example.org")


@pytest.mark.parametrize(
    "somebody", [OWNER, actor("AS-MEG", "assessor", "verifier", "trainer"), actor("PR-1")]
)
def test_only_a_coordinator_changes_keys(empty_house: House, somebody: Actor) -> None:
    entered(empty_house, ONE)
    changes: list[Callable[[], object]] = [
        lambda: register_key(empty_house.store, somebody, clock, TWO),
        lambda: register_key(empty_house.store, somebody, clock, ONE),
        lambda: retire(empty_house.store, somebody, clock, ONE),
        lambda: compromised(empty_house.store, somebody, clock, ONE, NOW),
    ]
    for change in changes:
        with pytest.raises(Refusal, match="kept by a named coordinator"):
            change()
    assert [key.state for key in issuer_keys(empty_house.store)] == ["signs"]


def test_what_somebody_else_entered_meanwhile_is_not_lost(empty_house: House) -> None:
    store = empty_house.store

    def overtaken() -> datetime:
        register_key(store, ANN, clock, TWO)
        return NOW

    with pytest.raises(Conflict):
        register_key(store, ANN, overtaken, ONE)
    assert [key.did for key in issuer_keys(store)] == [TWO]


def test_a_key_is_good_for_what_was_signed_while_it_signed() -> None:
    since, until = NOW, NOW + timedelta(days=365)
    key = IssuerKey(did=ONE, since=instant(since))
    retired = key.model_copy(update={"until": instant(until)})
    for each in (key, retired):
        assert each.standing(since - SECOND) == "outside its time"
        assert each.standing(since) == "good"
        assert each.standing(until - timedelta(milliseconds=1)) == "good"
    assert retired.standing(until) == "outside its time"
    assert key.standing(until) == "good"


def test_what_is_signed_in_the_second_in_which_a_key_is_entered_is_good() -> None:
    part = timedelta(milliseconds=700)
    key = IssuerKey(did=ONE, since=instant(NOW + part), until=instant(NOW + SECOND + part))
    assert key.standing(NOW) == "good"
    assert key.standing(NOW + SECOND) == "good"
    assert key.standing(NOW - timedelta(milliseconds=1)) == "outside its time"
    stolen = key.model_copy(update={"compromised_from": instant(NOW + part)})
    assert stolen.standing(NOW) == "compromised"


def test_a_compromised_key_is_trusted_only_where_the_register_vouches_for_it() -> None:
    key = IssuerKey(
        did=ONE,
        since=instant(NOW),
        until=instant(NOW + timedelta(days=20)),
        compromised_from=instant(NOW + timedelta(days=10)),
    )
    assert key.standing(NOW + timedelta(days=9)) == "only with the register"
    for day in (10, 15, 20, 30):
        assert key.standing(NOW + timedelta(days=day)) == "compromised"
    assert key.standing(NOW - SECOND) == "outside its time"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-03-04",
        "2026-03-04T12:03:04Z",
        "now",
        "9" * 500,
        "0001-01-01T00:00:00.000+05:00",
        "9999-12-31T23:59:59.999-05:00",
    ],
)
def test_a_date_that_is_no_instant_is_no_date_of_a_key(text: str) -> None:
    with pytest.raises(ValueError, match=r"instant|40 characters"):
        IssuerKey(did=ONE, since=text)


def test_a_damaged_record_of_keys_is_never_taken_for_one(empty_house: House) -> None:
    change = Change(NEVER_WRITTEN, {"keys": [{"did": ONE, "since": "yesterday"}]})
    empty_house.store.put("organisation/settings", {"keys": change}, operation="1", actor="CO-ANN")
    with pytest.raises(ValueError, match="instant"):
        issuer_keys(empty_house.store)
