"""The tables: made once, brought up to date, and left alone where they are newer."""

import psycopg
import pytest

from stepback_course.store import NewerFormat, StoreError
from stepback_course.store.postgres import schema
from stepback_course.store.postgres.engine import PostgresStore
from tests.contract.writing import document_of, write
from tests.postgres.conftest import OpenStore
from tests.postgres.servers import (
    alterable_database,
    empty_database,
    new_role,
    run_on_server,
    with_role,
)

FOLDER = "portfolio/P-7K3M9Q2X"


@pytest.fixture
def url() -> str:
    """The address of an empty store that a test may alter."""
    return alterable_database()


@pytest.fixture
def later(url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a store that was made before the program went one version further."""
    now = schema.migrations()
    more = [*now, b"CREATE TABLE stepback.later (); COMMENT ON TABLE stepback.later IS 'x'"]
    monkeypatch.setattr(schema, "migrations", lambda: more)
    return url


def versions(url: str) -> list[int]:
    """Return the migrations that were applied in a database."""
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT number FROM stepback.migration ORDER BY number")
        return [number for (number,) in rows]


def test_an_older_store_is_brought_up_to_date_when_it_is_opened(
    later: str, open_store: OpenStore
) -> None:
    before = versions(later)
    open_store(later)
    assert versions(later) == [*before, len(before) + 1]
    run_on_server("SELECT FROM stepback.later", url=later)
    open_store(later)
    assert versions(later) == [*before, len(before) + 1]


def test_a_newer_store_is_left_alone(url: str, store: PostgresStore) -> None:
    write(store, FOLDER, "profile", {"n": 1})
    run_on_server("INSERT INTO stepback.migration (number) VALUES (99)", url=url)
    with pytest.raises(NewerFormat, match="Install the newest version"):
        PostgresStore(url)


def test_a_database_is_no_store_before_the_first_write(open_store: OpenStore) -> None:
    url = empty_database()
    store = open_store(url)
    assert not store.is_begun
    write(store, FOLDER, "profile", {"n": 1})
    assert store.is_begun


def test_a_program_that_looked_too_early_notices_a_newer_store(open_store: OpenStore) -> None:
    url = empty_database()
    early, first = open_store(url), open_store(url)
    write(first, FOLDER, "profile", {"n": 1})
    run_on_server("INSERT INTO stepback.migration (number) VALUES (99)", url=url)
    with pytest.raises(NewerFormat):
        early.get(FOLDER, "profile")
    with pytest.raises(NewerFormat):
        write(early, FOLDER, "profile", {"n": 2}, base=1)


def test_a_migration_that_does_not_work_changes_nothing(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = versions(url)
    broken = [*schema.migrations(), b"CREATE TABLE stepback.half ()", b"CREATE NONSENSE"]
    monkeypatch.setattr(schema, "migrations", lambda: broken)
    with pytest.raises(StoreError, match="could not be used"):
        PostgresStore(url)
    assert versions(url) == before
    with pytest.raises(psycopg.errors.UndefinedTable):
        run_on_server("SELECT FROM stepback.half", url=url)


def test_a_role_without_rights_on_the_database_uses_a_schema_made_for_it(
    open_store: OpenStore,
) -> None:
    url, role = empty_database(), new_role()
    run_on_server(f"CREATE SCHEMA stepback AUTHORIZATION {role}", url=url)
    store = open_store(with_role(url, role))
    write(store, FOLDER, "profile", {"n": 1})
    assert document_of(store, FOLDER, "profile") == {"n": 1}


def test_a_migration_waits_for_another_program_only_so_long(open_store: OpenStore) -> None:
    url = empty_database()
    store = open_store(url, patience=0.1)
    with psycopg.connect(url) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s, %s)", schema.LOCK)
        with pytest.raises(StoreError, match="busy for too long"):
            write(store, FOLDER, "profile", {"n": 1})
    assert write(store, FOLDER, "profile", {"n": 1}) == 1
