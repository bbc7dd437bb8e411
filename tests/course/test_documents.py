"""One course file: its bytes, its fences and its reading."""

import pytest

from stepback_course.course.documents import DOCUMENT_LIMIT, read_page, read_settings
from stepback_course.course.yaml_nodes import Place, Unreadable, plain

PAGE = "---\nid: a\n---\nOne.\n\nTwo.\n"


def refusal_of(content: bytes) -> str:
    """Return where and why a file of settings is not read."""
    with pytest.raises(Unreadable) as caught:
        read_settings(content)
    fault = caught.value.fault
    return f"{fault.place.line}:{fault.place.column}: {fault.sentence}"


@pytest.mark.parametrize(
    "content",
    [
        PAGE.encode(),
        PAGE.encode("utf-8-sig"),
        PAGE.replace("\n", "\r\n").encode(),
        PAGE.replace("\n", "\r").encode(),
        PAGE.replace("---\n", "---  \n").encode(),
    ],
    ids=["plain", "byte order mark", "Windows lines", "old Macintosh lines", "spaces after dashes"],
)
def test_a_page_is_read_however_its_editor_saved_it(content: bytes) -> None:
    root, faults = read_page(content)

    assert plain(root) == {"id": "a", "reading": "One.\n\nTwo."}
    assert faults == []


def test_a_line_of_dashes_in_the_reading_belongs_to_the_reading() -> None:
    root, _faults = read_page(b"---\nid: a\n---\nOne.\n\n---\n\nTwo.\n")

    assert plain(root)["reading"] == "One.\n\n---\n\nTwo."


def test_places_in_the_front_matter_count_from_the_top_of_the_file() -> None:
    _root, faults = read_page(b"---\r\nid: a\r\nid: b\r\n---\r\nText\r\n")

    assert [fault.place for fault in faults] == [Place(3, 1)]


def test_a_nul_is_refused_where_it_stands() -> None:
    assert refusal_of(b"a: b\nc: d\0e\n") == (
        "2:5: an invisible character (U+0000) stands here: take it out"
    )


@pytest.mark.parametrize("character", ["\x1b", "\x07", "\x7f", "\x85", "\u2028", "\ufffe"])
def test_a_character_that_is_no_text_is_refused(character: str) -> None:
    assert refusal_of(f"a: Ŵ{character}".encode()) == (
        f"1:5: an invisible character (U+{ord(character):04X}) stands here: take it out"
    )


def test_another_encoding_is_refused_at_the_first_byte_that_shows_it() -> None:
    assert refusal_of("a: b\nc: caffè".encode("latin-1")) == (
        "2:8: this is not UTF-8: save the file as UTF-8"
    )
    assert refusal_of("a: b".encode("utf-16")) == "1:1: this is not UTF-8: save the file as UTF-8"


def test_a_file_of_exactly_the_limit_is_read_and_one_byte_more_is_not() -> None:
    most = b"a: " + b"x" * (DOCUMENT_LIMIT - 3)
    assert plain(read_settings(most)[0]) == {"a": "x" * (DOCUMENT_LIMIT - 3)}
    assert refusal_of(most + b"x") == "1:1: the file is too large: at most 256 kB are read"
