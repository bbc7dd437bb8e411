"""What reaches a record, and so a terminal, is text and nothing else."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepback_course.text import clean, clean_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("AB\x1b]0;a window title\x07CD", "ABCD"),
        ("AB\x1b]0;a window title\x1b\\CD", "ABCD"),
        ("red \x1b[31mred\x1b[0m red", "red red red"),
        ("\x9b31mC1", "C1"),
        ("a link \x1b]8;;file:///etc/passwd\x07here", "a link here"),
        ("an end \x1b", "an end "),
        ("abc\u202egpj.exe", "abcgpj.exe"),
        ("\ufeffstart", "start"),
        ("nothing\x00at\x08all", "nothingatall"),
        ("two\r\nlines\rthree", "two\nlines\nthree"),
        (
            "lines\u2028of\u2029a\x85word\x0bprocessor\x0cpasted",
            "lines\nof\na\nword\nprocessor\npasted",
        ),
        ("hidden\U000e0061\U000e0062", "hidden"),
        ("\U0001f3f4\U000e0061\U000e0062 hidden", "\U0001f3f4 hidden"),
        ("tab\tstays", "tab\tstays"),
        ("half \ud800 a pair", "half  a pair"),
    ],
)
def test_what_a_terminal_would_obey_is_dropped(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize(
    "text",
    [
        "ŵŷâêîôûï ŴŶ",
        "[/] [b]not bold[/b]",
        "العربية",
        "👩‍👩‍👧 ✓",
        "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
        "a\nb",
    ],
)
def test_words_of_every_script_stay_as_they_are(text: str) -> None:
    assert clean(text) == text


def test_a_letter_and_its_accent_become_one_character() -> None:
    assert clean("dw\u0302r") == "dŵr"


def test_a_line_is_one_line_with_single_spaces() -> None:
    assert clean_line("  Ysgol \n y\tBryn ") == "Ysgol y Bryn"


@given(st.text())
def test_cleaning_leaves_nothing_that_a_terminal_obeys(text: str) -> None:
    cleaned = clean(text)
    assert not any(unicodedata.category(c) in {"Cc", "Cs"} for c in cleaned if c not in "\n\t")
    assert unicodedata.is_normalized("NFC", cleaned)


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
