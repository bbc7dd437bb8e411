import hashlib
import io

import pytest

from stepback_course.store import Change, Conflict, Missing, Store, new_operation
from tests.contract.conftest import OpenStore
from tests.contract.engines import LASTING
from tests.contract.writing import ACTOR, document_of, write

FOLDER = "portfolio/P-1"
ROW = {"kind": "draft", "changed": "quokka"}


def erase(store: Store, name: str, base: int, operation: str | None = None) -> dict[str, int]:
    return store.erase(
        FOLDER, {name: Change(base, {})}, operation=operation or new_operation(), actor=ACTOR
    )


def test_an_erased_record_stands_with_nothing_in_it_and_no_row(store: Store) -> None:
    write(store, FOLDER, "draft/a", {"text": "quokka"}, summary=ROW)
    write(store, FOLDER, "profile", {"name": "Cerys"})
    assert erase(store, "draft/a", 1) == {"draft/a": 2}
    found = store.records(FOLDER)
    assert (found["draft/a"].document, found["draft/a"].summary) == ({}, None)
    assert found["profile"].document == {"name": "Cerys"}
    assert store.find("draft").rows == []
    assert list(store.check()) == []


def test_writing_goes_on_from_the_revision_of_what_was_erased(store: Store) -> None:
    write(store, FOLDER, "draft/a", {"text": "quokka"})
    erase(store, "draft/a", 1)
    with pytest.raises(Conflict):
        write(store, FOLDER, "draft/a", {"text": "quokka"}, base=1)
    assert write(store, FOLDER, "draft/a", {"text": "new"}, base=2) == 3


def test_what_somebody_else_wrote_meanwhile_is_not_erased_unseen(store: Store) -> None:
    write(store, FOLDER, "draft/a", {"text": "one"})
    write(store, FOLDER, "draft/a", {"text": "two"}, base=1)
    with pytest.raises(Conflict):
        erase(store, "draft/a", 1)
    assert document_of(store, FOLDER, "draft/a") == {"text": "two"}


def test_the_same_erasing_again_has_one_effect(store: Store) -> None:
    write(store, FOLDER, "draft/a", {"text": "quokka"})
    once = erase(store, "draft/a", 1, "erase-1")
    write(store, FOLDER, "draft/a", {"text": "new"}, base=2)
    assert erase(store, "draft/a", 1, "erase-1") == once
    assert document_of(store, FOLDER, "draft/a") == {"text": "new"}


def test_an_erased_file_is_missing_and_may_be_kept_again(store: Store) -> None:
    content = b"quokka" * 400_000
    digest = store.put_file(io.BytesIO(content), limit=len(content))
    other = store.put_file(io.BytesIO(b"another"), limit=10)
    assert store.erase_file(digest)
    with pytest.raises(Missing):
        store.open_file(digest)
    assert list(store.files()) == [other]
    assert list(store.check()) == []
    assert store.put_file(io.BytesIO(content), limit=len(content)) == digest


@pytest.mark.parametrize("digest", [hashlib.sha256(b"never").hexdigest(), "", "..", "A" * 64])
def test_erasing_what_is_not_kept_says_so(store: Store, digest: str) -> None:
    assert not store.erase_file(digest)
    kept = store.put_file(io.BytesIO(b"kept"), limit=10)
    assert not store.erase_file(digest)
    assert list(store.files()) == [kept]


@pytest.mark.parametrize("engine", LASTING, indirect=True)
def test_another_program_finds_nothing_of_it(store: Store, open_again: OpenStore) -> None:
    write(store, FOLDER, "draft/a", {"text": "quokka"}, summary=ROW)
    digest = store.put_file(io.BytesIO(b"quokka"), limit=10)
    other = open_again()
    assert [row.summary for row in other.find("draft").rows] == [ROW]
    erase(store, "draft/a", 1)
    store.erase_file(digest)
    assert document_of(other, FOLDER, "draft/a") == {}
    assert other.find("draft").rows == []
    with pytest.raises(Missing):
        other.open_file(digest)
