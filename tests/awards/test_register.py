"""The register shows, finds, replaces and revokes what was issued, and forgets nothing."""

from contextlib import suppress
from datetime import date

import pytest

from stepback_course.awards.models import (
    Certificate,
    RegisterRow,
    Sought,
    Withdrawal,
)
from stepback_course.awards.numbers import compose
from stepback_course.awards.register import Register
from stepback_course.awards.trail import is_whole
from stepback_course.people import RoleEntry
from stepback_course.store import NEVER_WRITTEN, Change, open_store
from stepback_course.text.refusals import Refusal
from tests.awards.earning import earned_by
from tests.awards.judging import require_sound
from tests.awards.watching import Stopped, stopping
from tests.house import COHORT, House, Ticking

FIRST, SECOND, THIRD = (compose("SPECIMEN", 2026, serial) for serial in (1, 2, 3))


@pytest.fixture
def house() -> House:
    """A store in which two certificates are issued."""
    house = House(open_store("memory:"))
    house.clock = Ticking()
    for portfolio in earned_by(house.store, 2):
        house.desks("CO-ANN").office.issue(portfolio)
    return house


@pytest.fixture
def register(house: House) -> Register:
    """The coordinator's register."""
    return house.desks("CO-ANN").register


def numbers(register: Register, **sought: object) -> list[str]:
    """Return the numbers of what is sought."""
    return [row.number for row in register.rows(Sought(**sought))]  # type: ignore[arg-type] # named


def put_in_place(house: House, certificate: Certificate, **summary: str | int) -> None:
    """Enter a certificate as if it had been issued."""
    row = {"kind": "certificate", "number": certificate.number, "name": certificate.facts.name}
    row |= {"portfolio": certificate.portfolio, "cohort": certificate.cohort, "state": "issued"}
    document = certificate.model_dump(mode="json")
    house.store.create(
        f"certificate/{certificate.number}",
        {"certificate": Change(NEVER_WRITTEN, document, {**row, **summary})},
        operation=certificate.number,
        actor="test",
    )


def official(house: House) -> Certificate:
    """Enter the certificate of somebody on an official course, in another cohort."""
    known = house.desks("CO-ANN").register.certificate(FIRST)
    number = compose("SBP", 2025, 40)
    facts = known.facts.model_copy(update={"number": number, "specimen": False, "name": "Llŷr Ŵyn"})
    before = {"portfolio": "P-OLD", "cohort": "CO-OLD", "trail": (), "look": "", "code": ""}
    changed = known.model_copy(update={"number": number, "facts": facts, **before})
    put_in_place(house, changed, series="SBP", year=2025, serial=40)
    return changed


def test_certificates_are_listed_in_the_order_of_numbers_and_backwards(register: Register) -> None:
    assert numbers(register) == [FIRST, SECOND]
    assert numbers(register, newest_first=True) == [SECOND, FIRST]
    assert next(register.rows()) == RegisterRow(
        number=FIRST,
        name="Cerys P-0001",
        portfolio="P-0001",
        cohort=COHORT,
        state="issued",
        awarded_on="2026-03-04",
        valid_until="",
        is_signed=False,
        is_specimen=True,
        replaced_by="",
    )


def test_a_long_register_is_read_page_by_page(register: Register) -> None:
    first = register.page(limit=1)
    assert [row.number for row in first.rows] == [FIRST]
    second = register.page(limit=1, after=first.next)
    assert [row.number for row in second.rows] == [SECOND]
    assert second.next is None


def test_words_find_names_whatever_their_accents_and_numbers_and_portfolios(
    house: House, register: Register
) -> None:
    old = official(house).number
    assert numbers(register, words="wyn llyr") == [old]
    assert numbers(register, words=SECOND.lower()) == [SECOND]
    assert numbers(register, words="p-0002") == [SECOND]
    assert numbers(register, words="nobody") == []


def test_specimens_have_a_view_of_their_own(house: House, register: Register) -> None:
    old = official(house).number
    assert numbers(register, specimens=True) == [FIRST, SECOND]
    assert numbers(register, specimens=False) == [old]
    assert numbers(register) == [old, FIRST, SECOND]


def test_filters_narrow_the_list(house: House, register: Register) -> None:
    old = official(house).number
    register.revoke(SECOND, "error")
    assert numbers(register, state="revoked") == [SECOND]
    assert numbers(register, year=2025) == [old]
    assert numbers(register, series="sbp") == [old]
    assert numbers(register, cohort="CO-OLD") == [old]
    assert numbers(register, portfolio="P-0001") == [FIRST]


def test_a_certificate_from_before_there_were_keys_and_trails_still_reads(
    house: House, register: Register
) -> None:
    old = official(house)
    written = house.store.get(f"certificate/{old.number}", "certificate")
    assert written is not None
    assert not {"trail", "key", "credential", "replaces"} & written.document.keys()
    found = register.certificate(old.number.lower())
    assert (found.state, found.is_signed, is_whole(found)) == ("issued", False, True)


def test_whoever_looks_after_one_cohort_sees_its_certificates_only(house: House) -> None:
    old = official(house).number
    house.add("TR-GWEN", "Gwen", "practitioner")
    entry = RoleEntry(role="trainer", cohort=COHORT)
    house.desks_of_everybody().directory.grant("TR-GWEN", [entry])
    register = house.desks("TR-GWEN").register
    assert numbers(register) == [FIRST, SECOND]
    with pytest.raises(Refusal, match="the register is seen by"):
        register.certificate(old)
    with pytest.raises(Refusal, match="the register is seen by"):
        house.desks("PR-CERYS").register.page()


def test_a_replacement_keeps_the_day_and_points_both_ways(house: House, register: Register) -> None:
    page = register.pdf(FIRST)
    made = register.replace(FIRST, "name", name="Cerys Llŷr", note="She wrote to us.")
    assert (made.number, made.replaces, made.facts.replaces) == (THIRD, FIRST, FIRST)
    assert made.facts.name == "Cerys Llŷr"
    assert made.facts.awarded_on == date(2026, 3, 4)
    old = register.certificate(FIRST)
    assert (old.state, old.replaced_by, old.reason) == ("replaced", THIRD, "name")
    assert (old.note, old.ended) == ("She wrote to us.", made.issued)
    assert [entry.action for entry in old.trail] == ["issue", "replace"]
    assert register.pdf(FIRST) == page
    require_sound(house.store, ["P-0001", "P-0002"])


def test_a_replacement_may_be_in_another_language_or_a_second_copy(register: Register) -> None:
    welsh = register.replace(FIRST, "language", language="cy")
    assert (welsh.facts.language, welsh.facts.name) == ("cy", "Cerys P-0001")
    copy = register.replace(welsh.number, "lost")
    facts = welsh.facts.model_copy(update={"number": copy.number, "replaces": welsh.number})
    assert copy.facts == facts


def test_the_name_of_a_replacement_is_the_one_of_the_award_from_then_on(
    house: House, register: Register
) -> None:
    made = register.replace(FIRST, "name", name="Cerys Llŷr")
    (candidate,) = [c for c in house.desks("CO-ANN").office.candidates() if c.portfolio == "P-0001"]
    assert (candidate.name, candidate.number) == ("Cerys Llŷr", made.number)
    assert house.desks("CO-ANN").office.issue("P-0001") == made


def test_only_what_stands_is_replaced(register: Register) -> None:
    newer = register.replace(FIRST, "lost").number
    with pytest.raises(Refusal, match=f"{FIRST} was replaced: {newer} stands in its place"):
        register.replace(FIRST, "lost")
    register.revoke(SECOND, "error")
    with pytest.raises(Refusal, match=f"certificate {SECOND} was revoked"):
        register.replace(SECOND, "lost")
    with pytest.raises(Refusal, match="stands in its place"):
        register.revoke(FIRST, "error")


@pytest.mark.parametrize("at", [3, 4], ids=["the old one stands yet", "the old one is ended"])
def test_an_interrupted_replacement_is_taken_up_by_whatever_is_asked_of_either_number(
    house: House, register: Register, at: int
) -> None:
    with stopping(house.store, at, is_done=False), suppress(Stopped):
        register.replace(FIRST, "name", name="Cerys Llŷr")
    with pytest.raises(Refusal, match=f"{FIRST} was replaced: {THIRD} stands in its place"):
        register.revoke(FIRST, "error")
    assert register.revoke(THIRD, "error").state == "revoked"
    require_sound(house.store, ["P-0001", "P-0002"])


@pytest.mark.parametrize("at", [3, 4], ids=["the old one stands yet", "the old one is ended"])
@pytest.mark.parametrize("doing", ["replace", "revoke"])
def test_what_an_interrupted_replacement_put_in_place_can_be_replaced_and_revoked(
    house: House, register: Register, at: int, doing: str
) -> None:
    with stopping(house.store, at, is_done=False), suppress(Stopped):
        register.replace(FIRST, "name", name="Cerys Llŷr")
    if doing == "replace":
        newest = register.replace(THIRD, "lost")
        assert (newest.replaces, newest.facts.name) == (THIRD, "Cerys Llŷr")
    else:
        register.revoke(THIRD, "error")
    assert register.certificate(FIRST).replaced_by == THIRD
    require_sound(house.store, ["P-0001", "P-0002"])


def test_nothing_is_replaced_by_the_very_same(house: House, register: Register) -> None:
    for name in ("", "Cerys P-0001", " Cerys  P-0001 "):
        with pytest.raises(Refusal, match="say what it should be instead of Cerys P-0001"):
            register.replace(FIRST, "name", name=name)
    for language in ("", "en"):
        with pytest.raises(Refusal, match="say what it should be instead of English"):
            register.replace(FIRST, "language", language=language)
    assert register.certificate(FIRST).state == "issued"
    require_sound(house.store, ["P-0001", "P-0002"])


def test_a_reason_is_one_of_a_list_and_a_name_has_its_limits(register: Register) -> None:
    with pytest.raises(Refusal, match="choose one of name, lost, language, details"):
        register.replace(FIRST, "because")
    with pytest.raises(Refusal, match="choose one of error, malpractice, request"):
        register.revoke(FIRST, "name")
    with pytest.raises(Refusal, match="120"):
        register.replace(FIRST, "name", name="C" * 121)
    assert register.certificate(FIRST).state == "issued"


def test_a_revoked_certificate_stays_and_is_never_issued_again(
    house: House, register: Register
) -> None:
    revoked = register.revoke(FIRST, "malpractice", "Found in the audit.")
    assert (revoked.state, revoked.reason) == ("revoked", "malpractice")
    assert register.revoke(FIRST, "malpractice") == revoked
    assert register.pdf(FIRST).startswith(b"%PDF-")
    with pytest.raises(Refusal, match=f"certificate {FIRST} was revoked"):
        house.desks("CO-ANN").office.issue("P-0001")
    (candidate,) = [c for c in house.desks("CO-ANN").office.candidates() if c.portfolio == "P-0001"]
    assert (candidate.is_revoked, candidate.is_ready) == (True, False)
    require_sound(house.store, ["P-0001", "P-0002"])


def test_what_no_longer_stands_is_listed_with_since_when(register: Register) -> None:
    newer = register.replace(FIRST, "lost")
    revoked = register.revoke(SECOND, "request")
    assert register.withdrawn() == [
        Withdrawal(FIRST, "replaced", newer.issued, newer.number),
        Withdrawal(SECOND, "revoked", revoked.ended),
    ]


def test_only_a_named_coordinator_replaces_and_revokes_and_never_their_own(house: House) -> None:
    for person in (None, "AS-MEG", "TR-TOM"):
        register = house.desks(person).register
        with pytest.raises(Refusal, match="issued by a named coordinator"):
            register.replace(FIRST, "lost")
        with pytest.raises(Refusal, match="revoked by a named coordinator, never their own"):
            register.revoke(FIRST, "error")


def test_any_change_of_what_is_written_breaks_the_trail(register: Register) -> None:
    register.replace(FIRST, "name", name="Cerys Llŷr")
    found = register.certificate(FIRST)
    assert register.is_whole(found)
    entry = found.trail[0].model_copy(update={"actor": "PR-0001"})
    for changed in (
        {"state": "issued"},
        {"replaced_by": SECOND},
        {"pdf": "0" * 64},
        {"trail": found.trail[:1]},
        {"trail": ()},
        {"trail": (entry, *found.trail[1:])},
        {"trail": found.trail[::-1]},
        {"trail": found.trail[1:]},
        {"facts": found.facts.model_copy(update={"name": "Mallory"})},
    ):
        assert not register.is_whole(found.model_copy(update=changed))


def test_a_certificate_expires_only_after_its_last_day(register: Register) -> None:
    found = register.certificate(FIRST)
    assert found.standing_on(date(2099, 1, 1)) == "issued"
    until = found.facts.model_copy(update={"valid_until": date(2028, 3, 4)})
    ending = found.model_copy(update={"facts": until})
    assert ending.standing_on(date(2028, 3, 4)) == "issued"
    assert ending.standing_on(date(2028, 3, 5)) == "expired"
    assert ending.model_copy(update={"state": "revoked"}).standing_on(date(2099, 1, 1)) == "revoked"


def test_an_unsigned_certificate_has_no_credential_and_no_badge(register: Register) -> None:
    assert register.credential(FIRST) is None
    with pytest.raises(Refusal, match="is unsigned"):
        register.badge(FIRST)


def test_a_note_that_is_too_long_is_refused_and_nothing_ends(register: Register) -> None:
    with pytest.raises(Refusal, match="at most 4000 characters"):
        register.revoke(FIRST, "error", "x" * 4_001)
    with pytest.raises(Refusal, match="at most 4000 characters"):
        register.replace(FIRST, "lost", note="x" * 4_001)
    assert numbers(register, state="issued") == [FIRST, SECOND]
