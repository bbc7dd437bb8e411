"""The made-up cohort: everybody in it, in every state, the same each time."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from stepback_course.clock import parse_instant, system_clock
from stepback_course.course.models import Course
from stepback_course.course.shelf import Shelf
from stepback_course.demo import fill
from stepback_course.demo.calendar import TODAY
from stepback_course.demo.stories import STORIES, deal
from stepback_course.demo.words import dice
from stepback_course.desks import Desks
from stepback_course.people import OWNER, Person
from stepback_course.portfolio.models import Status
from stepback_course.portfolio.trail import first_broken_entry
from stepback_course.portfolio.unsent import unsent_folder
from stepback_course.store import open_store
from stepback_course.text import digest
from stepback_course.text.refusals import Refusal
from tests.demo.conftest import Cast, make_cast

DIGEST_OF_A_FEW = """
from tests.demo.conftest import make_cast
from stepback_course.text import digest
print(digest(make_cast(3, 5).documents()))
"""
URL_OF_A_TOUR = """
from stepback_course.demo import open_tour
from stepback_course.portfolio.unsent import Form, Unsent, keep
store = open_tour()
form = Form(store.url, "CO-MARED", "P-1", "statement-01", "appeal")
keep(form, Unsent(since="2026-03-04T12:00:00Z", answers={"": "typed"}))
print(len(store.find("portfolio").rows), len(list(store.check())), store.url)
"""


def run(program: str, **environment: str) -> str:
    """Return what a program prints in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_there_are_as_many_practitioners_as_were_asked_for(cast: Cast) -> None:
    rows = cast.desks.registry.progress()
    assert len(rows) == 40
    assert len({row.name for row in rows}) == 40
    assert len({row.cohort for row in rows}) == 2


def test_every_status_of_a_unit_occurs(cast: Cast) -> None:
    statuses = Counter(unit.status for unit in cast.units())
    assert set(statuses) == set(get_args(Status))


def test_some_came_back_and_were_submitted_again(cast: Cast) -> None:
    second = [unit for unit in cast.units() if len(unit.record.attempts) == 2]
    assert {"submitted", "met"} <= {unit.status for unit in second}
    for unit in second:
        first, again = unit.record.attempts
        assert first.file != again.file


def test_every_way_to_stand_before_the_award_occurs(cast: Cast) -> None:
    candidates = cast.desks.office.candidates()
    needs = {
        need for candidate in candidates if len(candidate.needs) == 1 for need in candidate.needs
    }
    assert "taught day 2 was missed" in needs
    assert "the name to print is not confirmed by its owner" in needs
    assert any(candidate.is_ready for candidate in candidates)
    assert any(candidate.number for candidate in candidates)


def test_certificates_are_numbered_in_the_order_of_their_days(cast: Cast) -> None:
    issued = [certificate.issued for certificate in cast.desks.register.every()]
    assert len(issued) >= 2
    assert issued == sorted(issued)


def test_certificates_and_submissions_can_be_opened(cast: Cast) -> None:
    for certificate in cast.desks.register.every():
        assert cast.desks.register.pdf(certificate.number).startswith(b"%PDF")
    for row in cast.desks.workbook.portfolios():
        portfolio = str(row.summary["portfolio"])
        for unit in cast.desks.workbook.open(portfolio).units:
            for attempt in unit.record.attempts:
                frozen = cast.desks.workbook.submission(portfolio, unit.unit.id, attempt.number)
                assert frozen.attempt == attempt.number


def test_trails_are_whole_in_order_and_end_before_today(cast: Cast) -> None:
    for unit in cast.units():
        trail = unit.record.trail
        instants = [entry.at for entry in trail]
        assert first_broken_entry(trail) is None
        assert instants == sorted(instants)
        assert all(parse_instant(at).date() <= TODAY for at in instants)


def test_answers_are_older_than_the_attempt_they_were_submitted_with(cast: Cast) -> None:
    for unit in cast.units():
        if unit.record.state in ("submitted", "marking", "decided", "met"):
            newest = max(response.at for response in unit.draft.responses.values())
            assert newest < unit.record.submitted_at


def test_whatever_is_not_yet_met_says_what_is_missing(cast: Cast) -> None:
    decisions = [decision for unit in cast.units() for decision in unit.record.decisions]
    missing = [
        decision.feedback[criterion]
        for decision in decisions
        for criterion, verdict in decision.criteria.items()
        if verdict == "not_yet_met"
    ]
    assert len(set(missing)) > 10


def test_the_same_size_and_seed_give_the_same_records_and_files() -> None:
    """Records name their files by hash."""
    assert digest(make_cast(8, 3).documents()) == digest(make_cast(8, 3).documents())


def test_another_seed_gives_other_people() -> None:
    assert make_cast(3, 1).documents().keys() != make_cast(3, 2).documents().keys()


def test_records_are_the_same_in_another_process() -> None:
    here = digest(make_cast(3, 5).documents())
    assert run(DIGEST_OF_A_FEW, PYTHONHASHSEED="77") == here


def test_a_store_with_people_in_it_is_refused_and_left_alone() -> None:
    cast = make_cast(1, 1)
    before = cast.documents()
    with pytest.raises(Refusal, match="people in this store already"):
        fill(cast.store, size=2, seed=2)
    assert cast.documents() == before


def test_nobody_at_all_is_refused() -> None:
    with pytest.raises(Refusal, match="at least one"):
        fill(open_store("memory:"), size=0, seed=1)


def test_a_course_that_the_store_has_is_the_one_that_is_done(course: Course) -> None:
    rules = course.rules.model_dump()
    rules["award"]["days"] = 9
    other = Course.model_validate(
        course.model_dump() | {"id": "another", "units": course.units[:2], "rules": rules}
    )
    store = open_store("memory:")
    Shelf(store).add(other, actor="owner", at="2026-01-01T00:00:00.000Z")
    fill(store, size=13, seed=1)
    desks = Desks(store, Shelf(store), OWNER, system_clock)
    assert {cohort.course.id for cohort in desks.registry.cohorts()} == {"another"}
    assert {len(row.attendance) for row in desks.registry.progress()} == {9}
    assert list(desks.register.every())


def test_progress_is_told_for_each_practitioner() -> None:
    told: list[tuple[int, int]] = []
    fill(open_store("memory:"), size=3, seed=4, progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_the_staff_can_be_named_whatever_the_seed() -> None:
    for seed in (1, 2):
        store = make_cast(1, seed).store
        record = store.get("person/CO-MARED", "person")
        assert record is not None
        assert Person.model_validate(record.document).roles[0].role == "coordinator"


def test_the_tour_is_a_sound_store_that_is_gone_with_its_process() -> None:
    people, damaged, url = run(URL_OF_A_TOUR).split()
    assert (people, damaged) == ("12", "0")
    assert not Path(url.removeprefix("tinydb://")).exists()
    assert list(unsent_folder().iterdir()) == []


@pytest.mark.parametrize("size", [1, 5, 11, 12, 13, 100, 1000])
def test_stories_are_dealt_to_everybody_and_each_to_somebody_where_there_are_enough(
    size: int,
) -> None:
    cohorts = max(1, size // 18)
    groups = deal(size, cohorts, dice(size))
    dealt = Counter(story for group in groups for story in group)
    assert len(groups) == cohorts
    assert dealt.total() == size
    if size >= len(STORIES):
        assert set(dealt) == set(STORIES)
