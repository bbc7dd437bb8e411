"""Identifiers are plain, short, and safe as file names everywhere."""

import random
import string

import pytest

from stepback_course.text import check_identifier, new_identifier, same_identifier


@pytest.mark.parametrize("good", ["P-7K3M9Q2X", "a", "statement-01", "9", "x" * 40])
def test_letters_digits_and_hyphens_make_an_identifier(good: str) -> None:
    assert check_identifier(good) == good


@pytest.mark.parametrize(
    "bad", ["", "-a", "a b", "a/b", "../x", "ŵ", "x" * 41, "a.b", "a\n", "C:x", "a\x00"]
)
def test_anything_else_is_refused_in_a_sentence(bad: str) -> None:
    with pytest.raises(ValueError, match="is not an identifier: use 1 to 40 letters"):
        check_identifier(bad)


@pytest.mark.parametrize("name", ["CON", "nul", "Com1", "lpt9"])
def test_names_of_windows_devices_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="Windows keeps for a device"):
        check_identifier(name)


def test_case_does_not_tell_identifiers_apart() -> None:
    assert same_identifier("P-7K3M9Q2X", "p-7k3m9q2x")
    assert not same_identifier("P-1", "P-2")


def test_a_fresh_identifier_has_a_prefix_and_eight_letters_nobody_mistakes() -> None:
    identifier = new_identifier("P")
    prefix, _hyphen, rest = identifier.partition("-")
    assert (prefix, len(rest)) == ("P", 8)
    assert set(rest) <= set(string.digits + string.ascii_uppercase) - set("ILOU")
    assert check_identifier(identifier) == identifier


def test_whoever_chooses_the_letters_settles_the_identifier() -> None:
    one, other = (new_identifier("P", random.Random(7).choice) for _time in range(2))
    assert one == other
