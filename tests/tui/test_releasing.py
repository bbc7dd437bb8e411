"""Releasing several decisions, one after another."""

from threading import Event

import pytest

from stepback_course.marking import Desk
from stepback_course.tui.releasing import question, release_each
from tests.filling import submit
from tests.house import House, Ticking, packed_course

UNIT = "statement-01"


@pytest.fixture
def desk(house: House) -> Desk:
    """Megan's desk, where two people's first statement is decided and not released."""
    house.clock = Ticking()
    criteria = [criterion.id for criterion in packed_course().units[0].criteria]
    meg = house.desks("AS-MEG").desk
    for person, portfolio, verdict in (
        ("PR-CERYS", "P-CERYS", "met"),
        ("PR-ELEN", "P-ELEN", "not_yet_met"),
    ):
        submit(house.desks(person), portfolio, UNIT)
        words = dict.fromkeys(criteria, "Say more.")
        meg.decide(portfolio, UNIT, dict.fromkeys(criteria, verdict), words)
    return meg


def test_the_question_counts_what_would_be_released(desk: Desk) -> None:
    title, sentence = question(desk.to_release().rows)

    assert title == "Release 2 decisions?"
    assert sentence.startswith("✓ met: 1\n↺ further work needed: 1\nPractitioners: 2")


def test_each_is_released_and_told(desk: Desk) -> None:
    told: list[int] = []
    releases = release_each(desk, desk.to_release().rows, Event(), told.append)

    assert (releases.done_sentence, releases.refused_sentence) == ("2 decisions released", "")
    assert told == [1, 2]
    assert desk.to_release().rows == ()


def test_what_is_stopped_leaves_the_rest_as_it_is(desk: Desk) -> None:
    stop = Event()
    releases = release_each(desk, desk.to_release().rows, stop, lambda _done: stop.set())

    assert releases.done == 1
    assert [row.portfolio for row in desk.to_release().rows] == ["P-ELEN"]


def test_one_that_is_refused_does_not_hold_up_the_others(desk: Desk) -> None:
    rows = desk.to_release().rows
    desk.undo("P-CERYS", UNIT)
    releases = release_each(desk, rows, Event(), lambda _done: None)

    assert releases.done == 1
    assert releases.refused_sentence.startswith("1 was not released: ")
    assert "cannot be released: it is with an assessor" in releases.refused_sentence


def test_one_with_a_name_in_its_feedback_is_kept_back_and_it_is_said_what_to_do(desk: Desk) -> None:
    desk.undo("P-CERYS", UNIT)
    marks = desk.open("P-CERYS", UNIT).record.decisions[-1]
    desk.decide("P-CERYS", UNIT, marks.criteria, marks.feedback, "Osian was lucky with you.")
    releases = release_each(desk, desk.to_release().rows, Event(), lambda _done: None)

    assert releases.done == 1
    assert "'Osian' in 'the feedback as a whole' may tell who" in releases.refused_sentence
    assert releases.refused_sentence.endswith("Open it and press x: there you are asked.")
