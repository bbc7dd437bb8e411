"""Answers in plain lines, with words in place of ids, for every kind of activity."""

from typing import Any

import pytest

from stepback_course.course.activities import Activity
from stepback_course.course.models import Unit
from stepback_course.portfolio.models import Response
from stepback_course.portfolio.telling.plain import (
    after_lines,
    answer_lines,
    consent_lines,
    occasion_lines,
    question_lines,
    response_lines,
    target_cards,
    unit_occasions,
)
from tests.filling import CONSENT, ready_answer
from tests.house import packed_course

FRAME = {"title": "A title", "prompt": "Do it.", "when": "after", "minutes": 5}
SORT: dict[str, Any] = {
    "id": "sort",
    "kind": "sort",
    "cards": [{"id": "pen", "text": "A pen"}, {"id": "cup", "text": "A cup"}],
    "piles": [{"id": "easy", "text": "Easy"}, {"id": "easier", "text": "Easier"}],
    "own_piles": 1,
    "own_cards": 2,
}
SORTED = {
    "piles": {"easy": ["pen"], "own-1": ["own-2"]},
    "own_piles": {"own-1": "Not today"},
    "own_cards": {"own-2": "Whistling"},
}
TARGETS: dict[str, Any] = {
    "id": "goals",
    "kind": "targets",
    "from_sort": "sort",
    "pile": "easier",
    "stages": ["With help", "With a hint", "Nearly", "Alone"],
}


def unit_with(*activities: dict[str, Any]) -> Unit:
    return Unit.model_validate(
        {
            "id": "statement-01",
            "kind": "statement",
            "title": "A unit",
            "reading": "Read.",
            "parts": [{"id": "a", "title": "A", "activities": [FRAME | a for a in activities]}],
            "criteria": [{"id": "c", "text": "Does it.", "evidence": [activities[0]["id"]]}],
        }
    )


def activity(**fields: Any) -> Activity:
    return unit_with({"id": "one", **fields}).activities[0]


def lines(value: Any, **fields: Any) -> list[str]:
    kind = activity(**fields)
    return answer_lines(kind, kind.read(value))


def test_a_reflection_is_its_own_lines() -> None:
    words = {"min": 1, "max": 9}

    assert lines("First.\n\nSecond.", kind="reflection", words=words) == ["First.", "", "Second."]


def test_a_scale_says_what_its_points_mean() -> None:
    assert lines({"before": 1, "after": 3}, kind="scale", labels=["Never", "Now", "Often"]) == [
        "Before: 1 of 3, Never",
        "After: 3 of 3, Often",
    ]


def test_a_rating_not_given_is_said_to_be_missing() -> None:
    assert lines({"before": 2, "after": None}, kind="scale", labels=["Never", "Now"]) == [
        "Before: 2 of 2, Now",
        "After: nothing entered",
    ]


def test_a_checklist_tells_ticked_from_not_ticked_in_words() -> None:
    items = [{"id": "a", "text": "Told"}, {"id": "b", "text": "Asked"}, {"id": "c", "text": "Left"}]
    value = {"a": {"done": True, "note": "in sign\nand speech"}, "b": {"done": False, "note": ""}}

    assert lines(value, kind="checklist", items=items) == [
        "ticked: Told",
        "   in sign",
        "   and speech",
        "not ticked: Asked",
        "not ticked: Left",
    ]


def test_a_choice_is_the_words_of_the_option() -> None:
    options = [
        {"id": "wait", "text": "Wait", "explanation": "Good."},
        {"id": "help", "text": "Help", "explanation": "Hm."},
    ]

    assert lines("help", kind="choice", scenario="A coat falls.", options=options) == [
        "Chosen: Help"
    ]


def test_a_sort_names_piles_and_cards_also_those_made_on_the_spot() -> None:
    assert lines(SORTED, **SORT | {"id": "one"}) == [
        "Easy: 1 card",
        "   - A pen",
        "Easier: 0 cards",
        "Not today (a pile of their own): 1 card",
        "   - Whistling (a card of their own)",
        "Left out: 1 card",
        "   - A cup",
    ]


def test_a_log_numbers_its_rows_and_names_its_columns() -> None:
    columns = [{"id": "seen", "text": "What I saw"}, {"id": "did", "text": "What I did"}]
    rows = [{"date": "2026-03-04", "seen": "A look", "did": ""}, {"seen": "One\nTwo", "did": "No"}]

    assert lines(rows, kind="log", columns=columns) == [
        "1. 4 March 2026",
        "   What I saw: A look",
        "   What I did: nothing entered",
        "2. no day given",
        "   What I saw: One",
        "   Two",
        "   What I did: No",
    ]


def test_a_plan_says_how_what_who_and_by_when() -> None:
    row = {"how": "Less", "what": "The door", "who": "Robin", "when": "2026-05-01"}

    assert lines([row], kind="plan") == [
        "1. How: Less",
        "   What: The door",
        "   Who: Robin",
        "   By when: 1 May 2026",
    ]


def test_roles_say_who_does_what() -> None:
    row = {"part": "Start", "teacher": "Asks", "assistant": "Waits", "learner": "Begins"}

    assert lines([row], kind="roles") == [
        "1. Part of the lesson: Start",
        "   Teacher: Asks",
        "   Assistant: Waits",
        "   Learner: Begins",
    ]


def test_targets_name_the_cards_of_their_sort() -> None:
    unit = unit_with(SORT, TARGETS)
    rows = [
        {"card": "own-2", "success": "I do it.", "before": 1, "after": None},
        {"card": "cup", "success": "", "before": None, "after": 4},
    ]
    responses = {
        "sort": Response(value=SORTED, number=1, at=""),
        "goals": Response(value=unit.activities[1].read(rows), number=1, at=""),
    }

    assert response_lines(unit, unit.activities[1], responses) == [
        "1. Whistling (a card of their own)",
        "   How the learner will know: I do it.",
        "   Stage before: 1 of 4, With help",
        "   Stage after: nothing entered",
        "2. A cup",
        "   How the learner will know: nothing entered",
        "   Stage before: nothing entered",
        "   Stage after: 4 of 4, Alone",
    ]


def test_targets_that_do_not_ask_for_a_stage_after_show_none() -> None:
    rows = [{"card": "pen", "success": "Yes", "before": 2, "after": None}]

    assert lines(rows, **TARGETS | {"id": "one", "stage_after": False})[-1] == (
        "   Stage before: 2 of 4, With a hint"
    )


def test_only_targets_take_words_from_a_sort() -> None:
    unit = unit_with(SORT, TARGETS)

    assert target_cards(unit, unit.activities[0], {}) == {}
    assert target_cards(unit, unit.activities[1], {}) == {"pen": "A pen", "cup": "A cup"}


def test_how_a_response_came_about_is_said_where_it_was_said() -> None:
    unit = unit_with({"id": "one", "kind": "reflection", "words": {"min": 1, "max": 9}})
    response = Response.model_validate(
        {"value": "Hm.", "number": 1, "at": "", "with": "Elen", "from_paper": "2026-02-03"}
    )

    assert response_lines(unit, unit.activities[0], {"one": response}) == [
        "Hm.",
        "Done with Elen.",
        "First done on paper, on 3 February 2026.",
    ]


@pytest.mark.parametrize("unit", packed_course().units, ids=lambda unit: unit.id)
def test_every_activity_of_the_course_says_so_where_nothing_is_entered(unit: Unit) -> None:
    for each in unit.activities:
        assert response_lines(unit, each, {}) == ["Nothing is entered."]


@pytest.mark.parametrize("unit", packed_course().units, ids=lambda unit: unit.id)
def test_no_id_of_a_card_pile_or_column_is_left_in_an_answer(unit: Unit) -> None:
    responses = {
        each.id: Response(value=each.read(ready_answer(each, unit)), number=1, at="")
        for each in unit.activities
    }
    for each in unit.activities:
        told = response_lines(unit, each, responses)
        ids = {
            part.id
            for field in ("cards", "piles", "items", "columns", "options")
            for part in getattr(each, field, ())
            if "-" in part.id
        }
        assert told != ["Nothing is entered."]
        assert not [line for line in told if any(name in line for name in ids)]


@pytest.mark.parametrize("text", ["[bold]x[/bold]", "{card} {0} %s", "\\[red", "<b>&amp;"])
def test_what_was_typed_is_repeated_as_it_is(text: str) -> None:
    own = SORTED | {"own_cards": {"own-2": text}, "own_piles": {"own-1": text}}
    columns = [{"id": "seen", "text": "Seen"}]

    assert lines(text, kind="reflection", words={"min": 1, "max": 9}) == [text]
    assert lines([{"seen": text}], kind="log", columns=columns)[-1] == f"   Seen: {text}"
    assert f"   - {text} (a card of their own)" in lines(own, **SORT | {"id": "one"})


def test_a_question_has_all_that_the_practitioner_read() -> None:
    options = [
        {"id": "wait", "text": "Wait", "explanation": "Good."},
        {"id": "help", "text": "Help", "explanation": "Hm."},
    ]
    choice = activity(kind="choice", scenario="A coat falls.", options=options)
    words = {"min": 1, "max": 9}
    reflection = activity(kind="reflection", words=words, prompts=["Who?", "When?"])

    assert question_lines(choice) == ["Do it.", "A coat falls.", "- Wait", "- Help"]
    assert question_lines(reflection) == ["Do it.", "- Who?", "- When?"]


def test_permission_is_told_in_sentences() -> None:
    assert consent_lines(CONSENT) == [
        "The learner is called Robin here, which is a made-up name.",
        "Permission was given by a parent or carer, in writing, on 2 March 2026.",
        "The learner was told and is content: yes.",
        "It covers: assessment.",
    ]


def test_a_choice_explains_what_was_chosen_and_nothing_before() -> None:
    options = [
        {"id": "wait", "text": "Wait", "explanation": "A stop may\nbe a thought."},
        {"id": "help", "text": "Help", "explanation": "Hm."},
    ]
    choice = activity(kind="choice", scenario="A coat falls.", options=options)

    assert after_lines(choice, "wait") == ["A stop may be a thought."]
    assert after_lines(choice, "") == after_lines(choice, None) == []


REASONED = SORT | {
    "id": "one",
    "cards": [
        {"id": "pen", "text": "A pen", "suggested": "easy", "because": "It lies\nthere."},
        {"id": "cup", "text": "A cup", "suggested": "easier", "because": "It is hot."},
        {"id": "hat", "text": "A hat"},
    ],
}


def test_a_sort_gives_its_reasons_once_all_lie_somewhere_the_differing_ones_first() -> None:
    sort = activity(**REASONED)
    some = sort.read({"piles": {"easy": ["pen", "cup"]}})
    all_of_them = sort.read({"piles": {"easy": ["pen", "cup", "hat"]}})

    assert after_lines(sort, some) == []
    assert after_lines(sort, all_of_them) == [
        "A cup",
        "   We would have put it in 'Easier'. It is hot.",
        "A pen",
        "   We would have put it there too. It lies there.",
    ]


def test_a_learner_is_given_no_reasons() -> None:
    sort = activity(**REASONED | {"learner": True})

    assert after_lines(sort, sort.read({"piles": {"easy": ["pen", "cup", "hat"]}})) == []


def test_how_answers_came_about_is_listed_for_a_unit() -> None:
    unit = unit_with(SORT, TARGETS)
    said = Response(value=SORTED, number=1, at="", partner="Bethan", from_paper="2026-02-03")
    alone = Response(value=[], number=1, at="")

    assert unit_occasions(unit, {"sort": said, "goals": alone}) == [
        "A title: Done with Bethan. First done on paper, on 3 February 2026."
    ]
    assert occasion_lines(alone) == []
