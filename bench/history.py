"""What a save costs after a thousand others, while earlier versions of the unit are kept."""

import random
import statistics
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from bench.measuring import Measured, seconds, timings
from bench.saving import REST_SECONDS
from bench.stores import WORDS, enrolled
from stepback_course.clock import system_clock
from stepback_course.desks import Desks
from stepback_course.people import OWNER
from stepback_course.store import open_store

EARLY, LATE, RUNS = 100, 900, 100
EVERY = timedelta(seconds=2)
UNIT, ACTIVITY = "statement-08", "both-chairs"
LIMIT = 1.3


def measure(folder: Path) -> Iterator[Measured]:
    """Yield how the cost of an autosave grows in half an hour of typing."""
    sides = [_Typing(folder / str(saves), saves) for saves in (LATE, EARLY)]
    late, early = timings(*sides, runs=RUNS, rest=REST_SECONDS)
    ratio = statistics.median(late) / statistics.median(early)
    against = f"the {RUNS} saves after {EARLY} on a second store, in turn; versions kept on both"
    yield Measured(f"autosave p50 after {LATE} saves", ratio, LIMIT, RUNS, against)


class _Typing:
    """Somebody who types one answer and is saved every two seconds."""

    def __init__(self, path: Path, saves: int) -> None:
        self._now = system_clock()
        self._generator = random.Random("history")
        desks = enrolled(open_store(str(path)))
        self._workbook = Desks(desks.store, desks.courses, OWNER, self._clock).workbook
        for _save in range(saves):
            self()

    def __call__(self) -> float:
        self._now += EVERY
        text = " ".join(self._generator.choice(WORDS) for _word in range(300))
        return seconds(partial(self._workbook.respond, "P-1", UNIT, ACTIVITY, text))

    def _clock(self) -> datetime:
        return self._now
