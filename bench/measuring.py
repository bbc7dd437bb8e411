"""How a ratio is measured: the two sides in turn, in one run, and their medians compared."""

import statistics
import time
from collections.abc import Callable
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


def in_turn(
    ours: Callable[[], float], theirs: Callable[[], float], *, runs: int, warm_up: int = 1
) -> tuple[float, float]:
    """Return the medians of two timings taken in turn, ours and theirs, after a warm-up."""
    pairs = [(ours(), theirs()) for _run in range(runs + warm_up)][warm_up:]
    return (
        statistics.median(mine for mine, _other in pairs),
        statistics.median(other for _mine, other in pairs),
    )
