"""What an assessor said: what is met first, then what is needed."""

from tests.filling import submit
from tests.house import Ticking
from tests.tui.conftest import House
from tests.tui.sitting import PERSON, PORTFOLIO, decide, refer, sitting
from tests.tui.widgets.host import awaited

UNIT = "statement-01"


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
        assert shown.index("What is needed") < shown.index("Say what [Osian] said.")
        assert shown.index("Say what [Osian] said.") < shown.index("Thank you, Cerys.")
        assert "You can submit it 2 more times." in shown


@awaited
async def test_enter_opens_the_unit_to_work_on_it(house: House) -> None:
    refer(house, UNIT)
    async with sitting(house) as seat:
        await seat.press("f", "enter")
        assert seat.place == "UnitScreen"
        await seat.press("escape", "escape")
        assert seat.place == "PathScreen"


@awaited
async def test_the_newest_attempt_stands_first_and_earlier_ones_below(house: House) -> None:
    house.clock = Ticking()
    refer(house, UNIT)
    workbook = house.desks(PERSON).workbook
    workbook.respond(PORTFOLIO, UNIT, "one-purpose", "Osian said so himself. " * 40)
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
        assert "with assessor" in seat.shown
        await seat.press("f")
        assert seat.place != "FeedbackScreen"
        await seat.press("enter")
        assert "A secret." not in seat.shown
        assert "What your assessor said" not in seat.shown
