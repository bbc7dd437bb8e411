"""What somebody writes in a form outlives the window, until it is sent or left on purpose."""

import errno
import os
from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.widgets import Button, TextArea

from stepback_course.marking.appeals.rules import LAST_STAGE
from stepback_course.portfolio import unsent
from stepback_course.portfolio.unsent import unsent_folder
from stepback_course.tui import saving
from stepback_course.tui.screens.appeal_forms import AnswerForm
from stepback_course.tui.unsent_keeper import UnsentKeeper
from stepback_course.tui.widgets.dialog import Dialog
from stepback_course.tui.widgets.form_lines import FormLine
from stepback_course.tui.widgets.one_of import OneOf
from tests.tui.conftest import House
from tests.tui.sitting import PERSON, PORTFOLIO, Sitting, sitting
from tests.tui.test_looking_again import UNIT, appealed, looking, referred
from tests.tui.test_practice import practice_house, practising
from tests.tui.test_quality import CERYS, judged, kept
from tests.tui.test_quality import looking as at_quality
from tests.tui.widgets.host import awaited

__all__ = ["appealed", "judged", "practice_house", "referred"]

TOLD = "You began to write this on 4 March, 12:"


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Save what is written without waiting for a pause."""
    monkeypatch.setattr(saving, "QUIET", 0.0)


def written(seat: Sitting) -> list[str]:
    return [field.text for field in seat.app.screen.query(TextArea)]


def on_disk() -> str:
    return "".join(path.read_text("utf-8") for path in sorted(unsent_folder().glob("*")))


async def rest_until(seat: Sitting, is_so: Callable[[], bool]) -> None:
    for _turn in range(100):
        if is_so():
            return
        await seat.rest()
    raise AssertionError


@awaited
async def test_grounds_are_there_again_after_the_window_was_killed(referred: House) -> None:
    async with sitting(referred) as killed:
        await killed.press("f", "a", *"It is [there] ŵ")
        await rest_until(killed, lambda: "[there] ŵ" in on_disk())
        async with sitting(referred) as seat:
            await seat.press("f", "a")
            assert written(seat) == ["It is [there] ŵ"]
            assert TOLD in seat.shown
            assert seat.app.screen.query_one(".problem").has_class("-told")
            await seat.press(*", twice", "ctrl+s")
            assert seat.place == "FeedbackScreen"
    appeal, _until = referred.desks(PERSON).appeals.standing(PORTFOLIO, UNIT)
    assert appeal is not None
    assert appeal.stage.grounds == "It is [there] ŵ, twice"


@awaited
async def test_grounds_that_were_sent_are_kept_as_an_appeal_alone(referred: House) -> None:
    async with sitting(referred) as seat:
        await seat.press("f", "a", *"It is there")
        await rest_until(seat, lambda: "It is there" in on_disk())
        await seat.press("ctrl+s")
        assert seat.place == "FeedbackScreen"
        assert on_disk() == ""
    assert on_disk() == ""


@awaited
async def test_grounds_left_behind_on_purpose_are_gone(referred: House) -> None:
    async with sitting(referred) as seat:
        await seat.press("f", "a", *"It is there", "escape")
        await rest_until(seat, lambda: "It is there" in on_disk())
        await seat.press("escape")
        assert on_disk() == ""
        await seat.press("a")
        assert written(seat) == [""]
        assert TOLD not in seat.shown


@awaited
async def test_what_was_taken_up_again_is_left_behind_at_the_second_try_too(
    referred: House,
) -> None:
    keep_answers(referred, PERSON, "appeal", {"": "It is there"})
    async with sitting(referred) as seat:
        await seat.press("f", "a", "escape")
        assert seat.place == "AppealForm"
        assert not seat.app.screen.query_one(".problem").has_class("-told")
        assert "It is there" in on_disk()
        await seat.press("escape")
        assert seat.place == "FeedbackScreen"
        assert on_disk() == ""


@pytest.fixture
def long_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be saved because of a pause."""
    monkeypatch.setattr(saving, "QUIET", 60.0)
    monkeypatch.setattr(saving, "LONGEST", 60.0)


@awaited
async def test_quitting_in_a_form_keeps_the_last_letter(referred: House, long_pause: None) -> None:
    async with sitting(referred) as seat:
        await seat.press("f", "a", *"It is there")
        assert on_disk() == ""
        await seat.pilot.press("ctrl+q")
    assert "It is there" in on_disk()
    assert seat.app.parting_words == []


@awaited
async def test_a_form_popped_by_another_place_keeps_what_was_written(
    referred: House, long_pause: None
) -> None:
    async with sitting(referred) as seat:
        await seat.press("f", "a", *"It is there")
        seat.app.go_home()
        await seat.rest()
        assert "It is there" in on_disk()


@awaited
async def test_words_that_are_taken_out_again_are_not_kept(referred: House) -> None:
    async with sitting(referred) as seat:
        await seat.press("f", "a", "x")
        await rest_until(seat, lambda: on_disk() != "")
        await seat.press("backspace")
        await rest_until(seat, lambda: on_disk() == "")


@awaited
async def test_nobody_finds_in_a_form_what_another_wrote(appealed: House) -> None:
    appealed.add("AS-IDA", "Ida Holm", "assessor")
    async with looking(appealed) as seat:
        await seat.press("a", *"It is not there")
        await rest_until(seat, lambda: "It is not there" in on_disk())
    async with looking(appealed, "AS-IDA") as seat:
        await seat.press("a")
        assert written(seat) == [""]
    async with looking(appealed) as seat:
        await seat.press("a")
        assert written(seat) == ["It is not there"]


@awaited
async def test_what_was_chosen_stands_beside_what_was_written(practice_house: House) -> None:
    async with practising(practice_house) as seat:
        await seat.press("k", "tab", *"One of five")
        await rest_until(seat, lambda: "One of five" in on_disk())
        await seat.press("shift+tab", "down", "space")
        await rest_until(seat, lambda: "not_yet_met" in on_disk())
    async with practising(practice_house) as seat:
        await seat.press("k")
        assert written(seat)[0] == "One of five"
        assert [each.chosen for each in seat.app.screen.query(OneOf)][:2] == ["not_yet_met", ""]


@awaited
async def test_names_are_there_again_and_what_is_said_of_them_stays(appealed: House) -> None:
    view = appealed.desks("AS-MEG").appeals.open(PORTFOLIO, UNIT)
    last = view.appeal.stage.model_copy(update={"number": LAST_STAGE})
    view = replace(view, appeal=view.appeal.model_copy(update={"stages": (last,)}))
    keep_answers(appealed, "AS-MEG", "answer-stands", {"members": "Ann Rees, Ida Holm"})
    async with looking(appealed) as seat:
        seat.app.push_screen(AnswerForm(seat.app.desks, view, "stands"))
        await seat.rest()
        assert seat.app.screen.query_one("#members", FormLine).value == "Ann Rees, Ida Holm"
        assert TOLD in seat.shown
        seat.app.screen.query_one("#independent Input").focus()
        await seat.press("I")
        assert TOLD not in seat.shown
        await rest_until(seat, lambda: '"independent":"I"' in on_disk())


def test_an_answer_that_is_not_offered_any_more_is_not_chosen() -> None:
    choice = OneOf("assessor", {"AS-IDA": "Ida Holm"})
    choice.chosen = "AS-GONE"
    assert choice.chosen == ""


@awaited
async def test_a_refused_return_leaves_its_words_where_they_are(judged: House) -> None:
    async with at_quality(judged, "VE-NIA", at=CERYS) as seat:
        await seat.press("r", *"No dates")
        judged.desks("VE-NIA").quality.sample(*CERYS, "a first look")
        await seat.press("ctrl+s")
        assert seat.place == "AskNote"
        assert "meanwhile" in seat.shown
        window = seat.app.screen.query_one(Dialog)
        for button in window.query(Button):
            assert window.content_region.contains_region(button.region)
        assert written(seat) == ["No dates"]
    async with at_quality(judged, "VE-NIA", at=CERYS) as seat:
        await seat.press("r")
        assert written(seat) == ["No dates"]
        await seat.press("ctrl+s")
        assert seat.place == "SampleScreen"
    assert kept(judged)[1].samples[-1].looks[0].comment == "No dates"
    assert on_disk() == ""


@awaited
async def test_feedback_begun_anew_stands_in_the_place_of_what_was_kept(judged: House) -> None:
    judged.desks("VE-NIA").quality.sample(*CERYS, "to compare", blind=True)
    async with at_quality(judged, "AS-IDA", at=CERYS) as seat:
        await seat.press("1", "f", *"One moment", "ctrl+s")
        assert judged.desks("AS-IDA").quality.open(*CERYS).marks.feedback
        await seat.press("f", "!")
        await rest_until(seat, lambda: "One moment!" in on_disk())
    async with at_quality(judged, "AS-IDA", at=CERYS) as seat:
        await seat.press("f")
        assert written(seat) == ["One moment!"]
        await seat.press("backspace")
        await rest_until(seat, lambda: on_disk() == "")
        await seat.press("escape")
        assert seat.place == "SampleScreen"


def full(*_anything: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@awaited
async def test_whoever_writes_is_told_where_nothing_can_be_kept(
    referred: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stepback_course.tui.unsent_keeper.keep", full)
    async with sitting(referred) as seat:
        await seat.press("f", "a", *"It is there")
        await rest_until(seat, lambda: "is not kept yet (No space left" in seat.shown)
        assert written(seat) == ["It is there"]
        await seat.pilot.press("ctrl+q")
    (told,) = seat.app.parting_words
    assert "It is there" in told


def test_a_save_under_way_leaves_nothing_of_a_form_that_was_sent(
    referred: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = UnsentKeeper(referred.desks(PERSON), PORTFOLIO, UNIT, "appeal")

    def keep_after_it_was_sent(form: unsent.Form, words: unsent.Unsent) -> None:
        keeper.forget()
        unsent.keep(form, words)

    monkeypatch.setattr("stepback_course.tui.unsent_keeper.keep", keep_after_it_was_sent)
    keeper.note({"": "It is there"})
    keeper.save()
    assert on_disk() == ""


def test_a_form_is_as_old_as_its_first_word_and_written_when_it_changes(referred: House) -> None:
    keep_answers(referred, PERSON, "appeal", {"": "It is"})
    keeper = UnsentKeeper(referred.desks(PERSON), PORTFOLIO, UNIT, "appeal")
    begun = keeper.found()
    assert keeper.save().saved == ()
    keeper.note({"": "It is there"})
    assert keeper.save().saved == ((UNIT, "appeal"),)
    assert keeper.save().saved == ()
    found = keeper.found()
    assert begun is not None
    assert found == begun.model_copy(update={"answers": {"": "It is there"}})


@awaited
async def test_of_two_windows_with_one_form_the_one_that_is_behind_is_told(
    referred: House,
) -> None:
    async with sitting(referred) as first, sitting(referred) as second:
        await first.press("f", "a", *"It is there")
        await rest_until(first, lambda: "It is there" in on_disk())
        await second.press("f", "a", "!")
        await rest_until(second, lambda: "It is there!" in on_disk())
        await first.press("?")
        await rest_until(first, lambda: "in another window meanwhile" in first.shown)
        assert written(first) == ["It is there?"]
        await second.press("!")
        await rest_until(second, lambda: "It is there!!" in on_disk())
        assert "in another window" not in second.shown
        await first.press("escape", "escape")
        assert first.place == "FeedbackScreen"
        assert "It is there!!" in on_disk()


@awaited
async def test_words_stay_in_a_window_whose_form_was_sent_from_another(referred: House) -> None:
    async with sitting(referred) as first:
        await first.press("f", "a", *"It is there")
        await rest_until(first, lambda: "It is there" in on_disk())
        async with sitting(referred) as second:
            await second.press("f", "a", "!", "ctrl+s")
            assert on_disk() == ""
        await first.press("?")
        await rest_until(first, lambda: "in another window meanwhile" in first.shown)
        assert written(first) == ["It is there?"]
        assert on_disk() == ""
    (told,) = first.app.parting_words
    assert "It is there?" in told


def test_an_erased_unit_takes_what_is_being_written_about_it_along(referred: House) -> None:
    keeper = UnsentKeeper(referred.desks(PERSON), PORTFOLIO, UNIT, "appeal")
    keeper.note({"": "It is there"})
    keeper.drop(PORTFOLIO, ["statement-02"])
    keeper.save()
    assert "It is there" in on_disk()
    keeper.note({"": "It is there, twice"})
    keeper.drop(PORTFOLIO.lower(), [UNIT])
    assert keeper.save().saved == ()
    assert on_disk() == ""


def test_an_erased_unit_takes_what_is_written_about_several_along(referred: House) -> None:
    keeper = UnsentKeeper(referred.desks(PERSON), PORTFOLIO, "", "explanations")
    keeper.note({"": "It is there"})
    keeper.save()
    keeper.drop(PORTFOLIO, [UNIT])
    assert on_disk() == ""


def test_what_is_written_about_several_units_is_told_where_nothing_can_be_kept(
    referred: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stepback_course.tui.unsent_keeper.keep", full)
    keeper = UnsentKeeper(referred.desks(PERSON), PORTFOLIO, "", "explanations")
    keeper.note({"": "It is there"})
    assert keeper.end() == [
        "What you wrote and did not send could not be kept. It is:\n\nIt is there\n"
    ]


def keep_answers(house: House, person: str, name: str, answers: dict[str, str]) -> None:
    """Leave a form about the unit as a window leaves it that was killed."""
    keeper = UnsentKeeper(house.desks(person), PORTFOLIO, UNIT, name)
    keeper.note(answers)
    keeper.save()
