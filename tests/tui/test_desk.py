"""The assessor's desk on the screen."""

import asyncio
from threading import Event

import pytest
from textual.events import Paste

from stepback_course.desks import Desks
from stepback_course.portfolio.models import Overall, UnitRecord
from stepback_course.store import Busy
from stepback_course.tui.queue_view import Next, QueueView, Spot, next_in_view
from stepback_course.tui.screens.desk import DeskScreen
from stepback_course.tui.screens.queue import QueueScreen
from stepback_course.tui.screens.queue_list import QueueListScreen
from stepback_course.tui.screens.submission import SubmissionScreen
from stepback_course.tui.widgets.evidence import ActivityHead
from stepback_course.tui.widgets.marking_fields import FeedbackField
from tests.filling import submit
from tests.house import Ticking, packed_course
from tests.tui.assessing import assessing
from tests.tui.conftest import House
from tests.tui.sitting import WIDE, Sitting
from tests.tui.widgets.host import awaited

UNIT = "statement-01"
NEXT = "statement-02"
CERYS = ("P-CERYS", UNIT)
CRITERIA = [criterion.id for criterion in packed_course().units[0].criteria]
ALL_MET = dict.fromkeys(CRITERIA, "met")
ONE_NOT_YET = ALL_MET | {CRITERIA[1]: "not_yet_met"}
WORDS = {CRITERIA[1]: "Tell me about one moment of your own."}


@pytest.fixture
def waiting(house: House) -> House:
    """Cerys has submitted two units in one sitting."""
    house.add("AS-IDA", "Ida Holm", "assessor")
    house.clock = Ticking()
    submit(house.desks("PR-CERYS"), "P-CERYS", UNIT, NEXT)
    return house


def desk(seat: Sitting) -> DeskScreen:
    assert isinstance(seat.app.screen, DeskScreen)
    return seat.app.screen


def kept(house: House, unit: str = UNIT) -> UnitRecord:
    record = house.store.get("portfolio/P-CERYS", f"unit/{unit}")
    assert record is not None
    return UnitRecord.model_validate(record.document)


def marked(seat: Sitting) -> dict[str, int]:
    return {head.activity.id: head.shows for head in desk(seat).query(ActivityHead) if head.shows}


def field(seat: Sitting) -> FeedbackField:
    focused = seat.app.focused
    assert isinstance(focused, FeedbackField)
    return focused


@awaited
async def test_all_met_takes_five_keys_from_the_queue_to_the_next(waiting: House) -> None:
    async with assessing(waiting) as seat:
        await seat.press("enter", "1", "2", "3", "s")
        assert "Statement 2" in desk(seat).masthead.where
    assert kept(waiting).state == "decided"
    assert kept(waiting, NEXT).state == "marking"


@awaited
async def test_opening_claims_what_nobody_has_and_opening_it_again_writes_nothing(
    waiting: House,
) -> None:
    async with assessing(waiting) as seat:
        await seat.press("enter")
        assert "Yours until 20:03" in seat.shown
        claimed = kept(waiting)
        await seat.press("escape", "enter", "escape")
    assert claimed.lease is not None
    assert claimed.lease.assessor == "AS-MEG"
    assert kept(waiting) == claimed


@awaited
async def test_digits_decide_and_undo_takes_the_last_one_back(waiting: House) -> None:
    async with assessing(waiting, at=CERYS) as seat:
        await seat.press("1", "2", "2", "9")
        assert "1  ✓ met" in seat.shown
        assert "2  ↺ not yet met" in seat.shown
        await seat.press("u")
        assert "2  ✓ met" in seat.shown
        await seat.press("u", "u", "u")
        assert "✓ met" not in seat.shown


@awaited
async def test_the_chosen_criterion_leads_to_the_activities_that_show_it(waiting: House) -> None:
    unit = packed_course().units[0]
    async with assessing(waiting, at=CERYS) as seat:
        assert marked(seat) == dict.fromkeys(unit.criteria[0].evidence, 1)
        await seat.press("right")
        assert marked(seat) == dict.fromkeys(unit.criteria[1].evidence, 2)
        assert "◆ shows criterion 2" in seat.shown
        await seat.press("e")
        first = desk(seat).evidence.scroll_offset.y
        await seat.press("e")
        assert 0 < first < desk(seat).evidence.scroll_offset.y
        await seat.press("right")
        assert marked(seat) == dict.fromkeys(unit.criteria[2].evidence, 3)
        await seat.press("right")
        assert marked(seat) == {}


@awaited
async def test_permission_and_whole_questions_can_be_read_with_the_evidence(
    waiting: House,
) -> None:
    submit(waiting.desks("PR-ELEN"), "P-ELEN", "learners-voice")
    unit = packed_course().unit("learners-voice")
    assert unit is not None
    asked = next(each for each in unit.activities if len(each.prompt) > 200)
    async with assessing(waiting, at=("P-ELEN", "learners-voice")) as seat:
        assert "The learner is called Robin here, which is a made-up name." in seat.shown
        (head,) = (h for h in desk(seat).query(ActivityHead) if h.activity.id == asked.id)
        assert asked.prompt.split()[-1] not in str(head.content)
        await seat.press("w")
        assert asked.prompt.split()[-1] in str(head.content)


@awaited
async def test_what_is_missing_is_pointed_out_and_then_the_decision_is_saved(
    waiting: House,
) -> None:
    async with assessing(waiting, at=CERYS) as seat:
        await seat.press("1", "2", "2", "s")
        assert "Criterion 2" in desk(seat).banner.sentence
        assert "write what is missing" in desk(seat).banner.sentence
        await seat.press("M", "o", "r", "e", "space", "1", "s", "escape", "s")
        assert "Criterion 3" in desk(seat).banner.sentence
        assert "is not decided yet" in desk(seat).banner.sentence
        assert kept(waiting).state == "marking"
        await seat.press("3", "s")
        assert "say what stood out, too" in desk(seat).banner.sentence
        await seat.press("H", "w", "y", "l", "ctrl+s")
        assert "say what the next step is" in desk(seat).banner.sentence
        await seat.press("G", "o", "tab", *"1 April", "ctrl+s")
        assert "Statement 2" in desk(seat).masthead.where
    decision = kept(waiting).decision
    assert decision is not None
    assert decision.feedback == {CRITERIA[1]: "More 1s"}
    assert decision.said == Overall(stood_out="Hwyl", next_step="Go", by="2026-04-01")


@awaited
async def test_draft_marks_are_saved_by_themselves(
    waiting: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stepback_course.tui.saving.QUIET", 0.0)
    async with assessing(waiting, at=CERYS) as seat:
        await seat.press("1")
        async with asyncio.timeout(5):
            while not desk(seat).masthead.saved.startswith("Draft saved 12:"):
                await seat.rest()
        marks = waiting.desks("AS-MEG").desk.open(*CERYS).marks
        assert marks.criteria == {CRITERIA[0]: "met"}


@awaited
async def test_what_is_typed_just_before_leaving_is_there_again(waiting: House) -> None:
    async with assessing(waiting, at=CERYS) as seat:
        await seat.press("2", "2", "f", *"Say", "escape", "escape", "enter")
        assert "2  ↺ not yet met" in seat.shown
        await seat.press("right", "f")
        assert field(seat).text == "Say"


@awaited
async def test_what_is_typed_just_before_quitting_is_kept(waiting: House) -> None:
    async with assessing(waiting, at=CERYS) as seat:
        await seat.press("f", *"Say", "ctrl+q")
    assert waiting.desks("AS-MEG").desk.open(*CERYS).marks.feedback == {CRITERIA[0]: "Say"}


@awaited
async def test_a_draft_is_kept_in_the_name_of_whoever_made_it(waiting: House) -> None:
    async with assessing(waiting, at=CERYS) as seat:
        await seat.press("1")
        seat.app.sit_down(waiting.desks("AS-IDA").actor)
        await seat.rest()
    assert waiting.desks("AS-MEG").desk.open(*CERYS).marks.criteria == {CRITERIA[0]: "met"}
    assert waiting.desks("AS-IDA").desk.open(*CERYS).marks.criteria == {}


@awaited
async def test_giving_back_returns_to_the_queue_and_keeps_the_draft(waiting: House) -> None:
    async with assessing(waiting, at=CERYS) as seat:
        await seat.press("1", "g")
        assert isinstance(seat.app.screen, QueueScreen)
    assert kept(waiting).state == "submitted"
    assert waiting.desks("AS-MEG").desk.open(*CERYS).marks.criteria == {CRITERIA[0]: "met"}


@awaited
async def test_a_decision_can_be_saved_and_released_at_once(waiting: House) -> None:
    async with assessing(waiting, at=CERYS) as seat:
        await seat.press("1", "2", "3", "x")
        assert "the unit is met. It cannot be taken back." in seat.shown
        await seat.press("escape")
        assert kept(waiting).state == "marking"
        await seat.press("x", "enter")
        assert "Statement 2" in desk(seat).masthead.where
    assert kept(waiting).state == "met"


@awaited
async def test_ones_own_decision_is_taken_back_and_can_be_changed(waiting: House) -> None:
    waiting.desks("AS-MEG").desk.decide(*CERYS, ONE_NOT_YET, WORDS, "Well begun.")
    async with assessing(waiting) as seat:
        await seat.press("t", "enter")
        assert "not yet met. It waits to be released." in seat.shown
        await seat.press("u", "2", "2", "s")
    decision = kept(waiting).decision
    assert decision is not None
    assert (decision.criteria, decision.overall) == (ALL_MET, "Well begun.")
    assert len(kept(waiting).decisions) == 2


@awaited
async def test_another_assessors_decision_can_be_read_but_not_taken_back(waiting: House) -> None:
    waiting.desks("AS-IDA").desk.decide(*CERYS, ONE_NOT_YET, WORDS, "Well begun.")
    before = kept(waiting)
    async with assessing(waiting) as seat:
        await seat.press("t", "enter", "u", "2")
        assert "Decided by Ida Holm" in seat.shown
    assert kept(waiting) == before


@awaited
async def test_what_was_asked_for_before_stands_above_the_new_attempt(waiting: House) -> None:
    meg = waiting.desks("AS-MEG").desk
    meg.decide(*CERYS, ONE_NOT_YET, WORDS, "Well begun.")
    meg.release(*CERYS)
    submit(waiting.desks("PR-CERYS"), *CERYS)
    async with assessing(waiting) as seat:
        await seat.press("down", "enter")
        assert "attempt 2" in desk(seat).masthead.where
        assert "✓ met then: 1, 3" in seat.shown
        assert f"↺ asked for then, on 2: {WORDS[CRITERIA[1]]}" in seat.shown


@awaited
async def test_next_leaves_the_submission_undecided_and_goes_round(waiting: House) -> None:
    async with assessing(waiting, at=CERYS) as seat:
        await seat.press("n")
        assert "Statement 2" in desk(seat).masthead.where
        await seat.press("n")
        assert "Statement 1" in desk(seat).masthead.where


@awaited
async def test_after_the_last_one_comes_the_queue(waiting: House) -> None:
    waiting.desks("AS-IDA").desk.claim("P-CERYS", NEXT)
    async with assessing(waiting) as seat:
        await seat.press("enter", "1", "2", "3", "s")
        assert isinstance(seat.app.screen, QueueScreen)


@awaited
async def test_a_narrow_screen_shows_one_page_and_the_verdicts_on_both(waiting: House) -> None:
    async with assessing(waiting, at=CERYS) as seat:
        await seat.press("1")
        screen = desk(seat)
        assert screen.evidence.region.width == 80
        assert "▸1 ✓ met" in str(screen.strip.content)
        await seat.press("f3")
        assert screen.evidence.region.width == 0
        await seat.press("2", "f2")
        assert "▸2 ✓ met" in str(screen.strip.content)


@awaited
async def test_a_wide_screen_shows_evidence_and_criteria_side_by_side(waiting: House) -> None:
    async with assessing(waiting, WIDE, at=CERYS) as seat:
        screen = desk(seat)
        assert screen.evidence.region.right <= screen.marks.region.x
        assert screen.strip.region.height == 0
        assert screen.marks.region.width > 40


@awaited
async def test_a_paste_that_does_not_fit_is_refused_in_words(waiting: House) -> None:
    async with assessing(waiting, at=CERYS) as seat:
        await seat.press("f", *"Yes")
        field(seat).post_message(Paste("x" * 10_000_000))
        await seat.rest()
        assert "at most 4,000 fit here" in desk(seat).banner.sentence
        assert field(seat).text == "Yes"


@awaited
async def test_brackets_in_an_answer_are_shown_as_they_are(waiting: House) -> None:
    dafydd = waiting.desks("PR-DAFYDD")
    submit(dafydd, "P-DAFYDD", UNIT)
    dafydd.workbook.withdraw("P-DAFYDD", UNIT)
    text = "[bold red]x[/] [link=http://a]" + " word" * 300
    dafydd.workbook.respond("P-DAFYDD", UNIT, "one-purpose", text)
    dafydd.workbook.submit("P-DAFYDD", [UNIT], "Dafydd Puw")
    async with assessing(waiting, at=("P-DAFYDD", UNIT)) as seat:
        assert "[bold red]x[/] [link=http://a]" in seat.shown


@awaited
async def test_what_is_not_submitted_is_said_in_a_sentence(waiting: House) -> None:
    async with assessing(waiting, at=("P-DAFYDD", UNIT)) as seat:
        assert "has not been submitted" in desk(seat).banner.sentence
        await seat.press("1", "s", "f", "u", "x", "escape")
        assert isinstance(seat.app.screen, QueueScreen)


@awaited
async def test_the_next_one_does_not_open_over_what_was_opened_meanwhile(
    waiting: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()

    def slowly(desks: Desks, view: QueueView, here: Spot) -> Next | None:
        go_on.wait(timeout=10)
        return next_in_view(desks, view, here)

    monkeypatch.setattr(f"{SubmissionScreen.__module__}.next_in_view", slowly)
    async with assessing(waiting, at=CERYS) as seat:
        for key in ("n", "question_mark"):
            await seat.pilot.press(key)
            await seat.turns_taken()
        go_on.set()
        await seat.rest()
        assert seat.place == "HelpScreen"
        await seat.press("escape")
        assert "Statement 1" in desk(seat).masthead.where


@awaited
async def test_keys_are_offered_without_asking_the_store_again(
    waiting: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_desks: Desks) -> bool:
        raise Busy("Somebody else is writing.")

    async with assessing(waiting, at=CERYS) as seat:
        monkeypatch.setattr(f"{SubmissionScreen.__module__}.is_laptop", busy)
        desk(seat).refresh_bindings()
        await seat.press("f3")
        assert "release" in {each.binding.action for each in desk(seat).active_bindings.values()}


@awaited
async def test_a_store_that_is_away_when_the_queue_opens_is_told_of(
    waiting: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_arguments: object, **_named: object) -> bool:
        raise Busy("Somebody else is writing.")

    for name in ("is_laptop", "read_listing"):
        monkeypatch.setattr(f"{QueueListScreen.__module__}.{name}", busy)
    async with assessing(waiting) as seat:
        assert seat.front.banner.sentence == "Somebody else is writing."
