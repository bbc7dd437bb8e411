"""What changed between the first time and now."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepback_course.course.activities import Sort, Targets
from stepback_course.portfolio.learner.change import Change, Step, change_lines, change_picture
from stepback_course.portfolio.learner.review import carried_over, change_of, with_late_targets
from stepback_course.portfolio.models import Response
from stepback_course.portfolio.telling.plain import response_lines
from tests.house import packed_course

PLACES = ("Easy", "I'd like this easier", "Before high school")
STEPS = (
    Step("Getting my lunch", 1, 0),
    Step("Carrying my tray when the hall is full", 0, 2),
    Step("Finding my coat", 0, 0),
    Step("Working in a group", None, 1),
    Step("Joining in a game", 2, None),
)
PICTURE = """\
1  Easy
2  I'd like this easier
3  Before high school

○ the first time   ● now   ◉ both times

What moved                              1     2     3
Getting my lunch                        ●◂––––○
Carrying my tray when the hall is full  ○––––––––––▸●

Placed only once                        1     2     3
Working in a group                            ●
Joining in a game                                   ○

Where it was                            1     2     3
Finding my coat                         ◉"""
NARROW = """\
1  Easy
2  I'd like this easier
3  Before high school

○ the first time
● now
◉ both times

What moved
  1     2     3
Getting my lunch
  ●◂––––○
Carrying my tray when the hall
is full
  ○––––––––––▸●

Placed only once
  1     2     3
Working in a group
        ●
Joining in a game
              ○

Where it was
  1     2     3
Finding my coat
  ◉"""
UNIT, SORT, AGAIN = "learners-voice", "easy-easier", "easy-easier-again"
TARGETS, TARGETS_NOW = "our-targets", "our-targets-now"


def case_study() -> Any:
    unit = packed_course().unit(UNIT)
    assert unit is not None
    return unit


def sorted_so(piles: dict[str, list[str]], **own: dict[str, str]) -> dict[str, Any]:
    return {"piles": piles, "own_piles": {}, "own_cards": {}} | own


def test_a_change_is_a_picture_with_a_ring_for_then_and_a_dot_for_now() -> None:
    assert "\n".join(change_picture(Change(PLACES, STEPS), 60)) == PICTURE


def test_in_a_narrow_place_the_drawing_stands_under_its_words() -> None:
    assert "\n".join(change_picture(Change(PLACES, STEPS), 32)) == NARROW


def test_a_change_is_told_in_words_too() -> None:
    assert change_lines(Change(PLACES, STEPS)) == [
        "What moved:",
        "   Getting my lunch: from “I'd like this easier” to “Easy”",
        "   Carrying my tray when the hall is full: from “Easy” to “Before high school”",
        "Placed only once:",
        "   Working in a group: “I'd like this easier” now, nowhere the first time",
        "   Joining in a game: “Before high school” the first time, nowhere now",
        "Where it was:",
        "   Finding my coat: “Easy” both times",
    ]


@st.composite
def changes(draw: st.DrawFn) -> Change:
    words = st.text("ab ŵ-漢", min_size=1, max_size=60)
    places = draw(st.lists(words, min_size=2, max_size=6))
    place = st.integers(0, len(places) - 1)
    step = st.builds(Step, words, st.none() | place, place) | st.builds(
        Step, words, place, st.none()
    )
    return Change(tuple(places), tuple(draw(st.lists(step, max_size=6))))


@given(changes(), st.integers(36, 120))
def test_a_picture_keeps_to_its_width_and_draws_no_lines_of_boxes(
    change: Change, width: int
) -> None:
    for line in change_picture(change, width):
        assert len(line) <= width
        assert not any("\u2500" <= letter <= "\u259f" for letter in line)


def test_two_sorts_are_compared_by_what_stands_on_the_cards() -> None:
    first = sorted_so(
        {"easy": ["coat-and-bag", "own-2"], "own-1": ["getting-lunch"]},
        own_piles={"own-1": "Before school"},
        own_cards={"own-2": "My tray"},
    )
    # The same card and pile, made anew in another order, and so with other ids.
    again = sorted_so(
        {"own-3": ["coat-and-bag"], "easy": ["getting-lunch"], "easier": ["own-1"]},
        own_piles={"own-3": "before school"},
        own_cards={"own-1": "my tray"},
    )
    unit = case_study()
    change = change_of(unit, unit.activity(AGAIN), {SORT: first, AGAIN: again})
    assert change == Change(
        ("Easy", "I'd like this easier", "before school"),
        (
            Step("Finding my coat and bag", 0, 2),
            Step("Getting my lunch", 2, 0),
            Step("my tray", 0, 1),
        ),
    )


def test_a_card_of_ones_own_is_none_of_the_courses_whatever_is_written_on_it() -> None:
    own: dict[str, Any] = {"own_cards": {"own-1": "joining-in"}, "own_piles": {"own-2": "easy"}}
    first = sorted_so({"easy": ["joining-in"], "own-2": ["own-1"]}, **own)
    again = sorted_so({"easier": ["joining-in"], "own-2": ["own-1"]}, **own)
    unit = case_study()
    change = change_of(unit, unit.activity(AGAIN), {SORT: first, AGAIN: again})
    assert change == Change(
        ("Easy", "I'd like this easier", "easy"),
        (Step("Joining in a game", 0, 1), Step("joining-in", 2, 2)),
    )


def test_the_stages_of_the_targets_are_compared() -> None:
    answer = [
        {"card": "own-2", "success": "", "before": 1, "after": 3},
        {"card": "getting-lunch", "success": "", "before": 2, "after": 2},
        {"card": "joining-in", "success": "", "before": None, "after": None},
    ]
    first = sorted_so({"easier": ["own-2"]}, own_cards={"own-2": "My tray"})
    unit = case_study()
    change = change_of(unit, unit.activity(TARGETS_NOW), {SORT: first, TARGETS_NOW: answer})
    assert change is not None
    assert change.steps == (Step("My tray", 0, 2), Step("Getting my lunch", 1, 1))
    assert change.places == unit.activity(TARGETS_NOW).stages


@pytest.mark.parametrize(
    ("activity", "answers"),
    [
        (AGAIN, {}),
        (AGAIN, {SORT: sorted_so({"easy": ["coat-and-bag"]})}),
        (AGAIN, {AGAIN: sorted_so({"easy": ["coat-and-bag"]})}),
        (AGAIN, {SORT: sorted_so({}), AGAIN: sorted_so({"easy": ["coat-and-bag"]})}),
        (TARGETS_NOW, {TARGETS_NOW: [{"card": "a", "success": "", "before": 1, "after": None}]}),
        (TARGETS, {TARGETS: [{"card": "a", "success": "", "before": 1, "after": 2}]}),
        (SORT, {SORT: sorted_so({"easy": ["coat-and-bag"]})}),
    ],
)
def test_there_is_nothing_to_compare_before_both_times_are_told(
    activity: str, answers: dict[str, Any]
) -> None:
    unit = case_study()
    assert change_of(unit, unit.activity(activity), answers) is None


def test_a_second_sort_begins_with_what_the_learner_made_and_no_card_placed() -> None:
    made = {"own_piles": {"own-1": "Before school"}, "own_cards": {"own-2": "My tray"}}
    again = case_study().activity(AGAIN)
    assert isinstance(again, Sort)
    begun = carried_over(again, {SORT: sorted_so({"own-1": ["own-2", "getting-lunch"]}, **made)})
    assert begun == {"piles": {}} | made
    assert again.read(begun) == begun
    assert carried_over(again, {SORT: sorted_so({"easy": ["coat-and-bag"]})}) is None
    assert carried_over(again, {}) is None


def test_targets_are_brought_back_without_their_stage_now() -> None:
    now = case_study().activity(TARGETS_NOW)
    assert isinstance(now, Targets)
    target = {"card": "getting-lunch", "success": "I get it.", "before": 2, "after": None}
    assert carried_over(now, {TARGETS: [target | {"after": 4}]}) == [target]
    assert carried_over(case_study().activity(TARGETS), {TARGETS: [target]}) is None


def test_a_target_that_was_chosen_after_the_review_began_is_brought_too() -> None:
    now = case_study().activity(TARGETS_NOW)
    old = {"card": "getting-lunch", "success": "I get it.", "before": 2, "after": None}
    new = {"card": "coat-and-bag", "success": "I do it alone.", "before": 1, "after": None}
    given = [old | {"after": 3}]

    def then(first_at: str, now_at: str) -> dict[str, Response]:
        return {
            TARGETS: Response(value=[old, new], number=2, at=first_at),
            TARGETS_NOW: Response(value=given, number=1, at=now_at),
        }

    early, late = "2026-03-04T12:00:00.000Z", "2026-03-04T12:00:01.000Z"
    assert with_late_targets(now, given, then(late, early)) == [*given, new]
    assert with_late_targets(now, [], then(late, early)) == [old, new]
    assert with_late_targets(now, given, then(early, late)) == given
    assert with_late_targets(now, given, {}) == given
    first = case_study().activity(TARGETS)
    assert with_late_targets(first, [old], then(late, early)) == [old]


def test_whoever_reads_the_second_sort_reads_what_changed_and_how_it_was_done() -> None:
    unit = case_study()
    responses = {
        SORT: Response(value=sorted_so({"easier": ["getting-lunch"]}), number=1, at=""),
        AGAIN: Response(
            value=sorted_so({"easy": ["getting-lunch"]}),
            number=1,
            at="",
            how="eye-pointing",
            scribe="practitioner",
        ),
    }
    assert response_lines(unit, unit.activity(AGAIN), responses)[-4:] == [
        "What moved:",
        "   Getting my lunch: from “I'd like this easier” to “Easy”",
        "The learner sorted by eye-pointing.",
        "The practitioner wrote the learner's words down.",
    ]
