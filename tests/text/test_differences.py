"""What changed between two texts, word by word."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepback_course.text.differences import Piece, differences_in_words, word_differences

SIGNS = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
WORDS = st.lists(
    st.sampled_from(
        ["dŵr", "aros", "I", "waited", "two", "seconds", ".", "\n", "\n\n", "wait-time"]
    )
).map(" ".join)


def shown(before: str, after: str) -> str:
    """Return the differences with signs around what changed."""
    return "".join(piece.text.join(SIGNS[piece.kind]) for piece in word_differences(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", ""),
        ("I waited.", "I waited.", "I waited."),
        ("", "I waited.", "{+I waited.+}"),
        ("I waited.", "", "[-I waited.-]"),
        ("I waited two seconds.", "I waited ten seconds.", "I waited [-two -]{+ten +}seconds."),
        ("Osian drew.", "Osian drew a bus.", "Osian drew {+a bus+}."),
        ("don't stop", "don't step-in", "don't [-stop-]{+step-in+}"),
        ("One.\nTwo.\nThree.", "One.\nThree.", "One.\n[-Two.\n-]Three."),
        ("One. Two.", "One.\n\nTwo.", "One.{+\n\n+}Two."),
    ],
)
def test_words_that_stay_are_told_from_those_that_go_and_come(
    before: str, after: str, expected: str
) -> None:
    assert shown(before, after) == expected


def test_a_word_or_two_that_stayed_between_large_changes_is_part_of_them() -> None:
    before = "We sat beside the sink and talked it over with her aunt until noon."
    after = "They walked past the door, hummed, clapped and laughed with no hurry at noon."
    kinds = [piece.kind for piece in word_differences(before, after)]
    assert kinds == ["removed", "added", "same"]
    assert word_differences(before, after)[-1] == Piece("same", "noon.")


@given(WORDS, WORDS)
def test_what_stayed_and_what_came_make_up_the_later_text(before: str, after: str) -> None:
    pieces = word_differences(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after


@given(WORDS, WORDS)
def test_what_stayed_and_what_went_have_the_words_of_the_earlier_text(
    before: str, after: str
) -> None:
    pieces = word_differences(before, after)
    kept = "".join(piece.text for piece in pieces if piece.kind != "added")
    assert "".join(kept.split()) == "".join(before.split())


@given(WORDS, WORDS)
def test_no_two_neighbours_are_of_one_kind_and_none_is_empty(before: str, after: str) -> None:
    pieces = word_differences(before, after)
    assert all(piece.text for piece in pieces)
    assert all(one.kind != two.kind for one, two in pairwise(pieces))


@pytest.mark.parametrize("letters", ["ŵŷâêîôûï", "ŴŶÂÊÎÔÛÏ"])
def test_welsh_letters_are_the_same_however_they_are_composed(letters: str) -> None:
    words = " ".join(letters)
    decomposed = unicodedata.normalize("NFD", words)
    assert word_differences(decomposed, words) == (Piece("same", words),)
    assert shown(words, words.replace(letters[0], "w")) != words


def test_a_long_answer_made_of_few_words_is_compared_at_once() -> None:
    pieces = word_differences("I waited. " * 5000, "You waited. " * 4000)
    assert [piece.kind for piece in pieces] == ["removed", "added", "same"]


def test_one_paragraph_of_many_is_compared_word_by_word_however_long_the_rest() -> None:
    rest = "I waited. " * 2000
    before, after = f"{rest}\nTwo seconds.\n{rest}", f"{rest}\nTen seconds.\n{rest}"
    changed = [piece.text for piece in word_differences(before, after) if piece.kind != "same"]
    assert changed == ["Two ", "Ten "]


def test_differences_are_read_aloud_as_sentences() -> None:
    before = "I waited two seconds. She looked up. Then she left."
    after = "Today I waited ten seconds. She looked up."
    assert differences_in_words(before, after) == [
        "At the beginning: “Today” was put in",
        "After “I waited”: “two” became “ten”",
        "After “seconds. She looked up.”: “Then she left.” was taken out",
    ]
