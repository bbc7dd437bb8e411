"""Where the words of a printed page stand among the cells of a terminal."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from stepback_course.tui.page_words import PlacedLine

SAME_LINE = 0.004
"""How far apart, in parts of the page's height, two lines may stand and be side by side."""
MARGIN = 2
"""The cells at either edge that no word takes, so that a frame stays whole."""
SHORTEST = 12
"""Words are not wrapped to fewer cells than these."""
LARGE = 0.03
"""From which part of the page's height on letters are large."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of the page, wrapped from its first cell on."""

    line: PlacedLine
    column: int
    wrapped: tuple[str, ...]

    @property
    def end(self) -> int:
        """The first cell behind it."""
        return self.column + max(cell_len(words) for words in self.wrapped)

    def meets(self, other: "Piece") -> bool:
        """Whether the two would touch in the same row."""
        return self.column <= other.end and other.column <= self.end


@dataclass(frozen=True, slots=True)
class Band:
    """What stands side by side."""

    pieces: tuple[Piece, ...]

    @property
    def height(self) -> int:
        """How many rows it takes."""
        return max(len(piece.wrapped) for piece in self.pieces)

    @property
    def middle(self) -> float:
        """Where on the page it stands, in parts of its height."""
        return min(piece.line.base - piece.line.height / 3 for piece in self.pieces)

    def meets(self, other: "Band") -> bool:
        """Whether the two would touch in the same rows."""
        return any(mine.meets(theirs) for mine in self.pieces for theirs in other.pieces)


def bands_of(lines: Sequence[PlacedLine], columns: int) -> list[Band]:
    """Return the lines of a page in bands, from top to bottom, wrapped to so many cells."""
    together: list[list[PlacedLine]] = []
    for line in lines:
        if together and line.base - together[-1][0].base < SAME_LINE:
            together[-1].append(line)
        else:
            together.append([line])
    edges = [round(line.left * columns) for line in lines]
    return [
        Band(_alone(group[0], columns, edges) if len(group) == 1 else _beside(group, columns))
        for group in together
    ]


def _alone(line: PlacedLine, columns: int, edges: Sequence[int]) -> tuple[Piece]:
    """Return the piece of a line that nothing stands beside."""
    column, length = round(line.left * columns), cell_len(line.words)
    end = columns - MARGIN
    if column + length > end and edges.count(column) == 1:
        # Nothing stands under its first letter: it is set in the middle of something.
        end = columns - 1
        column = max(1, min(end - length, (columns - length) // 2))
    column = max(1, min(column, end - SHORTEST))
    return (_wrapped(line, column, end),)


def _beside(group: Sequence[PlacedLine], columns: int) -> tuple[Piece, ...]:
    """Return the pieces of lines that stand side by side, each wrapped before the next one."""
    group = sorted(group, key=lambda line: line.left)
    starts = [round(line.left * columns) for line in group]
    ends = [*(start - 1 for start in starts[1:]), columns - MARGIN]
    return tuple(_wrapped(*piece) for piece in zip(group, starts, ends, strict=True))


def _wrapped(line: PlacedLine, column: int, end: int) -> Piece:
    words = textwrap.wrap(line.words, max(1, end - column), break_on_hyphens=False)
    return Piece(line, column, tuple(words))


def rows_of(bands: Sequence[Band], rows: int) -> list[int] | None:
    """Return the first row of each band on a page of so many rows; None where that are too few.

    A band stands where it does on the page, or under what is in its way, or else further up.
    """
    found: list[int] = []
    for index, band in enumerate(bands):
        above = [
            found[other] + bands[other].height for other in range(index) if bands[other].meets(band)
        ]
        found.append(max([int(band.middle * rows), *above]))
    for index in reversed(range(len(bands))):
        below = [
            found[other]
            for other in range(index + 1, len(bands))
            if bands[other].meets(bands[index])
        ]
        found[index] = min(found[index], min([rows - 1, *below]) - bands[index].height)
    return found if min(found, default=1) >= 1 else None
