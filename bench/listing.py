"""What a page of the queue and a full export cost, against bare SQL over the same summaries."""

import csv
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from bench.bare import BareLists, is_same_page
from bench.filled import Filled
from bench.measuring import Measured, in_turn, seconds
from bench.stores import desks_of
from stepback_course.desks import Desks
from stepback_course.reports.results import write_results
from stepback_course.store import Page, open_store

PORTFOLIOS = 10_000
PAGE = 200
"""What the screen asks for at once."""
PAGES = 200
EXPORTS = 3
PAGE_LIMIT = 3.0
EXPORT_LIMIT = 6.5
AT = f"at {PORTFOLIOS:,} portfolios"


def measure(filled: Filled, folder: Path) -> Iterator[Measured]:
    """Yield the cost of a page of the queue, and of the results of everybody as CSV."""
    desks = desks_of(open_store(str(filled.store(PORTFOLIOS))))
    bare = BareLists(folder / "bare.sqlite", filled.summaries(PORTFOLIOS))
    yield from _pages(desks, bare)
    yield _export(desks, bare, folder)
    bare.close()
    desks.store.close()


def _pages(desks: Desks, bare: BareLists) -> Iterator[Measured]:
    def find() -> Page:
        return desks.store.find("unit", {"desk": "to mark"}, sort="submitted", limit=PAGE)

    assert is_same_page(find().rows, bare.queue(PAGE))
    sides: tuple[tuple[str, Callable[[], object]], ...] = (
        ("queue page", lambda: desks.desk.queue(limit=PAGE)),
        ("queue page, the store's part", find),
    )
    for name, action in sides:
        ours, theirs = in_turn(
            partial(seconds, action),
            partial(seconds, partial(bare.queue, PAGE)),
            runs=PAGES,
            warm_up=20,
        )
        against = f"the same {PAGE} rows by bare SQL on a table indexed for it, {AT}"
        yield Measured(name, ours / theirs, PAGE_LIMIT, PAGES, against)


def _export(desks: Desks, bare: BareLists, folder: Path) -> Measured:
    ours, theirs = folder / "results.csv", folder / "bare.csv"
    write_results(desks, None, "csv", ours)
    with ours.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file))
    bare.export(theirs, table)
    assert theirs.read_bytes() == ours.read_bytes()
    mine, others = in_turn(
        partial(seconds, partial(write_results, desks, None, "csv", ours)),
        partial(seconds, partial(bare.export, theirs, table)),
        runs=EXPORTS,
        warm_up=0,
    )
    against = f"every summary by bare SQL, and writing the same CSV, {AT}"
    return Measured("results as CSV", mine / others, EXPORT_LIMIT, EXPORTS, against)
