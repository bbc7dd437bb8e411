"""Certificate numbers: every slip of a pen or a key is noticed."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from stepback_course.awards.numbers import (
    CertificateNumber,
    check_digits,
    compose,
    parse,
    series_of,
)

SERIES = st.sampled_from(["SBP", "SPECIMEN"])
NUMBERS = st.builds(compose, SERIES, st.integers(1000, 9999), st.integers(1, 99_999))
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789- ./"


def test_check_digits_are_those_of_published_examples_of_iso_7064_mod_97_10() -> None:
    """The loan of 12 CFR 1003, Appendix C, and the United Kingdom's in the IBAN registry."""
    loan, loan_digits = "10Bx939c5543TqA1144M999143X", "38"
    country, iban_digits, account = "GB", "82", "WEST12345698765432"

    assert check_digits(loan.upper()) == loan_digits
    assert check_digits(account + country) == iban_digits


def test_a_number_is_written_with_its_series_year_serial_and_check_digits() -> None:
    number = compose("SBP", 2026, 42)

    assert re.fullmatch(r"SBP-2026-00042-\d\d", number)
    # 28 11 25 are S B P: the whole, read as one figure, leaves 1 when divided by 97.
    assert int("281125" + "2026" + "00042" + number[-2:]) % 97 == 1


@given(SERIES, st.integers(1000, 9999), st.integers(1, 99_999))
def test_what_was_composed_is_parsed_again(series: str, year: int, serial: int) -> None:
    number = compose(series, year, serial)

    assert parse(number) == CertificateNumber(series, year, serial)
    assert str(parse(number)) == number


@given(NUMBERS, st.data())
def test_every_single_changed_character_is_noticed(number: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(number) - 1))
    character = data.draw(st.sampled_from(ALPHABET))
    assume(character != number[place])

    with pytest.raises(ValueError, match=r"not a certificate number|does not add up"):
        parse(number[:place] + character + number[place + 1 :])


@given(NUMBERS, st.data())
def test_every_swap_of_neighbouring_digits_is_noticed(number: str, data: st.DataObject) -> None:
    places = [place for place, character in enumerate(number) if character.isdigit()]
    first = data.draw(st.integers(0, len(places) - 2))
    one, other = places[first], places[first + 1]
    assume(number[one] != number[other])

    swapped = list(number)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    with pytest.raises(ValueError, match="does not add up"):
        parse("".join(swapped))


def test_a_number_may_be_typed_in_small_letters_and_with_spaces_around_it() -> None:
    assert parse(f"  {compose('SBP', 2026, 7).lower()}\n") == CertificateNumber("SBP", 2026, 7)


@pytest.mark.parametrize(
    "text",
    ["", "SBP", "SBP-2026-42-36", "SBP-2026-00042", "ſBP-2026-00042-34", "SBP-２026-00042-34"],
)
def test_another_shape_is_refused_with_an_example_of_the_right_one(text: str) -> None:
    with pytest.raises(ValueError, match="written like SBP-2026-00042-"):
        parse(text)


def test_a_serial_of_zero_is_refused_even_with_fitting_check_digits() -> None:
    with pytest.raises(ValueError, match="does not add up"):
        parse(f"SBP-2026-00000-{check_digits('SBP202600000')}")


@pytest.mark.parametrize(
    ("series", "year", "serial", "sentence"),
    [
        ("sbp", 2026, 1, "is not a number series"),
        ("S-P", 2026, 1, "is not a number series"),
        ("SBP", 26, 1, "is not a year"),
        ("SBP", 2026, 0, "is not a serial number"),
        ("SBP", 2026, 100_000, "from 1 to 99999"),
    ],
)
def test_a_part_out_of_range_is_refused(series: str, year: int, serial: int, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        compose(series, year, serial)


def test_illustrative_courses_have_a_series_of_their_own() -> None:
    assert series_of("official") == "SBP"
    assert series_of("illustrative") == "SPECIMEN"
