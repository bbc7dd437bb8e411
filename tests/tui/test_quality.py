"""Quality assurance at the screen: samples, second looks, the plan, agreement."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Event
from typing import Any

import pytest
from textual.widgets import TextArea

from stepback_course.marking.quality.models import Plan, QualityRecord
from stepback_course.marking.quality.quality import Quality
from stepback_course.people.preferences import Preferences
from stepback_course.portfolio.models import UnitRecord
from stepback_course.tui import doors
from stepback_course.tui.app import StepbackApp
from stepback_course.tui.home import places
from stepback_course.tui.screens.quality import QualityScreen
from stepback_course.tui.screens.sample import SampleScreen
from stepback_course.tui.widgets.form_lines import FormLine
from tests.course_done import UNITS, meet
from tests.house import Ticking
from tests.marking.conftest import CRITERIA, ONE_NOT_YET, UNIT, WELL_BEGUN, WHAT_IS_MISSING
from tests.tui.conftest import House
from tests.tui.frames import frame
from tests.tui.sitting import NARROW, WIDE, Sitting
from tests.tui.widgets.host import awaited

CERYS = ("P-CERYS", UNIT)


@pytest.fixture
def judged(house: House) -> House:
    """Megan has met the first two statements of Cerys; others can look at that."""
    house.clock = Ticking()
    house.add("AS-IDA", "Ida Holm", "assessor")
    house.add("VE-NIA", "Nia Huws", "verifier")
    meet(house, "P-CERYS", *UNITS[:2])
    return house


@asynccontextmanager
async def looking(
    house: House, person: str, size: tuple[int, int] = NARROW, *, at: tuple[str, str] | None = None
) -> AsyncIterator[Sitting]:
    """Let somebody sit down at quality assurance, or at one decision."""
    screen = doors.sample_screen(*at) if at else doors.quality_screen()
    app = StepbackApp(house.desks(person), Preferences(), first=lambda: screen)
    async with app.run_test(size=size) as pilot:
        seat = Sitting(app, pilot)
        await seat.rest()
        yield seat


def kept(house: House, unit: str = UNIT) -> tuple[UnitRecord, QualityRecord]:
    records = house.store.records("portfolio/P-CERYS", (f"unit/{unit}", f"quality/{unit}"))
    quality = records.get(f"quality/{unit}")
    return (
        UnitRecord.model_validate(records[f"unit/{unit}"].document),
        QualityRecord.model_validate(quality.document if quality else {}),
    )


def table(seat: Sitting) -> list[list[str]]:
    assert isinstance(seat.app.screen, QualityScreen)
    rows = seat.app.screen.table
    return [[str(cell) for cell in rows.get_row_at(index)] for index in range(rows.row_count)]


async def write(seat: Sitting, words: str) -> None:
    """Write words into the question in front, and accept them."""
    seat.app.screen.query_one(TextArea).text = words
    await seat.press("ctrl+s")


@awaited
async def test_a_verifier_draws_and_sees_what_waits_and_that_the_plan_is_met(judged: House) -> None:
    async with looking(judged, "VE-NIA") as seat:
        assert "Nothing waits to be looked at. d draws by the plan." in seat.shown
        await seat.press("d")
        assert "2 decisions were drawn. ✓ Compliant" in seat.front.banner.sentence
        assert [row[1:4] for row in table(seat)] == [
            ["Cerys Wyn", "Statement 1", "not shown"],  # to be marked again, blind
            ["Cerys Wyn", "Statement 2", "Megan Price"],
        ]
        await seat.press("t")
        assert "2 decisions · 2 in the sample · 0 looked at" in seat.shown
        assert ["✓", "Megan Price", "new assessor", "100 %", "2/2", "2", "0"] in table(seat)
        await seat.press("t")
        assert "Nothing was marked twice yet." in seat.shown


@awaited
async def test_nobody_is_told_of_a_key_that_is_not_theirs(judged: House) -> None:
    async with looking(judged, "AS-IDA") as seat:
        assert "Nothing waits to be looked at." in seat.shown
        assert "d draws" not in seat.shown
        await seat.press("t")
        assert "Nothing was drawn yet." in seat.shown
        assert "d draws" not in seat.shown


@awaited
async def test_one_key_agrees_and_the_sample_is_settled(judged: House) -> None:
    judged.desks("VE-NIA").quality.sample(*CERYS, "a first look")
    async with looking(judged, "VE-NIA") as seat:
        await seat.press("enter")
        assert isinstance(seat.app.screen, SampleScreen)
        assert "In the sample: chosen: a first look" in seat.shown
        await seat.press("a")
        assert seat.front.banner.sentence == "Saved: agreed."
        assert "Nia Huws, 4 March, 12:" in seat.shown
        await seat.press("a", "r", "v")
        await seat.press("escape")
        assert "Nothing waits" in seat.shown
    record, quality = kept(judged)
    assert record.sampled == ""
    assert [look.outcome for look in quality.samples[-1].looks] == ["agreed"]


@awaited
async def test_what_is_written_about_a_sample_is_left_behind_only_on_purpose(
    judged: House,
) -> None:
    async with looking(judged, "VE-NIA", at=CERYS) as seat:
        await seat.press("r", *"No dates", "escape")
        assert seat.place == "AskNote"
        assert "kept nowhere else" in seat.shown
        await seat.press("escape")
        assert seat.place == "SampleScreen"
    assert kept(judged)[1].samples == ()


@awaited
async def test_a_return_asks_for_words_and_nothing_is_written_without(judged: House) -> None:
    async with looking(judged, "VE-NIA", at=CERYS) as seat:
        await seat.press("r", "ctrl+s")
        assert "A few words are needed." in seat.shown
        await seat.press("escape")
        assert kept(judged)[1].samples == ()
        await seat.press("r")
        await write(seat, "The log has [no] dates.")
        assert "The log has [no] dates." in seat.shown
    record, quality = kept(judged)
    assert (record.state, record.sampled) == ("met", "returned")
    assert quality.samples[-1].looks[0].comment == "The log has [no] dates."


@awaited
async def test_second_marks_are_made_without_the_first_and_kept_as_a_draft(judged: House) -> None:
    judged.desks("VE-NIA").quality.sample(*CERYS, "to compare", blind=True)
    async with looking(judged, "AS-IDA", WIDE, at=CERYS) as seat:
        assert "Mark it as if nobody had" in seat.shown
        assert "Megan" not in seat.shown
        await seat.press("1", "2", "2", "s")
        assert "Criterion 2" in seat.front.banner.sentence
        await seat.press("f")
        await write(seat, "One moment of your own.")
        await seat.press("3")
    draft = judged.desks("AS-IDA").quality.open(*CERYS).marks
    assert draft.criteria == ONE_NOT_YET
    async with looking(judged, "AS-IDA", WIDE, at=CERYS) as seat:
        assert "→ One moment of your own." in seat.shown
        await seat.press("s")
        assert "say what stood out, and what the next step is" in seat.front.banner.sentence
        await seat.press("o")
        await write(seat, "Well begun. Add the moment.")
        await seat.press("s")
        assert "Decided by Megan Price" in seat.shown
        assert "✓ met · second marks: ↺ not yet met" in seat.shown
    record, quality = kept(judged)
    assert record.sampled == "to adjudicate"
    assert quality.samples[-1].second is not None


@awaited
async def test_a_third_person_says_whose_marks_count(judged: House) -> None:
    judged.desks("VE-NIA").quality.sample(*CERYS, "to compare", blind=True)
    ida = judged.desks("AS-IDA")
    ida.quality.mark_again(*CERYS, ONE_NOT_YET, WHAT_IS_MISSING, WELL_BEGUN)
    async with looking(judged, "AS-IDA", at=CERYS) as seat:
        await seat.press("u")
        assert isinstance(seat.app.screen, SampleScreen)
    async with looking(judged, "VE-NIA", at=CERYS) as seat:
        await seat.press("u", "enter")
        await write(seat, "The diary tells it.")
        assert "Nia Huws, 4 March, 12:" in seat.shown
    record, quality = kept(judged)
    assert record.sampled == ""
    assert quality.samples[-1].adjudication is not None
    assert quality.samples[-1].adjudication.upholds == "first"


@awaited
async def test_whoever_decided_can_only_read(judged: House) -> None:
    judged.desks("VE-NIA").quality.sample(*CERYS, "a first look")
    async with looking(judged, "AS-MEG") as seat:
        assert table(seat)[0][3] == "you"
        await seat.press("d", "p", "enter", "a", "r", "1", "s", "u")
        assert isinstance(seat.app.screen, SampleScreen)
    assert kept(judged)[0].sampled == "to verify"


@awaited
async def test_the_plan_is_changed_in_a_form(judged: House) -> None:
    async with looking(judged, "VE-NIA") as seat:
        await seat.press("p")
        usual = seat.app.screen.query_one("#usual", FormLine)
        usual.value = "150"
        await seat.press("ctrl+s")
        assert usual.problem == "a whole number from 0 to 100"
        usual.value = "35"
        await seat.press("ctrl+s")
        assert isinstance(seat.app.screen, QualityScreen)
    assert judged.desks("VE-NIA").oversight.plan() == Plan(usual=35)


@awaited
async def test_agreement_is_shown_with_its_pairs_and_too_few_is_said(judged: House) -> None:
    judged.desks("VE-NIA").quality.sample(*CERYS, "to compare", blind=True)
    judged.desks("AS-IDA").quality.mark_again(*CERYS, ONE_NOT_YET, WHAT_IS_MISSING, WELL_BEGUN)
    async with looking(judged, "VE-NIA") as seat:
        await seat.press("t", "t")
        rows = table(seat)
        assert rows[0] == ["All", "every pair", "3", "67 %", "too few", "too few"]
        assert ["Assessor", "Megan Price", "3", "67 %", "too few", "too few"] in rows
        told = next(row[1] for row in rows if CRITERIA[1] in row[1])
        assert told == f"Statement 1: {CRITERIA[1]}\n{_text_of(judged, CRITERIA[1])}"
        assert f"{_text_of(judged, CRITERIA[1])[:27]}…" in frame(seat.app)


def _text_of(house: House, criterion: str) -> str:
    unit = house.desks("VE-NIA").workbook.unit(*CERYS).unit
    return next(each.text for each in unit.criteria if each.id == criterion)


@awaited
async def test_one_alone_is_told_so_and_can_record_the_exception(house: House) -> None:
    async with looking(house, "CO-ANN") as seat:
        assert "Nobody here could look at another's decisions." in seat.shown
        await seat.press("d", "p", "x", "ctrl+s")
        form = seat.app.screen
        assert form.query_one("#reason", FormLine).problem == "this is needed"
        form.query_one("#reason", FormLine).value = "One assessor"
        form.query_one("#until", FormLine).value = "31 August 2026"
        form.query_one("#agreed-by", FormLine).value = "The board"
        await seat.press("ctrl+s")
        assert "not second-marked (One assessor). Agreed: The board." in seat.shown
        await seat.press("x", "enter")
        assert "Nobody here could look" in seat.shown
    assert house.desks("CO-ANN").oversight.standing() is None


def test_the_place_is_there_only_where_two_can_look_or_one_needs_the_exception(
    house: House,
) -> None:
    def titles(person: str) -> set[str]:
        return {place.id for place in places(house.desks(person))}

    assert "quality" not in titles("AS-MEG")
    assert "quality" in titles("CO-ANN")
    house.add("VE-NIA", "Nia Huws", "verifier")
    for person in ("AS-MEG", "VE-NIA", "CO-ANN"):
        assert "quality" in titles(person)
    for person in ("TR-TOM", "PR-CERYS"):
        assert "quality" not in titles(person)


@awaited
async def test_of_two_drafts_the_one_made_last_stays(
    judged: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, is_first, second_kept = Event(), Event(), Event()
    keep_marks = Quality.keep_marks

    def first_slowly(*arguments: Any) -> None:
        if is_first.is_set():
            keep_marks(*arguments)
            second_kept.set()
            return
        is_first.set()
        go_on.wait(timeout=10)
        keep_marks(*arguments)

    monkeypatch.setattr(Quality, "keep_marks", first_slowly)
    judged.desks("VE-NIA").quality.sample(*CERYS, "to compare", blind=True)
    async with looking(judged, "AS-IDA", at=CERYS) as seat:
        for key in ("1", "2"):
            await seat.pilot.press(key)
            await seat.turns_taken()
        await asyncio.to_thread(second_kept.wait, 0.2)
        go_on.set()
        await seat.rest()
    draft = judged.desks("AS-IDA").quality.open(*CERYS).marks
    assert tuple(draft.criteria) == CRITERIA[:2]
