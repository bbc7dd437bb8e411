"""What the server refuses is said in a sentence of ours, and nothing is written."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from stepback_course.store import Busy, Corrupt, ReadOnly, StoreError, StoreFull, Unreachable
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


# The server answers with any code of its own where a trigger asks it to.
REFUSE = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'asked for' USING ERRCODE = '{code}'; END $$;
CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON stepback.operation
FOR EACH ROW EXECUTE FUNCTION refuse()
"""


@contextmanager
def writing_nothing(store: PostgresStore) -> Iterator[None]:
    """See that what was there before is there afterwards, and nothing else."""
    write(store, FOLDER, "profile", {"n": 1}, summary={"kind": "portfolio", "n": 1})
    before = store.records(FOLDER), store.find("portfolio")
    yield
    assert (store.records(FOLDER), store.find("portfolio")) == before
    assert list(store.check()) == []


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        ("53100", StoreFull, "no room left on the disk of the database server"),
        ("25006", ReadOnly, "may be read but not written"),
        ("42501", ReadOnly, "may be read but not written"),
        ("55P03", Busy, "busy for too long"),
        ("57014", Busy, "busy for too long"),
        ("40001", Busy, "busy for too long"),
        ("XX001", Corrupt, "is damaged"),
        ("23505", Unreachable, "could not be used"),
    ],
)
def test_each_answer_of_the_server_has_its_sentence(
    url: str, store: PostgresStore, code: str, kind: type[StoreError], words: str
) -> None:
    with writing_nothing(store):
        run_on_server(REFUSE.format(code=code), url=url)
        with pytest.raises(StoreError, match=words) as refusal:
            write(store, FOLDER, "profile", {"n": 2}, base=1, summary={"kind": "portfolio", "n": 2})
        assert refusal.type is kind
        run_on_server("DROP TRIGGER refuse ON stepback.operation", url=url)


def test_a_lock_that_is_held_too_long_is_busy(url: str, open_store: OpenStore) -> None:
    store = open_store(url, patience=0.1)
    with writing_nothing(store), psycopg.connect(url) as other:
        other.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [FOLDER.lower()])
        with pytest.raises(Busy, match="Nothing was saved"):
            write(store, FOLDER, "profile", {"n": 2}, base=1)
        write(store, "portfolio/P-2", "consent", {})


def test_a_database_that_may_only_be_read_is_read(url: str, open_store: OpenStore) -> None:
    store = open_store(url)
    with writing_nothing(store):
        name = url.split("/")[3].partition("?")[0]
        run_on_server(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        reading = open_store(url)
        with pytest.raises(ReadOnly):
            write(reading, FOLDER, "profile", {"n": 2}, base=1)
        assert document_of(reading, FOLDER, "profile") == {"n": 1}


def test_a_role_that_may_only_read_reads(
    url: str, store: PostgresStore, open_store: OpenStore
) -> None:
    role = new_role()
    with writing_nothing(store):
        run_on_server(
            f"GRANT USAGE ON SCHEMA stepback TO {role}",
            f"GRANT SELECT ON ALL TABLES IN SCHEMA stepback TO {role}",
            url=url,
        )
        reading = open_store(with_role(url, role))
        assert document_of(reading, FOLDER, "profile") == {"n": 1}
        with pytest.raises(ReadOnly):
            write(reading, FOLDER, "profile", {"n": 2}, base=1)


def test_a_role_that_may_not_read_is_told_so(url: str, store: PostgresStore) -> None:
    write(store, FOLDER, "profile", {"n": 1})
    with pytest.raises(Unreachable, match="permission denied"):
        PostgresStore(with_role(url, new_role()))


def test_a_store_that_was_taken_away_is_said_to_be_gone(url: str, store: PostgresStore) -> None:
    write(store, FOLDER, "profile", {"n": 1})
    run_on_server("DROP SCHEMA stepback CASCADE", url=url)
    with pytest.raises(Unreachable, match="no longer there"):
        store.get(FOLDER, "profile")
    with pytest.raises(Unreachable, match="no longer there"):
        write(store, FOLDER, "profile", {"n": 2}, base=1)


def test_what_does_not_become_a_store_is_left_as_it_was(open_store: OpenStore) -> None:
    url = empty_database()
    store = open_store(with_role(url, new_role()))
    with pytest.raises(ReadOnly):
        write(store, FOLDER, "profile", {"n": 1})
    assert store.records(FOLDER) == {}
