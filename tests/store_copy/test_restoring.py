"""A backup goes into an empty store, or on into the one where it was stopped, and nowhere else."""

import io
from pathlib import Path

import pytest

from stepback_course.store import Store, StoreFull
from stepback_course.store.moving.comparing import compare
from stepback_course.store.moving.packing import write_backup
from stepback_course.store.moving.restoring import restore
from stepback_course.store.moving.unpacking import opened_archive
from stepback_course.text.refusals import Refusal
from tests.contract.engines import ENGINES
from tests.contract.writing import write
from tests.store_copy.conftest import MADE, OpenEmpty
from tests.store_copy.imperfect import Damaged, Filling, everything, fill_small, small


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A backup of a small store."""
    write_backup(small(), tmp_path / "b.zip", about="x", made=MADE)
    return tmp_path / "b.zip"


@pytest.mark.parametrize("engine", ENGINES)
def test_a_restored_store_is_the_one_that_was_backed_up(
    packed: Path, cohort: Store, open_empty: OpenEmpty, engine: str
) -> None:
    store = open_empty(engine)
    with opened_archive(packed) as archive:
        report = restore(archive, store)
        comparison = compare(archive, store)
        assert comparison.agrees
        assert comparison.target == archive.manifest.hash
    assert not report.refusals
    assert everything(store) == everything(cohort)


@pytest.mark.parametrize("room", range(5))
def test_a_restore_that_was_stopped_goes_on(backup: Path, room: int) -> None:
    store = Filling(room)
    with opened_archive(backup) as archive:
        with pytest.raises(StoreFull):
            restore(archive, store)
        store.room = 99
        report = restore(archive, store)
    assert report.files.already + report.folders.already == room
    assert everything(store) == everything(small())


def test_a_store_that_holds_something_else_is_not_touched(backup: Path, target: Store) -> None:
    write(target, "person/Bryn", "profile", {})
    before = everything(target)
    with opened_archive(backup) as archive, pytest.raises(Refusal, match="holds person/Bryn"):
        restore(archive, target)
    assert everything(target) == before


def test_a_store_that_has_gone_on_since_the_backup_is_not_touched(
    backup: Path, target: Store
) -> None:
    with opened_archive(backup) as archive:
        restore(archive, target)
        write(target, "person/Anwen", "profile", {"name": "Anwen"}, base=1)
        before = everything(target)
        with pytest.raises(Refusal, match="is not empty"):
            restore(archive, target)
    assert everything(target) == before


def test_a_store_with_a_file_of_its_own_is_not_touched(backup: Path, target: Store) -> None:
    target.put_file(io.BytesIO(b"something else"), limit=100)
    with opened_archive(backup) as archive, pytest.raises(Refusal, match="is not empty"):
        restore(archive, target)
    assert list(target.folders()) == []


def test_a_damaged_store_is_not_restored_into(backup: Path) -> None:
    store = Damaged("person/Anwen")
    fill_small(store)
    with (
        opened_archive(backup) as archive,
        pytest.raises(Refusal, match="Restore into a new place"),
    ):
        restore(archive, store)
