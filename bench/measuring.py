"""How a ratio is measured: the sides in turn, in one run, and their percentiles compared."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """One ratio, what it is held against, and the limit it has to stay under."""

    name: str
    ratio: float
    limit: float
    runs: int
    against: str

    @property
    def is_within(self) -> bool:
        """Whether the ratio keeps its limit."""
        return self.ratio <= self.limit


def seconds(action: Callable[[], object]) -> float:
    """Return how long an action takes, in seconds of wall clock."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def timings(
    *sides: Callable[[], float], runs: int, warm_up: int = 1, rest: float = 0.0
) -> list[list[float]]:
    """Return each side's timings, taken in turn, each after a rest in seconds.

    The rounds of the warm-up, which are not counted, follow each other without a rest.
    """

    def rested(side: Callable[[], float]) -> float:
        time.sleep(rest)
        return side()

    for _round in range(warm_up):
        for side in sides:
            side()
    rounds = [[rested(side) for side in sides] for _run in range(runs)]
    return [list(side) for side in zip(*rounds, strict=True)]


def in_turn(
    ours: Callable[[], float], theirs: Callable[[], float], *, runs: int, warm_up: int = 1
) -> tuple[float, float]:
    """Return the medians of two timings taken in turn, ours and theirs, after a warm-up."""
    mine, others = timings(ours, theirs, runs=runs, warm_up=warm_up)
    return statistics.median(mine), statistics.median(others)


def slowest_hundredth(values: Sequence[float]) -> float:
    """Return the 99th percentile."""
    return statistics.quantiles(values, n=100, method="inclusive")[98]
