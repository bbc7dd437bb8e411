"""Writers that are killed in the middle of whatever they do."""

from pathlib import Path
from random import Random

from tests.faults.guards import Guard
from tests.faults.promises import Judge
from tests.faults.tally import Loss, Tally
from tests.faults.writers import Task, Writers

WRITERS = 3
ROUNDS_OF_A_STORE = 20
LONGEST_LIFE = 0.08
"""Seconds in which a writer makes several saves."""


def run(directory: Path, most: int, *, seed: int = 0, guard: Guard | None = None) -> Tally:
    """Kill at least `most` writers, three at a time, on one folder and on many.

    Where a guard is out, stop at the first loss.
    """
    tally = Tally("kills")
    tally.count("kills", 0)
    chance = Random(seed)
    number = 0
    acknowledged: dict[str, int] = {}
    while tally.counts["kills"] < most:
        if number % ROUNDS_OF_A_STORE == 0:
            acknowledged = {}
        url = str(directory / f"store-{number // ROUNDS_OF_A_STORE}")
        folders = [f"portfolio/P-{folder}" for folder in range(chance.choice([1, 12]))]
        seeds = [chance.getrandbits(32) for _ in range(WRITERS)]
        tasks = [Task(url, folders, seed=one, guard=guard) for one in seeds]
        with Writers(tasks, tally) as writers:
            writers.listen(until=chance.randint(1, 8), seconds=30)
            writers.listen(until=1000, seconds=chance.uniform(0, LONGEST_LIFE))
            tally.count("kills", writers.kill())
        for refusal in writers.refusals:
            tally.lose(Loss.WRONG, f"a writer was refused: {refusal}")
        acknowledged |= writers.acknowledged
        Judge(url, tally, f"round {number}").judge(acknowledged)
        if guard and tally.losses:
            break
        number += 1
    return tally
