"""Where the organisation has a key, nothing is issued without it; where it has none, it is said."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from stepback_course.awards.credential import assess, unbaked
from stepback_course.awards.keys.chest import KeyChest
from stepback_course.awards.keys.issuers import issuer_keys, register_key
from stepback_course.awards.making import KeyElsewhere
from stepback_course.awards.models import Issued
from stepback_course.awards.page import read_source
from stepback_course.clock import parse_instant
from stepback_course.desks import Desks
from stepback_course.people.organisation import keep_organisation, organisation_of
from stepback_course.store import open_store
from tests.awards.earning import PASSPHRASE, WORK, earned_by, signing
from tests.awards.judging import require_sound
from tests.awards.keys.chests import guess_quickly
from tests.house import House, Ticking

ADDRESS = "https://example.org/check"


@pytest.fixture(autouse=True)
def quick_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every guess at a passphrase take no time."""
    guess_quickly(monkeypatch)


@pytest.fixture
def house() -> House:
    """A store in which three have earned the award."""
    house = House(open_store("memory:"))
    house.clock = Ticking()
    earned_by(house.store, 3)
    return house


@pytest.fixture
def desks(house: House, tmp_path: Path) -> Desks:
    """The coordinator's desks in an organisation that signs."""
    return signing(house.desks("CO-ANN"), tmp_path / "keys")


def renew_key(desks: Desks) -> None:
    """Make another key, and sign with that from now on."""
    assert desks.chest is not None
    key = desks.chest.rotate(PASSPHRASE)
    register_key(desks.store, desks.actor, desks.clock, key.did)


def test_without_a_key_certificates_are_issued_unsigned_and_the_register_says_so(
    house: House,
) -> None:
    desks = house.desks("CO-ANN")
    keep_organisation(
        desks.store,
        desks.actor,
        organisation_of(desks.store).model_copy(update={"check_address": ADDRESS}),
    )
    made = desks.office.issue("P-0001")
    assert (desks.office.signing(), made.is_signed, made.key) == ("unsigned", False, "")
    assert (made.facts.check_address, made.code) == ("", "")


def test_with_a_key_the_credential_says_what_the_page_says(desks: Desks) -> None:
    made = desks.office.issue("P-0001")
    credential = desks.register.credential(made.number)
    assert credential is not None
    assert desks.chest is not None
    assert made.key == desks.chest.did
    at = parse_instant(made.issued)
    assessed = assess(credential, issuer_keys(desks.store), at=at + timedelta(days=1))
    assert (assessed.outcome, assessed.digest) == ("trusted", made.credential)
    assert assessed.claims is not None
    assert (assessed.claims.number, assessed.claims.name) == (made.number, made.facts.name)


def test_a_clock_that_was_put_back_dates_no_signature_before_its_key(
    house: House, tmp_path: Path
) -> None:
    house.clock = clock = Ticking()
    desks = signing(house.desks("CO-ANN"), tmp_path / "keys")
    clock.now -= timedelta(hours=1)
    assert desks.chest is not None
    desks.chest.unlock(PASSPHRASE)
    made = desks.office.issue("P-0001")
    again = desks.register.replace(made.number, "lost")
    (key,) = issuer_keys(desks.store)
    for each in (made, again):
        assert key.standing(parse_instant(each.issued)) == "good"


def test_a_check_address_makes_a_code_with_the_number_in_it(desks: Desks) -> None:
    settled = organisation_of(desks.store).model_copy(update={"check_address": ADDRESS})
    keep_organisation(desks.store, desks.actor, settled)
    made = desks.office.issue("P-0001")
    assert made.facts.check_address == ADDRESS
    assert made.code.startswith(f"{ADDRESS}#")


def test_the_badge_carries_the_credential_as_it_was_issued(desks: Desks) -> None:
    made = desks.office.issue("P-0001")
    badge = desks.register.badge(made.number)
    assert unbaked(badge) == desks.register.credential(made.number)


def test_while_the_key_is_locked_nothing_is_issued_and_no_number_is_used(desks: Desks) -> None:
    assert desks.chest is not None
    desks.chest.lock()
    assert desks.office.signing() == "locked"
    with pytest.raises(KeyElsewhere, match="locked: unlock it with its passphrase"):
        list(desks.office.issue_many(["P-0001", "P-0002"]))
    desks.chest.unlock(PASSPHRASE)
    assert desks.office.signing() == "ready"
    found = list(desks.office.issue_many(["P-0001", "P-0002"]))
    assert all(isinstance(done, Issued) and done.certificate.is_signed for done in found)
    require_sound(desks.store, ["P-0001", "P-0002"])


def test_where_the_key_is_on_another_computer_nothing_is_issued(
    desks: Desks, tmp_path: Path
) -> None:
    elsewhere = KeyChest(tmp_path / "another", desks.clock, work=WORK)
    for chest in (None, elsewhere):
        with pytest.raises(KeyElsewhere, match="not on this computer"):
            replace(desks, chest=chest).office.issue("P-0001")
    elsewhere.make(PASSPHRASE)
    with pytest.raises(KeyElsewhere, match="the one on this computer is another"):
        replace(desks, chest=elsewhere).office.issue("P-0001")


def test_a_key_that_changes_between_reserving_and_signing_signs_under_the_same_number(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(desks.store, "put_file", _stop)
        with pytest.raises(KeyboardInterrupt):
            desks.office.issue("P-0001")
    begun = desks.store.get("portfolio/P-0001", "award")
    assert begun is not None
    renew_key(desks)
    made = desks.office.issue("P-0001")
    assert desks.chest is not None
    assert made.number == begun.document["number"]
    assert made.key == desks.chest.did != begun.document["key"]
    assert made.issued > begun.document["at"]
    require_sound(desks.store, ["P-0001"])


def test_a_replacement_that_was_begun_under_an_earlier_key_is_signed_with_the_present_one(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = desks.office.issue("P-0001").number
    with monkeypatch.context() as patched:
        patched.setattr(desks.store, "put_file", _stop)
        with pytest.raises(KeyboardInterrupt):
            desks.register.replace(first, "name", name="Cerys Llŷr")
    renew_key(desks)
    (candidate,) = [each for each in desks.office.candidates() if each.portfolio == "P-0001"]
    assert candidate.is_begun
    made = desks.office.issue("P-0001")
    assert desks.chest is not None
    assert (made.replaces, made.facts.name) == (first, "Cerys Llŷr")
    assert made.key == desks.chest.did
    assert desks.register.certificate(first).replaced_by == made.number
    require_sound(desks.store, ["P-0001"])


def test_a_certificate_that_was_entered_before_the_key_changed_stays_as_it_is(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = desks.store.create

    def create_and_stop(*given: object, **named: object) -> None:
        create(*given, **named)  # type: ignore[arg-type] # handed on as they came
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(desks.store, "create", create_and_stop)
        with pytest.raises(KeyboardInterrupt):
            desks.office.issue("P-0001")
    assert desks.chest is not None
    key = desks.chest.did
    renew_key(desks)
    assert desks.office.issue("P-0001").key == key
    (made,) = require_sound(desks.store, ["P-0001"])
    award = desks.store.get("portfolio/P-0001", "award")
    assert award is not None
    assert (award.document["key"], award.document["at"]) == (key, made.issued)


def test_a_page_tells_what_it_was_printed_from(desks: Desks) -> None:
    made = desks.office.issue("P-0001")
    assert made.look
    source = read_source(_attached(desks.register.pdf(made.number), "page.json"))
    assert (source.facts, source.look, source.code) == (made.facts, made.look, made.code)


def _attached(page: bytes, name: str) -> bytes:
    from io import BytesIO

    from pypdf import PdfReader

    return PdfReader(BytesIO(page)).attachments[name][0]


def _stop(*_given: object, **_named: object) -> None:
    raise KeyboardInterrupt
