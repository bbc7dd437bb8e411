"""The course that comes with the program keeps what is promised about it."""

from functools import cache
from typing import get_args

import pytest

from stepback_course.course.activities import Activity, Choice, Sort, Targets
from stepback_course.course.models import Course, Unit
from stepback_course.course.packed import packed_root
from stepback_course.course.reader import check_content, read_course
from stepback_course.text import count_words

STATEMENTS = [f"statement-{number:02}" for number in range(1, 11)]


@cache
def packaged() -> Course:
    """Return the course, read once for all tests."""
    return read_course(packed_root())


@pytest.fixture(autouse=True)
def own_content(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at what is packaged, whatever an author has in their environment."""
    monkeypatch.delenv("STEPBACK_CONTENT", raising=False)


def statements() -> list[Unit]:
    """Return the ten statements."""
    return [unit for unit in packaged().units if unit.kind == "statement"]


def test_it_is_read_without_a_problem() -> None:
    assert check_content() == []


def test_it_says_that_its_words_are_ours() -> None:
    assert (packaged().id, packaged().origin) == ("step-back-practitioners", "illustrative")


def test_it_has_ten_statements_and_then_the_case_study() -> None:
    assert packaged().unit_ids == (*STATEMENTS, "learners-voice")
    assert packaged().units[-1].kind == "case-study"


def test_every_statement_has_a_reading_of_150_to_300_words() -> None:
    lengths = {unit.id: count_words(unit.reading) for unit in statements()}
    assert {name: n for name, n in lengths.items() if not 150 <= n <= 300} == {}


def test_every_statement_has_three_to_five_activities_and_two_to_four_criteria() -> None:
    for unit in statements():
        assert 3 <= len(unit.activities) <= 5, unit.id
        assert 2 <= len(unit.criteria) <= 4, unit.id
        assert len({activity.kind for activity in unit.activities}) > 1, unit.id
        assert unit.sources, unit.id


def test_all_nine_kinds_of_activity_occur() -> None:
    union, _discriminator = get_args(Activity)
    kinds = {get_args(kind.model_fields["kind"].annotation)[0] for kind in get_args(union)}

    assert len(kinds) == 9
    assert {activity.kind for unit in packaged().units for activity in unit.activities} == kinds


def test_the_case_study_has_ten_parts_with_permission_first() -> None:
    parts = packaged().units[-1].parts

    assert len(parts) == 10
    assert [part.consent for part in parts] == [True] + [False] * 9


def test_the_learner_sorts_what_is_easy_and_easier_and_may_name_piles() -> None:
    sorts = [a for a in packaged().units[-1].activities if a.kind == "sort" and a.learner]

    assert sorts
    assert all(sort.own_piles for sort in sorts)


def test_every_criterion_names_what_shows_it() -> None:
    for unit in packaged().units:
        assert all(criterion.evidence for criterion in unit.criteria), unit.id


def activities(kind: str) -> list[Activity]:
    """Return every activity of one kind."""
    return [each for unit in packaged().units for each in unit.activities if each.kind == kind]


def test_the_stages_mean_the_same_wherever_targets_are_set() -> None:
    assert len({each.stages for each in activities("targets") if isinstance(each, Targets)}) == 1
    assert len(activities("targets")) > 1


def test_every_option_explains_itself_and_every_card_for_adults_has_a_reason() -> None:
    for each in activities("choice") + activities("sort"):
        if isinstance(each, Choice):
            assert all(option.explanation.strip() for option in each.options), each.id
        elif isinstance(each, Sort) and not each.learner:
            assert all(card.suggested and card.because.strip() for card in each.cards), each.id
