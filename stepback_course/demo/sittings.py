"""When a practitioner does what: units taken up one after another, and handed in together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from stepback_course.course.models import Unit
from stepback_course.demo.calendar import Term
from stepback_course.demo.stories import FATES, Fate, Step

PACE: dict[Step, float] = {
    "begin": 0.5,
    "write": 0.5,
    "submit": 0.55,
    "claim": 0.72,
    "decide": 0.72,
    "judge met": 0.72,
    "judge not yet": 0.72,
    "release": 0.78,
    "revise": 0.85,
    "submit again": 0.9,
    "judge again": 0.95,
    "release again": 0.98,
}
"""How much of the time for a sitting has passed when a step is done, in the order of the steps."""

_BETWEEN_UNITS = 0.004
_MOST_TOGETHER = 4


@dataclass(frozen=True, slots=True)
class Sitting:
    """Units that are handed in together, or one that is not handed in."""

    units: tuple[tuple[Unit, Fate], ...]
    term: Term
    begins: float
    """In school days after the start of the term."""
    lasts: float

    def having(self, step: Step) -> list[Unit]:
        """Return the units to whose fate a step belongs."""
        return [unit for unit, fate in self.units if step in FATES[fate]]

    def at(self, share: float) -> datetime:
        """Return the instant at which a share of the time has passed."""
        return self.term.moment(self.begins + self.lasts * share)

    def turn(self, step: Step, number: int) -> datetime:
        """Return the instant at which a step comes to the unit of this number."""
        return self.at(PACE[step] + number * _BETWEEN_UNITS)


def plan_sittings(
    units: Sequence[Unit], fates: Sequence[Fate], *, term: Term, ends: float, chance: Random
) -> Iterator[Sitting]:
    """Yield the sittings in which the first units come to their fates.

    They share the time from the day after the start to the school day `ends`.
    """
    pairs = list(zip(units, fates, strict=False))
    begins, each = 1.0, (ends - 1) / max(1, len(pairs))
    while pairs:
        most = min(len(pairs), chance.randint(1, _MOST_TOGETHER))
        together = 0
        while together < most and "submit" in FATES[pairs[together][1]]:
            together += 1
        taken = tuple(pairs[: max(1, together)])
        yield Sitting(taken, term, begins, each * len(taken))
        begins += each * len(taken)
        pairs = pairs[len(taken) :]
