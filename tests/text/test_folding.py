"""Looking for words without their accents."""

import pytest

from stepback_course.text import folded


@pytest.mark.parametrize("typed", ["Siân Llŷr", "sian llyr", "SIÂN LLŶR", "Sia\u0302n Lly\u0302r"])
def test_a_name_is_found_with_and_without_its_accents(typed: str) -> None:
    assert folded(typed) == "sian llyr"


def test_other_letters_stay_apart() -> None:
    assert folded("Sian") != folded("Sion")
