"""What came of opening a bundle: one list, for people and for scripts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from stepback_course.clock import day_of, parse_instant, time_of_day
from stepback_course.text import _
from stepback_course.text.days import shown_day
from stepback_course.text.fields import Frozen, Line, Note

Word = Literal["taken", "already here", "kept aside", "refused", "not for here"]
"""*Kept aside*: it says something else than what stands here, and a person has to look at both.
*Not for here*: somebody else's, or sealed here, as lies about in a folder that people share.
"""
ATTENTION: frozenset[Word] = frozenset({"kept aside", "refused"})


class Outcome(Frozen):
    """What came of one thing in a bundle."""

    what: Line
    """The unit, the day, the record."""
    word: Word
    why: Note = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """One file that was opened, or that would not open."""

    file: str
    """Its name."""
    outcomes: tuple[Outcome, ...]
    bundle: str = ""
    """The bundle's id; empty where the file is none."""
    kind: str = ""
    sender: str = ""
    """The id of the person it came from."""

    @property
    def needs_attention(self) -> bool:
        """Whether anything in it was refused or kept aside."""
        return any(outcome.word in ATTENTION for outcome in self.outcomes)


def already_here(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Return what opening a bundle again comes to, where it took things in the first time."""
    return tuple(
        Outcome(what=line.what, word="already here") if line.word == "taken" else line
        for line in outcomes
    )


def told(at: str) -> str:
    """Return an instant as people read it: 4 March 2026, 12:03."""
    moment = parse_instant(at)
    return _("{day}, {time}").format(
        day=shown_day(day_of(moment).isoformat()), time=time_of_day(moment)[:5]
    )
