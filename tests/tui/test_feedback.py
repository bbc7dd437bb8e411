"""What an assessor said: what is met first, then what is needed."""

from stepback_course.tui.widgets.asked_for import AskedFor
from tests.filling import submit
from tests.house import Ticking
from tests.tui.conftest import House
from tests.tui.sitting import PERSON, PORTFOLIO, WIDE, decide, refer, sitting
from tests.tui.widgets.host import awaited

UNIT = "statement-01"


def rewrite(house: House, text: str) -> None:
    house.desks(PERSON).workbook.respond(PORTFOLIO, UNIT, "one-purpose", text)


@awaited
async def test_what_is_met_stands_before_what_is_needed_in_the_assessors_words(
    house: House,
) -> None:
    refer(house, UNIT)
    async with sitting(house) as seat:
        await seat.press("f")
        shown = seat.shown
        assert seat.place == "FeedbackScreen"
        assert "Attempt 1, 4 March, 12:03: Megan Price asks for further work" in shown
        assert shown.index("What is met") < shown.index("What is needed")
        assert shown.index("What is needed") < shown.index("Say what [the learner] said.")
        assert shown.index("Say what [the learner] said.") < shown.index("What stood out")
        assert shown.index("Thank you, Cerys.") < shown.index("The next step, by 1 April 2026")
        assert shown.index("The next step, by 1 April 2026") < shown.index("Add it.")
        assert "You can submit it 2 more times." in shown


@awaited
async def test_enter_opens_the_unit_where_something_is_asked_for(house: House) -> None:
    refer(house, UNIT)
    unit = house.desks(PERSON).workbook.unit(PORTFOLIO, UNIT).unit
    async with sitting(house) as seat:
        await seat.press("f", "enter")
        assert seat.place == "UnitScreen"
        shown = [each.id for each in unit.activities].index(seat.activity.activity.id)
        wanted = unit.criteria[-1].evidence
        assert shown == min([each.id for each in unit.activities].index(each) for each in wanted)
        await seat.press("escape", "escape")
        assert seat.place == "PathScreen"


@awaited
async def test_the_newest_attempt_stands_first_and_earlier_ones_below(house: House) -> None:
    house.clock = Ticking()
    refer(house, UNIT)
    workbook = house.desks(PERSON).workbook
    workbook.respond(PORTFOLIO, UNIT, "one-purpose", "The learner said so herself. " * 40)
    workbook.submit(PORTFOLIO, [UNIT], "Cerys Wyn")
    decide(house, UNIT)
    async with sitting(house) as seat:
        await seat.press("f")
        shown = seat.shown
        assert shown.index("Attempt 2") < shown.index("Attempt 1")
        assert "everything is met" in shown
        assert "You can submit it" not in shown


@awaited
async def test_nothing_of_a_decision_is_seen_before_its_release(house: House) -> None:
    submit(house.desks(PERSON), PORTFOLIO, UNIT)
    desk = house.desks("AS-MEG").desk
    criteria = [c.id for c in house.desks(PERSON).workbook.unit(PORTFOLIO, UNIT).unit.criteria]
    desk.decide(PORTFOLIO, UNIT, dict.fromkeys(criteria, "met"), {}, "A secret.")
    async with sitting(house) as seat:
        assert "your assessor's turn since 4 March" in seat.shown
        await seat.press("f")
        assert seat.place != "FeedbackScreen"
        await seat.press("enter")
        assert "A secret." not in seat.shown
        assert "What your assessor said" not in seat.shown


@awaited
async def test_what_was_changed_stands_beside_what_was_asked_for(house: House) -> None:
    house.clock = Ticking()
    refer(house, UNIT)
    rewrite(house, "The learner chose the blue bus. " * 20)
    rewrite(house, "The learner chose the red bus. " + "The learner chose the blue bus. " * 19)
    async with sitting(house, WIDE) as seat:
        await seat.press("f")
        said, changed = seat.app.screen.query_one("#said"), seat.app.screen.query_one("#changed")
        assert said.region.right <= changed.region.x
        assert "What you changed since attempt 1" in seat.shown
        assert "[−attempt 1]   [+now]" in seat.shown
        assert "[+The learner chose the red bus." in seat.shown


@awaited
async def test_on_a_narrow_screen_one_key_goes_to_what_was_changed_and_back(house: House) -> None:
    house.clock = Ticking()
    refer(house, UNIT)
    rewrite(house, "The learner chose the blue bus. " * 20)
    async with sitting(house) as seat:
        await seat.press("f")
        said, changed = seat.app.screen.query_one("#said"), seat.app.screen.query_one("#changed")
        assert (said.display, changed.display) == (True, False)
        await seat.press("c")
        assert (said.display, changed.display) == (False, True)
        assert seat.app.focused is changed
        await seat.press("c")
        assert seat.app.focused is said


@awaited
async def test_the_keys_left_and_right_go_through_the_attempts(house: House) -> None:
    house.clock = Ticking()
    refer(house, UNIT)
    rewrite(house, "The learner chose the blue bus. " * 20)
    house.desks(PERSON).workbook.submit(PORTFOLIO, [UNIT], "Cerys Wyn")
    decide(house, UNIT, "Say when.")
    async with sitting(house) as seat:
        await seat.press("f", "c")
        assert "What you changed since attempt 2" in seat.shown
        assert "Nothing yet." in seat.shown
        await seat.press("left")
        assert "What you changed for attempt 2" in seat.shown
        assert "[+The learner chose the blue bus." in seat.shown
        await seat.press("left", "right", "right")
        assert "What you changed since attempt 2" in seat.shown


@awaited
async def test_what_is_needed_comes_with_the_day_by_which_it_is_needed(house: House) -> None:
    refer(house, UNIT)
    async with sitting(house) as seat:
        await seat.press("f")
        assert "Only this unit is open again. What is met stays met." in seat.shown
        assert "It is due by 30 June 2026." in seat.shown


@awaited
async def test_a_met_unit_is_closed_and_can_be_read(house: House) -> None:
    submit(house.desks(PERSON), PORTFOLIO, UNIT)
    decide(house, UNIT)
    async with sitting(house) as seat:
        await seat.press("f")
        assert "This unit is met and closed. Press Enter to read it." in seat.shown
        assert not seat.app.screen.query_one("#changed").display
        await seat.press("c", "enter")
        assert seat.place == "UnitScreen"


@awaited
async def test_what_is_asked_for_stands_above_the_answer_that_is_to_show_it(house: House) -> None:
    refer(house, UNIT)
    unit = house.desks(PERSON).workbook.unit(PORTFOLIO, UNIT).unit
    wanted = unit.criteria[-1].evidence
    seen: dict[str, bool] = {}
    async with sitting(house, unit=UNIT) as seat:
        while len(seen) < len(unit.activities):
            await seat.press("f3")
            for asked in seat.app.screen.query(AskedFor):
                seen[seat.activity.activity.id] = asked.display
                assert ("Say what [the learner] said." in seat.shown) is asked.display
    assert seen == {activity.id: activity.id in wanted for activity in unit.activities}


@awaited
async def test_feedback_on_something_erased_says_that_it_was(house: House) -> None:
    submit(house.desks(PERSON), PORTFOLIO, UNIT)
    decide(house, UNIT)
    house.desks("CO-ANN").eraser.erase(PORTFOLIO, [UNIT], "asked for")
    async with sitting(house) as seat:
        await seat.press("f")
        assert "the words about it, were erased on 4 March." in seat.shown
        assert "Thank you, Cerys." not in seat.shown
