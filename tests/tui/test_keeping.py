"""Nothing typed in a unit is lost, whatever becomes of the screen, the store or the window."""

import asyncio
import signal
from collections.abc import Callable

import pytest
from textual.events import Key

from stepback_course.portfolio.models import Response
from stepback_course.portfolio.rescue import rescue_folder
from stepback_course.store import Busy
from stepback_course.tui import saving
from stepback_course.tui.conflicts import conflict_choices
from tests.tui.conftest import House
from tests.tui.sitting import sitting
from tests.tui.test_saving import refuse
from tests.tui.widgets.host import awaited
from tests.tui.writing import UNIT, begun, open_writing, sit_elsewhere, text_of

__all__ = ["begun"]


@awaited
async def test_what_is_typed_is_saved_by_itself_and_the_time_is_in_sight(
    begun: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "QUIET", 0.0)
    async with sitting(begun, unit=UNIT) as seat:
        area = await open_writing(seat)
        area.insert("I wait ŵ [/] before I help.")
        await seat.pilot.pause()
        assert seat.front.masthead.saved in ("Saving…", "Saved 12:03:04")
        for _turn in range(100):
            await seat.rest()
            if text_of(begun):
                break
        assert text_of(begun) == "I wait ŵ [/] before I help."
        await seat.rest()
        assert seat.front.masthead.saved == "Saved 12:03:04"
        assert area.has_focus


@awaited
async def test_leaving_a_page_saves_it_and_coming_back_shows_it(begun: House) -> None:
    async with sitting(begun, unit=UNIT) as seat:
        area = await open_writing(seat)
        area.insert("I wait.")
        await seat.press("f2", "f3")
        assert text_of(begun) == "I wait."
        assert seat.activity.value == "I wait."


@awaited
async def test_leaving_the_unit_saves_it(begun: House) -> None:
    async with sitting(begun) as seat:
        area = await open_writing(seat)
        area.insert("I wait.")
        await seat.press("escape")
        assert seat.place == "PathScreen"
        assert text_of(begun) == "I wait."


@awaited
async def test_a_key_and_leaving_in_the_same_breath_lose_nothing(begun: House) -> None:
    async with sitting(begun) as seat:
        area = await open_writing(seat)
        area.insert("I wait")
        for key, character in (("full_stop", "."), ("f2", None), ("escape", None)):
            seat.app.post_message(Key(key, character))
        await seat.rest()
        assert text_of(begun) == "I wait."


@awaited
async def test_another_screen_in_front_saves_it(begun: House) -> None:
    async with sitting(begun, unit=UNIT) as seat:
        area = await open_writing(seat)
        area.insert("I wait.")
        await seat.press("f1")
        assert text_of(begun) == "I wait."


@awaited
async def test_quitting_saves_what_was_typed_just_before(begun: House) -> None:
    async with sitting(begun, unit=UNIT) as seat:
        area = await open_writing(seat)
        area.insert("I wait.")
        await seat.pilot.press("ctrl+q")
        assert text_of(begun) == "I wait."
    assert not seat.app.parting_words


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="the system has no such signal")
@awaited
async def test_signals_to_end_save_what_was_typed_just_before(begun: House) -> None:
    heard: dict[int, Callable[[], None]] = {}
    loop = asyncio.get_running_loop()
    loop.add_signal_handler = heard.setdefault  # type: ignore[method-assign,assignment] # nobody is to be ended here
    async with sitting(begun, unit=UNIT) as seat:
        area = await open_writing(seat)
        area.insert("I wait.")
        assert heard[signal.SIGHUP] == heard[signal.SIGTERM]
        heard[signal.SIGTERM]()
        await seat.pilot.pause()
    assert text_of(begun) == "I wait."


@awaited
async def test_somebody_else_sitting_down_saves_it_under_the_first_name(begun: House) -> None:
    async with sitting(begun, unit=UNIT) as seat:
        area = await open_writing(seat)
        area.insert("I wait.")
        elsewhere = begun.desks("PR-ELEN").actor
        seat.app.sit_down(elsewhere)
        await seat.rest()
        assert text_of(begun) == "I wait."


@awaited
async def test_a_refused_save_says_why_keeps_the_text_and_is_tried_again(begun: House) -> None:
    refusing = refuse(begun, Busy("Another program is writing here."))
    async with sitting(begun, unit=UNIT) as seat:
        area = await open_writing(seat)
        area.insert("I wait.")
        await seat.press("ctrl+s")
        assert seat.front.banner.sentence == "Another program is writing here."
        assert seat.front.masthead.saved == "Not saved"
        assert area.text == "I wait."
        await seat.press("f2", "f3")
        assert seat.activity.value == "I wait."
        refusing.error = None
        await seat.press("ctrl+s")
        assert text_of(begun) == "I wait."
        assert seat.front.banner.sentence == ""
        assert seat.front.masthead.saved == "Saved 12:03:04"


@awaited
async def test_leaving_with_something_unsaved_asks_first_and_then_says_where_it_is(
    begun: House,
) -> None:
    refuse(begun, Busy("Another program is writing here."))
    async with sitting(begun) as seat:
        area = await open_writing(seat)
        area.insert("I wait.")
        await seat.press("escape")
        assert seat.place == "Confirm"
        assert "Another program is writing here." in seat.shown
        await seat.press("escape")
        assert seat.place == "UnitScreen"
        await seat.press("escape", "enter")
        (path,) = rescue_folder().iterdir()
        assert path.read_text() == "I wait."
        assert str(path) in seat.front.banner.sentence


@awaited
async def test_unsaved_text_is_in_a_file_after_quitting_and_the_path_is_told(begun: House) -> None:
    refuse(begun, Busy("Another program is writing here."))
    async with sitting(begun, unit=UNIT) as seat:
        area = await open_writing(seat)
        area.insert("I wait.")
        await seat.pilot.press("ctrl+q")
    (path,) = rescue_folder().iterdir()
    assert path.read_text() == "I wait."
    assert str(path) in seat.app.parting_words[0]


# Two windows.


@awaited
async def test_of_two_answers_mine_can_stand_and_theirs_is_in_a_file(begun: House) -> None:
    async with sitting(begun, unit=UNIT) as seat:
        area = await open_writing(seat)
        area.insert("Mine.")
        sit_elsewhere(begun, "Theirs.")
        await seat.press("ctrl+s")
        assert "F8" in seat.front.banner.sentence
        assert (area.text, text_of(begun)) == ("Mine.", "Theirs.")
        await seat.press("f8")
        assert seat.place == "ChooseOne"
        await seat.press("home", "enter")
        assert text_of(begun) == "Mine."
        (path,) = rescue_folder().iterdir()
        assert path.read_text() == "Theirs."
        assert str(path) in seat.front.banner.sentence


@awaited
async def test_of_two_answers_theirs_can_stand_and_mine_is_in_a_file(begun: House) -> None:
    async with sitting(begun, unit=UNIT) as seat:
        area = await open_writing(seat)
        area.insert("Mine.")
        sit_elsewhere(begun, "Theirs.")
        await seat.press("ctrl+s", "f8", "end", "enter")
        assert seat.activity.value == "Theirs."
        assert text_of(begun) == "Theirs."
        (path,) = rescue_folder().iterdir()
        assert path.read_text() == "Mine."
        await seat.press("ctrl+s")
        assert text_of(begun) == "Theirs."


@awaited
async def test_what_another_window_wrote_appears_when_nothing_is_typed_here(begun: House) -> None:
    async with sitting(begun) as seat:
        await open_writing(seat)
        sit_elsewhere(begun, "Theirs.")
        await seat.press("f1", "escape")
        assert seat.activity.value == "Theirs."


def test_two_long_answers_are_shown_where_they_part() -> None:
    common = "The same beginning of both. " * 20
    theirs = Response(value=f"{common}And then theirs.", number=2, at="2026-03-04T14:05:00.000Z")
    (_mine, keep), (_theirs, take) = conflict_choices(f"{common}And then mine.", theirs)
    assert "And then mine." in keep
    assert "And then theirs." in take
    assert "4 March, 14:05" in take
