"""The practitioner's home: where each unit stands and what is next."""

import pytest
from textual.app import ComposeResult

from stepback_course.people.organisation import Organisation, keep_organisation
from stepback_course.people.preferences import load_preferences
from stepback_course.store import Busy
from stepback_course.tui.screens.path import PathScreen
from stepback_course.tui.widgets.deeds import DeedLine
from stepback_course.tui.widgets.way import UnitTable
from tests.course_done import UNITS, meet
from tests.filling import fill, submit
from tests.portfolio.test_guidance import begin
from tests.tui.conftest import House
from tests.tui.frames import frame
from tests.tui.opening import problems
from tests.tui.sitting import (
    NARROW,
    PERSON,
    PORTFOLIO,
    WIDE,
    Sitting,
    decide,
    refer,
    sitting,
)
from tests.tui.widgets.host import awaited


def row(seat: Sitting, unit: str) -> str:
    table = seat.app.screen.query_one(UnitTable)
    return " ".join(" ".join(str(cell).split()) for cell in table.get_row(unit))


def offers(seat: Sitting) -> list[str]:
    """Return the lines that say what could be done, each behind its key."""
    shown = [line.offer for line in seat.app.screen.query(DeedLine) if line.offer]
    return [f"{offer.key} {offer.sentence}".strip() for offer in shown]


@awaited
async def test_every_unit_shows_where_it_stands_in_sign_and_word(house: House) -> None:
    meet(house, PORTFOLIO, "statement-01")
    refer(house, "statement-02")
    submit(house.desks(PERSON), PORTFOLIO, "statement-03")
    fill(house.desks(PERSON), PORTFOLIO, "statement-04")
    begin(house, "statement-05")
    async with sitting(house) as seat:
        assert "1 of 11 met, 1 with your assessor" in seat.shown
        for unit, sign, standing in (
            ("statement-01", "✓ 1", "met on 4 March"),
            ("statement-02", "↺ 2", "further work needed"),
            ("statement-03", "▸ 3", "with assessor since 4 March"),
            ("statement-04", "● 4", "ready to submit"),
            ("statement-05", "◔ 5", "in progress, 1 of 5"),
            ("statement-06", "○ 6", "not started"),
        ):
            assert row(seat, unit).startswith(sign)
            assert row(seat, unit).endswith(standing)


@awaited
async def test_what_could_be_done_stands_behind_the_key_that_does_it(house: House) -> None:
    refer(house, "statement-02")
    fill(house.desks(PERSON), PORTFOLIO, "statement-04")
    begin(house, "statement-01")
    async with sitting(house) as seat:
        keys = [line.partition(" ")[0] for line in offers(seat)]
        assert keys == ["f", "g", "s", "m"]
        assert "Read what your assessor said about Statement 2" in offers(seat)[0]
        for key, place in (
            ("f", "FeedbackScreen"),
            ("g", "UnitScreen"),
            ("s", "SubmitScreen"),
            ("m", "UnitScreen"),
        ):
            await seat.press(key)
            assert seat.place == place
            await seat.press("escape")
            assert seat.place == "PathScreen"


@awaited
async def test_feedback_is_that_of_the_unit_that_came_back_wherever_the_cursor_stands(
    house: House,
) -> None:
    refer(house, "statement-02")
    submit(house.desks(PERSON), PORTFOLIO, "statement-03")
    decide(house, "statement-03")
    async with sitting(house) as seat:
        await seat.press("home", "down", "down", "f")
        assert "Statement 2" in seat.front.masthead.where


@awaited
async def test_a_click_on_a_line_does_what_it_says(house: House) -> None:
    async with sitting(house) as seat:
        await seat.pilot.click(DeedLine)
        await seat.rest()
        assert seat.place == "UnitScreen"
        assert "Statement 1" in seat.front.masthead.where


@awaited
async def test_something_short_opens_at_its_page(house: House) -> None:
    begin(house, "statement-01")
    async with sitting(house) as seat:
        assert "m For 12 minutes: What is each one doing? (Statement 1)" in offers(seat)
        await seat.press("m")
        assert seat.activity.activity.id == "reach-or-replace"


@awaited
async def test_the_day_by_which_the_cohorts_work_is_due_is_said(house: House) -> None:
    async with sitting(house) as seat:
        expected = "The work is due by 30 June 2026, in 16 weeks: 11 units still to submit"
        assert expected in seat.shown


@awaited
async def test_a_wide_window_shows_the_unit_under_the_cursor_beside_the_way(house: House) -> None:
    submit(house.desks(PERSON), PORTFOLIO, "statement-01")
    async with sitting(house, WIDE) as seat:
        assert row(seat, "statement-02").endswith("63 minutes left")
        await seat.press("home")
        assert "Statement 1 is with your assessor since 4 March." in seat.shown
        assert "● How clear am I today?: complete" in seat.shown
        await seat.press("down")
        assert "Statement 2 is your turn: about 63 minutes to do." in seat.shown


@awaited
async def test_a_wide_window_is_wide_from_the_first_picture(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    composed = PathScreen.compose_body
    wide = []

    def noted(screen: PathScreen) -> ComposeResult:
        wide.append(screen.has_class("-wide") and not screen.has_class("-narrow"))
        return composed(screen)

    monkeypatch.setattr(PathScreen, "compose_body", noted)
    async with sitting(house, WIDE):
        assert wide == [True]


@awaited
async def test_the_whole_way_is_in_sight_in_small_and_large_windows(house: House) -> None:
    submit(house.desks(PERSON), PORTFOLIO, "statement-01")
    for size in (NARROW, (100, 30), WIDE):
        async with sitting(house, size) as seat:
            table = seat.app.screen.query_one(UnitTable)
            assert table.virtual_size.height <= table.size.height
            assert table.virtual_size.width <= table.size.width
            assert table.region.bottom <= size[1]


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
async def test_what_somebody_else_writes_is_noticed_and_the_cursor_stays(house: House) -> None:
    submit(house.desks(PERSON), PORTFOLIO, "statement-01")
    async with sitting(house) as seat:
        path = seat.app.screen
        assert isinstance(path, PathScreen)
        await seat.press("end")
        assert "with assessor" in row(seat, "statement-01")
        house.desks(PERSON).workbook.withdraw(PORTFOLIO, "statement-01")
        path.look_for_news()
        await seat.rest()
        assert row(seat, "statement-01").endswith("ready to submit")
        assert path.table.cursor_row == len(UNITS) - 1
        assert any(line.startswith("s Submit Statement 1") for line in offers(seat))


@awaited
async def test_without_news_nothing_is_read_or_drawn_again(house: House) -> None:
    async with sitting(house) as seat:
        path = seat.app.screen
        assert isinstance(path, PathScreen)
        path.look_for_news()
        await seat.rest()
        before = path.table.get_row("statement-01")[0]
        path.look_for_news()
        await seat.rest()
        assert path.table.get_row("statement-01")[0] is before


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
async def test_the_name_for_the_certificate_and_its_language_are_confirmed(house: House) -> None:
    async with sitting(house) as seat:
        await seat.press("n", "ctrl+s")
        award = house.desks(PERSON).workbook.open(PORTFOLIO).award
        assert (award.name, award.language) == ("Cerys Wyn", "en")
        await seat.press("n", *" Puw", "enter", "2", "ctrl+s")
        award = house.desks(PERSON).workbook.open(PORTFOLIO).award
        assert (award.name, award.language) == ("Cerys Wyn Puw", "cy")
        await seat.press("n", "tab", "3", "escape")
        assert house.desks(PERSON).workbook.open(PORTFOLIO).award.language == "cy"


@awaited
async def test_a_certificate_is_in_the_language_that_is_usual_here_unless_said(
    house: House,
) -> None:
    ann = house.desks("CO-ANN").actor
    keep_organisation(house.store, ann, Organisation(language="en-cy"))
    async with sitting(house) as seat:
        await seat.press("n", "home", "shift+end", "delete", "ctrl+s")
        assert problems(seat) == {"name": "Type the name to print."}
        await seat.press(*"Cerys", "ctrl+s")
    award = house.desks(PERSON).workbook.open(PORTFOLIO).award
    assert (award.name, award.language) == ("Cerys", "en-cy")


@awaited
async def test_a_line_that_does_not_fit_goes_on_under_its_first_word(house: House) -> None:
    async with sitting(house, (40, 30)) as seat:
        lines = frame(seat.app).splitlines()
        at = next(number for number, line in enumerate(lines) if "Begin Statement 1" in line)
        begins = lines[at].index("Begin")
        assert lines[at][:begins].split() == ["g"]
        assert lines[at + 1][:begins].isspace()
        assert lines[at + 1][begins:].startswith("my support is for")


@awaited
async def test_a_small_window_still_shows_the_way(house: House) -> None:
    async with sitting(house, (40, 12)) as seat:
        assert seat.app.screen.query_one(UnitTable).row_count == 11
        assert "Begin Statement 1" in seat.shown


@awaited
async def test_end_and_home_go_to_the_last_unit_and_the_first(house: House) -> None:
    async with sitting(house) as seat:
        table = seat.app.screen.query_one(UnitTable)
        await seat.press("end")
        assert table.cursor_row == len(UNITS) - 1
        await seat.press("home")
        assert table.cursor_row == 0


@awaited
async def test_ten_ready_units_are_submitted_in_twelve_keys_and_the_name(house: House) -> None:
    fill(house.desks(PERSON), PORTFOLIO, *UNITS[:10])
    async with sitting(house) as seat:
        await seat.press("s")
        await seat.press(*("space" if letter == " " else letter for letter in "Cerys Wyn"))
        submit_and_close = ["enter", "enter"]
        await seat.press(submit_and_close[0])
        await seat.press(submit_and_close[1])
        assert seat.place == "PathScreen"
        assert "0 of 11 met, 10 with your assessor" in seat.shown
    assert len(["s", *submit_and_close]) <= 12
    records = [house.desks(PERSON).workbook.unit(PORTFOLIO, unit).record for unit in UNITS[:10]]
    assert {record.state for record in records} == {"submitted"}
    assert len({record.submitted_at for record in records}) == 1


@awaited
async def test_the_way_is_begun_anew_from_a_screen_that_lies_on_it(house: House) -> None:
    refer(house, UNITS[0])
    async with sitting(house) as seat:
        await seat.press("f", "ctrl+p", *"my course", "enter")
        assert seat.place == "PathScreen"
        assert not seat.app.can_go_back


@awaited
async def test_a_store_that_cannot_be_asked_for_news_is_asked_again_without_a_word(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_arguments: object) -> dict[str, int]:
        raise Busy("Somebody else is writing.")

    async with sitting(house) as seat:
        assert isinstance(seat.front, PathScreen)
        monkeypatch.setattr(f"{PathScreen.__module__}.revisions", busy)
        seat.front.look_for_news()
        await seat.rest()
        assert seat.front.banner.sentence == ""
