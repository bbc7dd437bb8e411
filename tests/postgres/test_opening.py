"""What a person reads when a store cannot be opened, and what is never shown."""

import subprocess
import sys

import pytest

from stepback_course.store import StoreError, Unreachable, open_store
from stepback_course.store.postgres.address import read_address
from stepback_course.store.postgres.engine import PostgresStore
from tests.contract.writing import document_of, write
from tests.postgres import conftest
from tests.postgres.servers import (
    address_of,
    empty_database,
    guarded_role,
    run_on_server,
    server_url,
    store_database,
    with_role,
)

SECRET = "hunter2"  # noqa: S105 - nobody has this password


def refused(url: str) -> str:
    """Return the sentence with which opening `url` is refused."""
    with pytest.raises(StoreError) as refusal:
        open_store(url)
    assert refusal.type is Unreachable
    assert SECRET not in str(refusal.value)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("postgresql://siân:hunter2@host/db", "postgresql://siân@host/db"),
        ("postgres://me@host:5433/db", "postgres://me@host:5433/db"),
        ("postgresql://me:hun%40ter2@one,two:5/db", "postgresql://me@one,two:5/db"),
        (
            "postgresql:///db?host=/run/pg&password=hunter2&user=me",
            "postgresql:///db?host=/run/pg&user=me",
        ),
        (
            "postgresql://h/db?sslmode=verify-full&sslpassword=hunter2",
            "postgresql://h/db?sslmode=verify-full",
        ),
        ("postgresql://[::1]:5432/db", "postgresql://[::1]:5432/db"),
        ("postgresql://", "postgresql://"),
    ],
)
def test_an_address_is_shown_without_its_password(given: str, shown: str) -> None:
    address = read_address(given)
    assert address.url == shown
    assert SECRET not in repr(address)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:hunter2@h/d?colour=red",
        "postgresql://me:hun ter2@h/d",
        "postgresql://me:hunter2@[h/d",
        "postgresql:me:hunter2",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    assert "postgresql://person@server/database" in refused(url)


def test_a_server_that_is_not_there_is_said_to_be_so() -> None:
    sentence = refused(f"postgresql://me:{SECRET}@127.0.0.1:1/db")
    assert "could not be reached" in sentence
    assert "postgresql://me@127.0.0.1:1/db" in sentence


def test_a_database_that_is_not_there_is_said_to_be_so() -> None:
    assert "There is no such database as" in refused(address_of("stepback_nobody_made_this"))


def test_a_wrong_password_is_refused_and_a_right_one_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, open_store: conftest.OpenStore
) -> None:
    database = store_database()
    role = guarded_role(SECRET)
    guarded = with_role(database, role)
    run_on_server(
        f"GRANT USAGE ON SCHEMA stepback TO {role}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA stepback TO {role}",
        url=database,
    )
    assert "did not accept the password" in refused(guarded + "&password=wrong")
    assert "password" in refused(guarded)
    monkeypatch.setenv("PGPASSWORD", SECRET)
    assert SECRET not in open_store(guarded).url
    monkeypatch.setenv("PGPASSWORD", "wrong")
    assert SECRET not in open_store(f"{guarded}&password={SECRET}").url


def test_a_database_with_another_encoding_is_refused(open_store: conftest.OpenStore) -> None:
    name = "stepback_latin"
    run_on_server(
        f"DROP DATABASE IF EXISTS {name}",
        f"CREATE DATABASE {name} TEMPLATE template0 ENCODING LATIN1 LOCALE 'C'",
    )
    try:
        assert "LATIN1, and a store needs UTF8" in refused(address_of(name))
    finally:
        run_on_server(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_store_is_made_by_the_first_write_and_not_by_looking(
    open_store: conftest.OpenStore,
) -> None:
    url = empty_database()
    looking, writing = open_store(url), open_store(url)
    assert looking.get("person/anwen", "person") is None
    assert looking.find("person").rows == []
    assert [list(looking.folders()), list(looking.files()), list(looking.check())] == [[], [], []]
    with pytest.raises(StoreError, match="not in this store"):
        looking.open_file("0" * 64)
    run_on_server("CREATE SCHEMA stepback", "DROP SCHEMA stepback", url=url)
    write(writing, "person/anwen", "person", {"n": 1})
    assert document_of(looking, "person/anwen", "person") == {"n": 1}


def test_without_the_library_a_sentence_says_how_to_get_it() -> None:
    script = (
        "import sys\n"
        "sys.modules['psycopg'] = None\n"
        "from stepback_course.store import Unreachable, open_store\n"
        "try:\n"
        "    open_store('postgresql://me@server/db')\n"
        "except Unreachable as refusal:\n"
        "    print(refusal)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert "pip install 'stepback-course[postgres]'" in done.stdout


def test_the_server_s_risky_settings_are_told_once(store: PostgresStore) -> None:
    if "stepback-postgres-" not in server_url():
        pytest.skip("this server's settings are not ours")
    (sentence,) = store.notices()
    assert "a power cut can destroy everything" in sentence
    assert store.notices() == []


@pytest.mark.parametrize("command", [["--store", "postgresql://me:hunter2@127.0.0.1:1/db"]])
def test_the_command_line_says_it_in_a_sentence(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "stepback_course", *command, "queue"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "could not be reached" in done.stderr
    assert SECRET not in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
