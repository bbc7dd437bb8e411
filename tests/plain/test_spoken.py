"""Text made ready to be heard or felt."""

import pytest

from stepback_course.plain.spoken import reading_lines, spoken, wrapped


def test_a_reading_is_a_line_for_each_paragraph_without_its_markup() -> None:
    reading = (
        "## Wait\n\nThis is **not** a\n*long* one.\n\n- first\n- second [here](https://x.org)\n"
    )
    assert reading_lines(reading) == [
        "Heading: Wait",
        "This is not a long one.",
        "- first",
        "- second here",
    ]


def test_letters_of_welsh_are_said_as_they_are_written() -> None:
    assert spoken("w\u0302 ŷ â ê î ô û ï") == "ŵ ŷ â ê î ô û ï"


@pytest.mark.parametrize("drawn", ["─", "│┌", "█▌", "╔═╗"])
def test_boxes_and_blocks_are_not_said(drawn: str) -> None:
    assert spoken(f"a {drawn} b") == "a - b"


def test_a_word_longer_than_the_line_is_left_whole() -> None:
    assert wrapped("https://example.org/a-very-long-address", 20) == (
        "https://example.org/a-very-long-address"
    )


def test_lines_that_are_written_below_each_other_stay_so() -> None:
    assert wrapped("one\n   two three four five six seven", 22) == (
        "one\n   two three four five\n   six seven"
    )
