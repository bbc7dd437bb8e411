"""Power cuts in the middle of saves, on a real file system that then comes back.

`python -m tests.faults.cuts DIRECTORY CUTS SEED [GUARD]`, in a mount namespace of its own, prints
the figures as JSON. Only what was heard before a cut counts: an acknowledgement heard afterwards
may have been given while the system was already going down.
"""

import shutil
import sys
from pathlib import Path
from random import Random

from tests.faults.guards import Guard
from tests.faults.mounts import BreakableDisk, Unmountable
from tests.faults.promises import Judge
from tests.faults.tally import Tally
from tests.faults.writers import Task, Writers

WRITERS = 2
CUTS_OF_A_STORE = 20
LONGEST_LIFE = 0.05
"""Seconds in which a writer makes several saves."""


def run(directory: Path, most: int, *, seed: int = 0, guard: Guard | None = None) -> Tally:
    """Cut the power so many times, or until the first loss where a guard is out."""
    tally = Tally("cuts")
    chance = Random(seed)
    acknowledged: dict[str, int] = {}
    try:
        disk = BreakableDisk(directory)
        disk.switch_on()
    except Unmountable as error:
        tally.skipped = str(error)
        return tally
    try:
        for number in range(most):
            store = disk.root / f"store-{number // CUTS_OF_A_STORE}"
            if number % CUTS_OF_A_STORE == 0:
                acknowledged = {}
                shutil.rmtree(disk.root / f"store-{number // CUTS_OF_A_STORE - 1}", True)
            acknowledged |= _cut(disk, str(store), chance, guard, tally)
            Judge(str(store), tally, f"cut {number}").judge(acknowledged)
            if guard and tally.losses:
                break
    finally:
        disk.switch_off()
    return tally


def _cut(
    disk: BreakableDisk, url: str, chance: Random, guard: Guard | None, tally: Tally
) -> dict[str, int]:
    folders = [f"portfolio/P-{folder}" for folder in range(chance.choice([1, 8]))]
    seeds = [chance.getrandbits(32) for _ in range(WRITERS)]
    with Writers([Task(url, folders, seed=one, guard=guard) for one in seeds], tally) as writers:
        writers.listen(until=chance.randint(1, 6), seconds=30)
        writers.listen(until=1000, seconds=chance.uniform(0, LONGEST_LIFE))
        writers.hear_the_rest()
        certain = dict(writers.acknowledged)
        disk.cut_the_power()
        writers.kill()
    tally.count("cuts")
    disk.switch_off()
    disk.switch_on()
    return certain


def main() -> None:
    """Do as the arguments say."""
    directory, most, seed, *guards = sys.argv[1:]
    guard = Guard(guards[0]) if guards else None
    sys.stdout.write(run(Path(directory), int(most), seed=int(seed), guard=guard).to_json())


if __name__ == "__main__":
    main()
