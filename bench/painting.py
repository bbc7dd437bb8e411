"""How soon a key shows the queue of a large store, against a bare table with the same rows."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.filled import Filled
from bench.measuring import Measured, in_turn
from bench.starting import STEPBACK, environment_in
from bench.stores import desks_of
from bench.terminal import Terminal
from stepback_course.store import open_store
from stepback_course.tui.queue_listing import PAGE, cells_of, read_listing
from stepback_course.tui.queue_view import QueueView
from stepback_course.tui.widgets.queue_table import COLUMNS

PORTFOLIOS = 10_000
TURNS = 40
LIMIT = 2.0
TURN, ENTER = "t", "\r"
"""In the queue the first turns to the other pile, and back."""
OLDEST = "Cerys Wyn 000000"


def measure(filled: Filled, folder: Path) -> Iterator[Measured]:
    """Yield how long it takes from a key to the painted list, the store asked in between."""
    store = filled.store(PORTFOLIOS)
    rows = folder / "rows.json"
    rows.write_text(json.dumps([COLUMNS, *_texts(store)]), encoding="utf-8")
    environment = environment_in(folder)
    ours = [*STEPBACK, "--store", str(store), "--as", "ALL"]
    bare = [sys.executable, "-m", "bench.minimal", "table", str(rows)]
    with Terminal(ours, environment) as queue, Terminal(bare, environment) as table:
        open_queue(queue)
        table.read_until(OLDEST)
        mine, theirs = in_turn(lambda: _turn(queue), lambda: _turn(table), runs=TURNS, warm_up=4)
    against = f"a bare DataTable filled with the same {PAGE} rows"
    yield Measured("key to the painted queue", mine / theirs, LIMIT, TURNS, against)


def open_queue(terminal: Terminal) -> None:
    """Go from the first screen to the queue of submissions."""
    terminal.read_until("Marking")
    terminal.settle(quiet=0.5)
    terminal.type(ENTER)
    terminal.read_until(OLDEST)


def _turn(terminal: Terminal) -> float:
    """Turn away from the list, and return how long it takes until it is back."""
    terminal.type(TURN)
    terminal.settle(quiet=0.3)
    return terminal.seconds_to_draw(TURN, OLDEST)


def _texts(store: Path) -> list[list[str]]:
    """Return what the queue says of its rows."""
    desks = desks_of(open_store(str(store)))
    try:
        listing = read_listing(desks, QueueView())
        at = desks.clock()
        return [list(cells_of(row, listing, desks.actor, at)) for row in listing.rows]
    finally:
        desks.store.close()
