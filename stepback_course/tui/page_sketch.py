"""A printed page as the cells of a terminal: its picture in half blocks, its words as words."""

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import get_character_cell_size
from rich.style import Style
from rich.text import Text

from stepback_course.tui.page_layout import LARGE, bands_of, rows_of
from stepback_course.tui.page_words import PlacedLine

if TYPE_CHECKING:
    from PIL.Image import Image

Colour = tuple[int, int, int]
Cell = tuple[str, Style]

UPPER_HALF = "▀"
BLACK, WHITE = (0, 0, 0), (255, 255, 255)
WIDER = 1.15
"""How much wider than on the average small letters may be."""
MOSTLY = 0.3
"""From how far on between paper and ink a colour is that of a letter's edge."""
READABLE = 4.5
"""The least contrast of words on their paper (WCAG 2.2, 1.4.3)."""
MOST_ROWS = 120
BLANK_SIZE = (297, 210)


def sketch(lines: Sequence[PlacedLine], picture: bytes, columns: int, rows: int) -> list[Text]:
    """Return a page of so many columns, row by row.

    `picture` is that of the page as PNG, and empty where there is only blank paper. The words of
    the page stand where they do on it, and are
    wrapped where they have no room; where that takes more rows than there are, so many are taken.
    """
    from PIL import Image

    page = (
        Image.open(io.BytesIO(picture)).convert("RGB")
        if picture
        else Image.new("RGB", BLANK_SIZE, WHITE)
    )
    inks = {line: _take_off(page, line) for line in lines}
    bands = bands_of(lines, columns)
    while (places := rows_of(bands, rows)) is None and rows < MOST_ROWS:
        rows += 1
    pixels = _pixels(page.resize((columns, rows * 2), Image.Resampling.BOX))
    halves = list(zip(*[pixels] * columns, strict=True))
    cells = [_picture_cells(*pair) for pair in zip(halves[::2], halves[1::2], strict=True)]
    for first, band in zip(places or [], bands, strict=bool(places)):
        for piece in band.pieces:
            for row, words in enumerate(piece.wrapped, start=first):
                behind = [
                    _mixed(*pair) for pair in zip(*halves[2 * row : 2 * row + 2], strict=True)
                ]
                is_large = piece.line.height > LARGE
                _write(cells[row], piece.column, words, inks[piece.line], behind, bold=is_large)
    return [_joined(row) for row in cells]


def _pixels(page: "Image") -> Iterator[Colour]:
    raw = page.tobytes()
    return zip(raw[::3], raw[1::3], raw[2::3], strict=True)


def _take_off(page: "Image", line: PlacedLine) -> Colour:
    """Take a line's letters off the picture, over which they are written; return their colour."""
    from PIL import Image, ImageChops, ImageFilter

    size = line.height * page.height
    left, base = line.left * page.width, line.base * page.height
    wider = 1 if line.height > LARGE else WIDER
    right = min(left + wider * line.width * page.width, page.width)
    box = (int(left), int(max(0, base - 0.85 * size)), int(right), int(base + 0.3 * size))
    place = page.crop(box)
    found = Counter(_pixels(place))
    if not found:
        return BLACK
    paper = found.most_common(1)[0][0]
    ink = max(found, key=lambda colour: _distance(colour, paper))
    bare = Image.new("RGB", place.size, paper)
    unlike = ImageChops.difference(place, bare).convert("L")
    edge = MOSTLY * max(unlike.tobytes())
    letters = unlike.point([0 if grey <= edge else 255 for grey in range(256)])
    # With what is round them, which their edges have coloured.
    page.paste(bare, box[:2], letters.filter(ImageFilter.MaxFilter(3)))
    return ink


def _distance(one: Colour, other: Colour) -> int:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))


def _mixed(one: Colour, other: Colour) -> Colour:
    red, green, blue = ((a + b) // 2 for a, b in zip(one, other, strict=True))
    return red, green, blue


def _picture_cells(upper: Sequence[Colour], lower: Sequence[Colour]) -> list[Cell]:
    return [
        (" ", Style(bgcolor=_hex(below)))
        if above == below
        else (UPPER_HALF, Style(color=_hex(above), bgcolor=_hex(below)))
        for above, below in zip(upper, lower, strict=True)
    ]


def _write(
    cells: list[Cell], column: int, words: str, ink: Colour, behind: Sequence[Colour], *, bold: bool
) -> None:
    """Put words over a row of the picture; what has no room at its end is left out."""
    for letter in words:
        width = get_character_cell_size(letter)
        if column + width > len(cells):
            return
        if not width:  # a mark on the letter before it
            before, style = cells[column - 1]
            cells[column - 1] = (before + letter, style)
            continue
        paper = behind[column]
        style = Style(color=_hex(_readable(ink, paper)), bgcolor=_hex(paper), bold=bold)
        cells[column : column + width] = [(letter, style), *[("", style)] * (width - 1)]
        column += width


def _readable(ink: Colour, paper: Colour) -> Colour:
    """Return a colour that can be read: the ink's own where it can."""
    return max((ink, BLACK, WHITE), key=lambda each: min(_contrast(each, paper), READABLE))


def _contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    parts = (part / 255 for part in colour)
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _joined(cells: Sequence[Cell]) -> Text:
    """Return a row with equal cells drawn as one piece."""
    row = Text(no_wrap=True, end="")
    for style, group in groupby(cells, key=lambda cell: cell[1]):
        row.append("".join(letter for letter, _style in group), style)
    return row


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
