"""Where a unit stands, whose turn it is and since when, in words."""

from datetime import date
from itertools import pairwise

import pytest

from stepback_course.portfolio import UnitView
from stepback_course.portfolio.telling.standing import (
    Tally,
    due_sentence,
    saved_when,
    standing_line,
    standing_short,
    tally,
)
from stepback_course.portfolio.telling.words import time_needed
from stepback_course.portfolio.watching import revisions
from tests.filling import fill, submit
from tests.house import NOW, House
from tests.portfolio.test_guidance import PERSON, PORTFOLIO, begin, decide, portfolio


def unit(house: House, identifier: str = "statement-01") -> UnitView:
    return house.desks(PERSON).workbook.unit(PORTFOLIO, identifier)


def stands(house: House) -> tuple[str, str]:
    return standing_short(unit(house)), standing_line(unit(house))


def test_it_is_the_practitioners_turn_until_they_submit(house: House) -> None:
    assert stands(house) == (
        "not started",
        "Statement 1 is your turn: about 57 minutes to do.",
    )
    begin(house, "statement-01")
    assert stands(house)[0] == "in progress, 1 of 4"
    fill(house.desks(PERSON), PORTFOLIO, "statement-01")
    assert stands(house) == ("ready to submit", "Statement 1 is complete and ready to submit.")


def test_it_is_the_assessors_turn_since_the_day_of_submitting_whatever_they_do(
    house: House,
) -> None:
    submit(house.desks(PERSON), PORTFOLIO, "statement-01")
    assert stands(house) == (
        "with assessor since 4 March",
        "Statement 1 is with your assessor since 4 March. You can still take it back.",
    )
    house.desks("AS-MEG").desk.claim(PORTFOLIO, "statement-01")
    assert stands(house) == (
        "with assessor since 4 March",
        "Statement 1 has been your assessor's turn since 4 March.",
    )


def test_while_an_appeal_waits_it_is_nobodys_turn(house: House) -> None:
    submit(house.desks(PERSON), PORTFOLIO, "statement-01")
    decide(house, "statement-01", "not_yet_met")
    appeals = house.desks(PERSON).appeals
    appeals.appeal(PORTFOLIO, "statement-01", "It is there.")
    assert stands(house) == (
        "appealed, not answered yet",
        "Statement 1 waits until your appeal is answered, or rests.",
    )
    appeals.end(PORTFOLIO, "statement-01")
    assert "appeal" not in " ".join(stands(house))


@pytest.mark.parametrize(
    ("verdict", "short", "line"),
    [
        ("met", "met on 4 March", "Statement 1 was met on 4 March. It can be read."),
        (
            "not_yet_met",
            "further work needed",
            "Statement 1 has been your turn since 4 March: begin with what your assessor said.",
        ),
    ],
)
def test_what_was_decided_is_said_with_its_day(
    house: House, verdict: str, short: str, line: str
) -> None:
    submit(house.desks(PERSON), PORTFOLIO, "statement-01")
    decide(house, "statement-01", verdict)
    assert stands(house) == (short, line)


def test_a_course_is_counted_by_what_is_met_and_what_is_with_an_assessor(house: House) -> None:
    assert tally(portfolio(house)).sentence == "0 of 11 met"
    for identifier in ("statement-01", "statement-02", "statement-03"):
        submit(house.desks(PERSON), PORTFOLIO, identifier)
    decide(house, "statement-01", "met")
    assert tally(portfolio(house)) == Tally(1, 2, 11)
    assert tally(portfolio(house)).sentence == "1 of 11 met, 2 with your assessor"


@pytest.mark.parametrize(
    ("today", "sentence"),
    [
        (date(2026, 3, 4), "The work is due by 30 June 2026, in 16 weeks: 1 unit still to submit"),
        (date(2026, 6, 15), "The work is due by 30 June 2026, in 2 weeks: 1 unit still to submit"),
        (date(2026, 6, 16), "The work is due by 30 June 2026, in 14 days: 1 unit still to submit"),
        (date(2026, 6, 29), "The work is due by 30 June 2026, in 1 day: 1 unit still to submit"),
        (date(2026, 6, 30), "The work is due today: 1 unit still to submit"),
        (date(2026, 7, 1), "The work was due by 30 June 2026: 1 unit still to submit"),
    ],
)
def test_by_when_the_work_is_due_is_said_in_weeks_and_then_in_days(
    house: House, today: date, sentence: str
) -> None:
    assert due_sentence([unit(house)], "2026-06-30", today) == sentence


def test_nothing_is_due_without_a_day_or_when_everything_is_submitted(house: House) -> None:
    assert due_sentence([unit(house)], "", date(2026, 3, 4)) == ""
    submit(house.desks(PERSON), PORTFOLIO, "statement-01")
    assert due_sentence([unit(house)], "2026-06-30", date(2026, 3, 4)) == ""


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(1, "1 minute"), (119, "119 minutes"), (120, "2 hours"), (415, "7 hours")],
)
def test_long_times_are_told_in_hours(minutes: int, words: str) -> None:
    assert time_needed(minutes) == words


def test_nothing_is_said_about_saving_before_anything_is_saved(house: House) -> None:
    assert saved_when(unit(house), NOW) == ""
    begin(house, "statement-01")
    assert saved_when(unit(house), NOW) == "Saved 12:03:04"


def test_whatever_is_written_in_a_portfolio_changes_its_revisions(house: House) -> None:
    seen = [revisions(house.store, PORTFOLIO)]
    begin(house, "statement-01")
    seen.append(revisions(house.store, PORTFOLIO))
    submit(house.desks(PERSON), PORTFOLIO, "statement-01")
    seen.append(revisions(house.store, PORTFOLIO))
    house.desks(PERSON).workbook.confirm_name(PORTFOLIO, "Cerys Wyn")
    seen.append(revisions(house.store, PORTFOLIO))
    assert all(before != after for before, after in pairwise(seen))
    house.desks("PR-ELEN").workbook.respond("P-ELEN", "statement-01", "one-purpose", "Mine.")
    assert revisions(house.store, PORTFOLIO) == seen[-1]
