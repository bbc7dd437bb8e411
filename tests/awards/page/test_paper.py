"""The page on paper: whole within 10 mm margins, readable in grey, and with a code that scans."""

import io
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from stepback_course.awards.facts import CertificateFacts
from stepback_course.awards.page import PREVIEW_PIXELS_PER_INCH, USUAL, Look, pictured, printed
from stepback_course.awards.page.codes import COLOUR, MASK, drawing_of
from stepback_course.awards.page.look import templates
from stepback_course.awards.page.source import CODE_LIMIT
from stepback_course.text.refusals import Refusal
from tests.awards.page.making import CODE, LONG_NAME, answer, facts, longest, read, specimen, tool

MILLIMETRES_PER_INCH = 25.4
PAGES = [
    pytest.param(make(language=language), code, id=f"{make.__name__} {language} {kind}")
    for make, language, (kind, code) in product(
        (facts, specimen), ("en", "cy", "en-cy"), (("asking", ""), ("code", CODE))
    )
]


def picture_of(
    page: CertificateFacts, code: str = "", look: Look = USUAL, *, per_inch: int = 72
) -> Any:
    return Image.open(
        io.BytesIO(pictured(page, look, code=code, pixels_per_inch=per_inch))
    ).convert("RGB")


PAGES_TO_THE_BRIM = [
    pytest.param(longest(word, language), "", id=f"{language} {kind}")
    for language in ("en", "cy", "en-cy")
    for kind, word in (("one endless word", "W" * 300), ("many words", "Wwww " * 60))
]


@pytest.mark.parametrize(("page", "code"), PAGES + PAGES_TO_THE_BRIM)
def test_nothing_is_printed_within_10_mm_of_the_edge(page: CertificateFacts, code: str) -> None:
    picture = picture_of(page, code)
    white = Image.new("RGB", picture.size, "white")
    margin = 10 / MILLIMETRES_PER_INCH * 72

    printed_on = ImageChops.difference(picture, white).getbbox()

    assert printed_on
    left, top, right, bottom = printed_on
    assert min(left, top, picture.width - right, picture.height - bottom) >= int(margin)


def contrast(colour: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """The contrast ratio of two colours (parts from 0 to 1), as WCAG 2.2 defines it."""

    def luminance(parts: tuple[float, float, float]) -> float:
        linear = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted((luminance(colour), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def colours_of_text(page: bytes) -> set[tuple[float, float, float]]:
    """The colours that the page is drawn in."""
    drawn: Any = read(page).pages[0].get_contents()
    return {
        (float(red), float(green), float(blue))
        for (red, green, blue), operator in _operations(drawn)
        if operator in {b"sc", b"scn", b"rg"}
    }


def _operations(drawn: Any) -> list[tuple[tuple[Any, Any, Any], bytes]]:
    return [
        (tuple(operands), operator) for operands, operator in drawn.operations if len(operands) == 3
    ]


@pytest.mark.parametrize("language", ["en", "en-cy"])
def test_every_colour_is_readable_in_grey(language: str) -> None:
    white = (1.0, 1.0, 1.0)
    colours = colours_of_text(printed(specimen(language=language), code=CODE))
    watermark = {colour for colour in colours if contrast(colour, white) < 1.5}

    assert watermark - {white}
    for colour in colours - watermark:
        assert contrast(colour, white) >= 7
        for mark in watermark:
            assert contrast(colour, mark) >= 7


def test_what_stands_on_the_watermark_is_dark_and_the_watermark_light_in_grey() -> None:
    plain, marked = (picture_of(page(), per_inch=36).convert("L") for page in (facts, specimen))
    lightest_of_the_mark = ImageChops.difference(plain, marked).histogram()

    assert sum(lightest_of_the_mark[8:40]) > 0.02 * plain.width * plain.height


@pytest.mark.parametrize("address", ["https://example.org/#a", CODE, "https://e.org/#" + "W" * 585])
def test_the_code_on_the_page_has_the_modules_of_its_address(address: str) -> None:
    import segno

    matrix = segno.make(address, error="m", micro=False, boost_error=False, mask=MASK).matrix
    size, left, foot = 33, 26, 184
    picture = picture_of(facts(), address, per_inch=254).convert("L")
    module = size / len(matrix)

    for row, modules in enumerate(matrix):
        for column, is_dark in enumerate(modules):
            x = (left + (column + 0.5) * module) * 10
            y = (foot - size + (row + 0.5) * module) * 10
            shade = picture.getpixel((round(x), round(y)))
            assert (shade < 128) == bool(is_dark), (row, column)


@pytest.mark.parametrize(("page", "code"), [each for each in PAGES if "code" in str(each.id)])
def test_the_code_has_white_paper_around_it(page: CertificateFacts, code: str) -> None:
    """Four modules wide on each side, as ISO/IEC 18004 asks for."""
    import segno

    modules = len(segno.make(code, error="m", micro=False, boost_error=False).matrix)
    size, left = 33, 26
    foot = 183 if page.language == "en-cy" else 184
    quiet = 4 * size / modules
    picture = picture_of(page, code, per_inch=127).convert("L")
    outer = tuple(
        round(millimetres * 5)
        for millimetres in (left - quiet, foot - size - quiet, left + size + quiet, foot + quiet)
    )
    inner = tuple(
        round(millimetres * 5)
        for millimetres in (left - 0.2, foot - size - 0.2, left + size + 0.2, foot + 0.2)
    )
    picture.paste(255, inner)

    assert min(picture.crop(outer).tobytes()) >= 250


@pytest.mark.parametrize("make", [facts, specimen])
@pytest.mark.parametrize("language", ["en", "en-cy"])
def test_a_scanner_reads_the_code(make: Any, language: str, tmp_path: Path) -> None:
    scanner = tool("zbarimg")
    code = f"{CODE}{language}{make.__name__}"
    (tmp_path / "page.png").write_bytes(
        pictured(make(language=language), code=code, pixels_per_inch=150)
    )

    assert answer(scanner, "--quiet", "--raw", tmp_path / "page.png").strip() == code


def test_an_address_too_long_for_paper_is_refused() -> None:
    with pytest.raises(Refusal, match="601 bytes, and 600 can be printed"):
        drawing_of("https://e.org/#" + "W" * (CODE_LIMIT - 14))


def test_the_code_has_the_colour_of_the_theme() -> None:
    assert f'accent = rgb("{COLOUR}")' in (templates() / "theme.typ").read_text(encoding="utf-8")


def test_the_code_is_drawn_with_lines_and_no_picture_is_in_the_page() -> None:
    resources: Any = read(printed(facts(), code=CODE)).pages[0]["/Resources"]
    kinds = [each.get_object()["/Subtype"] for each in resources.get("/XObject", {}).values()]

    assert "/Image" not in kinds


def test_the_picture_is_of_a4_landscape() -> None:
    picture = pictured(facts(name=LONG_NAME), code=CODE)

    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = (int.from_bytes(picture[at : at + 4]) for at in (16, 20))
    assert (width, height) == (1684, 1191)
    assert PREVIEW_PIXELS_PER_INCH == 144


def test_a_small_picture_is_made_for_a_terminal() -> None:
    assert picture_of(facts(), per_inch=20).size == (234, 165)


def test_a_logo_and_a_signature_are_printed_with_a_text_instead() -> None:
    look = Look((("logo.png", png("#b43c14")), ("signature.png", png("#14145a"))))

    for language in ("en", "cy", "en-cy"):
        plain = picture_of(facts(language=language), CODE)
        own = picture_of(facts(language=language), CODE, look)
        assert {(180, 60, 20), (20, 20, 90)} <= {colour for _n, colour in own.getcolors(1 << 20)}
        assert (180, 60, 20) not in {colour for _n, colour in plain.getcolors(1 << 20)}
    for signatory, text in (("Ann Other", "Signature of Ann Other"), ("", "Signature")):
        page = printed(facts(signatory=signatory), look)
        assert texts_of_figures(page) == ["Logo of Positive Eye Ltd", text]


def png(colour: str) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (400, 150), colour).save(content, "PNG")
    return content.getvalue()


def texts_of_figures(page: bytes) -> list[str]:
    from tests.awards.page.making import catalogue, elements

    tree = elements(catalogue(page)["/StructTreeRoot"])
    return [str(each["/Alt"]) for each in tree if each["/S"] == "/Figure"]
