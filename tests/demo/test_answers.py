"""What made-up practitioners enter: accepted as it is, of believable length, and never twice."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from stepback_course.course.activities import Activity, Log, Reflection
from stepback_course.course.activities.base import Choosable
from stepback_course.course.models import Course, Unit
from stepback_course.demo.answers import Writer
from stepback_course.demo.people import make_practitioner
from stepback_course.demo.voices import Voice
from stepback_course.demo.words import Words, dice, read_words
from stepback_course.text import count_words
from tests.demo.conftest import Cast

START, DAY = date(2026, 3, 5), date(2026, 5, 20)
NINE_KINDS = {
    *("reflection", "scale", "checklist", "choice", "sort", "log", "plan", "roles", "targets"),
}


def answers(cast: Cast) -> Iterator[tuple[Activity, Any]]:
    """Yield every answer in a store with its activity."""
    for view in cast.units():
        for activity in view.unit.activities:
            if response := view.draft.responses.get(activity.id):
                yield activity, response.value


def texts(value: Any) -> Iterator[str]:
    """Yield every text in an answer."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


@pytest.fixture(scope="module")
def words() -> Words:
    return read_words()


@pytest.fixture
def writer(words: Words) -> Writer:
    chance = dice("writer")
    practitioner = make_practitioner(words, chance, "Llŷr Glyndŵr", "a-cohort")
    return Writer(words, Voice(words, practitioner, chance, set()), chance)


def compose(writer: Writer, unit: Unit) -> dict[str, Any]:
    """Return a whole unit's answers."""
    made: dict[str, Any] = {}
    for activity in unit.activities:
        made[activity.id] = writer.answer(unit, activity, made, since=START, on=DAY)
    return made


def renamed(activity: Activity) -> Activity:
    """Return an activity of which the words know nothing."""
    changes: dict[str, Any] = {"id": f"x-{activity.id}"}
    if isinstance(activity, Log):
        changes["columns"] = (Choosable(id="one", text="One"), Choosable(id="two", text="Two"))
    return activity.model_copy(update=changes)


def test_every_kind_of_activity_is_answered(cast: Cast) -> None:
    assert {activity.kind for activity, _value in answers(cast)} == NINE_KINDS


def test_every_answer_is_accepted_unchanged(cast: Cast) -> None:
    for activity, value in answers(cast):
        assert activity.read(value) == value


def test_whole_answers_leave_nothing_missing(writer: Writer, course: Course) -> None:
    for unit in course.units:
        made = compose(writer, unit)
        for activity in unit.activities:
            assert list(activity.missing(made[activity.id])) == []


def test_begun_and_revised_answers_are_accepted_unchanged(writer: Writer, course: Course) -> None:
    for unit in course.units:
        made = compose(writer, unit)
        for activity in unit.activities:
            begun = writer.begin(activity, made[activity.id])
            revised = writer.revise(unit, activity, made[activity.id], made, DAY)
            assert activity.read(begun) == begun
            assert activity.read(revised) == revised
            assert list(activity.missing(revised)) == []


def test_activities_of_another_course_are_answered_too(writer: Writer, course: Course) -> None:
    for unit in course.units:
        made = compose(writer, unit)
        for activity in map(renamed, unit.activities):
            value = writer.answer(unit, activity, made, since=START, on=DAY)
            assert activity.read(value) == value
            assert list(activity.missing(value)) == []


def test_no_two_reflections_are_equal(cast: Cast) -> None:
    written = [value for activity, value in answers(cast) if isinstance(activity, Reflection)]
    assert len(written) > 200
    assert len(set(written)) == len(written)


def test_reflections_are_of_believable_and_varied_length(writer: Writer, course: Course) -> None:
    lengths = [
        count_words(value)
        for _time in range(5)
        for unit in course.units
        for activity in unit.activities
        if isinstance(activity, Reflection)
        for value in [writer.answer(unit, activity, {}, since=START, on=DAY)]
    ]
    assert min(lengths) >= 60
    assert max(lengths) <= 400
    assert max(lengths) > 2 * min(lengths)


def test_welsh_letters_occur(cast: Cast) -> None:
    everything = " ".join(text for _activity, value in answers(cast) for text in texts(value))
    names = " ".join(row.name for row in cast.desks.registry.progress())
    assert {"ŵ", "ŷ", "â"} <= set(everything + names)


def test_no_slot_or_choice_is_left_open(cast: Cast) -> None:
    everything = [text for _activity, value in answers(cast) for text in texts(value)]
    for unit in cast.units():
        for decision in unit.record.decisions:
            everything += [*decision.feedback.values(), decision.overall, decision.next_step]
    assert not [text for text in everything if set("{}[]|") & set(text)]


def test_days_in_logs_are_not_before_the_start_of_the_cohort(cast: Cast) -> None:
    starts = {cohort.id: cohort.days[0] for cohort in cast.desks.registry.cohorts()}
    for row in cast.desks.workbook.portfolios():
        for view in cast.desks.workbook.open(str(row.summary["portfolio"])).units:
            for activity in view.unit.activities:
                response = view.draft.responses.get(activity.id)
                if isinstance(activity, Log) and activity.when == "after" and response:
                    days = [entry["date"] for entry in response.value]
                    assert days == sorted(days)
                    assert starts[str(row.summary["cohort"])] <= days[0]
