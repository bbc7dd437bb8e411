"""The practitioner's home: where each unit stands and what is next."""

from stepback_course.people.preferences import load_preferences
from stepback_course.tui.guidance import next_step, something_short, worked_on_last
from stepback_course.tui.screens.path import UnitTable
from tests.course_done import UNITS, meet
from tests.filling import fill, ready_answer, submit
from tests.house import Ticking, packed_course
from tests.tui.conftest import House
from tests.tui.sitting import PERSON, PORTFOLIO, WIDE, Sitting, decide, refer, sitting
from tests.tui.widgets.host import awaited


def begin(house: House, unit: str) -> None:
    """Answer the first activity of a unit."""
    definition = packed_course().unit(unit)
    assert definition is not None
    first = definition.activities[0]
    answer = ready_answer(first, definition)
    house.desks(PERSON).workbook.respond(PORTFOLIO, unit, first.id, answer)


def told(house: House) -> str:
    return next_step(house.desks(PERSON).workbook.open(PORTFOLIO)).sentence


def row(seat: Sitting, unit: str) -> str:
    table = seat.app.screen.query_one(UnitTable)
    return " ".join(str(cell) for cell in table.get_row(unit))


# What is next.


def test_at_the_beginning_the_first_statement_is_next(house: House) -> None:
    assert told(house) == "Next: Statement 1, about 57 minutes"


def test_what_was_begun_comes_before_what_was_not(house: House) -> None:
    begin(house, "statement-03")
    assert told(house) == "Next: Statement 3, about 53 minutes"


def test_of_several_begun_the_one_touched_last_is_next(house: House) -> None:
    house.clock = Ticking()
    begin(house, "statement-03")
    begin(house, "statement-05")
    begin(house, "statement-04")
    assert told(house).startswith("Next: Statement 4")
    assert worked_on_last(house.desks(PERSON).workbook.open(PORTFOLIO)) == "statement-04"


def test_what_came_back_comes_before_everything(house: House) -> None:
    begin(house, "statement-03")
    refer(house, "statement-02")
    assert told(house) == "Next: read the feedback on Statement 2"


def test_when_all_is_written_what_is_ready_is_next_and_then_there_is_nothing(house: House) -> None:
    desks = house.desks(PERSON)
    fill(desks, PORTFOLIO, *UNITS)
    assert told(house) == "Next: submit the 11 units that are ready (s)"
    desks.workbook.submit(PORTFOLIO, UNITS, "Cerys Wyn")
    assert told(house) == "Nothing to do now: your work is with an assessor"


def test_when_everything_is_met_the_name_is_next_and_then_the_certificate(house: House) -> None:
    meet(house, PORTFOLIO, *UNITS)
    assert told(house) == "Next: confirm the name for your certificate (n)"
    house.desks(PERSON).workbook.confirm_name(PORTFOLIO, "Cerys Wyn")
    assert told(house) == "Everything is met: your certificate is being prepared"


def test_a_unit_without_an_attempt_left_needs_a_coordinator(house: House) -> None:
    house.clock = Ticking()
    workbook = house.desks(PERSON).workbook
    for attempt in range(3):
        submit(house.desks(PERSON), PORTFOLIO, "statement-01")
        decide(house, "statement-01", "Say more.")
        workbook.respond(
            PORTFOLIO, "statement-01", "one-purpose", f"Again {attempt} " + "I waited. " * 60
        )
    for unit in UNITS[1:]:
        submit(house.desks(PERSON), PORTFOLIO, unit)
    assert told(house) == "Statement 1 has no attempt left: ask a coordinator for one more"


def test_something_short_fits_into_a_quarter_of_an_hour_and_is_not_done_yet(house: House) -> None:
    begin(house, "statement-03")
    short = something_short(house.desks(PERSON).workbook.open(PORTFOLIO))
    assert short is not None
    unit, activity = short
    assert (unit.unit.id, activity.id) == ("statement-03", "pencil-stops")
    assert activity.minutes <= 15


def test_nothing_about_a_learner_is_suggested_before_permission(house: House) -> None:
    fill(house.desks(PERSON), PORTFOLIO, *UNITS[:10])
    assert something_short(house.desks(PERSON).workbook.open(PORTFOLIO)) is None


# The screen.


@awaited
async def test_every_unit_shows_where_it_stands_in_sign_and_word(house: House) -> None:
    meet(house, PORTFOLIO, "statement-01")
    refer(house, "statement-02")
    submit(house.desks(PERSON), PORTFOLIO, "statement-03")
    fill(house.desks(PERSON), PORTFOLIO, "statement-04")
    begin(house, "statement-05")
    async with sitting(house) as seat:
        assert "1 of 11 met" in seat.shown
        for unit, standing in (
            ("statement-01", "✓ met"),
            ("statement-02", "↺ further work needed"),
            ("statement-03", "▸ with assessor"),
            ("statement-04", "● ready"),
            ("statement-05", "◔ in progress"),
            ("statement-06", "○ not started"),
        ):
            assert standing in row(seat, unit)


@awaited
async def test_a_wide_window_says_whose_turn_it_is_and_shows_the_pages(house: House) -> None:
    submit(house.desks(PERSON), PORTFOLIO, "statement-01")
    async with sitting(house, WIDE) as seat:
        assert "your assessor's, since 4 March" in row(seat, "statement-01")
        assert "yours" in row(seat, "statement-02")
        assert "● How clear am I today?: complete" in seat.shown


@awaited
async def test_the_cursor_begins_at_the_unit_worked_on_last_and_enter_opens_it(
    house: House,
) -> None:
    begin(house, "statement-05")
    async with sitting(house) as seat:
        await seat.press("enter")
        assert seat.place == "UnitScreen"
        assert "Statement 5" in seat.front.masthead.where
        await seat.press("escape")
        assert seat.place == "PathScreen"
        await seat.press("down", "enter")
        assert "Statement 6" in seat.front.masthead.where
    assert load_preferences().portfolio == PORTFOLIO


@awaited
async def test_a_submission_is_taken_back_after_asking(house: House) -> None:
    submit(house.desks(PERSON), PORTFOLIO, "statement-01")
    async with sitting(house) as seat:
        await seat.press("w", "escape")
        assert "with assessor" in row(seat, "statement-01")
        await seat.press("w", "enter")
        assert "ready" in row(seat, "statement-01")


@awaited
async def test_what_an_assessor_has_begun_is_not_taken_back_and_a_sentence_says_so(
    house: House,
) -> None:
    submit(house.desks(PERSON), PORTFOLIO, "statement-01")
    async with sitting(house) as seat:
        await seat.press("w")
        house.desks("AS-MEG").desk.claim(PORTFOLIO, "statement-01")
        await seat.press("enter")
        assert "with an assessor" in seat.front.banner.sentence


@awaited
async def test_the_name_for_the_certificate_is_confirmed(house: House) -> None:
    async with sitting(house) as seat:
        await seat.press("n", "enter")
        assert house.desks(PERSON).workbook.open(PORTFOLIO).award.name == "Cerys Wyn"


@awaited
async def test_a_small_window_still_shows_the_way(house: House) -> None:
    async with sitting(house, (40, 12)) as seat:
        assert seat.app.screen.query_one(UnitTable).row_count == 11
        assert "Next: Statement 1" in seat.shown


@awaited
async def test_end_and_home_go_to_the_last_unit_and_the_first(house: House) -> None:
    async with sitting(house) as seat:
        table = seat.app.screen.query_one(UnitTable)
        await seat.press("end")
        assert table.cursor_row == len(UNITS) - 1
        await seat.press("home")
        assert table.cursor_row == 0
