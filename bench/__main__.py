"""Measure ratios, print them, and end with 1 where one is over its limit."""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench import (
    history,
    issuing,
    listing,
    marking,
    memory,
    painting,
    postgres,
    reading,
    saving,
    starting,
    typing,
)
from bench.filled import Filled
from bench.measuring import Measured

SIZES = (10, 1_000, 10_000)
LARGE = 100_000
LARGE_HELP = (
    f"measure autosaves at {LARGE:,} portfolios too (8 GB, some ten minutes), and marking against "
    f"nbgrader at {marking.LARGE:,} (some twenty), and issue {issuing.LARGE:,} certificates"
)


@dataclass(frozen=True, slots=True)
class Ground:
    """Where one part is measured, and on which stores."""

    folder: Path
    filled: Filled
    sizes: Sequence[int]
    is_large: bool


PARTS: dict[str, Callable[[Ground], Iterator[Measured]]] = {
    "starting": lambda ground: starting.measure(ground.folder),
    "typing": lambda ground: typing.measure(ground.folder),
    "saving": lambda ground: saving.measure(ground.filled, ground.folder, ground.sizes),
    "history": lambda ground: history.measure(ground.folder),
    "reading": lambda ground: reading.measure(ground.filled),
    "listing": lambda ground: listing.measure(ground.filled, ground.folder),
    "painting": lambda ground: painting.measure(ground.filled, ground.folder),
    "memory": lambda ground: memory.measure(ground.filled, ground.folder),
    "postgres": lambda ground: postgres.measure(ground.folder),
    "issuing": lambda ground: issuing.measure(ground.folder, is_large=ground.is_large),
    "marking": lambda ground: marking.measure(ground.folder, is_large=ground.is_large),
}


def measure(names: Sequence[str], *, large: bool) -> Iterator[Measured]:
    """Yield the ratios of these parts, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="stepback-bench-") as place:
        folder = Path(place)
        os.environ["STEPBACK_CACHE"] = str(folder / "cache")
        filled = Filled(folder / "filled")
        for name in names:
            own = folder / name
            own.mkdir()
            sizes = (*SIZES, LARGE) if large else SIZES
            yield from PARTS[name](Ground(own, filled, sizes, large))


def main() -> int:
    """Print the ratios as a table, or as JSON."""
    parser = argparse.ArgumentParser(prog="dev.py bench")
    parser.add_argument("parts", nargs="*", metavar="NAME", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--json", action="store_true", help="print a list of objects")
    parser.add_argument("--large", action="store_true", help=LARGE_HELP)
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}: there are {', '.join(PARTS)}")
    measured = []
    for each in measure(asked.parts or list(PARTS), large=asked.large):
        measured.append(each)
        if not asked.json:
            sign = "within" if each.is_within else "OVER"
            print(f"{each.name:40} {each.ratio:6.2f}  {sign} {each.limit}, {each.runs} runs")
            print(f"{'':40} against {each.against}", flush=True)
    if asked.json:
        print(json.dumps([asdict(each) for each in measured], indent=1))
    return 0 if all(each.is_within for each in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
