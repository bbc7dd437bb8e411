"""A coordinator makes, renews, restores and enters keys, and nobody signs with another silently."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from stepback_course.awards.keys import keeping
from stepback_course.awards.keys.chest import KeyChest
from stepback_course.awards.keys.keeping import Keys
from stepback_course.awards.keys.paper import paper
from stepback_course.awards.keys.present import key_here, signing_key
from stepback_course.awards.keys.signing import new_key
from stepback_course.people import OWNER, Actor
from stepback_course.store import Busy
from stepback_course.text.refusals import Refusal
from tests.awards.keys.chests import PASSPHRASE, chest_in
from tests.house import House, actor, clock

pytestmark = pytest.mark.usefixtures("quick_guesses")

OTHER_WORDS = "goat meadow parcel tin"
ANN = actor("CO-ANN", "coordinator")


@pytest.fixture
def keys(empty_house: House, chest: KeyChest) -> Keys:
    """The desk of a coordinator whose computer has no key yet."""
    return Keys(empty_house.store, ANN, clock, chest)


def states(keys: Keys) -> list[str]:
    return [key.state for key in keys.known()]


def test_the_first_key_signs_as_soon_as_it_is_made(keys: Keys, empty_house: House) -> None:
    assert signing_key(empty_house.store, keys.chest) is None
    made = keys.make(PASSPHRASE)
    current = keys.current()
    assert current is not None
    assert current.did == made.did == keys.chest.did
    assert signing_key(empty_house.store, keys.chest) == made
    with pytest.raises(Refusal, match="there is a key that certificates are signed with"):
        keys.make(PASSPHRASE)


def test_a_new_key_takes_the_place_of_the_present_one(keys: Keys, empty_house: House) -> None:
    with pytest.raises(Refusal, match="there is no key yet"):
        keys.rotate(PASSPHRASE)
    first = keys.make(PASSPHRASE)
    second = keys.rotate(OTHER_WORDS)
    assert [key.did for key in keys.known()] == [first.did, second.did]
    assert states(keys) == ["retired", "signs"]
    assert signing_key(empty_house.store, keys.chest) == second


def test_a_key_that_was_stolen_is_marked_when_it_is_renewed(keys: Keys) -> None:
    keys.make(PASSPHRASE)
    keys.rotate(OTHER_WORDS, date(2026, 3, 1))
    assert states(keys) == ["compromised", "signs"]
    assert keys.known()[0].compromised_from == "2026-03-01T00:00:00.000Z"


@pytest.mark.parametrize("before", ["it is written", "it is entered"])
def test_a_stolen_key_is_marked_and_no_other_however_often_renewing_it_is_interrupted(
    keys: Keys, empty_house: House, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    stolen = keys.make(PASSPHRASE).did
    theft = date(2026, 3, 1)

    def interrupted(*_arguments: object) -> None:
        raise Busy("another program holds the store")

    with monkeypatch.context() as patched:
        if before == "it is entered":
            patched.setattr(keeping, "register_key", interrupted)
        else:
            patched.setattr(KeyChest, "rotate", interrupted)
        with pytest.raises(Busy):
            keys.rotate(OTHER_WORDS, theft)
    assert states(keys) == ["compromised"]
    with pytest.raises(Refusal, match="use `stepback key new`"):
        keys.rotate(OTHER_WORDS, theft)
    made = keys.make(OTHER_WORDS) if keys.not_entered() is None else keys.adopt(OTHER_WORDS)
    assert [key.did for key in keys.known()] == [stolen, made.did]
    assert states(keys) == ["compromised", "signs"]
    assert signing_key(empty_house.store, keys.chest) == made


def test_a_key_is_not_marked_where_no_other_can_be_made(keys: Keys, empty_house: House) -> None:
    keys.make(PASSPHRASE)
    with pytest.raises(Refusal, match="take 15 or more"):
        keys.rotate("short", date(2026, 3, 1))
    without = Keys(empty_house.store, ANN, clock, None)
    with pytest.raises(Refusal, match="a made-up cohort has no key"):
        without.rotate(OTHER_WORDS, date(2026, 3, 1))
    assert states(keys) == ["signs"]


def test_a_day_begins_where_the_organisation_is(keys: Keys) -> None:
    did = keys.make(PASSPHRASE).did
    assert keys.compromised(did, date(2025, 7, 1)).compromised_from == "2025-06-30T23:00:00.000Z"


def test_nothing_is_renewed_for_a_theft_that_is_still_to_come(keys: Keys) -> None:
    did = keys.make(PASSPHRASE).did
    with pytest.raises(Refusal, match="2026-03-05 is still to come"):
        keys.rotate(OTHER_WORDS, date(2026, 3, 5))
    with pytest.raises(Refusal, match="2026-03-05 is still to come"):
        keys.compromised(did, date(2026, 3, 5))
    assert keys.chest.did == did
    assert states(keys) == ["signs"]


def test_a_key_that_was_written_and_not_entered_is_entered_later(
    keys: Keys, empty_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys.make(PASSPHRASE)

    def interrupted(*_arguments: object) -> None:
        raise Busy("another program holds the store")

    with monkeypatch.context() as patched:
        patched.setattr(keeping, "register_key", interrupted)
        with pytest.raises(Busy):
            keys.rotate(OTHER_WORDS)
    stray = keys.not_entered()
    assert stray == keys.chest.did
    acts: list[Callable[[], object]] = [
        lambda: signing_key(empty_house.store, keys.chest),
        keys.require_can_rotate,
    ]
    for act in acts:
        with pytest.raises(Refusal, match=str(stray)):
            act()
    assert keys.adopt(OTHER_WORDS).did == stray
    assert keys.not_entered() is None
    assert states(keys) == ["retired", "signs"]
    assert signing_key(empty_house.store, keys.chest) == keys.chest.unlocked()


def test_a_key_is_entered_only_by_who_can_open_it(keys: Keys) -> None:
    keys.chest.make(PASSPHRASE)
    keys.chest.lock()
    with pytest.raises(Refusal, match="this computer has a key that this store does not know"):
        keys.make(OTHER_WORDS)
    with pytest.raises(Refusal, match="does not open the key"):
        keys.adopt(OTHER_WORDS)
    assert keys.known() == ()
    keys.adopt(PASSPHRASE)
    assert states(keys) == ["signs"]


def test_after_a_key_was_retired_another_can_be_made(keys: Keys, empty_house: House) -> None:
    first = keys.make(PASSPHRASE)
    keys.retire(first.did)
    assert signing_key(empty_house.store, keys.chest) is None
    second = keys.make(OTHER_WORDS)
    assert second.did != first.did
    assert states(keys) == ["retired", "signs"]
    assert signing_key(empty_house.store, keys.chest) == second


def test_a_key_comes_back_from_paper_on_a_new_computer(
    keys: Keys, empty_house: House, tmp_path: Path
) -> None:
    made = keys.make(PASSPHRASE)
    copy = keys.paper()
    elsewhere = Keys(empty_house.store, ANN, clock, chest_in(tmp_path / "elsewhere"))
    assert elsewhere.restore(copy, OTHER_WORDS) == made
    assert signing_key(empty_house.store, elsewhere.chest) == made
    assert states(elsewhere) == ["signs"]


def test_a_key_comes_back_from_paper_into_a_store_that_never_knew_it(keys: Keys) -> None:
    key = new_key()
    keys.restore(paper(key), PASSPHRASE)
    assert [known.did for known in keys.known()] == [key.did]


def test_the_paper_copy_of_another_key_changes_nothing(keys: Keys, tmp_path: Path) -> None:
    made = keys.make(PASSPHRASE)
    keys.chest.path.unlink()
    with pytest.raises(Refusal, match="certificates are signed with") as refused:
        keys.restore(paper(new_key()), OTHER_WORDS)
    assert made.did in str(refused.value)
    assert keys.chest.did is None
    assert states(keys) == ["signs"]


def test_the_paper_copy_of_a_retired_key_changes_nothing(keys: Keys) -> None:
    keys.make(PASSPHRASE)
    old = keys.paper()
    new = keys.rotate(OTHER_WORDS)
    with pytest.raises(Refusal, match="was retired on 2026-03-04"):
        keys.restore(old, PASSPHRASE)
    assert keys.chest.did == new.did


def test_a_locked_key_has_no_paper_copy(keys: Keys) -> None:
    keys.make(PASSPHRASE)
    copy = keys.paper()
    keys.chest.lock()
    with pytest.raises(Refusal, match="the key is locked"):
        keys.paper()
    keys.rehearse(copy)
    assert keys.chest.rehearsed == "2026-03-04T12:03:04.000Z"


@pytest.mark.parametrize("somebody", [OWNER, actor("AS-MEG", "assessor", "trainer")])
def test_only_a_coordinator_keeps_keys(keys: Keys, empty_house: House, somebody: Actor) -> None:
    made = keys.make(PASSPHRASE)
    copy = keys.paper()
    theirs = Keys(empty_house.store, somebody, clock, keys.chest)
    acts: list[Callable[[], object]] = [
        lambda: theirs.make(PASSPHRASE),
        lambda: theirs.rotate(PASSPHRASE),
        lambda: theirs.adopt(PASSPHRASE),
        lambda: theirs.restore(copy, PASSPHRASE),
        lambda: theirs.retire(made.did),
        lambda: theirs.compromised(made.did, date(2026, 3, 1)),
        lambda: theirs.rehearse(copy),
        theirs.paper,
        theirs.require_can_make,
    ]
    for act in acts:
        with pytest.raises(Refusal, match="kept by a named coordinator"):
            act()
    assert keys.chest.did == made.did
    assert [key.did for key in theirs.known()] == [made.did]


def test_a_made_up_cohort_has_no_key(empty_house: House) -> None:
    keys = Keys(empty_house.store, ANN, clock, None)
    assert signing_key(empty_house.store, None) is None
    assert keys.not_entered() is None
    with pytest.raises(Refusal, match="a made-up cohort has no key"):
        keys.make(PASSPHRASE)
    assert keys.known() == ()


def test_whoever_sits_down_at_the_desks_has_the_chest_of_the_computer(
    empty_house: House, chest: KeyChest
) -> None:
    assert empty_house.desks().chest is None
    desks = replace(empty_house.desks(), chest=chest).seat(ANN)
    made = desks.keys.make(PASSPHRASE)
    assert desks.chest is chest
    assert chest.unlocked() == made


def test_nothing_is_signed_while_the_key_is_locked(keys: Keys, empty_house: House) -> None:
    did = keys.make(PASSPHRASE).did
    keys.chest.lock()
    present = key_here(empty_house.store, keys.chest)
    assert present is not None
    assert present.did == did
    with pytest.raises(Refusal, match="is locked: unlock it"):
        signing_key(empty_house.store, keys.chest)


def test_nothing_is_left_unsigned_because_the_key_is_elsewhere(
    keys: Keys, empty_house: House, tmp_path: Path
) -> None:
    did = keys.make(PASSPHRASE).did
    for chest in (None, chest_in(tmp_path / "elsewhere")):
        with pytest.raises(Refusal, match="not on this computer") as refused:
            signing_key(empty_house.store, chest)
        assert did in str(refused.value)
    other = chest_in(tmp_path / "other")
    other.make(PASSPHRASE)
    with pytest.raises(Refusal, match=f"the one on this computer is another, {other.did}"):
        signing_key(empty_house.store, other)


def test_a_key_that_another_program_renewed_meanwhile_signs_no_more(
    keys: Keys, empty_house: House
) -> None:
    keys.make(PASSPHRASE)
    Keys(empty_house.store, ANN, clock, chest_in(keys.chest.path.parent)).rotate(OTHER_WORDS)
    with pytest.raises(Refusal, match="is locked: unlock it"):
        signing_key(empty_house.store, keys.chest)
    assert not keys.chest.is_unlocked
    keys.chest.unlock(OTHER_WORDS)
    key = signing_key(empty_house.store, keys.chest)
    assert key is not None
    assert key.did == keys.chest.did
