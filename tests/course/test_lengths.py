"""What is said about how long a text is."""

import pytest

from stepback_course.course.activities import WordRange
from stepback_course.course.lengths import encouragement


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (0, "80 to 250 words is a good length; one sentence is a good start"),
        (1, "1 word so far, a beginning; 80 to 250 is a good length"),
        (39, "39 words so far, a beginning; 80 to 250 is a good length"),
        (40, "40 words so far, more than half way; 80 to 250 is a good length"),
        (64, "64 words so far, nearly there: 16 more are enough"),
        (79, "79 words so far, nearly there: 1 more is enough"),
        (80, "80 words, a good length"),
        (250, "250 words, a good length"),
        (1251, "1,251 words, plenty: up to 250 would be enough"),
    ],
)
def test_what_is_said_names_what_is_there_and_never_only_what_is_missing(
    written: int, sentence: str
) -> None:
    assert encouragement(written, WordRange(min=80, max=250)) == sentence


def test_a_text_of_one_word_can_be_enough() -> None:
    assert encouragement(1, WordRange(min=1, max=5)) == "1 word, a good length"
