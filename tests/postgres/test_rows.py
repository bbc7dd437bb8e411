"""What stands in the tables: the very text of documents, and lists that are never behind."""

import json

import psycopg
import pytest

from stepback_course.store import Change, Document, Record, Scalar
from stepback_course.store.documents import encode
from stepback_course.store.postgres.engine import PostgresStore
from tests.contract.writing import ACTOR, write
from tests.postgres.conftest import OpenStore
from tests.postgres.servers import alterable_database, run_on_server

FOLDER = "portfolio/P-7K3M9Q2X"

DOCUMENTS: list[Document] = [
    {"z": 1, "a": 2, "m": {"z": 1, "a": 2}},
    {"whole": 1.0, "large": 1e16, "huge": 1e308, "small": 5e-324, "exact": 10**30, "minus": -0.0},
    {"ŵ\"'\\%s{}": "%(name)s $1 ; DROP SCHEMA stepback -- \u2028 😀"},
    {"deep": json.loads("[" * 300 + "]" * 300)},
]


def one(url: str, statement: str) -> object:
    """Return the one value that a statement finds."""
    with psycopg.connect(url) as connection:
        row = connection.execute(statement.encode()).fetchone()
    assert row
    return row[0]


@pytest.mark.parametrize("document", DOCUMENTS, ids=["order", "numbers", "marks", "depth"])
def test_a_document_keeps_its_very_text(url: str, store: PostgresStore, document: Document) -> None:
    write(store, FOLDER, "profile", document)
    text = one(url, "SELECT document::text FROM stepback.record")
    assert text == encode(document).decode()
    record = store.get(FOLDER, "profile")
    assert record is not None
    assert encode(record.document) == encode(document)


def test_only_the_latest_operations_are_kept(url: str, store: PostgresStore) -> None:
    for number in range(70):
        write(store, FOLDER, "profile", {"n": number}, base=number, operation=f"op-{number}")
    write(store, "portfolio/P-2", "profile", {}, operation="op-0")
    assert one(url, "SELECT count(*) FROM stepback.operation") == 65
    assert one(url, "SELECT string_agg(DISTINCT actor, '') FROM stepback.operation") == ACTOR


def test_a_save_is_lasting_whatever_the_server_s_own_setting(open_store: OpenStore) -> None:
    url = alterable_database()
    seen = """
    CREATE TABLE seen (setting text);
    CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN INSERT INTO seen VALUES (current_setting('synchronous_commit')); RETURN NEW; END $$;
    CREATE TRIGGER look BEFORE INSERT ON stepback.{table}
    FOR EACH ROW EXECUTE FUNCTION look()
    """
    name = one(url, "SELECT current_database()")
    run_on_server(f"ALTER DATABASE {name} SET synchronous_commit = off")
    store = open_store(url)
    run_on_server(seen.format(table="operation"), url=url)
    write(store, FOLDER, "profile", {"n": 1})
    assert one(url, "SELECT setting FROM seen") == "on"


@pytest.mark.parametrize(
    "by_hand",
    [
        "DELETE FROM stepback.cell WHERE key = 'state'",
        "UPDATE stepback.cell SET value = 'sother' WHERE key = 'state'",
        "UPDATE stepback.cell SET kind = 'sother'",
        'UPDATE stepback.record SET summary = \'{"kind": "unit", "state": "met"}\' '
        "WHERE name = 'unit/a'",
        "UPDATE stepback.record SET summary = NULL",
    ],
)
def test_a_list_that_was_altered_by_hand_is_found(
    url: str, store: PostgresStore, by_hand: str
) -> None:
    write(store, FOLDER, "unit/a", {}, summary={"kind": "unit", "state": "ready", "due": None})
    write(store, FOLDER, "profile", {})
    assert list(store.check()) == []
    run_on_server(by_hand, url=url)
    (finding,) = store.check()
    assert finding.place == FOLDER
    assert "“unit/a”" in finding.sentence


def test_a_folder_of_another_store_is_found_in_lists_at_once(store: PostgresStore) -> None:
    row: dict[str, Scalar] = {"kind": "unit", "state": "met"}
    standing = {"unit/a": Record(FOLDER, "unit/a", 31, {}, row)}
    store.take_over(FOLDER, standing, operation="copy", actor=ACTOR)
    assert [found.revision for found in store.find("unit", {"state": "met"}).rows] == [31]
    store.put(FOLDER, {"unit/a": Change(31, {})}, operation="next", actor=ACTOR)
    assert store.find("unit").rows == []
