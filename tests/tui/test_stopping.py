"""Finding one's place again, exactly where one stopped."""

from textual.widgets import Input, TextArea

from stepback_course.people.places import Places, Stop
from stepback_course.people.preferences import Preferences
from stepback_course.tui.app import StepbackApp
from tests.filling import submit
from tests.portfolio.test_guidance import begin
from tests.tui.conftest import House
from tests.tui.opening import opened
from tests.tui.sitting import PERSON, PORTFOLIO, Sitting, refer, sitting
from tests.tui.widgets.host import awaited
from tests.tui.writing import UNIT, WRITING, begun, open_writing

__all__ = ["begun"]

TEXT = "One line.\nThe second, a little longer.\nThe third."


def app(house: House) -> StepbackApp:
    """Return the app as the practitioner opens it on another day."""
    return StepbackApp(house.desks(PERSON), Preferences(portfolio=PORTFOLIO))


def page(seat: Sitting) -> str:
    return str(seat.activity.activity.id)


@awaited
async def test_after_a_restart_one_key_leads_to_the_unit_the_page_and_the_character(
    begun: House,
) -> None:
    async with opened(app(begun)) as seat:
        await seat.press("enter")
        area = await open_writing(seat)
        area.insert(TEXT)
        area.move_cursor((1, 4))
        await seat.press("ctrl+q")
    async with opened(app(begun)) as seat:
        await seat.press("enter")
        assert page(seat) == WRITING
        assert seat.app.focused is seat.app.screen.query_one(TextArea)
        area = seat.app.screen.query_one(TextArea)
        assert (area.text, area.cursor_location) == (TEXT, (1, 4))
        await seat.press("!")
        assert area.text.splitlines()[1].startswith("The !second")


@awaited
async def test_the_place_is_kept_with_every_save_and_not_only_on_the_way_out(begun: House) -> None:
    async with sitting(begun, unit=UNIT) as seat:
        area = await open_writing(seat)
        area.insert(TEXT)
        area.move_cursor((2, 3))
        await seat.press("ctrl+s")
        kept = Places().of(PORTFOLIO)
        assert kept.last == UNIT
        assert kept.units[UNIT] == Stop(f"activity/{WRITING}", field=0, row=2, column=3)


@awaited
async def test_a_field_in_the_middle_of_a_page_is_found_again(house: House) -> None:
    async with sitting(house, unit="statement-01") as seat:
        await seat.press("f3", "f3")
        assert page(seat) == "yesterdays-help"
        first = seat.app.focused
        await seat.press("tab", "tab", "a", "b", "c", "left")
        there = type(seat.app.focused)
        assert seat.app.focused is not first
        await seat.press("ctrl+q")
    async with sitting(house, unit="statement-01") as seat:
        assert page(seat) == "yesterdays-help"
        assert isinstance(seat.app.focused, there)
        await seat.press("X")
        field = seat.app.focused
        assert isinstance(field, Input | TextArea)
        assert (field.value if isinstance(field, Input) else field.text) == "abXc"


@awaited
async def test_each_unit_opens_where_it_was_left_and_the_way_points_at_the_last(
    house: House,
) -> None:
    begin(house, "statement-02")
    async with sitting(house) as seat:
        await seat.open_unit("statement-05")
        await seat.press("f3", "f3", "f3", "escape")
        await seat.open_unit("statement-03")
        await seat.press("f3", "escape")
    async with sitting(house) as seat:
        await seat.press("enter")
        assert "Statement 3" in seat.front.masthead.where
        assert "2 of 5" in seat.shown
        await seat.press("escape")
        await seat.open_unit("statement-05")
        assert "4 of" in seat.shown


@awaited
async def test_a_page_that_is_asked_for_comes_before_the_place(house: House) -> None:
    async with sitting(house, unit=UNIT) as seat:
        await seat.press("f3", "f3", "f3", "escape")
    async with sitting(house) as seat:
        await seat.press("m")
        assert page(seat) == "name-the-purpose"


@awaited
async def test_what_came_back_or_is_closed_begins_at_its_beginning(house: House) -> None:
    for unit in ("statement-01", "statement-02"):
        async with sitting(house, unit=unit) as seat:
            await seat.press("f3", "f3", "escape")
    refer(house, "statement-01")
    submit(house.desks(PERSON), PORTFOLIO, "statement-02")
    async with sitting(house, unit="statement-01") as seat:
        assert "What is needed" in seat.shown
    async with sitting(house, unit="statement-02") as seat:
        assert "1 of" in seat.shown


@awaited
async def test_a_place_that_is_no_longer_there_leads_as_near_as_it_can(begun: House) -> None:
    places = Places()
    places.note(PORTFOLIO, UNIT, Stop(f"activity/{WRITING}", field=9, row=40, column=-3))
    async with sitting(begun, unit=UNIT) as seat:
        assert page(seat) == WRITING
        assert isinstance(seat.app.focused, TextArea)
        await seat.press("I")
        assert seat.activity.value == "I"
    places.note(PORTFOLIO, UNIT, Stop("activity/no-such-page", field=1, row=1, column=1))
    async with sitting(begun, unit=UNIT) as seat:
        assert page(seat) == WRITING
