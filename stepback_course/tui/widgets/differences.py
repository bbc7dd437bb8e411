"""Answers beside earlier answers, with the words that changed marked."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.content import Content
from textual.widgets import Static

from stepback_course.text.differences import Piece

LONG = 60
"""From how many words on a stretch that stayed the same is left out but for its ends."""
END = 20
"""How many words of it are shown at each end that lies beside a change."""


class Difference(Protocol):
    """Something that reads in two ways."""

    @property
    def title(self) -> str:
        """What it is."""

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """How the one text becomes the other, word by word."""


class Differences(VerticalGroup):
    """Activities one under the other, each with its answer and what changed in it.

    Words that only the earlier answer has stand in `[− ]`, words that only the later one has in
    `[+ ]`: nobody needs colours to tell them.
    """

    DEFAULT_CSS = """
    Differences { height: auto; }
    Differences Static { height: auto; width: 1fr; }
    Differences .activity { text-style: bold; color: $accent; }
    Differences .answer {
        margin: 0 0 1 0;
        padding: 0 0 0 1;
        border-left: outer $border-blurred;
    }
    """

    def __init__(self, differences: Sequence[Difference], *, is_whole: bool = False) -> None:
        """Show differences; `is_whole` also shows long stretches that stayed the same."""
        super().__init__()
        self._differences = differences
        self._is_whole = is_whole

    def compose(self) -> ComposeResult:
        """Lay out one answer under the other."""
        for difference in self._differences:
            yield Static(Content(difference.title), classes="activity", markup=False)
            marked = marked_content(difference.pieces, is_whole=self._is_whole)
            yield Static(marked, classes="answer", markup=False)


def marked_content(pieces: Iterable[Piece], *, is_whole: bool) -> Content:
    """Return a text with what changed in it marked."""
    pieces = list(pieces)
    parts: list[Content] = []
    for number, piece in enumerate(pieces):
        if piece.kind == "same":
            is_first, is_last = number == 0, number == len(pieces) - 1
            text = piece.text if is_whole else _shortened(piece.text, is_first, is_last)
            parts.append(Content(text))
        else:
            if parts and piece.kind == "added" and pieces[number - 1].kind == "removed":
                parts[-1] = parts[-1] or Content(" ")
            parts += _marked(piece)
    return Content("").join(parts)


def legend(before: str, after: str) -> Content:
    """Return what the marks mean; `before` and `after` say in a few words which texts they are."""
    marks = [*_marked(Piece("removed", before)), Content("   "), *_marked(Piece("added", after))]
    return Content("").join(marks)


def _marked(piece: Piece) -> list[Content]:
    """Return a changed stretch with its mark, and after it the spaces with which it ends."""
    text = piece.text.rstrip()
    colour, sign = ("$text-error", "−") if piece.kind == "removed" else ("$text-success", "+")
    return [
        Content.styled(f"[{sign}", f"bold {colour}"),
        Content.styled(text, colour),
        Content.styled("]", f"bold {colour}"),
        Content(piece.text[len(text) :]),
    ]


def _shortened(text: str, is_first: bool, is_last: bool) -> str:
    """Return a long stretch that stayed the same without what is far from any change."""
    words = text.split(" ")
    if len(words) < LONG:
        return text
    head = "" if is_first else " ".join(words[:END]) + " "
    tail = "" if is_last else " " + " ".join(words[-END:])
    return f"{head}…{tail}"
