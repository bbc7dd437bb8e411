import io

import pytest

from stepback_course.store import Exists, Record, Store, new_operation
from tests.contract.writing import ACTOR, write

FOLDER = "portfolio/P-7K3M9Q2X"
ROW = {"kind": "draft", "unit": "statement-01"}
STANDING = {
    "profile": Record(FOLDER, "profile", 7, {"name": "Siôn"}),
    "draft/statement-01": Record(FOLDER, "draft/statement-01", 31, {"text": "tŷ"}, dict(ROW)),
}


def take(store: Store, records: dict[str, Record] = STANDING) -> bool:
    return store.take_over(FOLDER, records, operation=new_operation(), actor=ACTOR)


def test_a_folder_is_taken_over_with_its_revisions_and_rows(store: Store) -> None:
    assert take(store)
    assert store.records(FOLDER) == STANDING
    assert [row.revision for row in store.find("draft").rows] == [31]


def test_a_folder_taken_over_goes_on_from_its_revision(store: Store) -> None:
    take(store)
    assert write(store, FOLDER, "profile", {"name": "Siôn Tudur"}, base=7) == 8


def test_taking_the_same_folder_over_again_changes_nothing(store: Store) -> None:
    take(store)
    assert not take(store)
    assert store.records(FOLDER) == STANDING


def test_a_folder_that_differs_is_not_taken_over(store: Store) -> None:
    write(store, FOLDER, "profile", {"name": "Siôn"})
    with pytest.raises(Exists, match=FOLDER):
        take(store)
    assert set(store.records(FOLDER)) == {"profile"}


def test_every_folder_is_named_once_in_order(store: Store) -> None:
    for folder in ("portfolio/P-2", "person/anwen", "portfolio/p-10", "Person/Bryn"):
        write(store, folder, "profile", {})
    assert list(store.folders()) == [
        "person/anwen",
        "Person/Bryn",
        "portfolio/p-10",
        "portfolio/P-2",
    ]


def test_every_file_is_named_once_in_order(store: Store) -> None:
    kept = {store.put_file(io.BytesIO(text), limit=10) for text in (b"a", b"b", b"c", b"a")}
    assert list(store.files()) == sorted(kept)
