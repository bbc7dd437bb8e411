"""The list of what a release would come to, and the releasing, on the screen."""

from pathlib import Path

import pytest

from stepback_course.tui.screens.identifiers import IdentifiersScreen
from stepback_course.tui.screens.release import ReleaseScreen
from tests.filling import submit
from tests.house import NOW, Ticking
from tests.marking.conftest import ALL_MET, ONE_NOT_YET, UNIT, WHAT_IS_MISSING
from tests.tui.assessing import assessing
from tests.tui.conftest import House
from tests.tui.sitting import WIDE, Sitting
from tests.tui.widgets.host import awaited


@pytest.fixture
def busy(house: House) -> House:
    """Megan decided on Cerys without a word and on Elen with some, Ida on two of Dafydd's."""
    house.add("AS-IDA", "Ida Holm", "assessor")
    house.clock = Ticking(NOW)
    submit(house.desks("PR-CERYS"), "P-CERYS", UNIT)
    submit(house.desks("PR-DAFYDD"), "P-DAFYDD", UNIT, "statement-02")
    submit(house.desks("PR-ELEN"), "P-ELEN", UNIT)
    meg, ida = house.desks("AS-MEG").desk, house.desks("AS-IDA").desk
    meg.decide("P-CERYS", UNIT, ALL_MET, {})
    meg.decide("P-ELEN", UNIT, ONE_NOT_YET, WHAT_IS_MISSING, "Well begun.")
    ida.decide("P-DAFYDD", UNIT, ALL_MET, {}, "Calm and clear.")
    second = house.desks().workbook.open("P-DAFYDD").course.units[1].criteria
    ida.decide("P-DAFYDD", "statement-02", {c.id: "met" for c in second}, {}, "Good.")
    return house


def release(seat: Sitting) -> ReleaseScreen:
    assert isinstance(seat.app.screen, ReleaseScreen)
    return seat.app.screen


def rows(seat: Sitting) -> list[list[str]]:
    table = release(seat).table
    return [[str(cell) for cell in table.get_row_at(index)] for index in range(table.row_count)]


def waiting(house: House) -> list[str]:
    return [row.portfolio for row in house.desks("AS-MEG").desk.to_release().rows]


@awaited
async def test_one_decision_is_released_after_it_was_listed(busy: House) -> None:
    async with assessing(busy) as seat:
        await seat.press("t", "r")
        assert "Release 1 decision?" in seat.shown
        assert rows(seat) == [["●", "Cerys Wyn", "Statement 1", "✓ met · without a word"]]
        await seat.press("escape")
        assert len(waiting(busy)) == 4
        await seat.press("r", "enter")
        assert "1 decision is released." in seat.shown
        assert [row[0] for row in rows(seat)] == ["✓"]
        await seat.press("escape")
    assert "P-CERYS" not in waiting(busy)
    assert busy.desks("PR-CERYS").workbook.unit("P-CERYS", UNIT).status == "met"


@awaited
async def test_everything_that_is_looked_at_is_listed_counted_and_released(busy: House) -> None:
    async with assessing(busy) as seat:
        await seat.press("t", "R")
        assert "Release 4 decisions?" in seat.shown
        assert "to 3 practitioners · 3 met · 1 of them without a word · 1 not yet met" in seat.shown
        await seat.press("enter")
        assert "4 decisions are released." in seat.shown
    assert waiting(busy) == []


@awaited
async def test_a_filter_counts_for_the_release_of_everything_too(busy: House) -> None:
    async with assessing(busy) as seat:
        seat.app.queue_view.whose = "mine"
        await seat.press("t", "R")
        assert [row[1] for row in rows(seat)] == ["Cerys Wyn", "Elen Môn"]
        await seat.press("enter")
    assert waiting(busy) == ["P-DAFYDD", "P-DAFYDD"]


@awaited
async def test_what_is_selected_is_released_and_what_is_left_out_stays(busy: House) -> None:
    async with assessing(busy) as seat:
        await seat.press("t", "space", "space", "space", "r")
        assert len(rows(seat)) == 3
        await seat.press("space")
        assert [row[0] for row in rows(seat)] == ["○", "●", "●"]
        assert "Release 2 decisions?" in seat.shown
        await seat.press("enter")
    assert waiting(busy) == ["P-CERYS", "P-ELEN"]


@awaited
async def test_everything_of_a_person_is_held_with_a_reason_and_let_go(busy: House) -> None:
    async with assessing(busy, WIDE) as seat:
        await seat.press("t", "R", "down", "h", "enter")
        assert "A reason is needed." in seat.shown
        await seat.press(*"A word first", "enter")
        held = "✓ met · held by Megan Price: A word first"
        assert [row[3] for row in rows(seat)[1:3]] == [held, held]
        assert "2 held back" in seat.shown
        await seat.press("enter", "escape")
        assert waiting(busy) == ["P-DAFYDD", "P-DAFYDD"]
        await seat.press("R", "h", "enter")
    assert waiting(busy) == []


@awaited
async def test_words_that_may_tell_who_a_child_is_are_asked_about_once(busy: House) -> None:
    meg = busy.desks("AS-MEG").desk
    for portfolio, words in (("P-CERYS", "Osian smiled."), ("P-ELEN", "Look at Osian again.")):
        meg.undo(portfolio, UNIT)
        missing = {} if portfolio == "P-CERYS" else WHAT_IS_MISSING
        meg.decide(portfolio, UNIT, ONE_NOT_YET if missing else ALL_MET, missing, words)
    async with assessing(busy) as seat:
        await seat.press("t", "R")
        assert [row[3] for row in rows(seat) if "Osian" in row[3]] == [
            "✓ met · asks about Osian",
            "↺ not yet met · asks about Osian",
        ]
        await seat.press("enter")
        assert isinstance(seat.app.screen, IdentifiersScreen)
        assert len(seat.app.screen.query("FindingLines")) == 1
        await seat.press("escape")
        assert len(waiting(busy)) == 4
        await seat.press("enter", *"A bear in our story", "ctrl+s")
        assert "4 decisions are released." in seat.shown
    assert waiting(busy) == []


@awaited
async def test_what_changed_meanwhile_is_left_alone_and_named(busy: House) -> None:
    async with assessing(busy) as seat:
        await seat.press("t", "R")
        busy.desks("AS-MEG").desk.undo("P-CERYS", UNIT)
        await seat.press("enter")
        assert "3 decisions are released." in seat.shown
        assert release(seat).banner.sentence.startswith("Cerys Wyn, Statement 1: ")
    assert busy.desks("AS-MEG").desk.open("P-CERYS", UNIT).record.state == "marking"


@awaited
async def test_letters_are_written_afterwards_where_somebody_wants_them(
    busy: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    async with assessing(busy) as seat:
        await seat.press("t", "R", "w")
        assert list(tmp_path.rglob("feedback-*")) == []
        await seat.press("enter", "w", "enter")
        assert "3 letters are in" in release(seat).banner.sentence
        assert "Nothing has been sent." in release(seat).banner.sentence
    assert len(list((tmp_path / "stepback-letters").iterdir())) == 3
