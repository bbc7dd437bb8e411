"""Two assessors on one submission: claims, taking over, and who was quicker."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import Input, Static

from stepback_course.tui import doors
from tests.filling import submit
from tests.house import Ticking
from tests.tui.assessing import assessing
from tests.tui.conftest import House
from tests.tui.opening import opened
from tests.tui.test_desk import ALL_MET, CERYS, CRITERIA, NEXT, ONE_NOT_YET, UNIT, WORDS, desk, kept
from tests.tui.widgets.host import awaited


@pytest.fixture
def waiting(house: House) -> House:
    """Cerys has submitted two units in one sitting."""
    house.add("AS-IDA", "Ida Holm", "assessor")
    house.clock = Ticking()
    submit(house.desks("PR-CERYS"), "P-CERYS", UNIT, NEXT)
    return house


@awaited
async def test_what_another_assessor_has_is_only_looked_at(waiting: House) -> None:
    waiting.desks("AS-IDA").desk.claim(*CERYS)
    before = kept(waiting)
    async with assessing(waiting, at=CERYS) as seat:
        assert "Ida Holm took this just now, until 20:03" in desk(seat).banner.sentence
        await seat.press("1", "f", "s", "x", "g")
        assert "✓ met" not in seat.shown
    assert kept(waiting) == before


@awaited
async def test_a_coordinator_reads_what_waits_and_is_not_told_off(waiting: House) -> None:
    before = kept(waiting)
    async with opened(waiting.app("CO-ANN")) as seat:
        seat.app.push_screen(doors.desk_screen(*CERYS))
        await seat.rest()
        assert desk(seat).banner.sentence == ""
        assert "Nobody is marking this yet." in seat.shown
    assert kept(waiting) == before


@awaited
async def test_taking_over_needs_a_typed_reason(waiting: House) -> None:
    waiting.desks("AS-IDA").desk.claim(*CERYS)
    async with assessing(waiting, at=CERYS) as seat:
        await seat.press("t", "enter")
        assert "A reason is needed." in seat.shown
        seat.app.screen.query_one(Input).value = "Ida is ill"
        await seat.press("enter", "1")
        assert "1  ✓ met" in seat.shown
    assert kept(waiting).trail[-1].reason == "Ida is ill"


@awaited
async def test_a_stale_decision_shows_both_sides_and_writes_nothing(waiting: House) -> None:
    async with assessing(waiting, at=CERYS) as seat:
        await seat.press("1", "2", "3")
        ida = waiting.desks("AS-IDA").desk
        ida.claim(*CERYS, reason="Megan is ill")
        ida.give_back(*CERYS)
        before = kept(waiting)
        await seat.press("s")
        assert seat.place == "BothSidesScreen"
        assert "changed by somebody else meanwhile: look again, then decide. " in seat.shown
        assert "Nothing was written. Yours are kept as your draft." in seat.shown
        assert kept(waiting) == before
        await seat.press("enter")
        assert "Nobody is marking this; t takes it." in seat.shown
        await seat.press("t", "s")
        assert "Statement 2" in desk(seat).masthead.where
    decision = kept(waiting).decision
    assert decision is not None
    assert decision.criteria == ALL_MET


@awaited
async def test_a_decision_after_anothers_shows_theirs_beside_ones_own(waiting: House) -> None:
    async with assessing(waiting, at=CERYS) as seat:
        await seat.press("1")
        ida = waiting.desks("AS-IDA").desk
        ida.claim(*CERYS, reason="Megan is ill")
        ida.decide(*CERYS, ONE_NOT_YET, WORDS, "Well begun.")
        await seat.press("2", "3", "s")
        theirs, mine = (
            str(side.content) for side in seat.app.screen.query(".side Static").results(Static)
        )
        assert "Decided by Ida Holm" in theirs
        assert ("2  ↺ not yet met" in theirs, WORDS[CRITERIA[1]] in theirs) == (True, True)
        assert "2  ✓ met" in mine
        await seat.press("enter")
        assert "2  ↺ not yet met" in seat.shown
    decision = kept(waiting).decision
    assert decision is not None
    assert decision.assessor == "AS-IDA"
    assert waiting.desks("AS-MEG").desk.open(*CERYS).marks.criteria == ALL_MET


@awaited
async def test_what_was_taken_back_meanwhile_is_said_to_have_been(
    waiting: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEPBACK_RESCUE", str(tmp_path / "rescue"))
    async with assessing(waiting, at=CERYS) as seat:
        await seat.press("1", "2", "3")
        waiting.desks("AS-MEG").desk.give_back(*CERYS)
        waiting.desks("PR-CERYS").workbook.withdraw(*CERYS)
        await seat.press("s")
        assert "was taken back by its practitioner" in seat.shown
        assert "Yours are put in a file when you leave" in seat.shown
        await seat.press("enter", "1", "s", "u")
        assert "was taken back by its practitioner" in desk(seat).banner.sentence
    (path,) = (tmp_path / "rescue").iterdir()
    assert json.loads(path.read_text("utf-8"))["criteria"] == ALL_MET


@awaited
async def test_a_claim_that_ran_out_is_said_to_have_and_taken_again(waiting: House) -> None:
    async with assessing(waiting, at=CERYS) as seat:
        await seat.press("1", "2", "3")
        assert isinstance(waiting.clock, Ticking)
        waiting.clock.now += timedelta(hours=9)
        await seat.press("s")
        assert "ran out on 4 March, 20:03" in desk(seat).banner.sentence
        assert "Your claim ran out, 20:03; t takes it again." in seat.shown
        assert kept(waiting).state == "marking"
        await seat.press("t", "s")
    assert kept(waiting).state == "decided"
