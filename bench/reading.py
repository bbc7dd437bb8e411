"""What reading costs: the index anew from every folder, and one portfolio opened."""

import json
import os
import random
import shutil
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from bench.filled import Filled, portfolio_id
from bench.measuring import Measured, in_turn, seconds
from bench.stores import desks_of
from stepback_course.portfolio import Workbook
from stepback_course.store import open_store

PORTFOLIOS = 10_000
REBUILDS = 3
REBUILD_LIMIT = 2.5
OPENINGS = 300
OPENING_LIMIT = 6.0
AT = f"at {PORTFOLIOS:,} portfolios"


def measure(filled: Filled) -> Iterator[Measured]:
    """Yield the cost of a first list without an index, and of opening one portfolio."""
    store = filled.store(PORTFOLIOS)
    files = sorted(store.glob("folders/*/*.json"))
    ours, theirs = in_turn(
        partial(_first_list, store),
        partial(seconds, partial(_parse, files)),
        runs=REBUILDS,
        warm_up=0,
    )
    against = f"reading and JSON-parsing the same {len(files):,} files"
    yield Measured("index made anew", ours / theirs, REBUILD_LIMIT, REBUILDS, against)
    yield _opening(store, [file for file in files if file.name.startswith("portfolio~")])


def _first_list(path: Path) -> float:
    """Return how long the first list takes where there is no index; it is there afterwards."""
    shutil.rmtree(Path(os.environ["STEPBACK_CACHE"]) / "index", ignore_errors=True)
    store = open_store(str(path))
    try:
        return seconds(lambda: store.find("unit", {"desk": "to mark"}, sort="submitted", limit=1))
    finally:
        store.close()


def _opening(store: Path, files: list[Path]) -> Measured:
    """Measure portfolios that were not opened before, in no order; each side its own."""
    chance = random.Random("opening")
    ids = [portfolio_id(number) for number in chance.sample(range(PORTFOLIOS), OPENINGS + 1)]
    others = cycle(chance.sample(files, OPENINGS + 1))
    opened = open_store(str(store))
    ours, theirs = in_turn(
        partial(_open, desks_of(opened).workbook, iter(ids)),
        lambda: seconds(partial(_parse, islice(others, 1))),
        runs=OPENINGS,
    )
    opened.close()
    against = f"reading and JSON-parsing one such file, {AT}"
    return Measured("opening a portfolio", ours / theirs, OPENING_LIMIT, OPENINGS, against)


def _open(workbook: Workbook, portfolios: Iterator[str]) -> float:
    return seconds(partial(workbook.open, next(portfolios)))


def _parse(files: Iterable[Path]) -> None:
    for file in files:
        json.loads(file.read_bytes())
