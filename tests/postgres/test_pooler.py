"""Behind a pooler, where no two transactions need to run on the same connection."""

import io
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from stepback_course.store import Conflict, Scalar
from stepback_course.store.postgres.engine import PostgresStore
from tests.contract.writing import document_of, write
from tests.postgres.conftest import OpenStore
from tests.postgres.servers import empty_database
from tests.postgres.test_writers import all_at_once
from tests.postgres.wire import Pooler

SETTINGS = """
[databases]
* = host={host} port={port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listen}
unix_socket_dir =
auth_type = trust
auth_file = {folder}/users
pool_mode = transaction
default_pool_size = 2
logfile = {folder}/log
"""


def use(store: PostgresStore, number: int) -> None:
    """Do everything that a store can do, in folders of its own."""
    folder = f"portfolio/P-{number}"
    for save in range(6):
        row: dict[str, Scalar] = {"kind": "portfolio", "number": number, "save": save}
        write(store, folder, "profile", {"n": save}, base=save, summary=row)
    with pytest.raises(Conflict):
        write(store, folder, "profile", {"n": 9}, base=3)
    assert document_of(store, folder, "profile") == {"n": 5}
    assert len(store.find("portfolio", {"number": number}, sort="save").rows) == 1
    for letter in (b"a", b"b"):
        content = letter * (5 * 1024 * 1024 + number)
        digest = store.put_file(io.BytesIO(content), limit=len(content))
        with store.open_file(digest) as file:
            assert file.read() == content


def test_every_transaction_may_run_on_another_connection(open_store: OpenStore) -> None:
    with Pooler(empty_database()) as pooler:
        stores = [open_store(pooler.url) for _program in range(3)]
        all_at_once(*(lambda number=number: use(stores[number], number) for number in range(3)))
        assert sorted(stores[0].folders()) == [f"portfolio/P-{number}" for number in range(3)]
        assert list(stores[0].check()) == []
        assert pooler.transactions > 30
        assert len(pooler.connections) > len(stores)
        for store in stores:
            store.close()


@pytest.fixture
def bouncer() -> Iterator[str]:
    """The address of an empty database, behind PgBouncer with two connections to it."""
    program = shutil.which("pgbouncer")
    if program is None:
        pytest.skip("PgBouncer is not installed (Debian: apt install pgbouncer)")
    given = conninfo_to_dict(empty_database())
    folder = Path(tempfile.mkdtemp(prefix="stepback-bouncer-"))
    folder.chmod(0o777)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        listen = free.getsockname()[1]
    port = given.get("port") or 5432
    text = SETTINGS.format(host=given["host"], port=port, listen=listen, folder=folder)
    (folder / "settings").write_text(text)
    (folder / "users").write_text(f'"{given["user"]}" ""\n')
    # It does not run as root; nor does the server, so that there is a person for both.
    person = ["-u", "pgserver"] if os.geteuid() == 0 else []
    running = subprocess.Popen([program, "-q", *person, str(folder / "settings")])
    url = f"postgresql://{given['user']}@127.0.0.1:{listen}/{given['dbname']}"
    try:
        wait_for(url)
        yield url
    finally:
        running.terminate()
        running.wait()
        shutil.rmtree(folder)


def wait_for(url: str) -> None:
    """Wait until somebody answers at `url`."""
    until = time.monotonic() + 10
    while True:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
        else:
            return


def test_a_real_pooler_makes_no_difference(bouncer: str, open_store: OpenStore) -> None:
    stores = [open_store(bouncer) for _program in range(4)]
    all_at_once(*(lambda number=number: use(stores[number], number) for number in range(4)))
    assert sorted(stores[0].folders()) == [f"portfolio/P-{number}" for number in range(4)]
    assert list(stores[0].check()) == []
