"""How plain lines are laid out: labels before words, rows with numbers, and what belongs below."""

from collections.abc import Iterable

from stepback_course.text import _

Cells = list[tuple[str, str]]
"""The cells of one row: what each is called, or nothing, and what stands in it."""

INDENT = "   "
"""What a line begins with that belongs to the line above it."""


def labelled(label: str, text: str) -> str:
    """Return a text after its label, and words for nothing where there is none."""
    if not label:
        return text
    return _("{label}: {text}").format(label=label, text=text.strip() or _("nothing entered"))


def indented(text: str) -> list[str]:
    """Return the lines of a text as belonging to the line above them."""
    return [INDENT + line for line in text.split("\n")]


def numbered(rows: Iterable[Cells]) -> list[str]:
    """Return rows one under the other, each with its number and a line or more for each cell."""
    lines: list[str] = []
    for number, row in enumerate(rows, start=1):
        (label, text), *others = row
        first, *more = labelled(label, text).split("\n")
        lines.append(_("{number}. {cell}").format(number=number, cell=first))
        lines += [INDENT + line for line in more]
        for label, text in others:
            lines += indented(labelled(label, text))
    return lines
