"""The long fault campaign: `python3 dev.py faults [PART…]`.

Runs every part, or those that are named, prints a line of figures for each, and ends with 1 where
a promise was broken. `--scale 0.1` makes everything a tenth as long. Some parts mount disks of
their own and say so where that is not possible; as root on Linux everything runs.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.faults import calls, crashes, crowds, flips, kills, lists, machine, rot, unread
from tests.faults.mounts import run_with_mounts
from tests.faults.tally import Tally
from tests.faults.writers import forked

Part = Callable[[Path, float], Iterator[Tally]]


def scaled(number: int, scale: float) -> int:
    """Return how often to do what is done `number` times in full."""
    return max(1, round(number * scale))


def calls_in_trouble(directory: Path, scale: float) -> Iterator[Tally]:
    """Trouble every call of every use of a store."""
    most = None if scale >= 1 else scaled(300, scale)
    places = [made(directory / str(number)) for number in range(len(calls.USES))]
    troubled = map(partial(calls.run, most=most), places, calls.USES)
    yield added(list(troubled))


def simulated_disks(directory: Path, scale: float) -> Iterator[Tally]:
    """Open the disks that a crash may leave."""
    yield crashes.run(directory, scaled(10_000, scale))


def kill(directory: Path, scale: float) -> Iterator[Tally]:
    """Kill writers."""
    yield kills.run(directory, scaled(1_000, scale))


def cut(directory: Path, scale: float) -> Iterator[Tally]:
    """Cut the power under writers."""
    yield run_with_mounts("cuts", str(directory), str(scaled(600, scale)), "0")


def fill(directory: Path, scale: float) -> Iterator[Tally]:
    """Fill disks of growing sizes."""
    yield run_with_mounts("full", str(directory), str(scaled(240, scale)), "0")


def flip(directory: Path, scale: float) -> Iterator[Tally]:
    """Damage a folder's file in every byte, on every processor, and other files here and there."""
    processors = os.cpu_count() or 1
    roots = [directory / str(number) for number in range(processors)]
    folders = [flips.prepare(root) for root in roots]
    size = min(folder.stat().st_size for folder in folders)
    chosen = flips.damages(size, None if scale >= 1 else scaled(2 * size, scale))
    shares = [chosen[number::processors] for number in range(processors)]
    with ProcessPoolExecutor(processors, mp_context=forked()) as pool:
        looked = list(pool.map(partial(flips.run, thorough=16), roots, folders, shares))
    total = added(looked)
    total.heading = f"{folders[0].name}, {size:,} bytes"
    yield total
    for victim in flips.victims(roots[0]):
        if victim != folders[0]:
            some = flips.damages(victim.stat().st_size, scaled(4_000, scale))
            tally = flips.run(roots[0], victim, some)
            tally.heading = str(victim.relative_to(roots[0]))
            yield tally


def crowd(directory: Path, scale: float) -> Iterator[Tally]:
    """Let eight programs save at once, in one folder and in many."""
    for folders in (1, 40):
        tally = crowds.run(made(directory / str(folders)), 8, scaled(200, scale), folders)
        tally.heading = "many folders" if folders > 1 else "one folder"
        yield tally


def ask(directory: Path, scale: float) -> Iterator[Tally]:
    """Ask for lists while folders cannot be read, while all changes, while the index is harmed."""
    yield unread.run(made(directory / "unread"))
    yield rot.run(made(directory / "rot"), scaled(10_000, scale))
    for harm in (False, True):
        yield lists.run(made(directory / str(harm)), scaled(1_000, scale), harm=harm)


def sequences(directory: Path, scale: float) -> Iterator[Tally]:
    """Try sequences of everything against a dictionary."""
    del directory  # every sequence has one of its own
    yield machine.run(scaled(300, scale))


def made(directory: Path) -> Path:
    """Return a directory that was just made."""
    directory.mkdir()
    return directory


def added(tallies: Sequence[Tally]) -> Tally:
    """Return the figures of several runs of one part as one."""
    total = Tally(tallies[0].tried)
    for tally in tallies:
        total.add(tally)
    return total


PARTS: dict[str, Part] = {
    "calls": calls_in_trouble,
    "disks": simulated_disks,
    "kills": kill,
    "cuts": cut,
    "full": fill,
    "flips": flip,
    "crowds": crowd,
    "lists": ask,
    "sequences": sequences,
}


@contextmanager
def workplace() -> Iterator[Path]:
    """A directory for one part, with the index's cache in it; in memory where that is possible.

    Where a part is about a real disk, it makes one.
    """
    memory = Path("/dev/shm")  # noqa: S108 - the directory in it has a name of its own
    place = memory if memory.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="stepback-faults-", dir=place) as name:
        os.environ["STEPBACK_CACHE"] = str(Path(name, "cache"))
        yield Path(name)


def main() -> int:
    """Run what was asked for and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python3 dev.py faults",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--scale", type=float, default=1.0, help="of everything (default: 1)")
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(unknown)}: choose from {', '.join(PARTS)}")
    total = Tally("acknowledged", heading="In all")
    for name in asked.parts or PARTS:
        begun = time.monotonic()
        with workplace() as directory:
            for tally in PARTS[name](directory, asked.scale):
                sys.stdout.write(f"{tally}\n")
                total.count("acknowledged", tally.counts["acknowledged"])
                total.losses += tally.losses
        sys.stdout.write(f"  ({name}: {time.monotonic() - begun:.0f} s)\n")
        sys.stdout.flush()
    sys.stdout.write(f"{total.figures}\n")
    return 1 if total.losses else 0
