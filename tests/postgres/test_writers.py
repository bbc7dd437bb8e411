"""Several writers at once: conflicts are said, and nothing is lost."""

import threading
from collections.abc import Callable

import pytest

from stepback_course.store import Change, Conflict, Exists, StoreError, new_operation
from stepback_course.store.postgres.engine import PostgresStore
from tests.contract.writing import ACTOR, document_of, write
from tests.postgres.conftest import OpenStore
from tests.postgres.servers import empty_database

FOLDER = "portfolio/P-7K3M9Q2X"


def all_at_once(*actions: Callable[[], None]) -> None:
    """Run every action in a thread of its own; none may raise."""
    raised: list[BaseException] = []
    begin = threading.Barrier(len(actions))

    def guarded(action: Callable[[], None]) -> None:
        try:
            begin.wait()
            action()
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=guarded, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert raised == []


@pytest.mark.parametrize("writers", [2, 8])
def test_writers_of_one_record_lose_nothing(url: str, open_store: OpenStore, writers: int) -> None:
    saves = 80 // writers
    stores = [open_store(url) for _writer in range(writers)]
    write(stores[0], FOLDER, "profile", {"by": []})
    conflicts: list[int] = []

    def work(number: int) -> None:
        for save in range(saves):
            while True:
                record = stores[number].get(FOLDER, "profile")
                assert record is not None
                document = {"by": [*record.document["by"], [number, save]]}
                try:
                    write(stores[number], FOLDER, "profile", document, base=record.revision)
                except Conflict:
                    conflicts.append(number)
                    continue
                break

    all_at_once(*(lambda number=number: work(number) for number in range(writers)))
    last = stores[0].get(FOLDER, "profile")
    assert last is not None
    assert last.revision == 1 + saves * writers
    expected = [[number, save] for number in range(writers) for save in range(saves)]
    assert sorted(last.document["by"]) == expected
    assert conflicts


def test_writers_of_different_records_of_a_folder_meet_no_conflict(
    url: str, open_store: OpenStore
) -> None:
    stores = [open_store(url) for _writer in range(8)]

    def work(number: int) -> None:
        for save in range(10):
            changes = {f"draft/{number}": Change(save, {"n": save})}
            stores[number].put(FOLDER, changes, operation=new_operation(), actor=ACTOR)

    all_at_once(*(lambda number=number: work(number) for number in range(8)))
    assert {record.revision for record in stores[0].records(FOLDER).values()} == {10}


def test_one_of_many_creates_a_folder(url: str, open_store: OpenStore) -> None:
    stores = [open_store(url) for _writer in range(8)]
    outcomes: list[str] = []

    def work(number: int) -> None:
        try:
            stores[number].create(
                FOLDER, {"profile": Change(0, {"by": number})}, operation=f"{number}", actor=ACTOR
            )
            outcomes.append(f"made by {number}")
        except Exists:
            outcomes.append("exists")

    all_at_once(*(lambda number=number: work(number) for number in range(8)))
    assert outcomes.count("exists") == 7
    document = document_of(stores[0], FOLDER, "profile")
    assert document is not None
    assert f"made by {document['by']}" in outcomes


def test_the_same_operation_from_many_at_once_has_one_effect(
    url: str, open_store: OpenStore
) -> None:
    stores = [open_store(url) for _writer in range(8)]

    def work(number: int) -> None:
        changes = {"profile": Change(0, {"by": number})}
        assert stores[number].put(FOLDER, changes, operation="same", actor=ACTOR) == {"profile": 1}

    all_at_once(*(lambda number=number: work(number) for number in range(8)))
    record = stores[0].get(FOLDER, "profile")
    assert record is not None
    assert record.revision == 1


def test_many_who_come_first_make_one_store(open_store: OpenStore) -> None:
    url = empty_database()
    stores = [open_store(url) for _writer in range(8)]

    def work(number: int) -> None:
        write(stores[number], f"portfolio/P-{number}", "profile", {"n": number})

    all_at_once(*(lambda number=number: work(number) for number in range(8)))
    assert list(stores[0].folders()) == [f"portfolio/P-{number}" for number in range(8)]


def test_threads_of_one_program_share_its_store(store: PostgresStore) -> None:
    refused: list[StoreError] = []

    def work(number: int) -> None:
        for save in range(5):
            try:
                write(store, f"portfolio/P-{number}", "profile", {"n": save}, base=save)
            except StoreError as error:
                refused.append(error)

    all_at_once(*(lambda number=number: work(number) for number in range(8)))
    assert refused == []
    assert len(list(store.folders())) == 8
