"""What changed between the first time and now: in words, and as a picture made of characters.

The picture has no line-drawing characters, so that it can be printed line by line as well.
"""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from unicodedata import combining, east_asian_width

from stepback_course.text import _

FIRST, NOW, BOTH = "○", "●", "◉"
_LINE, _FORWARD, _BACK = "–", "▸", "◂"
_PITCH = 6
"""How many characters lie between the beginnings of two columns of the picture."""
_NAME = 22
"""How many characters a name needs at least, for the picture to stand beside it."""

Group = Literal["moved", "once", "same"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing and its two places, counted from 0; one of them may be None, for nowhere."""

    words: str
    first: int | None
    now: int | None

    @property
    def group(self) -> Group:
        """Whether it moved, had a place only once, or is where it was."""
        if self.first == self.now:
            return "same"
        return "once" if self.first is None or self.now is None else "moved"


@dataclass(frozen=True, slots=True)
class Change:
    """Things that had one of several places the first time and have one now."""

    places: tuple[str, ...]
    """What the places are called, in their order."""
    steps: tuple[Step, ...]

    @property
    def groups(self) -> list[tuple[str, list[Step]]]:
        """What moved, what had a place only once, and what is where it was, under headings."""
        headings: dict[Group, str] = {
            "moved": _("What moved"),
            "once": _("Placed only once"),
            "same": _("Where it was"),
        }
        grouped = [
            (heading, [step for step in self.steps if step.group == group])
            for group, heading in headings.items()
        ]
        return [(heading, steps) for heading, steps in grouped if steps]


def change_lines(change: Change) -> list[str]:
    """Return a change in words, a sentence for each thing under the heading of its group."""
    lines = []
    for heading, steps in change.groups:
        lines.append(_("{heading}:").format(heading=heading))
        lines += [f"   {_told(step, change.places)}" for step in steps]
    return lines


def change_picture(change: Change, width: int) -> list[str]:
    """Return a change drawn in lines of at most `width` characters, as far as words allow.

    A column for each place; a hollow ring where a thing was, a full one where it is now.
    """
    columns = _PITCH * (len(change.places) - 1) + 1
    beside = width - columns - 2
    lines = [*_legend(change.places, width), "", *_key(width)]
    numbers = "".join(str(n).ljust(_PITCH) for n in range(1, len(change.places) + 1)).rstrip()
    if beside >= _NAME:
        headings = [heading for heading, _steps in change.groups]
        names = [step.words for step in change.steps]
        column = min(beside, max(map(_cells, [*headings, *names]), default=0))
        for heading, steps in change.groups:
            lines += ["", f"{_padded(heading, column)}  {numbers}"]
            for step in steps:
                lines += _beside(step, column)
    else:
        for heading, steps in change.groups:
            lines += ["", heading, f"  {numbers}"]
            for step in steps:
                lines += [*textwrap.wrap(step.words, width), f"  {_drawn(step)}"]
    return lines


def _told(step: Step, places: Sequence[str]) -> str:
    first = places[step.first] if step.first is not None else ""
    now = places[step.now] if step.now is not None else ""
    if step.group == "moved":
        sentence = _("{words}: from “{first}” to “{now}”")
    elif step.group == "same":
        sentence = _("{words}: “{now}” both times")
    elif now:
        sentence = _("{words}: “{now}” now, nowhere the first time")
    else:
        sentence = _("{words}: “{first}” the first time, nowhere now")
    return sentence.format(words=step.words, first=first, now=now)


def _key(width: int) -> list[str]:
    """Return what the signs mean, on one line where it fits."""
    meanings = [
        _("{sign} the first time").format(sign=FIRST),
        _("{sign} now").format(sign=NOW),
        _("{sign} both times").format(sign=BOTH),
    ]
    line = "   ".join(meanings)
    return [line] if len(line) <= width else meanings


def _legend(places: Sequence[str], width: int) -> Iterator[str]:
    for number, place in enumerate(places, start=1):
        label = f"{number}  "
        yield from textwrap.wrap(
            label + place, width, subsequent_indent=" " * len(label), drop_whitespace=True
        )


def _beside(step: Step, column: int) -> Iterator[str]:
    """Yield a thing's words with its places drawn beside their first line."""
    first, *more = textwrap.wrap(step.words, column) or [""]
    yield f"{_padded(first, column)}  {_drawn(step)}"
    yield from more


def _drawn(step: Step) -> str:
    """Return the places of one thing on a line, with an arrow from the first to the one now."""
    places = [place for place in (step.first, step.now) if place is not None]
    left, right = min(places), max(places)
    if left < right:
        shaft = _LINE * (_PITCH * (right - left) - 2)
        forward = f"{FIRST}{shaft}{_FORWARD}{NOW}"
        drawn = forward if step.now == right else f"{NOW}{_BACK}{shaft}{FIRST}"
    else:
        drawn = BOTH if len(places) == 2 else FIRST if step.now is None else NOW
    return " " * (_PITCH * left) + drawn


def _padded(words: str, column: int) -> str:
    return words + " " * (column - _cells(words))


def _cells(words: str) -> int:
    """Return how many cells of a terminal a line takes."""
    return sum(
        0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in words
    )
