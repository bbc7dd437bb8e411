"""Numbers that people type are read, and whatever is none is told from them."""

import pytest

from stepback_course.text.numbers import number_typed, numbers_typed


@pytest.mark.parametrize("word", ["", "0", "10", "-1", "1.", "one", "²", "1" * 5_000])
def test_a_word_that_is_no_number_of_those_asked_for_is_none(word: str) -> None:
    assert number_typed(word, 9) is None
    assert number_typed("09", 9) == 9


def test_numbers_stand_between_spaces_or_commas_and_count_once() -> None:
    assert numbers_typed("3, 1 01,3", 9) == [3, 1]
    assert numbers_typed("", 9) == []
    assert numbers_typed("3 and 1", 9) is None
