"""Prose of the course made ready for a screen of any width."""

import re

_BREAK_INSIDE_A_PARAGRAPH = re.compile(r"(?<!\n)\n(?!\n|[ \t]*[-*•\d])")


def unwrapped(text: str) -> str:
    """Return `text` with each paragraph on one line, so that the screen decides where lines end.

    Blank lines and lines that begin with a dash, a bullet or a digit stay where they are.
    """
    return _BREAK_INSIDE_A_PARAGRAPH.sub(" ", text.strip())
