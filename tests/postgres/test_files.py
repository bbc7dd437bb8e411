"""Files in portions: whole, verified, and told where they are not."""

import hashlib
import io
import threading

import psycopg
import pytest

from stepback_course.store import Corrupt, Missing
from stepback_course.store.postgres.engine import PostgresStore
from tests.postgres.conftest import OpenStore
from tests.postgres.servers import run_on_server
from tests.postgres.test_writers import all_at_once

MEGABYTE = 1024 * 1024
CONTENT = bytes(range(256)) * 10_000


class Drip(io.BytesIO):
    """Gives its bytes in small and uneven amounts, as a network does."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Return at most 100,000 bytes."""
        return super().read(min(100_001, size or 0))


@pytest.fixture
def digest(store: PostgresStore) -> str:
    """A file of three portions."""
    return store.put_file(Drip(CONTENT), limit=len(CONTENT))


def rows(url: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(statement.encode()).fetchall()


def test_a_file_is_kept_in_portions_of_a_megabyte(url: str, digest: str) -> None:
    sizes = rows(url, "SELECT length(content) FROM stepback.portion ORDER BY number")
    assert sizes == [(MEGABYTE,), (MEGABYTE,), (len(CONTENT) - 2 * MEGABYTE,)]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE stepback.portion SET content = set_byte(content, 7, 0) WHERE number = 1",
        "DELETE FROM stepback.portion WHERE number = 1",
        "DELETE FROM stepback.portion WHERE number = 2",
        "DELETE FROM stepback.portion",
    ],
)
def test_a_file_that_is_damaged_is_never_given_out(
    url: str, store: PostgresStore, digest: str, damage: str
) -> None:
    run_on_server(damage, url=url)
    with pytest.raises(Corrupt, match="does not hold what was kept there"):
        store.open_file(digest)
    (finding,) = store.check()
    assert finding.place == digest


def test_a_file_that_was_erased_is_missing(url: str, store: PostgresStore, digest: str) -> None:
    run_on_server("DELETE FROM stepback.portion", "DELETE FROM stepback.file", url=url)
    with pytest.raises(Missing):
        store.open_file(digest)


def test_the_same_file_from_many_at_once_is_kept_once(url: str, open_store: OpenStore) -> None:
    stores = [open_store(url) for _writer in range(4)]
    kept: list[str] = []

    def keep(number: int) -> None:
        kept.append(stores[number].put_file(io.BytesIO(CONTENT), limit=len(CONTENT)))

    all_at_once(*(lambda number=number: keep(number) for number in range(4)))
    assert set(kept) == {hashlib.sha256(CONTENT).hexdigest()}
    assert rows(url, "SELECT count(*) FROM stepback.portion") == [(3,)]
    assert list(stores[0].check()) == []


def test_a_file_is_read_while_it_is_erased_whole_or_not_at_all(
    url: str, store: PostgresStore, digest: str
) -> None:
    outcomes: list[str] = []

    def read() -> None:
        for _time in range(5):
            try:
                with store.open_file(digest) as file:
                    outcomes.append("whole" if file.read() == CONTENT else "cut")
            except Missing:
                outcomes.append("missing")

    reading = threading.Thread(target=read)
    reading.start()
    run_on_server("DELETE FROM stepback.portion; DELETE FROM stepback.file", url=url)
    reading.join()
    assert set(outcomes) <= {"whole", "missing"}
