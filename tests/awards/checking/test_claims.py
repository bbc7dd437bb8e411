"""Codes of certificates: small, whole, and no letter of them can be changed."""

from datetime import date

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from stepback_course.awards.checking import claims
from stepback_course.awards.checking.claims import (
    Claims,
    check_url,
    compact,
    read_claims,
    signed_claims,
)
from stepback_course.awards.checking.letters import from_letters, to_letters
from stepback_course.awards.keys.issuers import IssuerKey
from stepback_course.text import canonical, clean_line
from stepback_course.text.refusals import Refusal
from tests.awards.checking.conftest import (
    ADDRESS,
    ISSUER,
    KEY,
    LETTERS,
    NUMBER,
    OTHER_KEY,
    SPECIMEN,
    facts_of,
    with_another_letter,
)

CODE = compact(facts_of(), KEY)
NAMES = ("Siân Ŵyn-Évans", "Zażółć Gęślą", "مريم", "王小明", "ŵ" * 120, "<b>{{7*7}}</b> $& %41")


def refused(code: str, *issuers: IssuerKey) -> str:
    """The code of the refusal with which a code is met."""
    with pytest.raises(Refusal) as refusal:
        read_claims(code, issuers or (ISSUER,))
    return refusal.value.code


def version(code: str) -> int:
    """The version of the square code at the error correction that is printed."""
    return int(segno.make(code, error="m", boost_error=False, micro=False).version)


def test_a_code_says_what_was_signed() -> None:
    assert read_claims(CODE, [ISSUER]) == Claims(
        number=NUMBER,
        awarded_on=date(2026, 11, 22),
        name="Cerys Wyn",
        course="Step-back Practitioners Course",
        did=KEY.did,
    )


def test_the_last_day_of_an_award_that_ends_is_signed_too() -> None:
    code = compact(facts_of(valid_until=date(2028, 11, 22)), KEY)
    assert read_claims(code, [ISSUER]).valid_until == date(2028, 11, 22)


@pytest.mark.parametrize("language", ["en", "cy", "en-cy"])
def test_the_course_is_called_what_it_is_called_on_the_paper(language: str) -> None:
    facts = facts_of(language=language, course_in_welsh="Cwrs Camu'n Ôl")
    assert read_claims(compact(facts, KEY), [ISSUER]).course == facts.course_as_printed


def test_the_longest_names_there_can_be_come_back() -> None:
    facts = facts_of(
        name="\U00020000" * 120,
        course="\U00020000" * 120,
        course_in_welsh="\U00020001" * 120,
        language="en-cy",
    )
    claims_read = read_claims(compact(facts, KEY), [ISSUER])
    assert (claims_read.name, claims_read.course) == (facts.name, facts.course_as_printed)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_comes_back_letter_for_letter(name: str) -> None:
    assert read_claims(compact(facts_of(name=name), KEY), [ISSUER]).name == name


@given(st.text(min_size=1, max_size=120).map(clean_line).filter(bool))
def test_any_name_that_a_certificate_takes_comes_back(name: str) -> None:
    facts = facts_of(name=name)
    assert read_claims(compact(facts, KEY), [ISSUER]).name == facts.name


def test_no_letter_of_a_code_can_be_changed() -> None:
    for place in range(len(CODE)):
        for bit in range(6):
            changed = with_another_letter(CODE, place, bit)
            assert changed != CODE
            with pytest.raises(Refusal):
                read_claims(changed, [ISSUER])


@pytest.mark.parametrize("name", ["Cerys Wyn", "Cerys Wynn", "Cerys Wynne"])
def test_the_last_letter_cannot_be_changed_to_one_that_means_the_same(name: str) -> None:
    code = compact(facts_of(name=name), KEY)
    for letter in LETTERS.replace(code[-1], ""):
        assert refused(code[:-1] + letter) in ("damaged", "altered")


@given(st.binary(max_size=8), st.text(LETTERS, max_size=8))
def test_no_two_texts_stand_for_the_same_bytes(content: bytes, letters: str) -> None:
    assert from_letters(to_letters(content)) == content
    read = from_letters(letters)
    assert read is None or to_letters(read) == letters


@pytest.mark.parametrize(
    "code",
    [
        "",
        "1",
        "2" + CODE[1:],
        CODE[:-1],
        CODE + "A",
        CODE + "=",
        " " + CODE,
        CODE[1:],
        "1" + "A" * 3_000,
    ]
    + [CODE[:20] + odd + CODE[20:] for odd in ("\n", "ŵ", "%41", "A" * 4, "/", "+")],
)
def test_what_is_no_whole_code_is_refused(code: str) -> None:
    assert refused(code) in ("damaged", "altered", "unknown")


def test_a_code_that_is_longer_than_any_is_not_read_even_where_it_is_signed() -> None:
    text = "\n".join([KEY.did[-4:], NUMBER, "2026-11-22", "Cerys Wyn", "C" * claims.LONGEST])
    code = "1" + to_letters(text.encode() + KEY.sign((claims.PURPOSE + text).encode()))
    assert refused(code) == "damaged"


@given(st.text(max_size=300))
def test_any_text_is_refused_with_a_sentence(text: str) -> None:
    assert refused("1" + text) in ("damaged", "unknown")


def test_another_key_is_not_known() -> None:
    assert refused(compact(facts_of(), OTHER_KEY)) == "unknown"


def test_another_key_that_says_it_is_the_issuers_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(claims, "tag_of", lambda _did: KEY.did[-4:])
    forged = compact(facts_of(), OTHER_KEY)
    monkeypatch.undo()
    assert refused(forged) == "altered"


def test_of_two_keys_of_the_same_tag_the_one_that_signed_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(claims, "tag_of", lambda _did: "same")
    other = IssuerKey(did=OTHER_KEY.did, since=ISSUER.since)
    assert read_claims(compact(facts_of(), OTHER_KEY), [ISSUER, other]).did == OTHER_KEY.did


def test_what_the_key_signed_for_another_purpose_is_no_code() -> None:
    text = "\n".join([KEY.did[-4:], NUMBER, "2026-11-22", "Mallory", "Course"]).encode()
    for message in (
        text,
        b"stepback withdrawn numbers 1\n" + text,
        canonical({"text": "x"}) + text,
    ):
        assert refused("1" + to_letters(text + KEY.sign(message))) == "altered"


def test_a_retired_key_signs_no_later_award() -> None:
    retired = ISSUER.model_copy(update={"until": "2026-11-21T23:30:00.000Z"})
    assert refused(CODE, retired) == "withdrawn"
    same_day = ISSUER.model_copy(update={"until": "2026-11-22T12:00:00.000Z"})
    assert read_claims(CODE, [same_day]).number == NUMBER


def test_a_certificate_replaced_after_a_new_key_keeps_its_day_and_is_good() -> None:
    newer = ISSUER.model_copy(update={"since": "2027-06-01T00:00:00.000Z"})
    assert read_claims(CODE, [newer]).awarded_on == date(2026, 11, 22)


def test_a_key_that_leaked_can_write_any_day_so_that_no_day_of_it_is_believed() -> None:
    leaked = ISSUER.model_copy(
        update={"until": "2027-01-01T00:00:00.000Z", "compromised_from": "2026-12-24T00:00:00.000Z"}
    )
    assert refused(CODE, leaked) == "withdrawn"
    assert signed_claims(CODE, [leaked]).number == NUMBER


@pytest.mark.parametrize("number", ["SBP-2026-00042-99", "x", ""])
def test_what_a_known_key_signed_and_nobody_understands_is_refused(number: str) -> None:
    text = "\n".join([KEY.did[-4:], number, "2026-11-22", "Cerys Wyn", "Course"])
    code = "1" + to_letters(text.encode() + KEY.sign((claims.PURPOSE + text).encode()))
    assert refused(code) == "newer_format"


def test_more_lines_than_there_are_names_for_are_of_a_newer_version() -> None:
    text = "\n".join([KEY.did[-4:], NUMBER, "2026-11-22", "Cerys Wyn", "Course", "2028-01-01", "x"])
    code = "1" + to_letters(text.encode() + KEY.sign((claims.PURPOSE + text).encode()))
    assert refused(code) == "newer_format"


def test_the_address_has_the_code_behind_a_hash_where_there_is_one() -> None:
    assert check_url(facts_of(), KEY) == f"{ADDRESS}#{CODE}"
    assert check_url(facts_of(check_address=""), KEY) == ""


@pytest.mark.parametrize(
    ("name", "largest"),
    [("Cerys Wyn", 11), ("Siân Elisabeth Gruffydd-Williams", 12), ("ŵ" * 60, 15), ("ŵ" * 120, 18)],
)
@pytest.mark.parametrize("number", [NUMBER, SPECIMEN])
def test_the_square_code_stays_small(name: str, largest: int, number: str) -> None:
    address = check_url(facts_of(name=name, number=number), KEY)
    assert version(address) <= largest
