"""A backup is read as if what was erased since had never been in it."""

import io
import json

import pytest

from stepback_course.cli.checking import check_store
from stepback_course.portfolio.erasing.forgetting import Forgetting
from stepback_course.portfolio.trail import is_whole
from stepback_course.store import Change, Store, open_store
from stepback_course.store.moving.comparing import compare
from stepback_course.store.moving.copying import copy_store
from stepback_course.store.moving.sources import unwatched
from tests.filling import CONSENT, submit
from tests.house import House, Ticking

P, UNIT, CERYS = "P-CERYS", "learners-voice", "PR-CERYS"
PICTURE, FORM = b"a picture", b"a form that both have attached"


@pytest.fixture
def kept(house: House) -> Store:
    """A copy of a store from before anything was erased in it."""
    house.clock = Ticking()
    submit(house.desks(CERYS), P, UNIT)
    for portfolio, contents in ((P, (PICTURE, FORM)), ("P-ELEN", (FORM,))):
        files = [house.store.put_file(io.BytesIO(each), limit=100) for each in contents]
        change = {f"evidence/{UNIT}": Change(0, {"files": files})}
        house.store.put(f"portfolio/{portfolio}", change, operation="attach", actor=CERYS)
    copy = open_store("memory:")
    copy_store(house.store, copy, actor="test")
    return copy


def contents(store: Store) -> str:
    """Return everything a store has, as one text."""
    texts = []
    for digest in store.files():
        with store.open_file(digest) as file:
            texts.append(file.read().decode("latin-1"))
    for folder in store.folders():
        texts += [json.dumps(each.document) for each in store.records(folder).values()]
    return "\n".join(texts)


def test_nothing_of_it_is_copied_and_everything_else_is(house: House, kept: Store) -> None:
    assert "I waited beside the door" in contents(kept)
    tombstone = house.desks(CERYS).eraser.erase(P, [UNIT])
    forgetting, target = Forgetting(kept, [tombstone]), open_store("memory:")
    report = copy_store(forgetting, target, actor="test")
    assert report.refusals == []
    assert compare(forgetting, target).agrees
    found = contents(target)
    assert "I waited beside the door" not in found
    assert PICTURE.decode() not in found
    assert FORM.decode() in found
    assert forgetting.applied == (tombstone,)
    assert check_store(target, trail=True, progress=unwatched).is_sound
    restored = House(target)
    assert is_whole(restored.desks().workbook.unit(P, UNIT).record)
    assert restored.desks().workbook.open(P).consent is None


def test_a_source_that_knows_of_it_is_read_as_it_is(house: House, kept: Store) -> None:
    tombstone = house.desks(CERYS).eraser.erase(P, [UNIT])
    consent = CONSENT.model_copy(update={"learner": "Heron"})
    house.desks(CERYS).workbook.record_consent(P, consent)
    forgetting = Forgetting(house.store, [tombstone])
    assert forgetting.applied == ()
    assert forgetting.records(f"portfolio/{P}") == house.store.records(f"portfolio/{P}")
    assert list(forgetting.files()) == list(house.store.files())


def test_several_erasures_are_applied_one_after_the_other(house: House, kept: Store) -> None:
    eraser = house.desks(CERYS).eraser
    tombstones = [eraser.erase(P, [unit]) for unit in (UNIT, "statement-01")]
    forgetting = Forgetting(kept, tombstones)
    records = forgetting.records(f"portfolio/{P}")
    assert forgetting.applied == tuple(tombstones)
    assert {each.record for each in tombstones} <= set(records)


def test_a_tombstone_of_a_portfolio_that_is_not_there_changes_nothing(
    house: House, kept: Store
) -> None:
    tombstone = house.desks(CERYS).eraser.erase(P, [UNIT])
    elsewhere = tombstone.model_copy(update={"portfolio": "P-NOWHERE"})
    assert compare(Forgetting(kept, [elsewhere]), kept).agrees


@pytest.mark.parametrize("is_theirs", [True, False])
def test_without_an_enrolment_a_portfolio_is_known_by_its_files(
    house: House, kept: Store, is_theirs: bool
) -> None:
    tombstone = house.desks(CERYS).eraser.erase(P, [UNIT])
    laptop = open_store("memory:")
    folder = f"portfolio/{P}"
    standing = {each: kept.records(folder)[each] for each in ("profile", f"unit/{UNIT}")}
    laptop.take_over(folder, standing, operation="handed out", actor="AS-MEG")
    if not is_theirs:
        tombstone = tombstone.model_copy(update={"files": ("0" * 64,)})
    assert bool(Forgetting(laptop, [tombstone]).applied) == is_theirs
