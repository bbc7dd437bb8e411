"""What is erased is in no row of any table."""

import io

import psycopg

from stepback_course.store import Change, new_operation
from stepback_course.store.postgres.engine import PostgresStore
from tests.contract.writing import ACTOR, write

FOLDER = "portfolio/P-1"
WORD = "quokka"
TABLES = ("folder", "record", "cell", "operation", "file", "portion", "migration")


def tables_with(url: str, word: str) -> list[str]:
    """Return the tables in which any row has the word, as text or in its bytes."""
    with psycopg.connect(url) as connection:
        counted = {
            table: connection.execute(
                f"SELECT count(*) FROM stepback.{table} AS row "  # noqa: S608 - our own tables
                "WHERE strpos(row::text, %s) > 0 OR strpos(row::text, %s) > 0".encode(),
                [word, word.encode().hex()],
            ).fetchone()
            for table in TABLES
        }
    return [table for table, count in counted.items() if count != (0,)]


def test_no_row_has_what_was_erased(url: str, store: PostgresStore) -> None:
    write(store, FOLDER, "draft/a", {"text": WORD}, summary={"kind": "draft", "about": WORD})
    content = WORD.encode() + bytes(2 * 1024 * 1024) + WORD.encode()
    digest = store.put_file(io.BytesIO(content), limit=len(content))
    assert tables_with(url, WORD) == ["record", "cell", "portion"]
    store.erase(FOLDER, {"draft/a": Change(1, {})}, operation=new_operation(), actor=ACTOR)
    store.erase_file(digest)
    assert tables_with(url, WORD) == []
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT FROM stepback.portion").fetchall() == []
