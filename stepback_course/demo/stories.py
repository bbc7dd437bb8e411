"""Which practitioner has come how far: stories, how common they are, and who has which."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Literal

Fate = Literal[
    "begun",
    "ready",
    "submitted",
    "claimed",
    "decided",
    "met",
    "further work",
    "submitted again",
    "met at second",
]
Step = Literal[
    "begin",
    "write",
    "submit",
    "claim",
    "decide",
    "judge met",
    "judge not yet",
    "release",
    "revise",
    "submit again",
    "judge again",
    "release again",
]

_HANDED_IN: tuple[Step, ...] = ("write", "submit")
_CAME_BACK: tuple[Step, ...] = (*_HANDED_IN, "judge not yet", "release")
FATES: dict[Fate, tuple[Step, ...]] = {
    "begun": ("begin",),
    "ready": ("write",),
    "submitted": _HANDED_IN,
    "claimed": (*_HANDED_IN, "claim"),
    "decided": (*_HANDED_IN, "decide"),
    "met": (*_HANDED_IN, "judge met", "release"),
    "further work": _CAME_BACK,
    "submitted again": (*_CAME_BACK, "revise", "submit again"),
    "met at second": (*_CAME_BACK, "revise", "submit again", "judge again", "release again"),
}
"""What is done, in order, for a unit to come to its fate."""

EVERY_UNIT = 10_000
_MET_AT_SECOND = 0.14


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some units on the path, one after another, that came to one of several fates."""

    fates: tuple[Fate, ...]
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Story:
    """How far one practitioner has come."""

    share: int
    """How many in a hundred have this story."""
    path: tuple[Stretch, ...] = ()
    """From the first unit on; what is left of the course has not been started."""
    came: bool = True
    missed_a_day: bool = False
    confirmed_name: bool = False
    holds_certificate: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether every unit is met."""
        return any(stretch.least == EVERY_UNIT for stretch in self.path)

    def fates(self, units: int, chance: Random) -> list[Fate]:
        """Return the fates of the first units of a path of `units`."""
        fates: list[Fate] = []
        for stretch in self.path:
            count = chance.randint(stretch.least, stretch.most)
            for _unit in range(min(count, units - len(fates))):
                fates.append(chance.choice(stretch.fates))
        return [
            "met at second" if fate == "met" and chance.random() < _MET_AT_SECOND else fate
            for fate in fates
        ]


_ALL_MET = (Stretch(("met",), EVERY_UNIT, EVERY_UNIT),)

STORIES: tuple[Story, ...] = (
    Story(8, came=False),
    Story(11, (Stretch(("begun",), 1, 4),)),
    Story(13, (Stretch(("ready",), 1, 2), Stretch(("begun",), 1, 4))),
    Story(
        14,
        (
            Stretch(("met",), 0, 3),
            Stretch(("submitted",), 1, 3),
            Stretch(("ready",), 0, 1),
            Stretch(("begun",), 1, 2),
        ),
    ),
    Story(
        9,
        (
            Stretch(("met",), 1, 4),
            Stretch(("decided",), 1, 1),
            Stretch(("claimed",), 1, 1),
            Stretch(("submitted",), 0, 2),
            Stretch(("begun",), 0, 2),
        ),
    ),
    Story(
        9,
        (
            Stretch(("met",), 2, 6),
            Stretch(("further work",), 1, 1),
            Stretch(("ready", "begun"), 0, 3),
        ),
    ),
    Story(
        7,
        (
            Stretch(("met",), 3, 7),
            Stretch(("submitted again",), 1, 1),
            Stretch(("submitted",), 0, 1),
            Stretch(("begun",), 0, 2),
        ),
    ),
    Story(8, (Stretch(("met",), 10, 10), Stretch(("begun", "begun", "ready", "submitted"), 1, 1))),
    Story(3, _ALL_MET, missed_a_day=True, confirmed_name=True),
    Story(3, _ALL_MET),
    Story(4, _ALL_MET, confirmed_name=True),
    Story(11, _ALL_MET, confirmed_name=True, holds_certificate=True),
)
"""From those who have not begun to those who hold a certificate."""


def deal(size: int, cohorts: int, chance: Random) -> list[list[Story]]:
    """Return the stories of each cohort, the oldest cohort first.

    Each story comes as often as its share says, and at least once where there are enough people.
    Whoever is in an older cohort has mostly come further.
    """
    dealt = [number for number, count in enumerate(_counts(size)) for _each in range(count)]
    dealt.sort(key=lambda number: -(number + chance.gauss(0, 2.5)))
    bounds = [round(size * cohort / cohorts) for cohort in range(cohorts + 1)]
    groups = [dealt[start:end] for start, end in pairwise(bounds)]
    for group in groups:
        chance.shuffle(group)
    return [[STORIES[number] for number in group] for group in groups]


def _counts(size: int) -> Sequence[int]:
    """Return how many people have each story: shares of `size`, rounded so that they add up."""
    whole = sum(story.share for story in STORIES)
    least = 1 if size >= len(STORIES) else 0
    rest = size - least * len(STORIES)
    exact = [rest * story.share / whole for story in STORIES]
    counts = [least + int(part) for part in exact]
    fullest = sorted(range(len(STORIES)), key=lambda number: int(exact[number]) - exact[number])
    for number in fullest[: size - sum(counts)]:
        counts[number] += 1
    return counts
