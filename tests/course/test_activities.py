"""What holds for the answers to every kind of activity."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.course.samples import EMPTY, FULL, KINDS, make, refused


@pytest.mark.parametrize("kind", KINDS)
def test_a_full_answer_is_kept_as_it_is_and_nothing_is_missing(kind: str) -> None:
    activity = make(kind)

    answer = activity.read(FULL[kind])

    assert answer == FULL[kind]
    assert list(activity.missing(answer)) == []
    assert not activity.is_empty(answer)


@pytest.mark.parametrize(("kind", "value"), [(k, value) for k in EMPTY for value in EMPTY[k]])
def test_an_answer_in_which_nothing_was_entered_is_empty_and_not_ready(
    kind: str, value: object
) -> None:
    activity = make(kind)
    answer = activity.read(value)

    assert activity.is_empty(answer)
    assert list(activity.missing(answer)) != []


@pytest.mark.parametrize("kind", KINDS)
def test_no_answer_at_all_is_empty_and_not_ready(kind: str) -> None:
    activity = make(kind)

    assert activity.is_empty(None)
    assert list(activity.missing(None)) != []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", [None, 3, [1], {"x": 1}, "\ud800" * 41, object()])
def test_an_answer_of_another_shape_is_refused_in_sentences(kind: str, value: object) -> None:
    if kind == "reflection" and isinstance(value, str):
        assert make(kind).read(value) == ""
        return

    told = refused(kind, value)

    assert told
    for sentence in told:
        assert sentence.isprintable()
        assert "Input should" not in sentence
        assert "pydantic" not in sentence.lower()


ESCAPES = "\x1b]0;owned\x07\x1b[31mŵ\u202e[red]x[/red]\x1b[0m\x00"
CLEANED = "ŵ[red]x[/red]"
DIRTY: dict[str, tuple[Any, Any]] = {
    "reflection": (ESCAPES, CLEANED),
    "checklist": (
        {"wait": {"done": True, "note": ESCAPES}},
        {"wait": {"done": True, "note": CLEANED}},
    ),
    "sort": (
        {"own_piles": {"own-1": ESCAPES}, "own_cards": {"own-2": ESCAPES}},
        {"piles": {}, "own_piles": {"own-1": CLEANED}, "own_cards": {"own-2": CLEANED}},
    ),
    "log": (
        [{"date": "\x1b[1m2026-03-04 ", "seen": ESCAPES}],
        [{"date": "2026-03-04", "seen": CLEANED}],
    ),
    "plan": ([{"how": ESCAPES}], [{"how": CLEANED, "what": "", "who": "", "when": ""}]),
    "roles": (
        [{"part": ESCAPES}],
        [{"part": CLEANED, "teacher": "", "assistant": "", "learner": ""}],
    ),
    "targets": (
        [{"card": "pen", "success": ESCAPES}],
        [{"card": "pen", "success": CLEANED, "before": None, "after": None}],
    ),
}


@pytest.mark.parametrize("kind", DIRTY)
def test_what_a_terminal_would_obey_is_taken_out_and_brackets_stay(kind: str) -> None:
    dirty, cleaned = DIRTY[kind]

    assert make(kind).read(dirty) == cleaned


@pytest.mark.parametrize("kind", KINDS)
def test_reading_an_answer_again_changes_nothing(kind: str) -> None:
    activity = make(kind)
    for value in [FULL[kind], *EMPTY[kind], DIRTY.get(kind, (FULL[kind], None))[0]]:
        once = activity.read(value)
        assert activity.read(once) == once


@given(st.text(max_size=300))
def test_any_text_is_a_reflection_once_it_is_clean(text: str) -> None:
    activity = make("reflection")

    answer = activity.read(text)

    assert unicodedata.is_normalized("NFC", answer)
    unseen = {c for c in answer if unicodedata.category(c) in {"Cc", "Cs", "Co", "Cn"}}
    assert unseen <= {"\n", "\t"}
    assert activity.read(answer) == answer


def test_welsh_letters_typed_in_two_strokes_become_one() -> None:
    decomposed = unicodedata.normalize("NFD", "dŵr a thŷ")

    assert make("reflection").read(decomposed) == "dŵr a thŷ"
