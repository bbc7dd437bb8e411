"""Marking at the keyboard: how few keys it takes, words about the whole, and the way back."""

from collections.abc import Sequence

import pytest
from textual.widgets import Input

from stepback_course.portfolio.models import Decision, Overall
from stepback_course.tui.screens.desk import DeskScreen
from stepback_course.tui.widgets.marking_fields import FeedbackField
from tests.filling import submit
from tests.house import Ticking, packed_course
from tests.tui.assessing import assessing
from tests.tui.conftest import House
from tests.tui.sitting import WIDE, Sitting
from tests.tui.test_desk import CERYS, CRITERIA, NEXT, ONE_NOT_YET, UNIT, WORDS, desk, kept
from tests.tui.widgets.host import awaited

CASE_STUDY = packed_course().units[-1]
ELEN = ("P-ELEN", CASE_STUDY.id)
BANKED = {
    "over-there": "Tell me about one moment of your own, {name}.",
    "stood-out": "Your map of the lesson stood out.",
    "next-step": "Add the moment to {unit} and submit it again.",
}


@pytest.fixture
def waiting(house: House) -> House:
    """Cerys has submitted two units in one sitting."""
    house.add("AS-IDA", "Ida Holm", "assessor")
    house.clock = Ticking()
    submit(house.desks("PR-CERYS"), "P-CERYS", UNIT, NEXT)
    return house


@pytest.fixture
def case_study(waiting: House) -> House:
    """Elen has submitted her case study, too."""
    submit(waiting.desks("PR-ELEN"), *ELEN)
    return waiting


def decided(house: House, portfolio: str, unit: str) -> Decision:
    record = house.desks("AS-IDA").desk.open(portfolio, unit).record
    assert record.decision is not None
    return record.decision


async def press(seat: Sitting, keys: Sequence[str], *, at_most: int) -> None:
    """Press keys, which may not be more than so many."""
    assert len(keys) <= at_most
    await seat.press(*keys)


# Few keys.


@pytest.mark.parametrize(("at", "keys"), [(CERYS, "123s"), (CERYS, "as"), (ELEN, "as")])
@awaited
async def test_all_met_takes_at_most_six_keys(
    case_study: House, at: tuple[str, str], keys: str
) -> None:
    async with assessing(case_study, at=at) as seat:
        await press(seat, keys, at_most=6)
    assert decided(case_study, *at).verdict == "met"


@awaited
async def test_a_referral_in_banked_words_takes_at_most_fifteen_keys(waiting: House) -> None:
    bank = waiting.desks("AS-MEG").bank
    bank.keep(BANKED["over-there"], unit=UNIT, criterion=CRITERIA[1])
    for box in ("stood-out", "next-step"):
        bank.keep(BANKED[box], unit=UNIT, criterion=box)
    async with assessing(waiting, at=CERYS) as seat:
        first = ["2", "2", "b", "enter", "a"]
        boxes = ["b", "enter", "b", "enter", "s"]
        await press(seat, first + boxes, at_most=15)
        assert "Statement 2" in desk(seat).masthead.where
    decision = decided(waiting, *CERYS)
    assert decision.feedback == {CRITERIA[1]: "Tell me about one moment of your own, Cerys."}
    assert decision.said == Overall(
        stood_out="Your map of the lesson stood out.",
        next_step="Add the moment to Statement 1 and submit it again.",
    )


# The bank.


@awaited
async def test_a_banked_comment_is_put_where_somebody_writes(waiting: House) -> None:
    waiting.desks("AS-MEG").bank.keep("one moment", unit=UNIT, criterion=CRITERIA[0])
    async with assessing(waiting, at=CERYS) as seat:
        await seat.press("1", "1", "f", *"Say ", "ctrl+b", "enter", ".", "escape")
        assert desk(seat).marks.blocks[CRITERIA[0]].is_selected
    marks = waiting.desks("AS-MEG").desk.open(*CERYS).marks
    assert marks.feedback == {CRITERIA[0]: "Say one moment."}


@awaited
async def test_a_banked_comment_comes_behind_what_is_written_and_is_undone_alone(
    waiting: House,
) -> None:
    waiting.desks("AS-MEG").bank.keep("One moment.", unit=UNIT, criterion=CRITERIA[0])
    async with assessing(waiting, at=CERYS) as seat:
        await seat.press("1", "1", "f", *"More", "escape", "b", "enter")
        field = desk(seat).marks.field(CRITERIA[0])
        assert field is not None
        assert field.text == "More One moment."
        await seat.press("u")
        assert field.text == "More"
        await seat.press("b", "escape")
        assert field.text == "More"


# The way back.


@awaited
async def test_undo_goes_back_through_words_digits_and_the_decision_itself(
    waiting: House,
) -> None:
    async with assessing(waiting, at=CERYS) as seat:
        await seat.press("1", "2", "3", "3", "f", *"Why", "escape", "o", *"Good", "ctrl+o")
        await seat.press("ctrl+o", *"Go on", "ctrl+s")
        assert kept(waiting).state == "decided"
        await seat.press("u")
        assert "Statement 1" in desk(seat).masthead.where
        assert "waits to be released" in seat.shown
        await seat.press("u")
        assert kept(waiting).state == "marking"
        told = []
        for _press in range(4):
            await seat.press("u")
            marks = desk(seat)._sheet.marks
            told.append(
                (marks.overall.next_step, marks.overall.stood_out, *marks.feedback.values())
            )
        assert told == [("", "Good", "Why"), ("", "", "Why"), ("", ""), ("", "")]
        assert "3  ✓ met" in seat.shown
        await seat.press("u", "u", "u")
        assert "✓ met" not in seat.shown
        await seat.press("escape")
    assert kept(waiting).decision is None
    assert waiting.desks("AS-MEG").desk.open(*CERYS).marks.criteria == {}


@awaited
async def test_undo_with_nothing_to_undo_says_so(waiting: House) -> None:
    async with assessing(waiting, at=CERYS) as seat:
        before = kept(waiting)
        await seat.press("u")
        assert isinstance(seat.app.screen, DeskScreen)
    assert kept(waiting) == before


@awaited
async def test_the_way_back_is_there_after_leaving_and_coming_again(waiting: House) -> None:
    async with assessing(waiting, at=CERYS) as seat:
        await seat.press("1", "2", "escape", "enter", "u", "u")
        assert "✓ met" not in seat.shown


@awaited
async def test_what_is_pressed_just_before_the_next_one_opens_is_kept(waiting: House) -> None:
    async with assessing(waiting, at=CERYS) as seat:
        await seat.press("1", "n")
        assert "Statement 2" in desk(seat).masthead.where
    assert waiting.desks("AS-MEG").desk.open(*CERYS).marks.criteria == {CRITERIA[0]: "met"}


@awaited
async def test_what_is_pressed_while_a_screen_is_left_is_kept(waiting: House) -> None:
    async with assessing(waiting, at=CERYS) as seat:
        await seat.pilot.press("1")
    assert waiting.desks("AS-MEG").desk.open(*CERYS).marks.criteria == {CRITERIA[0]: "met"}


# About the whole.


@awaited
async def test_the_boxes_are_gone_through_with_one_key(waiting: House) -> None:
    async with assessing(waiting, at=CERYS) as seat:
        places = []
        for _press in range(4):
            await seat.press("o")
            focused = seat.app.focused
            assert isinstance(focused, FeedbackField)
            places.append(focused.place)
            await seat.press("escape")
        assert places == [
            *("overall/stood_out", "overall/missing", "overall/next_step", "overall/stood_out")
        ]


@awaited
async def test_what_has_to_be_said_is_marked_once_something_is_not_yet_met(waiting: House) -> None:
    async with assessing(waiting, WIDE, at=CERYS) as seat:
        assert "○ needed" not in seat.shown
        await seat.press("1", "1")
        assert "What stood out  ○ needed" in seat.shown
        assert "The next step  ○ needed" in seat.shown
        await seat.press("o", "W")
        assert "What stood out  ○ needed" not in seat.shown


@awaited
async def test_tab_goes_from_box_to_box_and_on_to_the_day(waiting: House) -> None:
    async with assessing(waiting, at=CERYS) as seat:
        await seat.press("o", "A", "tab", "B", "tab", "C", "tab", *"31 March", "escape")
    marks = waiting.desks("AS-MEG").desk.open(*CERYS).marks
    said = marks.overall
    assert (said.stood_out, said.missing, said.next_step) == ("A", "B", "C")
    assert said.by.endswith("-03-31")


@awaited
async def test_a_day_that_is_none_is_pointed_out(waiting: House) -> None:
    async with assessing(waiting, at=CERYS) as seat:
        await seat.press("1", "1", "f", "W", "escape", "a", "o", "W", "ctrl+o", "ctrl+o", "G")
        await seat.press("tab", *"31 April", "ctrl+s")
        assert "31 April" in desk(seat).banner.sentence
        assert kept(waiting).state == "marking"
        seat.app.screen.query_one("ByLine", Input).value = ""
        await seat.press("escape", "s")
    assert decided(waiting, *CERYS).by == ""


# The evidence of a case study.


@awaited
async def test_the_tests_of_the_evidence_have_the_digits_after_the_criteria(
    case_study: House,
) -> None:
    async with assessing(case_study, WIDE, at=ELEN) as seat:
        assert "Current: It happened during this course" in seat.shown
        await seat.press("1", "2", "3", "4", "5", "6", "7", "8", "8", "s")
        assert (
            "Whether the evidence is sufficient is not decided yet." in desk(seat).banner.sentence
        )
        await seat.press("9", "s")
        assert "write what is missing" in desk(seat).banner.sentence
        await seat.press(*"When?", "ctrl+s", *"Clear", "ctrl+s", *"Date it", "ctrl+s")
    decision = decided(case_study, *ELEN)
    assert (decision.verdict, decision.missing) == ("not_yet_met", "When?")
    assert decision.tests["current"] == "not_yet_met"
    assert set(decision.criteria.values()) == {"met"}


@awaited
async def test_enter_decides_what_is_under_the_cursor(case_study: House) -> None:
    async with assessing(case_study, at=ELEN) as seat:
        await seat.press("right", "enter", "enter")
        assert "2  ↺ not yet met" in seat.shown
        await seat.press(*["left"] * 2, "enter", *"Ask Ida")
        assert "margin/note" in str(getattr(seat.app.focused, "place", ""))


# The margin.


@awaited
async def test_notes_in_the_margin_are_kept_and_say_who_may_ask_for_them(waiting: House) -> None:
    waiting.desks("AS-IDA").desk.keep_note(*CERYS, "I know this [school].")
    async with assessing(waiting, WIDE, at=CERYS) as seat:
        assert "Never released." in seat.shown
        assert "may ask to see them." in seat.shown
        assert "Ida Holm, attempt 1: I know this [school]." in seat.shown
        await seat.press("m", *"Row 3", "escape", "escape", "enter", "m")
        assert isinstance(seat.app.focused, FeedbackField)
        assert seat.app.focused.text == "Row 3"
    notes = waiting.desks("AS-MEG").desk.open(*CERYS).notes
    assert [note.text for note in notes] == ["I know this [school].", "Row 3"]


# The attempts before.


@awaited
async def test_a_second_attempt_shows_what_changed_and_what_was_asked_for(waiting: House) -> None:
    meg, cerys = waiting.desks("AS-MEG").desk, waiting.desks("PR-CERYS").workbook
    meg.decide(*CERYS, ONE_NOT_YET, WORDS, "Well begun.")
    meg.release(*CERYS)
    cerys.respond(*CERYS, "one-purpose", "I waited behind the door. " * 60)
    cerys.submit("P-CERYS", [UNIT], "Cerys Wyn")
    async with assessing(waiting, WIDE, at=CERYS) as seat:
        assert f"↺ Asked for at attempt 1: {WORDS[CRITERIA[1]]}" in seat.shown
        assert "[−attempt 1]   [+attempt 2]" in seat.shown
        assert "[−beside] [+behind]" in seat.shown
        assert seat.shown.count("· changed") == 1
        assert seat.shown.count("· as before") == len(packed_course().units[0].activities) - 1
        await seat.press("d")
        assert "[−beside]" not in seat.shown
        assert "· as before" not in seat.shown
        assert "I waited behind the door." in seat.shown
        await seat.press("d")
        assert "[−beside] [+behind]" in seat.shown


@awaited
async def test_an_attempt_that_reads_as_the_one_before_is_said_to(waiting: House) -> None:
    meg = waiting.desks("AS-MEG").desk
    meg.decide(*CERYS, ONE_NOT_YET, WORDS, "Well begun.")
    meg.release(*CERYS)
    waiting.desks("PR-CERYS").workbook.submit("P-CERYS", [UNIT], "Cerys Wyn")
    async with assessing(waiting, at=CERYS) as seat:
        assert "Nothing was changed since attempt 1." in seat.shown


@awaited
async def test_what_is_allocated_to_another_is_taken_only_for_a_reason(waiting: House) -> None:
    waiting.desks("CO-ANN").allocations.allocate(*CERYS, "AS-IDA")
    before = kept(waiting)
    async with assessing(waiting, at=CERYS) as seat:
        assert "It is allocated to Ida Holm; t takes it all the same." in seat.shown
        await seat.press("1", "t", "enter")
        assert "A reason is needed." in seat.shown
        assert kept(waiting) == before
        seat.app.screen.query_one(Input).value = "Ida is ill"
        await seat.press("enter")
        assert "Yours until" in seat.shown
