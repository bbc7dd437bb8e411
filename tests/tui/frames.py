"""What stands on the screen, cell by cell, as a person sees it."""

from collections.abc import Iterator

from rich.segment import Segment
from textual.app import App

BORDERS = "╭╮╰╯─│█▊▎▁▔"
"""Characters that are drawn round things and say nothing."""


def segments(app: App[None]) -> Iterator[Segment]:
    """Yield every piece of the frame that is in front now, with its style."""
    for strip in app.screen._compositor.render_strips():
        yield from strip
        yield Segment("\n")


def frame(app: App[None]) -> str:
    """Return the frame that is in front now, line by line."""
    return "".join(segment.text for segment in segments(app))


def words(app: App[None]) -> list[str]:
    """Return every word on the screen in front, in order of the alphabet."""
    return sorted("".join(" " if c in BORDERS else c for c in frame(app)).split())


def colours(app: App[None]) -> set[tuple[str, str]]:
    """Return every pair of foreground and background in which something is written or drawn."""
    return {
        (str(style.color), str(style.bgcolor))
        for segment in segments(app)
        if segment.text.strip() and (style := segment.style) is not None
    }
