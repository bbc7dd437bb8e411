"""What lists and autosaves need of memory in a large store, against the same in a small one."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.filled import Filled, portfolio_id
from bench.measuring import Measured
from bench.painting import open_queue
from bench.starting import STEPBACK, environment_in
from bench.stores import desks_of
from bench.terminal import Terminal
from stepback_course.desks import Desks
from stepback_course.people import OWNER
from stepback_course.store import open_store

FEW, MANY = 10, 10_000
SAVES = 200
LIMIT = 1.3
APP_LIMIT = 1.5
LINUX_STATUS = Path("/proc/self/status")
TASKS = {"queue": f"the queue opened at {MANY:,}", "saves": f"{SAVES} autosaves at {MANY:,}"}


def measure(filled: Filled, folder: Path) -> Iterator[Measured]:
    """Yield the growth of the most memory that a process ever held."""
    for task, name in TASKS.items():
        many, few = (_peak_of(task, filled.store(size), size) for size in (MANY, FEW))
        yield Measured(
            f"memory after {name}", many / few, LIMIT, 1, f"a process that does it at {FEW}"
        )
    if LINUX_STATUS.is_file():
        yield _in_the_app(filled, folder)


def _in_the_app(filled: Filled, folder: Path) -> Measured:
    """Measure the app with its queue open, in a large store and in one that is nearly empty."""
    peaks = {}
    for size in (MANY, FEW):
        environment = environment_in(folder / str(size))
        command = [*STEPBACK, "--store", str(filled.store(size)), "--as", "ALL"]
        with Terminal(command, environment) as terminal:
            open_queue(terminal)
            terminal.settle(quiet=1.0)
            peaks[size] = peak(Path(f"/proc/{terminal.process}/status"))
    name = f"memory of the app, its queue open, at {MANY:,}"
    return Measured(name, peaks[MANY] / peaks[FEW], APP_LIMIT, 1, f"the same app at {FEW}")


def _peak_of(task: str, store: Path, portfolios: int) -> int:
    command = [sys.executable, "-m", "bench.memory", task, str(store), str(portfolios)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return int(done.stdout)


def peak(status: Path = LINUX_STATUS) -> int:
    """Return the most memory a process ever held, in a unit of the platform's own."""
    if status.is_file():
        # What `resource` says there begins with the peak of whoever started this process.
        lines = status.read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _save(desks: Desks, portfolios: int) -> None:
    """Save in turn in as many portfolios as there are; a program keeps some of them at hand."""
    workbook = desks.seat(OWNER).workbook
    for number in range(SAVES):
        text = f"I waited {number} times. " * 60
        portfolio = portfolio_id(number % portfolios)
        workbook.respond(portfolio, "statement-09", "first-step-back", text)


if __name__ == "__main__":
    asked, path, size = sys.argv[1:]
    desks = desks_of(open_store(path))
    if asked == "queue":
        desks.desk.queue(limit=50)
    else:
        _save(desks, int(size))
    print(peak())
