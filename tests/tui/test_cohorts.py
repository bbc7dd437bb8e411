"""The trainer's desk."""

import csv
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.widgets import Input

from stepback_course.cohorts import Registry
from stepback_course.tui import doors
from stepback_course.tui.cohort_tasks import CohortsView, read_cohorts
from stepback_course.tui.progress_grid import unit_label
from stepback_course.tui.screens.attendance import AttendanceScreen
from stepback_course.tui.screens.cohorts import CohortsScreen
from stepback_course.tui.screens.dialogs import AskLine
from stepback_course.tui.screens.practitioner import PractitionerScreen
from stepback_course.tui.widgets.paged_table import PAGE, PagedTable
from stepback_course.tui.widgets.ticks import TickLine
from tests.course_done import attend, meet
from tests.filling import fill, submit
from tests.tui.conftest import House
from tests.tui.frames import frame
from tests.tui.opening import answer, cells, opened, options, problems, type_in
from tests.tui.sitting import NARROW, WIDE, Sitting
from tests.tui.widgets.host import awaited


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder in which nothing is yet."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    return tmp_path


def names(seat: Sitting) -> list[str]:
    """Return the first column of the table in front."""
    return [row[0] for row in cells(seat)]


@awaited
async def test_the_grid_shows_where_every_unit_of_everybody_stands(house: House) -> None:
    meet(house, "P-CERYS", "statement-01")
    submit(house.desks(), "P-CERYS", "statement-02")
    fill(house.desks(), "P-CERYS", "statement-03")
    attend(house, "P-CERYS", "attended", "absent")
    house.clock = lambda: datetime(2026, 7, 1, 9, tzinfo=UTC)
    async with opened(house.app("TR-TOM")) as seat:
        assert seat.front.masthead.where == "Cohorts › Gwynedd, spring"
        assert cells(seat)[0] == ["Cerys Wyn", *"✓▸●", *"○" * 8, "1/11", "✓", "✗", "! 9"]
        assert names(seat) == ["Cerys Wyn", "Dafydd Puw", "Elen Môn"]
        assert "3 practitioners · work is due by 30 June 2026" in seat.shown
        for words in ("✓ met", "▸ with assessor", "↺ further work needed", "✗ absent"):
            assert words in seat.shown


@awaited
async def test_nothing_is_said_of_cohorts_before_they_are_read(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on = Event()

    def slowly(*arguments: Any) -> CohortsView:
        may_go_on.wait(timeout=10)
        return read_cohorts(*arguments)

    monkeypatch.setattr(f"{CohortsScreen.__module__}.read_cohorts", slowly)
    app = house.app("TR-TOM")
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        before = frame(app)
        may_go_on.set()
        await Sitting(app, pilot).rest()
        assert "There is no cohort yet" not in before
        assert "with assessor" not in before
        assert "with assessor" in frame(app)


@pytest.mark.parametrize(
    ("unit", "label"), [("statement-07", "7"), ("statement-10", "10"), ("learners-voice", "LV")]
)
def test_a_column_has_a_short_head(unit: str, label: str) -> None:
    assert unit_label(unit) == label


@awaited
async def test_enter_shows_one_practitioner_in_words_and_none_of_theirs(house: House) -> None:
    submit(house.desks(), "P-DAFYDD", "statement-01")
    async with opened(house.app("TR-TOM")) as seat:
        await seat.press("down", "enter")
        assert isinstance(seat.app.screen, PractitionerScreen)
        first, second, *_rest = cells(seat)
        assert first[2:] == ["▸ with assessor", "4 March"]
        assert second[2:] == ["○ not started", ""]
        assert "day 1 · not recorded, day 2 · not recorded" in seat.shown
        assert "waited beside the door" not in seat.shown
        await seat.press("escape")
        assert seat.app.screen.query_one(PagedTable).key == "P-DAFYDD"


@awaited
async def test_a_coordinator_erases_what_a_practitioner_wrote(house: House) -> None:
    submit(house.desks(), "P-CERYS", "statement-01")
    async with opened(house.app("CO-ANN")) as seat:
        seat.app.push_screen(doors.cohorts_screen())
        await seat.rest()
        await seat.press("enter")
        await seat.press("x")
        assert [line.partition(",")[0] for line in options(seat)][1:] == [
            "Learner's Voice case study",
            "Everything that was written",
        ]
        await seat.press("enter", *"erase", "enter", "enter")
        assert isinstance(seat.app.screen, PractitionerScreen)
        assert cells(seat)[0][2] == "○ not started"
    (tombstone,) = house.desks("CO-ANN").eraser.tombstones("P-CERYS")
    assert (tombstone.units, tombstone.role) == (("statement-01",), "coordinator")


@awaited
async def test_a_trainer_is_not_offered_to_erase(house: House) -> None:
    async with opened(house.app("TR-TOM")) as seat:
        await seat.press("enter", "x")
        assert isinstance(seat.app.screen, PractitionerScreen)


@awaited
async def test_enrolling_goes_on_with_the_next_person(house: House) -> None:
    async with opened(house.app("TR-TOM")) as seat:
        await seat.press("e")
        type_in(seat, name="Nia Jones", email="nia@example.org", setting="Ysgol Nia")
        await seat.press("ctrl+s")
        assert "✓ Nia Jones is enrolled (1 so far)" in seat.shown
        type_in(seat, name="Owain Lloyd")
        await seat.press("ctrl+s")
        assert "✓ Owain Lloyd is enrolled (2 so far)" in seat.shown
        await seat.press("ctrl+s")
        assert problems(seat) == {"name": "this is needed"}
        await seat.press("escape")
        assert names(seat)[-2:] == ["Nia Jones", "Owain Lloyd"]
    rows = [row for row in house.desks().registry.progress() if row.setting == "Ysgol Nia"]
    assert [row.name for row in rows] == ["Nia Jones", "Owain Lloyd"]
    (nia,) = [each for each in house.desks().directory.people() if each.name == "Nia Jones"]
    assert (nia.email, [entry.role for entry in nia.roles]) == (
        "nia@example.org",
        ["practitioner"],
    )


@awaited
async def test_what_is_no_email_address_enrols_nobody(house: House) -> None:
    async with opened(house.app("TR-TOM")) as seat:
        await seat.press("e")
        type_in(seat, name="Nia Jones", email="nia at example")
        await seat.press("ctrl+s")
        assert problems(seat) == {"email": "this is not an e-mail address"}
        type_in(seat, email="nia@example.org")
        await seat.press("ctrl+s")
        assert "✓ Nia Jones is enrolled (1 so far)" in seat.shown


@awaited
async def test_somebody_known_is_enrolled_as_who_they_are(house: House) -> None:
    async with opened(house.app("TR-TOM")) as seat:
        await seat.press("e", "m", "e", "g")
        assert options(seat) == ["known here: Megan Price"]
        await seat.press("down", "enter", "ctrl+s")
        assert "✓ Megan Price is enrolled" in seat.shown
        await seat.press(*"cerys", "down", "enter", "ctrl+s")
        assert "Cerys Wyn was in this cohort already" in seat.shown
        await seat.press(*"elen mon")
        assert options(seat) == ["known here: Elen Môn"]
    assert len(house.desks().workbook.portfolios("AS-MEG")) == 1
    assert len(house.desks().workbook.portfolios("PR-CERYS")) == 1


@awaited
async def test_the_space_bar_records_attended_then_absent(house: House) -> None:
    async with opened(house.app("TR-TOM")) as seat:
        await seat.press("a", "space", "down", "space", "space")
        assert isinstance(seat.app.screen, AttendanceScreen)
        assert [row[2:] for row in cells(seat)] == [
            ["✓ attended", "· not recorded"],
            ["✗ absent", "· not recorded"],
            ["· not recorded", "· not recorded"],
        ]
        await seat.press("right", "space")
        assert "Day 1: 1 of 3 attended, 1 not recorded" in seat.shown
    kept = house.desks().registry.attendance("CO-1")
    assert kept == {"P-CERYS": ("attended", None), "P-DAFYDD": ("absent", "attended")}


@awaited
async def test_everybody_else_attended_leaves_who_was_absent(house: House) -> None:
    attend(house, "P-CERYS", "attended", "absent")
    attend(house, "P-DAFYDD", "attended")
    attend(house, "P-ELEN", "attended")
    async with opened(house.app("TR-TOM")) as seat:
        await seat.press("a", "a")
        assert [row[3] for row in cells(seat)] == ["✗ absent", "✓ attended", "✓ attended"]
        await seat.press("a")
    days = house.desks().registry.attendance("CO-1")
    assert [days[each][1] for each in sorted(days)] == ["absent", "attended", "attended"]


@awaited
async def test_whoever_is_found_absent_while_the_others_are_recorded_is_absent(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, attend_one = Event(), Registry.attend

    def slowly(*arguments: Any) -> None:
        go_on.wait(timeout=10)
        attend_one(*arguments)

    monkeypatch.setattr(Registry, "attend", slowly)
    async with opened(house.app("TR-TOM")) as seat:
        await seat.press("a")
        for key in ("a", "down", "space"):
            await seat.pilot.press(key)
            await seat.turns_taken()
        go_on.set()
        await seat.rest()
        assert [row[2] for row in cells(seat)] == ["✓ attended", "✗ absent", "✓ attended"]


@awaited
async def test_a_day_that_has_not_come_is_told_and_nothing_recorded(house: House) -> None:
    house.clock = lambda: datetime(2026, 2, 3, 16, tzinfo=UTC)
    async with opened(house.app("TR-TOM")) as seat:
        await seat.press("a", "right")
        for key in ("space", "a"):
            seat.front.banner.sentence = ""
            await seat.press(key)
            assert "day 2 is on 24 February 2026" in seat.front.banner.sentence
    assert house.desks().registry.attendance("CO-1") == {}


@awaited
async def test_who_may_not_record_attendance_is_told(house: House) -> None:
    async with opened(house.app()) as seat:
        seat.app.start_at(AttendanceScreen(house.desks().registry.cohort("CO-1")))
        await seat.rest()
        for key in ("space", "a"):
            seat.front.banner.sentence = ""
            await seat.press(key)
            assert "attendance is recorded by a named trainer" in seat.front.banner.sentence
    assert house.desks().registry.attendance("CO-1") == {}


@awaited
async def test_results_are_written_where_the_trainer_says(house: House, home: Path) -> None:
    async with opened(house.app("TR-TOM")) as seat:
        await seat.press("x")
        proposed = Path(seat.app.screen.query_one(Input).value)
        assert proposed == home / "stepback" / "gwynedd-spring-2026-03-04.csv"
        await answer(seat, "~/results.doc")
        assert "let the name end in .csv or .json" in seat.shown
        await answer(seat, "~/results.csv")
        assert seat.front.banner.sentence == "33 rows are in ~/results.csv."
        assert seat.front.banner.done
    with (home / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 33


@awaited
async def test_a_place_that_cannot_be_written_is_told_in_the_banner(
    house: House, home: Path
) -> None:
    (home / "file").write_text("not a folder")
    async with opened(house.app("TR-TOM")) as seat:
        for key, line in (("x", "~/file/results.json"), ("i", "~/file/sent")):
            await seat.press(key)
            await answer(seat, line)
            assert "cannot be written" in seat.front.banner.sentence
            assert not seat.front.banner.done
            await seat.press("escape")


@awaited
async def test_invitations_are_written_one_for_each(house: House, home: Path) -> None:
    async with opened(house.app("TR-TOM")) as seat:
        await seat.press("i", "enter")
        folder = home / "stepback" / "gwynedd-spring"
        assert "3 invitations are in ~/stepback/gwynedd-spring:" in seat.front.banner.sentence
        assert "recovery key is in" in seat.front.banner.sentence
        assert len(list(folder.glob("*.stepback-invitation"))) == 3
        await seat.press("i", "x", "n")
        assert isinstance(seat.app.screen, AskLine)
        await seat.press("escape")
        assert isinstance(seat.app.screen, CohortsScreen)
        await seat.press("e", "escape")
        assert not seat.front.banner.sentence


@awaited
async def test_a_new_cohort_comes_to_the_front(house: House) -> None:
    async with opened(house.app("TR-TOM")) as seat:
        await seat.press("n")
        type_in(seat, cohort_name="Arfon", cohort_due="soon")
        await seat.press("ctrl+s")
        assert list(problems(seat)) == ["cohort-due"]
        type_in(seat, cohort_due="1/7/2026", contact="Tom, 01286 111111")
        await seat.press("ctrl+s")
        assert seat.front.masthead.where == "Cohorts › Arfon"
        assert "Nobody is enrolled yet" in seat.shown
        await seat.press("c", "end", "enter")
        assert seat.front.masthead.where == "Cohorts › Gwynedd, spring"
        assert len(cells(seat)) == 3
    (made,) = [each for each in house.desks().registry.cohorts() if each.name == "Arfon"]
    assert (made.due, made.contact) == ("2026-07-01", "Tom, 01286 111111")
    assert not made.practice


@awaited
async def test_a_cohort_to_practise_on_is_made_by_a_tick(house: House) -> None:
    async with opened(house.app("TR-TOM")) as seat:
        await seat.press("n")
        type_in(seat, cohort_name="Exemplars")
        seat.app.screen.query_one(TickLine).focus()
        await seat.press("space", "ctrl+s")
        assert seat.front.masthead.where == "Cohorts › Exemplars"
    (made,) = [each for each in house.desks().registry.cohorts() if each.name == "Exemplars"]
    assert made.practice


@awaited
async def test_a_wide_screen_has_the_settings_and_the_cohorts_beside_the_grid(
    house: House,
) -> None:
    house.enrol(house.add("PR-X", "[bold]Nia", "practitioner").id, "P-X", "[red]Ysgol")
    cohort = house.desks().registry.cohort("CO-1")
    other = cohort.model_copy(update={"id": "CO-2", "name": "Môn [i]"})
    house.desks("TR-TOM").registry.make_cohort(other)
    async with opened(house.app("TR-TOM"), WIDE) as seat:
        assert ["[bold]Nia", "[red]Ysgol", *"○" * 11, "0/11", "·", "·", ""] in cells(seat)
        assert options(seat) == ["Gwynedd, spring", "Môn [i]"]
        await seat.press("shift+tab", "end", "enter")
        assert seat.front.masthead.where == "Cohorts › Môn [i]"


@awaited
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_enter_opens_the_first_row_at_once(house: House, size: tuple[int, int]) -> None:
    async with opened(house.app("TR-TOM"), size) as seat:
        assert seat.app.focused is seat.app.screen.query_one(PagedTable)
        await seat.press("enter")
        assert isinstance(seat.app.screen, PractitionerScreen)


@awaited
async def test_a_wide_screen_cuts_neither_titles_nor_settings(house: House) -> None:
    setting = "Ysgol Gyfun Dyffryn Conwy"
    house.enrol(house.add("PR-X", "Aled Hopcyn", "practitioner").id, "P-X", setting)
    async with opened(house.app("TR-TOM"), WIDE) as seat:
        await seat.press("enter")
        assert "My role is clear to the teacher, to the learner and to me" in frame(seat.app)
        await seat.press("escape", "a")
        assert setting in frame(seat.app)


@pytest.mark.parametrize("key", ["enter", "a"])
@awaited
async def test_a_small_window_has_room_for_every_column(house: House, key: str) -> None:
    submit(house.desks(), "P-CERYS", "statement-01")
    async with opened(house.app("TR-TOM")) as seat:
        await seat.press(key)
        table = seat.app.screen.query_one(PagedTable)
        assert table.columns
        assert not table.show_horizontal_scrollbar


@awaited
async def test_a_store_without_cohorts_says_what_to_do(empty_house: House) -> None:
    empty_house.add("TR-TOM", "Tom Hughes", "trainer")
    async with opened(empty_house.app("TR-TOM")) as seat:
        assert "There is no cohort yet. Press n to make one." in seat.shown
        await seat.press("e", "a", "i", "x")
        assert isinstance(seat.app.screen, CohortsScreen)


@awaited
async def test_a_long_table_grows_a_page_at_a_time_and_keeps_its_place(house: House) -> None:
    for number in range(PAGE):
        house.enrol(house.add(f"PR-{number}", f"P {number:03}", "practitioner").id, f"P-{number}")
    async with opened(house.app("TR-TOM")) as seat:
        table = seat.app.screen.query_one(PagedTable)
        assert table.row_count == PAGE
        assert f"{PAGE} of {PAGE + 3} shown, m for more" in seat.shown
        table.move_cursor(row=PAGE - 1)
        kept = table.key
        await seat.press("m")
        assert (table.row_count, table.key) == (PAGE + 3, kept)
