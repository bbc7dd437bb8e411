"""The words of a printed page, with where they stand on it."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

LETTER = 0.45
"""How wide a letter is on the average, in parts of its size."""
APART = 3
"""From how many sizes of their letters on two pieces of a row are not one line."""


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """One line of a page; places and sizes are parts of the page's width and height, 0 to 1."""

    words: str
    left: float
    base: float
    """How far below the upper edge the line stands."""
    height: float
    """That of the letters."""
    width: float
    """About how wide the line is."""


def words_on(page: bytes) -> list[PlacedLine]:
    """Return the upright lines of a PDF's first page, from top to bottom.

    What is turned, such as a word across the page, is part of its picture only.
    """
    # Loaded by whoever looks at a page.
    from pypdf import PdfReader

    sheet = PdfReader(io.BytesIO(page)).pages[0]
    width, height = float(sheet.mediabox.width), float(sheet.mediabox.height)
    pieces: list[PlacedLine] = []

    def visit(
        text: str, matrix: Sequence[float], in_line: Sequence[float], _font: Any, size: float
    ) -> None:
        words = text.strip("\n")
        is_upright = matrix[0] > 0 and not matrix[1] and not matrix[2]
        if words.strip() and is_upright:
            left = matrix[4] + matrix[0] * in_line[4]
            below = matrix[5] + matrix[3] * in_line[5]
            tall = matrix[0] * size
            wide = LETTER * tall * len(words) / width
            pieces.append(PlacedLine(words, left / width, 1 - below / height, tall / height, wide))

    sheet.extract_text(visitor_text=visit)
    lines = [replace(line, words=" ".join(line.words.split())) for line in _joined(pieces)]
    return sorted(lines, key=lambda line: (round(line.base, 2), line.left))


def _joined(pieces: Sequence[PlacedLine]) -> list[PlacedLine]:
    """Return lines whose pieces, which follow each other, are put together."""
    lines: list[PlacedLine] = []
    for piece in pieces:
        before = lines[-1] if lines else None
        if (
            before is not None
            and (before.base, before.height) == (piece.base, piece.height)
            and before.left < piece.left < before.left + before.width + APART * piece.height
        ):
            whole = piece.left + piece.width - before.left
            lines[-1] = replace(before, words=before.words + piece.words, width=whole)
        else:
            lines.append(piece)
    return lines
