"""A printed page in the cells of a terminal."""

import io
from datetime import date

import pytest
from PIL import Image, ImageDraw
from rich.cells import cell_len
from rich.text import Text

from stepback_course.awards.facts import CertificateFacts
from stepback_course.awards.numbers import compose
from stepback_course.awards.page import pictured, printed
from stepback_course.tui.page_sketch import sketch
from stepback_course.tui.page_words import LETTER, PlacedLine, words_on
from tests.tui.test_contrast import contrast

FACTS = {
    "number": compose("SPECIMEN", 2026, 1),
    "name": "Cerys Llŷr Wyn-Puw",
    "course": "The Step-back Practitioners Course",
    "days": 2,
    "statements": 10,
    "issuer": "Positive Eye Ltd",
    "assessed_by": "Positive Eye Ltd",
    "awarded_on": date(2026, 3, 4),
    "setting": "Ysgol y Bryn",
    "entitlement": "and may promote and carry out Step-back techniques across their setting",
    "signatory": "Ann Rees",
    "signatory_role": "Step-back Co-ordinator",
    "contact": "office@example.org",
    "specimen": True,
}


NAME = "W" * 95


def page(**changes: object) -> tuple[bytes, bytes]:
    """Return a certificate as PDF and as picture."""
    facts = CertificateFacts.model_validate(FACTS | changes)
    return printed(facts), pictured(facts, pixels_per_inch=36)


def paper(*colours: str) -> bytes:
    """Return a picture of stripes, from top to bottom."""
    picture = Image.new("RGB", (100, 100))
    pen = ImageDraw.Draw(picture)
    for index, colour in enumerate(colours):
        tall = 100 // len(colours)
        pen.rectangle((0, index * tall, 100, (index + 1) * tall), fill=colour)
    content = io.BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()


def line(words: str, left: float, base: float, height: float = 0.02) -> PlacedLine:
    """Return a line in its place."""
    return PlacedLine(words, left, base, height, LETTER * height * len(words))


def drawn(rows: list[Text]) -> str:
    """Return the words of a page, each row on its line, without the picture."""
    return "\n".join(row.plain.replace("▀", " ").rstrip() for row in rows)


@pytest.fixture(scope="module")
def certificate() -> tuple[bytes, bytes]:
    """A certificate as PDF and as picture."""
    return page()


def test_a_line_is_whole_whatever_pieces_the_file_has_it_in(
    certificate: tuple[bytes, bytes],
) -> None:
    lines = [each.words for each in words_on(certificate[0])]
    assert "The Step-back Practitioners Course" in lines
    assert "Step-back Co-ordinator" in lines
    assert "Ann Rees" in lines
    assert "4 March 2026" in lines
    assert not any("  " in each for each in lines)


def test_the_word_across_the_page_is_part_of_its_picture(certificate: tuple[bytes, bytes]) -> None:
    assert "SPECIMEN" not in [each.words for each in words_on(certificate[0])]


@pytest.mark.parametrize(("columns", "rows"), [(80, 22), (127, 45), (64, 30), (200, 70)])
def test_every_word_of_the_page_is_there_at_every_size(
    certificate: tuple[bytes, bytes], columns: int, rows: int
) -> None:
    pdf, picture = certificate
    shown = sketch(words_on(pdf), picture, columns, rows)
    assert {cell_len(row.plain) for row in shown} == {columns}
    words = drawn(shown).split()
    for each in words_on(pdf):
        assert all(word in words for word in each.words.split()), each.words


def test_at_80_by_22_the_whole_page_has_room(certificate: tuple[bytes, bytes]) -> None:
    pdf, picture = certificate
    assert len(sketch(words_on(pdf), picture, 80, 22)) == 22


def test_lines_stand_in_their_order_and_side_by_side_as_on_paper(
    certificate: tuple[bytes, bytes],
) -> None:
    pdf, picture = certificate
    shown = drawn(sketch(words_on(pdf), picture, 127, 45))
    order = ["Certificate of Recognition", "Cerys Llŷr Wyn-Puw", "has completed", "Ann Rees"]
    assert [shown.index(each) for each in order] == sorted(shown.index(each) for each in order)
    (signed,) = (row for row in shown.splitlines() if "Ann Rees" in row)
    assert "4 March 2026" in signed


@pytest.mark.parametrize("language", ["cy", "en-cy"])
def test_every_language_has_room_in_a_small_window(language: str) -> None:
    pdf, picture = page(language=language, name=NAME)
    shown = sketch(words_on(pdf), picture, 80, 22)
    said = drawn(shown)
    assert said.count("W") == NAME.count("W")
    assert "Tystysgrif Gydnabyddiaeth" in said
    assert all(word in said for word in ("Co-ordinator", "4 Mawrth 2026", "office@example.org"))


def test_words_can_be_read_on_whatever_lies_behind_them() -> None:
    lines = [line("white band", 0.1, 0.9), line("dark paper", 0.1, 0.1), line("grey", 0.1, 0.5)]
    for row in sketch(lines, paper("#101010", "#777777", "#ffffff"), 40, 12):
        for span in row.spans:
            words = row.plain[span.start : span.end].replace("▀", "").strip()
            style = span.style
            if words and not isinstance(style, str):
                assert style.color is not None
                assert style.bgcolor is not None
                assert contrast(style.color, style.bgcolor) >= 4.5, words


def test_where_the_picture_cannot_be_had_the_words_stand_on_blank_paper() -> None:
    shown = sketch([line("Ann Rees", 0.5, 0.5)], b"", 40, 12)
    assert "Ann Rees" in drawn(shown)
    assert "▀" not in "".join(row.plain for row in shown)


def test_what_has_no_room_takes_more_rows_rather_than_be_left_out() -> None:
    lines = [line(f"line {number}", 0.1, number / 40) for number in range(1, 40)]
    shown = drawn(sketch(lines, paper("white"), 40, 12)).split("\n")
    assert [row.strip() for row in shown if row.strip()] == [each.words for each in lines]
    assert len(shown) > 40


def test_wide_letters_and_marks_keep_the_row_as_wide_as_the_page() -> None:
    lines = [line("王小明 e\u0301a", 0.1, 0.5), line("ŵ" * 60, 0.1, 0.8)]
    shown = sketch(lines, paper("white"), 40, 12)
    assert {cell_len(row.plain) for row in shown} == {40}
    assert "王小明 e\u0301a" in drawn(shown)
