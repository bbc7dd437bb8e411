"""Prose of the course made ready for a screen of any width."""

from stepback_course.text.paragraphs import unwrapped


def test_lines_of_one_paragraph_are_joined() -> None:
    assert unwrapped("One line\nand another.\n") == "One line and another."


def test_paragraphs_and_lists_stay_apart() -> None:
    assert unwrapped("One.\n\nTwo:\n- first\n- second\n1. third") == (
        "One.\n\nTwo:\n- first\n- second\n1. third"
    )
