"""A copy carries everything, overwrites nothing, and goes on where it was stopped."""

import io
from pathlib import Path

import pytest

from stepback_course.store import Store, StoreFull, Unreachable, open_store
from stepback_course.store.memory import MemoryStore
from stepback_course.store.moving.comparing import compare
from stepback_course.store.moving.copying import copy_store, require_apart, require_something
from stepback_course.store.moving.sources import UNREACHABLE_IN_A_ROW
from stepback_course.text.refusals import Refusal
from tests.contract.engines import ENGINES
from tests.contract.writing import document_of, write
from tests.store_copy.conftest import OpenEmpty
from tests.store_copy.imperfect import Damaged, Filling, Gone, everything, fill_small, small


@pytest.mark.parametrize("there", ENGINES)
@pytest.mark.parametrize("here", ENGINES)
def test_a_store_that_goes_to_another_engine_and_back_is_the_same_to_the_byte(
    cohort: Store, open_empty: OpenEmpty, here: str, there: str
) -> None:
    first, other, back = open_empty(here), open_empty(there), open_empty(here)
    for source, target in ((cohort, first), (first, other), (other, back)):
        report = copy_store(source, target, actor="copy")
        assert not report.refusals
        assert compare(source, target).agrees
    assert everything(back) == everything(first) == everything(cohort)


@pytest.mark.parametrize("engine", ENGINES)
def test_lists_of_the_copy_are_those_of_the_store(
    cohort: Store, open_empty: OpenEmpty, engine: str
) -> None:
    copy = open_empty(engine)
    copy_store(cohort, copy, actor="copy")
    for kind in ("person", "portfolio", "unit", "certificate"):
        assert copy.find(kind, sort="name").rows == cohort.find(kind, sort="name").rows


def test_what_is_copied_is_counted(target: Store) -> None:
    report = copy_store(small(), target, actor="copy")
    counts = [(t.copied, t.already, t.refused) for t in (report.folders, report.files)]
    assert counts == [(3, 0, 0), (2, 0, 0)]
    assert report.records.copied == 3


def test_a_copy_done_again_finds_everything_there_already(target: Store) -> None:
    copy_store(small(), target, actor="copy")
    before = everything(target)
    report = copy_store(small(), target, actor="copy")
    for tally, number in ((report.folders, 3), (report.records, 3), (report.files, 2)):
        assert (tally.copied, tally.already, tally.refused) == (0, number, 0)
    assert everything(target) == before


@pytest.mark.parametrize("room", range(5))
def test_a_copy_that_fills_the_disk_goes_on_when_there_is_room(room: int) -> None:
    source, target = small(), Filling(room)
    with pytest.raises(StoreFull, match="no room left"):
        copy_store(source, target, actor="copy")
    held = len(list(target.files())), len(list(target.folders()))
    assert held == (min(room, 2), max(0, room - 2))
    target.room = 99
    report = copy_store(source, target, actor="copy")
    assert (report.files.already, report.folders.already) == held
    assert everything(target) == everything(source)


def test_a_folder_that_differs_is_refused_and_left_as_it_is(target: Store) -> None:
    write(target, "portfolio/P-1", "profile", {"name": "somebody else"})
    report = copy_store(small(), target, actor="copy")
    assert (report.folders.copied, report.folders.refused, report.records.refused) == (2, 1, 1)
    (refusal,) = report.refusals
    assert refusal.place == "portfolio/P-1"
    assert "portfolio/P-1 is there already, and not the same" in refusal.sentence
    assert document_of(target, "portfolio/P-1", "profile") == {"name": "somebody else"}


def test_a_folder_of_the_same_name_in_other_letters_is_refused(target: Store) -> None:
    write(target, "person/ANWEN", "profile", {"name": "Siôn person/Anwen"}, summary={"kind": "x"})
    report = copy_store(small(), target, actor="copy")
    assert [refusal.place for refusal in report.refusals] == ["person/Anwen"]
    assert not compare(small(), target).agrees


def test_what_is_damaged_is_named_and_the_rest_is_carried(target: Store) -> None:
    evidence = small().put_file(io.BytesIO(b"evidence"), limit=100)
    source = Damaged("person/Anwen", evidence)
    fill_small(source)
    report = copy_store(source, target, actor="copy")
    assert (report.folders.copied, report.folders.refused) == (2, 1)
    assert (report.files.copied, report.files.refused) == (1, 1)
    assert {refusal.sentence for refusal in report.refusals} == {
        "person/Anwen is damaged.",
        f"{evidence} is damaged.",
    }
    assert not compare(source, target).agrees


def test_a_source_that_is_gone_is_not_asked_for_everything(target: Store) -> None:
    source = Gone()
    with pytest.raises(Unreachable):
        copy_store(source, target, actor="copy")
    assert source.asked == UNREACHABLE_IN_A_ROW


def test_one_folder_out_of_reach_does_not_stop_the_rest(target: Store) -> None:
    source = Damaged("cohort/CO-1", refusal=Unreachable)
    fill_small(source)
    report = copy_store(source, target, actor="copy")
    assert (report.folders.copied, report.folders.refused) == (2, 1)


def test_many_folders_out_of_reach_among_others_do_not_stop_the_rest(target: Store) -> None:
    names = [f"person/p{number:02}" for number in range(2 * UNREACHABLE_IN_A_ROW)]
    source = Damaged(*names[::2], refusal=Unreachable)
    for name in names:
        write(source, name, "profile", {})
    report = copy_store(source, target, actor="copy")
    assert report.folders.refused == report.folders.copied == UNREACHABLE_IN_A_ROW


def test_a_file_damaged_at_the_target_is_made_whole(target: Store, tmp_path: Path) -> None:
    copy_store(small(), target, actor="copy")
    digest = next(target.files())
    (kept,) = tmp_path.rglob(digest)
    kept.write_bytes(b"something else")
    report = copy_store(small(), target, actor="copy")
    assert (report.files.copied, report.files.already) == (1, 1)
    assert compare(small(), target).agrees


def test_whoever_waits_is_told_each_thing_that_is_looked_at(target: Store) -> None:
    told: list[str] = []
    source = small()
    copy_store(source, target, actor="copy", progress=told.append)
    assert told == [*source.files(), *source.folders()]


def test_what_is_written_meanwhile_is_noticed_and_overwrites_nothing(target: Store) -> None:
    source = small()
    copy_store(source, target, actor="copy")
    write(source, "person/Anwen", "profile", {"name": "Anwen"}, base=1)
    comparison = compare(source, target)
    assert [each.place for each in comparison.differences] == ["person/Anwen"]
    assert copy_store(source, target, actor="copy").folders.refused == 1
    assert document_of(target, "person/Anwen", "profile") == {"name": "Siôn person/Anwen"}


def test_a_store_is_not_copied_onto_itself(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "same").symlink_to(tmp_path / "store")
    store = open_store(str(tmp_path / "store"))
    for name in ("store", "same", "store/../store"):
        with pytest.raises(Refusal, match="named twice"):
            require_apart(store, open_store(str(tmp_path / name)))
    require_apart(store, open_store(str(tmp_path / "store-2")))


def test_a_store_is_not_copied_into_itself(tmp_path: Path) -> None:
    outer, inner = open_store(str(tmp_path)), open_store(str(tmp_path / "store" / "inner"))
    for source, target in ((outer, inner), (inner, outer)):
        with pytest.raises(Refusal, match="one inside the other"):
            require_apart(source, target)


def test_an_empty_source_is_taken_for_a_mistyped_address() -> None:
    with pytest.raises(Refusal, match="nothing in memory:"):
        require_something(MemoryStore())
    only_a_file = MemoryStore()
    only_a_file.put_file(io.BytesIO(b"evidence"), limit=10)
    require_something(only_a_file)
