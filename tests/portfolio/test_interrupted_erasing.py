"""An erasure that is interrupted is told, and gone on with."""

from datetime import timedelta
from pathlib import Path

import pytest

from stepback_course.portfolio.erasing.tombstones import tombstone_folder
from stepback_course.portfolio.rescue import rescue, rescue_folder
from stepback_course.portfolio.unsent import Form, Unsent, keep, kept
from stepback_course.text.refusals import Refusal
from tests.filling import CONSENT
from tests.house import NOW, House
from tests.portfolio.erasures import (
    CERYS,
    OTHER,
    UNIT,
    WORD,
    P,
    bring_to,
    places_with,
    ticking,
    unfinish,
    write_word,
)


@pytest.fixture
def house(empty_house: House) -> House:
    """A furnished store whose clock goes on."""
    return ticking(empty_house)


@pytest.mark.parametrize(
    "stop", ["erase_file", "rescued", "keep_here", "second erase", "the very first"]
)
def test_an_interrupted_erasure_is_told_and_gone_on_with(
    house_on_disk: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: str
) -> None:
    house = house_on_disk
    bring_to(house, UNIT, "submitted")
    rescue(P, UNIT, "learner-and-setting", WORD, NOW)
    eraser = house.desks(CERYS).eraser

    def stopped(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    really, calls = house.store.erase, [stop == "the very first"]

    def erase_and_stop(*arguments: object, **options: object) -> dict[str, int]:
        if not calls[0]:
            calls[0] = True
            return really(*arguments, **options)  # type: ignore[arg-type] # as it was called
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if stop == "erase_file":
            patch.setattr(house.store, "erase_file", stopped)
        elif stop in ("rescued", "keep_here"):
            patch.setattr(f"stepback_course.portfolio.erasing.eraser.{stop}", stopped)
        else:
            patch.setattr(house.store, "erase", erase_and_stop)
        with pytest.raises(KeyboardInterrupt):
            eraser.erase(P, [UNIT])
    if stop == "the very first":
        assert eraser.unfinished() == []
        assert WORD in str(house.desks(CERYS).workbook.unit(P, UNIT).draft)
        return
    (waiting,) = eraser.unfinished()
    assert not waiting.finished
    house.desks(CERYS).workbook.record_consent(P, CONSENT.model_copy(update={"learner": "Heron"}))
    (done,) = eraser.finish()
    assert done.finished
    assert eraser.unfinished() == []
    assert places_with(WORD, tmp_path) == []
    assert house.desks(CERYS).workbook.open(P).consent is not None


def test_finishing_leaves_text_that_was_rescued_or_begun_since(house: House) -> None:
    tombstone = house.desks(CERYS).eraser.erase(P, [UNIT])
    unfinish(house.store, tombstone)
    later = rescue(P, UNIT, "learner-and-setting", "another learner", house.clock() + timedelta(1))
    form = Form("memory:", CERYS, P, UNIT, "appeal")
    keep(form, Unsent(since=house.clock() + timedelta(1), answers={"": "another learner"}))
    house.desks(CERYS).eraser.finish()
    assert later.exists()
    assert kept(form) is not None


def test_the_next_erasure_finishes_the_one_that_was_interrupted(house: House) -> None:
    tombstone = house.desks(CERYS).eraser.erase(P, [UNIT])
    unfinish(house.store, tombstone)
    house.desks(CERYS).eraser.erase(P, [OTHER])
    assert [bool(each.finished) for each in house.desks(CERYS).eraser.tombstones(P)] == [True] * 2


def test_the_same_operation_twice_erases_once(house: House) -> None:
    write_word(house, OTHER)
    eraser = house.desks(CERYS).eraser
    once = eraser.erase(P, [OTHER], operation="op-1")
    write_word(house, OTHER)
    assert eraser.erase(P, [OTHER], operation="op-1") == once
    assert WORD in str(house.desks(CERYS).workbook.unit(P, OTHER).draft)


def test_a_folder_for_tombstones_that_cannot_be_written_is_told_and_nothing_is_forgotten(
    house: House,
) -> None:
    write_word(house, UNIT)
    tombstone_folder().parent.mkdir(exist_ok=True)
    tombstone_folder().write_text("a file")
    eraser = house.desks(CERYS).eraser
    with pytest.raises(Refusal, match="could not be written"):
        eraser.erase(P, [UNIT])
    assert len(eraser.unfinished()) == 1
    tombstone_folder().unlink()
    assert len(eraser.finish(P)) == 1


def test_another_s_rescued_text_is_left_alone(house: House) -> None:
    theirs = [
        rescue("P-ELEN", UNIT, "learner-and-setting", "hers", NOW),
        rescue(P, OTHER, "fifteen-remarks", "another unit", NOW),
        rescue(f"{P}-2", UNIT, "learner-and-setting", "another portfolio", NOW),
        rescue_folder() / f"{P}-{UNIT}-notes.txt",
    ]
    theirs[-1].write_text("not ours")
    rescue(P, UNIT, "learner-and-setting", WORD, NOW)
    house.desks(CERYS).eraser.erase(P, [UNIT])
    assert sorted(rescue_folder().iterdir()) == sorted(theirs)
