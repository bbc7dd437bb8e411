"""Words that may tell who a child is are changed or explained before anybody else reads them."""

import pytest
from textual.widgets import Input

from stepback_course.marking import Marks
from stepback_course.portfolio.unsent import unsent_folder
from stepback_course.tui import saving
from stepback_course.tui.screens.identifiers import AT_ONCE
from stepback_course.tui.widgets.finding_lines import FindingLines
from stepback_course.tui.widgets.form_lines import FormLine
from stepback_course.tui.widgets.writing import Writing
from tests.filling import fill, submit
from tests.tui.assessing import assessing
from tests.tui.conftest import House
from tests.tui.sitting import PERSON, PORTFOLIO, Sitting, sitting
from tests.tui.widgets.host import awaited

UNIT, ACTIVITY = "statement-01", "one-purpose"
TELLING = "I waited while Megan looked. Home is LL57 2DG. Then Megan found it. " * 12


def write(house: House, text: str = TELLING) -> None:
    """Let a unit be ready, with words in it that tell who a child is."""
    desks = house.desks(PERSON)
    fill(desks, PORTFOLIO, UNIT)
    desks.workbook.respond(PORTFOLIO, UNIT, ACTIVITY, text)


def state(house: House) -> str:
    return house.desks(PERSON).workbook.unit(PORTFOLIO, UNIT).record.state


async def hand_in(seat: Sitting) -> None:
    """Sign the declaration of whatever is ready."""
    await seat.press("s")
    seat.app.screen.query_one("#name", FormLine).value = "Cerys Wyn"
    await seat.press("ctrl+s")


def explain(seat: Sitting, *sentences: str) -> None:
    """Type why the words may stay, one after the other."""
    for block, sentence in zip(seat.app.screen.query(FindingLines), sentences, strict=True):
        block.query_one(FormLine).value = sentence


@awaited
async def test_each_is_shown_once_with_its_places_and_nothing_is_submitted(house: House) -> None:
    write(house)
    async with sitting(house) as seat:
        await hand_in(seat)
        assert seat.place == "IdentifiersScreen"
        assert "1. Megan: may be a name" in seat.shown
        assert "and 23 more places" in seat.shown
        assert "2. LL57 2DG: may be a postcode" in seat.shown
        assert state(house) == "open"


@awaited
async def test_once_each_is_explained_the_unit_goes_and_its_assessor_can_read_why(
    house: House,
) -> None:
    write(house)
    async with sitting(house) as seat:
        await hand_in(seat)
        explain(seat, "a colleague", "")
        await seat.press("ctrl+s")
        assert "say why it may stay" in seat.shown
        assert seat.app.focused is seat.app.screen.query(FindingLines).last().query_one(Input)
        explain(seat, "a colleague", "the office, not a home")
        await seat.press("ctrl+s")
        assert "1 unit is submitted." in seat.shown
    submission = house.desks(PERSON).workbook.submission(PORTFOLIO, UNIT, 1)
    assert submission.explanations == {"Megan": "a colleague", "LL57 2DG": "the office, not a home"}
    async with assessing(house, at=(PORTFOLIO, UNIT)) as seat:
        assert "Megan: a colleague" in seat.shown


@pytest.fixture
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Save what is written without waiting for a pause."""
    monkeypatch.setattr(saving, "QUIET", 0.0)


def on_disk() -> str:
    return "".join(path.read_text("utf-8") for path in sorted(unsent_folder().glob("*")))


async def rest_until_kept(seat: Sitting, words: str) -> None:
    for _turn in range(100):
        if words in on_disk():
            return
        await seat.rest()
    raise AssertionError


@awaited
async def test_what_was_explained_is_there_again_after_the_window_was_killed(
    house: House, no_pause: None
) -> None:
    write(house)
    async with sitting(house) as killed:
        await hand_in(killed)
        explain(killed, "", "an office")
        await rest_until_kept(killed, "an office")
        write(house, f"The door of LL57 2DG. {TELLING}")
        async with sitting(house) as seat:
            await hand_in(seat)
            assert "1. LL57 2DG" in seat.shown
            assert "You began to write this on 4 March" in seat.shown
            lines = [block.why for block in seat.app.screen.query(FindingLines)]
            assert lines == ["an office", ""]
            await seat.press(*"a colleague", "ctrl+s")
            assert "1 unit is submitted." in seat.shown
            assert on_disk() == ""
    submission = house.desks(PERSON).workbook.submission(PORTFOLIO, UNIT, 1)
    assert submission.explanations == {"Megan": "a colleague", "LL57 2DG": "an office"}


@awaited
async def test_a_name_that_is_no_childs_is_not_asked_for_again(house: House) -> None:
    write(house, "I waited and Megan waited with me in the hall. " * 12)
    async with sitting(house) as seat:
        await hand_in(seat)
        await seat.press("down", "tab", "space", "ctrl+s")
        assert "1 unit is submitted." in seat.shown
    workbook = house.desks(PERSON).workbook
    assert workbook.allowed(PORTFOLIO) == ("Megan",)
    assert workbook.submission(PORTFOLIO, UNIT, 1).explanations == {}


@awaited
async def test_going_back_submits_nothing_and_leaves_the_declaration_signed(house: House) -> None:
    write(house)
    async with sitting(house) as seat:
        await hand_in(seat)
        await seat.press("escape")
        assert seat.place == "SubmitScreen"
        assert seat.app.screen.query_one("#name", FormLine).value == "Cerys Wyn"
        assert state(house) == "open"


@awaited
async def test_of_very_many_some_are_asked_about_first_and_then_the_others(house: House) -> None:
    write(house, f"{'I waited. ' * 60}{', '.join(f'LL{n} 2DG' for n in range(1, AT_ONCE + 2))}")
    async with sitting(house) as seat:
        await hand_in(seat)
        explain(seat, *["an office"] * AT_ONCE)
        await seat.press("ctrl+s")
        assert f"1. LL{AT_ONCE + 1} 2DG: may be a postcode" in seat.shown
        for block in seat.app.screen.query(FindingLines):
            block.query_one(FormLine).value = "an office"
        await seat.press("ctrl+s")
        assert "1 unit is submitted." in seat.shown


@awaited
async def test_a_key_leads_to_where_the_words_stand(house: House) -> None:
    write(house)
    async with sitting(house) as seat:
        await hand_in(seat)
        await seat.press("ctrl+g")
        assert seat.place == "UnitScreen"
        assert "Megan" in seat.activity.query_one(Writing).text


@awaited
async def test_feedback_with_a_name_in_it_is_released_only_with_a_reason(house: House) -> None:
    submit(house.desks(PERSON), PORTFOLIO, UNIT)
    desk = house.desks("AS-MEG").desk
    criteria = [c.id for c in house.desks(PERSON).workbook.unit(PORTFOLIO, UNIT).unit.criteria]
    desk.decide(PORTFOLIO, UNIT, dict.fromkeys(criteria, "met"), {}, "Osian was lucky with you.")
    async with assessing(house, at=(PORTFOLIO, UNIT)) as seat:
        await seat.press("x", "enter")
        assert seat.place == "IdentifiersScreen"
        assert "1. Osian: may be a name" in seat.shown
        assert state(house) == "decided"
        explain(seat, "the made-up name in the reading")
        await seat.press("ctrl+s")
        assert state(house) == "met"
    record = house.store.get(f"portfolio/{PORTFOLIO}", f"explained/{UNIT}")
    assert record is not None
    assert record.document["words"] == {"Osian": "the made-up name in the reading"}
    assert record.document["by"] == "AS-MEG"


@awaited
async def test_why_a_name_may_stay_in_feedback_is_there_again_after_the_window_was_killed(
    house: House, no_pause: None
) -> None:
    submit(house.desks(PERSON), PORTFOLIO, UNIT)
    desk = house.desks("AS-MEG").desk
    criteria = [c.id for c in house.desks(PERSON).workbook.unit(PORTFOLIO, UNIT).unit.criteria]
    desk.decide(PORTFOLIO, UNIT, dict.fromkeys(criteria, "met"), {}, "Osian was lucky with you.")
    async with assessing(house, at=(PORTFOLIO, UNIT)) as killed:
        await killed.press("x", "enter", *"A bear")
        await rest_until_kept(killed, "A bear")
        async with assessing(house, at=(PORTFOLIO, UNIT)) as seat:
            await seat.press("x", "enter")
            assert seat.app.screen.query_one(FindingLines).why == "A bear"
            await seat.press(*" in our story", "ctrl+s")
    record = house.store.get(f"portfolio/{PORTFOLIO}", f"explained/{UNIT}")
    assert record is not None
    assert record.document["words"] == {"Osian": "A bear in our story"}


@awaited
async def test_feedback_that_is_not_explained_stays_with_the_desk(house: House) -> None:
    submit(house.desks(PERSON), PORTFOLIO, UNIT)
    desk = house.desks("AS-MEG").desk
    criteria = [c.id for c in house.desks(PERSON).workbook.unit(PORTFOLIO, UNIT).unit.criteria]
    desk.decide(PORTFOLIO, UNIT, dict.fromkeys(criteria, "met"), {}, "Osian was lucky with you.")
    async with assessing(house, at=(PORTFOLIO, UNIT)) as seat:
        await seat.press("x", "enter", "escape")
        assert seat.place == "DeskScreen"
        assert state(house) == "decided"


@awaited
async def test_the_names_that_may_stay_are_shown_and_can_be_asked_about_again(
    house: House,
) -> None:
    write(house, "I waited and Megan waited with me in the hall. " * 12)
    house.desks(PERSON).workbook.allow(PORTFOLIO, ["Megan", "Osian"])
    async with sitting(house) as seat:
        await seat.press("s")
        assert "Megan, Osian" in seat.shown
        await seat.press("f4")
        seat.app.screen.query_one(Input).value = "Osian"
        await seat.press("enter")
        assert "Megan" not in seat.shown
        seat.app.screen.query_one("#name", FormLine).value = "Cerys Wyn"
        await seat.press("ctrl+s")
        assert seat.place == "IdentifiersScreen"
        assert "1. Megan: may be a name" in seat.shown


@awaited
async def test_an_assessor_is_told_while_the_decision_can_still_be_changed(house: House) -> None:
    submit(house.desks(PERSON), PORTFOLIO, UNIT)
    desk = house.desks("AS-MEG").desk
    desk.claim(PORTFOLIO, UNIT)
    criteria = [c.id for c in house.desks(PERSON).workbook.unit(PORTFOLIO, UNIT).unit.criteria]
    marks = Marks(criteria=dict.fromkeys(criteria, "met"), overall="Osian was lucky with you.")
    desk.keep_marks(PORTFOLIO, UNIT, marks)
    async with assessing(house, at=(PORTFOLIO, UNIT)) as seat:
        await seat.press("s")
        said = [notification.message for notification in seat.app._notifications]
        assert any(message.startswith("Osian may tell who a child is.") for message in said)
    assert state(house) == "decided"
