"""Appeals and changed criteria on the screen, from the practitioner to the answer."""

import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event

import pytest
from textual.widgets import Input

from stepback_course.clock import instant
from stepback_course.marking.appeals.appeals import Appeals
from stepback_course.people.preferences import Preferences
from stepback_course.portfolio.models import Overall
from stepback_course.tui import doors
from stepback_course.tui.app import StepbackApp
from stepback_course.tui.home import places
from stepback_course.tui.widgets.one_of import OneOf
from stepback_course.tui.widgets.writing import Writing
from tests.filling import submit
from tests.house import Ticking, packed_course
from tests.tui.conftest import House
from tests.tui.sitting import NARROW, PERSON, PORTFOLIO, Sitting, decide, refer, sitting
from tests.tui.widgets.host import awaited

UNIT = "statement-01"
GROUNDS = "It is in my second answer."


@asynccontextmanager
async def looking(house: House, person: str = "AS-MEG") -> AsyncIterator[Sitting]:
    app = StepbackApp(house.desks(person), Preferences(), first=doors.looking_again_screen)
    async with app.run_test(size=NARROW) as pilot:
        seat = Sitting(app, pilot)
        await seat.rest()
        yield seat


@pytest.fixture
def referred(house: House) -> House:
    """A unit that came back to Cerys."""
    house.clock = Ticking()
    refer(house, UNIT)
    return house


@pytest.fixture
def appealed(referred: House) -> House:
    """The same, after she appealed."""
    referred.desks(PERSON).appeals.appeal(PORTFOLIO, UNIT, GROUNDS)
    return referred


@awaited
async def test_a_practitioner_appeals_beside_the_feedback_and_lets_it_rest(referred: House) -> None:
    async with sitting(referred) as seat:
        await seat.press("f")
        assert "you can appeal until 1 April 2026" in seat.shown
        await seat.press("a", *"It is there", "ctrl+s")
        assert "You are answered by 13 March 2026" in seat.shown
        await seat.press("a", "enter")
        assert "let it rest on 4 March 2026" in seat.shown
    appeal, until = referred.desks(PERSON).appeals.standing(PORTFOLIO, UNIT)
    assert appeal is not None
    assert (appeal.stage.grounds, bool(appeal.ended), until) == ("It is there", True, "")


@awaited
async def test_the_way_says_that_an_appeal_waits_for_its_answer(appealed: House) -> None:
    async with sitting(appealed) as seat:
        assert "waits until your appeal is answered, or rests." in seat.shown
    appealed.desks(PERSON).appeals.end(PORTFOLIO, UNIT)
    async with sitting(appealed) as seat:
        assert "appeal" not in seat.shown


@awaited
async def test_grounds_that_may_tell_who_a_child_is_go_only_when_asked_again(
    referred: House,
) -> None:
    appeals = referred.desks(PERSON).appeals
    async with sitting(referred) as seat:
        await seat.press("f", "a", *"Tomos Rees said so", "ctrl+s")
        assert seat.place == "AppealForm"
        assert (
            "This may tell who a child is, and others read it: “Tomos Rees” (a name)" in seat.shown
        )
        assert appeals.standing(PORTFOLIO, UNIT)[0] is None
        await seat.press("ctrl+s")
        assert seat.place == "FeedbackScreen"
    appeal, _until = appeals.standing(PORTFOLIO, UNIT)
    assert appeal is not None
    assert appeal.stage.grounds == "Tomos Rees said so"


@awaited
async def test_grounds_that_are_written_are_left_behind_only_on_purpose(referred: House) -> None:
    async with sitting(referred) as seat:
        await seat.press("f", "a", "escape")
        assert seat.place == "FeedbackScreen"
        await seat.press("a", *"It is there", "escape")
        assert seat.place == "AppealForm"
        assert "kept nowhere else" in seat.shown
        await seat.press("!", "escape")
        assert seat.place == "AppealForm"
        await seat.press("escape")
        assert seat.place == "FeedbackScreen"


@awaited
async def test_what_is_met_is_not_appealed_against(house: House) -> None:
    house.clock = Ticking()
    submit(house.desks(PERSON), PORTFOLIO, UNIT)
    decide(house, UNIT)
    async with sitting(house) as seat:
        await seat.press("f", "a")
        assert seat.place == "FeedbackScreen"
        assert "appeal" not in seat.shown


@awaited
async def test_an_assessor_reads_an_appeal_and_lets_the_decision_stand(appealed: House) -> None:
    async with looking(appealed) as seat:
        assert GROUNDS in seat.shown
        assert "an assessor looks again" in seat.shown
        await seat.press("a", *"It is not there", "ctrl+s")
        assert "Nothing waits to be looked at again." in seat.shown
    async with sitting(appealed) as seat:
        await seat.press("f")
        assert "by Megan Price: the decision stands. It is not there" in seat.shown
        assert "You can take it further until 18 March 2026." in seat.shown


@awaited
async def test_an_answer_can_still_be_read_while_the_next_stage_waits(appealed: House) -> None:
    appealed.desks("AS-MEG").appeals.answer(PORTFOLIO, UNIT, "stands", "It is not there.")
    appealed.desks(PERSON).appeals.take_further(PORTFOLIO, UNIT, "It is.")
    async with sitting(appealed) as seat:
        await seat.press("f")
        assert "by Megan Price: the decision stands. It is not there." in seat.shown
        assert "You are answered by" in seat.shown


@awaited
async def test_an_assessor_changes_a_decision_on_appeal(appealed: House) -> None:
    criteria = len(packed_course().units[0].criteria)
    async with looking(appealed) as seat:
        await seat.press("c")
        # Each criterion has two lines and a field; the last one was not yet met.
        for _criterion in range(criteria - 1):
            await seat.press("tab", "tab")
        await seat.press("up", "space", "tab", "tab", "tab", "tab", *"It is there", "ctrl+s")
        assert "Nothing waits to be looked at again." in seat.shown
    assert appealed.desks(PERSON).workbook.unit(PORTFOLIO, UNIT).status == "met"


@awaited
async def test_what_was_said_of_criteria_that_stay_met_stays_and_what_was_asked_for_goes(
    house: House,
) -> None:
    house.clock = Ticking()
    submit(house.desks(PERSON), PORTFOLIO, UNIT)
    *met, last = [criterion.id for criterion in packed_course().units[0].criteria]
    feedback = {met[0]: "Keep doing that.", last: "Say who."}
    said = Overall(stood_out="Well begun.", next_step="Add it.", by="2026-04-01")
    desk = house.desks("AS-MEG").desk
    verdicts = {**dict.fromkeys(met, "met"), last: "not_yet_met"}
    desk.decide(PORTFOLIO, UNIT, verdicts, feedback, said)
    desk.release(PORTFOLIO, UNIT)
    house.desks(PERSON).appeals.appeal(PORTFOLIO, UNIT, GROUNDS)
    async with looking(house) as seat:
        await seat.press("c")
        assert seat.app.screen.query_one("#missing-1", Writing).answer == ""
        await answer_met(seat, f"verdict-{len(met) + 1}")
    decision = house.desks(PERSON).workbook.unit(PORTFOLIO, UNIT).record.decision
    assert decision is not None
    assert decision.feedback == {met[0]: "Keep doing that."}
    assert decision.said == Overall(stood_out="Well begun.")


@awaited
async def test_what_was_decided_of_the_evidence_is_changed_on_appeal(house: House) -> None:
    house.clock = Ticking()
    unit = packed_course().unit("learners-voice")
    assert unit is not None
    submit(house.desks(PERSON), PORTFOLIO, unit.id)
    desk = house.desks("AS-MEG").desk
    desk.decide(
        PORTFOLIO,
        unit.id,
        {criterion.id: "met" for criterion in unit.criteria},
        {},
        Overall(stood_out="Well begun.", missing="Is it theirs?", next_step="Show it."),
        tests={
            question.test: "not_yet_met" if question.test == "authentic" else "met"
            for question in unit.evidence_tests
        },
    )
    desk.release(PORTFOLIO, unit.id)
    house.desks(PERSON).appeals.appeal(PORTFOLIO, unit.id, GROUNDS)
    async with looking(house) as seat:
        await seat.press("c", "ctrl+s")
        assert "Say why you answer so." in seat.shown
        await answer_met(seat, "test-authentic")
    assert house.desks(PERSON).workbook.unit(PORTFOLIO, unit.id).status == "met"


async def answer_met(seat: Sitting, question: str) -> None:
    """Choose that what is asked is met, give a reason, and answer."""
    seat.app.screen.query_one(f"#{question}", OneOf).chosen = "met"
    next(field for field in seat.app.screen.query(Writing) if not field.id).focus()
    await seat.press(*"It is there", "ctrl+s")
    assert "The appeal is answered" in seat.front.banner.sentence


@awaited
async def test_an_answer_without_a_reason_is_asked_for_one(appealed: House) -> None:
    async with looking(appealed) as seat:
        await seat.press("a", "ctrl+s")
        assert seat.place == "AnswerForm"
        assert "Say why you answer so." in seat.shown


@awaited
async def test_nobody_writes_an_answer_that_is_not_theirs_to_give(appealed: House) -> None:
    appealed.add("VE-ALUN", "Alun Parry", "verifier")
    async with looking(appealed, "VE-ALUN") as seat:
        await seat.press("a")
        assert seat.place == "LookingAgainScreen"
        assert "Alun Parry may not answer this" in seat.shown


@awaited
async def test_only_assessors_without_a_part_are_asked_for_their_opinion(appealed: House) -> None:
    appealed.add("VE-ALUN", "Alun Parry", "verifier")
    appealed.add("AS-IDA", "Ida Holm", "assessor")
    appealed.add("AS-IWAN", "Iwan Puw", "assessor")
    appealed.desks("AS-IDA").appeals.answer(PORTFOLIO, UNIT, "stands", "It is not there.")
    appealed.desks(PERSON).appeals.take_further(PORTFOLIO, UNIT, "It is.")
    async with looking(appealed, "VE-ALUN") as seat:
        await seat.press("a")
        offered = str(seat.app.screen.query_one("#assessor", OneOf).render())
    assert "Iwan Puw" in offered
    assert "Ida Holm" not in offered


@awaited
async def test_where_nobody_can_be_asked_for_an_opinion_that_is_said(appealed: House) -> None:
    appealed.add("VE-ALUN", "Alun Parry", "verifier")
    appealed.desks("AS-MEG").appeals.answer(PORTFOLIO, UNIT, "stands", "It is not there.")
    appealed.desks(PERSON).appeals.take_further(PORTFOLIO, UNIT, "It is.")
    async with looking(appealed, "VE-ALUN") as seat:
        await seat.press("a")
        assert "a coordinator adds one" in seat.shown


@awaited
async def test_the_evidence_is_written_to_a_file(appealed: House, tmp_path: Path) -> None:
    path = tmp_path / "appeal.zip"
    async with looking(appealed) as seat:
        await seat.press("w")
        seat.app.screen.query_one(Input).value = str(path)
        await seat.press("enter")
        assert str(path) in seat.shown
    assert "appeal.txt" in zipfile.ZipFile(path).namelist()


@awaited
async def test_the_screen_goes_on_while_the_evidence_is_written(
    appealed: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, bundle = Event(), Appeals.bundle

    def slowly(appeals: Appeals, portfolio: str, unit: str) -> bytes:
        go_on.wait(timeout=10)
        return bundle(appeals, portfolio, unit)

    monkeypatch.setattr(Appeals, "bundle", slowly)
    async with looking(appealed) as seat:
        await seat.press("w")
        seat.app.screen.query_one(Input).value = str(tmp_path / "appeal.zip")
        await seat.pilot.press("enter")
        await seat.turns_taken()
        assert seat.front.masthead.saved == "Writing…"
        go_on.set()


@awaited
async def test_decisions_whose_criteria_changed_are_listed_and_noted(house: House) -> None:
    house.clock = Ticking()
    submit(house.desks(PERSON), PORTFOLIO, UNIT)
    decide(house, UNIT)
    course = packed_course()
    first = course.units[0].model_copy(update={"criteria": course.units[0].criteria[1:]})
    newer = course.model_copy(update={"version": "9999", "units": (first, *course.units[1:])})
    fresh = type(course).model_validate(newer.model_dump())
    house.shelf.add(fresh, actor="CO-ANN", at=instant(house.clock()))
    async with looking(house) as seat:
        assert "Version 9999 has other criteria:" in seat.shown
        asked = " ".join(course.units[0].criteria[0].text.split())
        assert f"no longer asked: {asked}" in seat.shown
        await seat.press("l", *"It stands", "enter")
        assert "Nothing waits to be looked at again." in seat.shown


def test_the_place_is_there_only_where_something_may_be(appealed: House) -> None:
    assert "again" in [place.id for place in places(appealed.desks("AS-MEG"))]
    assert "again" not in [place.id for place in places(appealed.desks("TR-TOM"))]
    appealed.desks(PERSON).appeals.end(PORTFOLIO, UNIT)
    assert "again" not in [place.id for place in places(appealed.desks("AS-MEG"))]
