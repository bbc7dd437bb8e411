"""How far two people agree, beyond what chance would let them; without I/O.

Three figures, because each misleads alone: the percentage says nothing of chance, and kappa falls
towards nothing where nearly everything is met, however much is agreed on.
"""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

FEWEST = 20
"""Below this many pairs no figure is worth reading."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the pairs of two people agree."""

    n: int
    """How many pairs there are."""
    agreed: int
    kappa: float | None
    """Cohen's kappa; None where both always said the same one thing, or nothing."""
    ac1: float | None
    """Gwet's AC1; None where there is no pair."""

    @property
    def percentage(self) -> float | None:
        """How many in a hundred pairs agree; None where there is no pair."""
        return 100 * self.agreed / self.n if self.n else None

    @property
    def is_enough(self) -> bool:
        """Whether there are pairs enough for the figures to mean something."""
        return self.n >= FEWEST


def agreement(pairs: Iterable[tuple[Hashable, Hashable]], categories: int = 2) -> Agreement:
    """Return how far pairs agree; `categories` is how many things either could have said.

    Kappa after J. Cohen, A coefficient of agreement for nominal scales, 1960; AC1 after K. L. Gwet,
    Computing inter-rater reliability and its variance in the presence of high agreement, 2008.
    Raises ValueError for fewer than two categories, or than were used.
    """
    counted = Counter(pairs)
    n = sum(counted.values())
    firsts: Counter[Hashable] = Counter()
    seconds: Counter[Hashable] = Counter()
    for (first, second), count in counted.items():
        firsts[first] += count
        seconds[second] += count
    used = set(firsts) | set(seconds)
    if categories < max(2, len(used)):
        raise ValueError(f"{len(used)} categories are used, of {categories}")
    if not n:
        return Agreement(0, 0, None, None)
    agreed = sum(count for (first, second), count in counted.items() if first == second)
    observed = agreed / n
    by_chance = sum(firsts[each] * seconds[each] for each in used) / n**2
    means = [(firsts[each] + seconds[each]) / (2 * n) for each in used]
    by_guessing = sum(mean * (1 - mean) for mean in means) / (categories - 1)
    return Agreement(
        n=n,
        agreed=agreed,
        kappa=None if len(used) == 1 else (observed - by_chance) / (1 - by_chance),
        ac1=(observed - by_guessing) / (1 - by_guessing),
    )
