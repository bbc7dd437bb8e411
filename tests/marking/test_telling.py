"""The queue in words: how long somebody has waited, and whose turn it is."""

from datetime import timedelta

import pytest

from stepback_course.clock import instant
from stepback_course.marking import QueueRow
from stepback_course.marking.telling import (
    is_open_to,
    shown_until,
    turn_sign,
    turn_words,
    waiting_words,
)
from tests.house import NOW, actor

MEG = actor("AS-MEG", "assessor")
PEOPLE = {"AS-MEG": "Megan Price", "AS-IDA": "Ida Holm"}


def waiting(**changes: object) -> QueueRow:
    fields: dict[str, object] = {
        "portfolio": "P-1",
        "name": "Nia",
        "cohort": "CO-1",
        "unit": "statement-01",
        "attempt": 1,
        "revision": 3,
        "state": "submitted",
        "submitted": instant(NOW),
        "assessor": None,
        "until": None,
        "outcome": None,
        "is_own": False,
        "yours_to_mark": True,
    }
    return QueueRow(**(fields | changes))  # type: ignore[arg-type] # the fields are those above


def held_by(person: str, hours: float) -> QueueRow:
    until = instant(NOW + timedelta(hours=hours))
    return waiting(state="marking", assessor=person, until=until)


def decided_by(person: str, outcome: str, **changes: object) -> QueueRow:
    return waiting(state="decided", assessor=person, outcome=outcome, **changes)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (waiting(), "○ waits for anybody"),
        (held_by("AS-IDA", 8), "▸ Ida Holm, until 20:03"),
        (held_by("as-meg", 8), "▸ with you until 20:03"),
        (held_by("AS-ELI", 8), "▸ AS-ELI, until 20:03"),
        (held_by("AS-IDA", 24), "▸ Ida Holm, until 5 March"),
        (held_by("AS-IDA", 0), "○ Ida Holm's claim ran out"),
        (held_by("AS-MEG", -1), "○ your claim ran out"),
        (waiting(assessor="AS-IDA"), "▸ allocated to Ida Holm"),
        (waiting(assessor="AS-MEG"), "▸ allocated to you"),
        (waiting(is_own=True, yours_to_mark=False), "× your own work"),
        (
            waiting(is_conflict=True, yours_to_mark=False, assessor="AS-IDA"),
            "× not yours: conflict of interest",
        ),
        (decided_by("AS-MEG", "met"), "✓ met, by you"),
        (decided_by("AS-IDA", "not_yet_met"), "↺ not yet met, by Ida Holm"),
        (decided_by("AS-MEG", "met", is_held=True), "‖ held: met, by you"),
        (decided_by("AS-IDA", "met", is_held=True), "‖ held: met, by Ida Holm"),
    ],
)
def test_whose_turn_it_is_is_told_in_sign_and_words(row: QueueRow, told: str) -> None:
    assert f"{turn_sign(row, NOW)} {turn_words(row, PEOPLE, MEG, NOW)}" == told


@pytest.mark.parametrize(
    ("row", "is_open"),
    [
        (waiting(), True),
        (held_by("AS-MEG", 1), True),
        (held_by("AS-IDA", 1), False),
        (held_by("AS-IDA", -1), True),
        (waiting(assessor="AS-MEG"), True),
        (waiting(assessor="AS-IDA"), False),
        (waiting(yours_to_mark=False), False),
    ],
)
def test_what_another_has_or_is_to_have_or_is_not_ones_to_mark_is_passed_over(
    row: QueueRow, is_open: bool
) -> None:
    assert is_open_to(row, MEG, NOW) is is_open


@pytest.mark.parametrize(
    ("waited", "words"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=59), "59 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=23, minutes=59), "23 hours"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=40), "40 days"),
    ],
)
def test_waiting_is_told_in_the_largest_unit_that_fits(waited: timedelta, words: str) -> None:
    assert waiting_words(waited) == words


def test_a_claim_that_was_never_made_ends_at_no_time() -> None:
    assert shown_until("", NOW) == ""
