"""Text made ready to be heard or felt: nothing but words, and the breaks between them."""

import re
import textwrap

from stepback_course.reports.prose import blocks
from stepback_course.text import _, clean

_DRAWN = re.compile("[\u2500-\u259f\ufffd]+")
"""Lines of boxes and blocks, which are read aloud one by one or not at all."""
_INDENT = re.compile(r"[ \t]*(?:[-•] |(?:\d+|[a-z])\. )?")


def spoken(text: str) -> str:
    """Return `text` without anything that a terminal obeys or that is drawn, not written."""
    return _DRAWN.sub("-", clean(text))


def wrapped(text: str, width: int | None) -> str:
    """Return `text` with lines broken between words at a terminal's width; as it is without one.

    What belongs to a numbered or an indented line stays indented.
    """
    if width is None:
        return text
    return "\n".join(_wrapped_line(line, width) for line in text.split("\n"))


def _wrapped_line(line: str, width: int) -> str:
    indent = _INDENT.match(line)
    deep = " " * (indent.end() if indent else 0)
    return textwrap.fill(
        line,
        max(width, 20 + len(deep)),
        subsequent_indent=deep,
        break_long_words=False,
        break_on_hyphens=False,
    )


def reading_lines(markdown: str) -> list[str]:
    """Return a reading, a line for each paragraph, without the signs of its markup."""
    lines = []
    for block in blocks(markdown):
        words = "".join(run.text for run in block.runs)
        template = {"heading": _("Heading: {words}"), "item": _("- {words}")}.get(block.kind)
        lines.append(template.format(words=words) if template else words)
    return lines
