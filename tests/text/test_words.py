"""Words are counted as a reader counts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepback_course.text import canonical, count_words, digest
from stepback_course.text.words import _WORD


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" \n\t ", 0),
        ("— … !", 0),
        ("I don't step in.", 4),
        ("step-back, step-in", 2),
        ("Dŵr i'r ŷd", 3),
        ("one\ntwo\n\nthree", 3),
        ("12:30 and 3.5", 5),
    ],
)
def test_words_are_counted(text: str, words: int) -> None:
    assert count_words(text) == words


def test_equal_documents_have_equal_bytes_whatever_their_order() -> None:
    assert canonical({"b": 1, "a": "ŵ"}) == '{"a":"ŵ","b":1}'.encode()
    assert digest({"b": 1, "a": 2}) == digest({"a": 2, "b": 1})
    assert digest({"a": 2}) != digest({"a": "2"})


@given(st.text("ab1-'_. \n\t", max_size=30))
def test_the_quick_way_of_counting_comes_to_the_same(text: str) -> None:
    assert count_words(text) == len(_WORD.findall(text))
