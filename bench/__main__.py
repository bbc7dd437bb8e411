"""Measure every ratio, print it, and end with 1 where one is over its limit."""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from bench import saving, starting, typing
from bench.measuring import Measured


def measure_everything() -> Iterator[Measured]:
    """Yield every ratio, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="stepback-bench-") as name:
        folder = Path(name)
        os.environ["STEPBACK_CACHE"] = str(folder / "cache")
        for place, part in (("start", starting), ("save", saving), ("type", typing)):
            own = folder / place
            own.mkdir()
            yield from part.measure(own)


def main() -> int:
    """Print the ratios as a table, or as JSON."""
    parser = argparse.ArgumentParser(prog="dev.py bench")
    parser.add_argument("--json", action="store_true", help="print a list of objects")
    as_json = parser.parse_args().json
    measured = []
    for each in measure_everything():
        measured.append(each)
        if not as_json:
            sign = "within" if each.is_within else "OVER"
            print(f"{each.name:36} {each.ratio:5.2f}  {sign} {each.limit}, {each.runs} runs")
            print(f"{'':36} against {each.against}", flush=True)
    if as_json:
        print(json.dumps([asdict(each) for each in measured], indent=1))
    return 0 if all(each.is_within for each in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
