"""Eight programs that save at once: every save counts once, and nobody overwrites another's."""

from pathlib import Path

from tests.faults.guards import Guard
from tests.faults.promises import Judge
from tests.faults.tally import Loss, Tally
from tests.faults.writers import Task, Writers


def run(
    directory: Path, processes: int, times: int, folders: int, *, guard: Guard | None = None
) -> Tally:
    """Let each process save so many times in so many folders, and add up."""
    tally = Tally("processes")
    tally.count("processes", processes)
    url = str(directory / "store")
    names = [f"portfolio/P-{folder}" for folder in range(folders)]
    tasks = [Task(url, names, times, seed, guard) for seed in range(processes)]
    with Writers(tasks, tally) as writers:
        writers.join()
    for refusal in writers.refusals:
        tally.lose(Loss.WRONG, f"a writer was refused: {refusal}")
    there = Judge(url, tally, "when all were done").judge(writers.acknowledged)
    if sum(there.values()) != writers.count:
        lost = f"{writers.count} saves were acknowledged, and {sum(there.values())} are there"
        tally.lose(Loss.LOST, lost)
    return tally
