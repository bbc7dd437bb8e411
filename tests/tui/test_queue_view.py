"""What comes next in the queue, and the words in which its rows are told."""

from datetime import datetime, timedelta

import pytest

from stepback_course.clock import instant
from stepback_course.marking import QueueRow
from stepback_course.people import Actor
from stepback_course.tui.queue_listing import state_words
from stepback_course.tui.queue_view import (
    QueueView,
    is_open_to,
    next_in_view,
    order,
    row_key,
    waiting_words,
)
from tests.filling import submit
from tests.house import NOW, House, Ticking, actor

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


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (waiting(), "○ waits"),
        (held_by("AS-IDA", 8), "▸ Ida Holm, until 20:03"),
        (held_by("as-meg", 8), "▸ with you until 20:03"),
        (held_by("AS-ELI", 8), "▸ AS-ELI, until 20:03"),
        (held_by("AS-IDA", 0), "○ waits"),
        (waiting(is_own=True, yours_to_mark=False), "your own work"),
        (waiting(state="decided", assessor="AS-MEG", outcome="met"), "✓ met, by you"),
        (
            waiting(state="decided", assessor="AS-IDA", outcome="not_yet_met"),
            "↺ not yet met, by Ida Holm",
        ),
    ],
)
def test_where_a_submission_stands_is_told_in_sign_and_words(row: QueueRow, words: str) -> None:
    assert state_words(row, PEOPLE, MEG, NOW) == words


@pytest.mark.parametrize(
    ("row", "is_open"),
    [
        (waiting(), True),
        (held_by("AS-MEG", 1), True),
        (held_by("AS-IDA", 1), False),
        (held_by("AS-IDA", -1), True),
        (waiting(yours_to_mark=False), False),
    ],
)
def test_what_another_assessor_has_or_is_not_ones_to_mark_is_passed_over(
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


@pytest.fixture
def busy(house: House) -> House:
    """Elen, then Dafydd with two units in one sitting, then Cerys have submitted."""
    house.add("AS-IDA", "Ida Holm", "assessor")
    house.clock = Ticking()
    submit(house.desks("PR-ELEN"), "P-ELEN", "statement-01")
    submit(house.desks("PR-DAFYDD"), "P-DAFYDD", "statement-01", "statement-02")
    submit(house.desks("PR-CERYS"), "P-CERYS", "statement-01")
    return house


def after(
    house: House, portfolio: str, unit: str, view: QueueView | None = None, at: datetime = NOW
) -> tuple[str, str] | None:
    """Return what comes next for Megan after a unit that was submitted."""
    desks = house.desks("AS-MEG")
    meg: Actor = desks.actor
    record = desks.desk.open(portfolio, unit).record
    here = order(record.submitted_at, (portfolio, unit))
    row = next_in_view(desks.desk, view or QueueView(), meg, here, at)
    return row_key(row) if row else None


def test_next_is_the_one_submitted_after_this_and_after_the_last_the_first(busy: House) -> None:
    assert after(busy, "P-ELEN", "statement-01") == ("P-DAFYDD", "statement-01")
    assert after(busy, "P-DAFYDD", "statement-01") == ("P-DAFYDD", "statement-02")
    assert after(busy, "P-DAFYDD", "statement-02") == ("P-CERYS", "statement-01")
    assert after(busy, "P-CERYS", "statement-01") == ("P-ELEN", "statement-01")


def test_next_keeps_to_what_is_looked_at(busy: House) -> None:
    view = QueueView(unit="statement-01")

    assert after(busy, "P-DAFYDD", "statement-01", view) == ("P-CERYS", "statement-01")


def test_next_passes_over_what_another_assessor_has(busy: House) -> None:
    busy.desks("AS-IDA").desk.claim("P-DAFYDD", "statement-01")

    assert after(busy, "P-ELEN", "statement-01") == ("P-DAFYDD", "statement-02")


def test_next_is_found_from_where_something_stood_that_is_decided_now(busy: House) -> None:
    criteria = busy.desks().workbook.open("P-DAFYDD").course.units[0].criteria
    met = {criterion.id: "met" for criterion in criteria}
    busy.desks("AS-MEG").desk.decide("P-DAFYDD", "statement-01", met, {})

    assert after(busy, "P-DAFYDD", "statement-01") == ("P-DAFYDD", "statement-02")


def test_where_nothing_else_waits_there_is_no_next(busy: House) -> None:
    view = QueueView(unit="statement-02")

    assert after(busy, "P-DAFYDD", "statement-02", view) is None
