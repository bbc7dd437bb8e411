"""What a learner sees, and what only the practitioner beside them can do."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Button, Input

from stepback_course.course.activities import Sort
from stepback_course.people.preferences import Preferences
from stepback_course.portfolio.models import Occasion
from stepback_course.tui.app import StepbackApp
from stepback_course.tui.screens.learner_view import LearnerView
from stepback_course.tui.screens.unit import UnitScreen
from stepback_course.tui.widgets.sort_board import SortBoard
from tests import house as furnished
from tests.filling import CONSENT, submit
from tests.tui.conftest import House
from tests.tui.frames import colours, frame, words
from tests.tui.sitting import PERSON, PORTFOLIO, Sitting
from tests.tui.widgets.host import awaited

UNIT, SORT, AGAIN = "learners-voice", "easy-easier", "easy-easier-again"
LARGE_LETTERS = (40, 12)
"""A terminal that is zoomed until it has only this many cells."""
OWN = "A pile of my own"


def the_sort() -> Sort:
    unit = furnished.packed_course().unit(UNIT)
    assert unit is not None
    sort = unit.activity(SORT)
    assert isinstance(sort, Sort)
    return sort


@pytest.fixture
def permitted(house: House) -> House:
    """A house in which permission for the learner's part is recorded."""
    house.desks(PERSON).workbook.record_consent(PORTFOLIO, CONSENT)
    return house


@asynccontextmanager
async def at_the_sort(
    house: House, size: tuple[int, int] = LARGE_LETTERS, *, page: str = SORT
) -> AsyncIterator[Sitting]:
    """Open the page of a sort, before anything is handed over."""
    screen = UnitScreen(PORTFOLIO, UNIT, f"activity/{page}")
    app = StepbackApp(house.desks(PERSON), Preferences(), first=lambda: screen)
    async with app.run_test(size=size, notifications=True) as pilot:
        seat = Sitting(app, pilot)
        await seat.rest()
        yield seat


@asynccontextmanager
async def learner_sorts(
    house: House, size: tuple[int, int] = LARGE_LETTERS
) -> AsyncIterator[Sitting]:
    """Hand over to the learner."""
    async with at_the_sort(house, size) as seat:
        await seat.press("f6", "enter")
        assert seat.place == "LearnerView"
        yield seat


def kept(house: House, activity: str = SORT) -> dict[str, dict[str, object]]:
    responses = house.desks(PERSON).workbook.unit(PORTFOLIO, UNIT).draft.responses
    value: dict[str, dict[str, object]] = responses[activity].value
    return value


def expected(card: str, *piles: str) -> list[str]:
    """Return every word a learner is to see: those of one card, and of its places."""
    digits = [str(number) for number in range(1, len(piles) + 1)]
    return sorted(" ".join([card, *piles, *digits, "0", "Not today"]).split())


PILES = ("Easy", "I'd like this easier")


@awaited
async def test_in_every_frame_there_is_one_card_with_its_places_and_nothing_else(
    permitted: House,
) -> None:
    cards = [card.text for card in the_sort().cards]
    async with learner_sorts(permitted) as seat:
        for number, card in enumerate(cards):
            assert words(seat.app) == expected(card, *PILES, OWN)
            assert len(colours(seat.app)) == 1
            await seat.pilot.press("120"[number % 3])
            await seat.pilot.pause()
        assert words(seat.app) == expected("There are no more cards.", *PILES, OWN)


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (160, 50)])
@awaited
async def test_the_longest_card_is_seen_whole_with_all_its_places(
    permitted: House, size: tuple[int, int]
) -> None:
    longest = max((card.text for card in the_sort().cards), key=len)
    async with learner_sorts(permitted, size) as seat:
        await seat.press("3", *"Cyn", "enter", "c")
        seat.app.screen.query_one(Input).value = longest
        await seat.press("enter")
        assert words(seat.app) == expected(longest, *PILES, "Cyn", OWN)


@awaited
async def test_a_card_with_more_words_than_there_is_room_for_is_read_on_with_the_arrows(
    permitted: House,
) -> None:
    words_of_it = [f"word{number}" for number in range(45)]
    async with learner_sorts(permitted) as seat:
        await seat.press("c")
        seat.app.screen.query_one(Input).value = " ".join(words_of_it)
        await seat.press("enter")
        seen = set(words(seat.app))
        for _more in range(6):
            await seat.press("down")
            seen |= set(words(seat.app))
        assert set(words_of_it) <= seen
        await seat.press(*["up"] * 6)
        assert words_of_it[0] in words(seat.app)


@awaited
async def test_no_place_looks_like_the_right_one(permitted: House) -> None:
    async with learner_sorts(permitted, (80, 24)) as seat:
        places = list(seat.app.screen.query(".place"))
        looks = {
            (p.styles.color, p.styles.background, p.styles.border, p.size.height) for p in places
        }
        assert len(looks) == 1
        assert len(colours(seat.app)) == 1


@awaited
async def test_no_message_comes_between_the_learner_and_the_card(permitted: House) -> None:
    async with learner_sorts(permitted) as seat:
        before = frame(seat.app)
        seat.app.notify("Saved 3 of 20")
        below = seat.app.screen_stack[-2]
        assert isinstance(below, UnitScreen)
        below.banner.sentence = "The disk is full."
        await seat.rest()
        assert frame(seat.app) == before


def every_key() -> Iterator[str]:
    """Yield every key that does something anywhere around the page of a sort."""
    for kind in (StepbackApp, UnitScreen, SortBoard, LearnerView, Screen):
        for node in kind.__mro__:
            for binding in vars(node).get("BINDINGS", ()):
                key = binding.key if hasattr(binding, "key") else binding[0]
                yield from key.split(",")


@awaited
async def test_only_two_keys_together_lead_out(permitted: House) -> None:
    typed = {"ctrl+g", "g", "c", *"0123456789"}
    keys = [key for key in dict.fromkeys(every_key()) if key not in typed]
    assert {"ctrl+q", "ctrl+p", "escape", "f1", "question_mark", "f5", "tab"} <= set(keys)
    async with learner_sorts(permitted) as seat:
        for key in keys:
            await seat.pilot.press(key)
            assert seat.place == "LearnerView", key
        assert seat.app.is_running
        await seat.press("g", "ctrl+g", "0", "g", "ctrl+g", "ctrl+g")
        assert seat.place == "LearnerView"
        await seat.press("g")
        assert seat.place == "UnitScreen"


@awaited
async def test_the_way_out_is_told_before_the_learner_begins(permitted: House) -> None:
    async with at_the_sort(permitted, (80, 24)) as seat:
        await seat.press("f6")
        assert "press Ctrl+G and then G. No other key leaves" in seat.shown
        await seat.press("escape")
        assert seat.place == "UnitScreen"


async def test_with_large_letters_too_all_that_is_told_before_can_be_read(
    permitted: House,
) -> None:
    async with at_the_sort(permitted, LARGE_LETTERS) as seat:
        await seat.press("f6")
        window = seat.app.screen.region
        buttons = seat.app.screen.query(Button)
        assert all(window.contains_region(button.region) for button in buttons)
        words = seat.app.screen.query_one(VerticalScroll)
        assert words.region.height >= 5
        await seat.press(*["down"] * 30)
        assert words.scroll_y == words.max_scroll_y > 0
        await seat.press("enter")
        assert seat.place == "LearnerView"


@awaited
async def test_each_step_is_saved_while_the_learner_still_sorts(
    permitted: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stepback_course.tui.saving.QUIET", 0)
    async with learner_sorts(permitted) as seat:
        await seat.press("1", "2")
        assert seat.place == "LearnerView"
        assert kept(permitted)["piles"] == {"easy": ["coat-and-bag"], "easier": ["next-lesson"]}
        await seat.press("ctrl+g", "g")
        board = seat.app.screen.query_one(SortBoard)
        assert board.table.pile_of("next-lesson") == "easier"
        assert board.has_focus


@awaited
async def test_a_card_comes_back_and_goes_elsewhere(permitted: House) -> None:
    async with learner_sorts(permitted) as seat:
        await seat.press("1", "0", "backspace", "left")
        assert words(seat.app) == expected("Finding my coat and bag", *PILES, OWN)
        await seat.press("2", "ctrl+g", "g", "ctrl+s")
        assert kept(permitted)["piles"] == {"easier": ["coat-and-bag"]}


@awaited
async def test_the_learner_names_a_pile_and_writes_a_card(permitted: House) -> None:
    async with learner_sorts(permitted) as seat:
        await seat.press("3")
        assert "What is it called?" in frame(seat.app)
        await seat.press(*"Cyn yr ŵyl", "enter", "c", *"My tray", "enter", "3")
        await seat.press("ctrl+g", "g", "ctrl+s")
        assert kept(permitted) == {
            "piles": {"own-1": ["coat-and-bag", "own-2"]},
            "own_piles": {"own-1": "Cyn yr ŵyl"},
            "own_cards": {"own-2": "My tray"},
        }


@awaited
async def test_a_name_begun_and_left_is_none_and_leaving_keeps_it(permitted: House) -> None:
    async with learner_sorts(permitted) as seat:
        await seat.press("3", "x", "escape", "3", *"Soon", "ctrl+g", "g", "ctrl+s")
        assert seat.place == "UnitScreen"
        assert kept(permitted)["own_piles"] == {"own-1": "Soon"}


@awaited
async def test_a_place_can_be_touched(permitted: House) -> None:
    async with learner_sorts(permitted, (80, 24)) as seat:
        await seat.pilot.click(list(seat.app.screen.query(".place"))[1])
        await seat.press("ctrl+g", "g", "ctrl+s")
        assert kept(permitted)["piles"] == {"easier": ["coat-and-bag"]}


@awaited
async def test_what_was_sorted_on_one_day_is_not_asked_again_on_another(permitted: House) -> None:
    async with learner_sorts(permitted) as seat:
        await seat.press("1", "0", "2", "ctrl+g", "g", "f6", "enter")
        assert words(seat.app) == expected("Getting to my next lesson", *PILES, OWN)


def occasion(house: House) -> Occasion:
    return house.desks(PERSON).workbook.unit(PORTFOLIO, UNIT).draft.responses[SORT].occasion


@awaited
async def test_sorted_in_this_view_is_noted_by_itself(permitted: House) -> None:
    async with learner_sorts(permitted) as seat:
        await seat.press("1", "ctrl+g", "g", "ctrl+s")
        assert occasion(permitted) == Occasion(how="on screen")


@awaited
async def test_what_was_sorted_with_real_cards_takes_a_key_a_card_and_five_for_how(
    permitted: House,
) -> None:
    cards = [card.id for card in the_sort().cards]
    async with at_the_sort(permitted, (80, 40)) as seat:
        for number in range(len(cards)):
            await seat.pilot.press("12"[number % 2])
        await seat.press("f9", "2", "tab", "3", "ctrl+s")
        assert kept(permitted)["piles"] == {"easy": cards[::2], "easier": cards[1::2]}
        assert occasion(permitted) == Occasion(how="real cards", scribe="another adult")
        assert "The learner sorted with real cards." in frame(seat.app)


@awaited
async def test_no_other_answer_is_asked_how_a_learner_sorted(permitted: House) -> None:
    async with at_the_sort(permitted, (80, 40), page="own-words") as seat:
        await seat.press("f9")
        assert "How did the learner sort?" not in seat.shown


@awaited
async def test_only_a_learners_sort_that_is_open_is_handed_over(house: House) -> None:
    async with at_the_sort(house) as seat:
        assert not seat.app.screen.check_action("hand_to_learner", ())
    submit(house.desks(PERSON), PORTFOLIO, UNIT)
    async with at_the_sort(house) as seat:
        assert not seat.app.screen.check_action("hand_to_learner", ())


@awaited
async def test_the_second_sort_has_the_cards_and_piles_that_the_learner_made(
    permitted: House,
) -> None:
    made = {"own_piles": {"own-1": "Before school"}, "own_cards": {"own-2": "My tray"}}
    first = {"piles": {"easier": ["getting-lunch"], "own-1": ["own-2"]}} | made
    permitted.desks(PERSON).workbook.respond(PORTFOLIO, UNIT, SORT, first)
    async with at_the_sort(permitted, (80, 40), page=AGAIN) as seat:
        await seat.press("f6", "enter", "0", "0", "0", "1", "ctrl+g", "g", "ctrl+s")
        assert kept(permitted, AGAIN) == {"piles": {"easy": ["getting-lunch"]}} | made
        assert "●◂––––○" not in frame(seat.app)
        await seat.press("tab", "tab", "enter")
        assert "●◂––––○" in frame(seat.app)


@awaited
async def test_the_review_brings_back_the_targets_as_they_were(permitted: House) -> None:
    target = {"card": "getting-lunch", "success": "I get it.", "before": 2, "after": None}
    permitted.desks(PERSON).workbook.respond(PORTFOLIO, UNIT, "our-targets", [target])
    async with at_the_sort(permitted, (80, 40), page="our-targets-now") as seat:
        assert seat.activity.value == [target]
        assert "Getting my lunch" in frame(seat.app)


@awaited
async def test_a_target_that_is_chosen_after_the_review_began_comes_with_its_first_words(
    permitted: House,
) -> None:
    permitted.clock = furnished.Ticking()
    workbook = permitted.desks(PERSON).workbook
    old = {"card": "getting-lunch", "success": "I get it.", "before": 2, "after": 3}
    new = {"card": "coat-and-bag", "success": "I hang it up.", "before": 1, "after": None}
    workbook.respond(PORTFOLIO, UNIT, "our-targets-now", [old])
    workbook.respond(PORTFOLIO, UNIT, "our-targets", [old | {"after": None}, new])
    async with at_the_sort(permitted, (80, 50), page="our-targets-now") as seat:
        assert seat.activity.value == [old, new]
        assert "I hang it up." in frame(seat.app)
