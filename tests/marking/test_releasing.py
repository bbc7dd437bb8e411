"""Releasing several decisions: what will happen first, what is held back, what comes of it."""

from threading import Event

import pytest

from stepback_course.marking import Desk
from stepback_course.marking.release_plan import Planned, ReleasePlan, plan_counts, plan_title
from stepback_course.marking.releasing import Releases
from stepback_course.portfolio.trail import is_whole, shown
from tests.filling import submit
from tests.house import House
from tests.marking.conftest import (
    ALL_MET,
    CERYS,
    ONE_NOT_YET,
    UNIT,
    WHAT_IS_MISSING,
    everything,
    kept,
    refusal,
)

ELEN, DAFYDD = ("P-ELEN", UNIT), ("P-DAFYDD", UNIT)


@pytest.fixture
def decided(office: House) -> House:
    """Cerys is met without a word, Dafydd met with some, and Elen has something to do yet."""
    for person, portfolio in (
        ("PR-CERYS", "P-CERYS"),
        ("PR-DAFYDD", "P-DAFYDD"),
        ("PR-ELEN", "P-ELEN"),
    ):
        submit(office.desks(person), portfolio, UNIT)
    meg = office.desks("AS-MEG").desk
    meg.decide(*CERYS, ALL_MET, {})
    meg.decide(*DAFYDD, ALL_MET, {}, "Calm and clear.")
    meg.decide(*ELEN, ONE_NOT_YET, WHAT_IS_MISSING, "Well begun.")
    return office


@pytest.fixture
def releases(decided: House) -> Releases:
    """Where Megan releases."""
    return decided.desks("AS-MEG").releases


def planned(house: House, person: str = "AS-MEG") -> ReleasePlan:
    releases = house.desks(person).releases
    return releases.plan(releases.waiting())


def keys(lines: tuple[Planned, ...]) -> list[str]:
    return [line.row.portfolio for line in lines]


# What will happen.


def test_the_list_says_what_would_go_out_and_how_much_of_it_without_a_word(decided: House) -> None:
    plan = planned(decided)

    assert plan_title(plan) == "Release 3 decisions?"
    assert plan_counts(plan) == [
        "to 3 practitioners",
        "2 met",
        "1 of them without a word",
        "1 not yet met",
    ]
    assert [(line.row.name, line.unit, line.is_wordless) for line in plan.lines] == [
        ("Cerys Wyn", "Statement 1", True),
        ("Dafydd Puw", "Statement 1", False),
        ("Elen Môn", "Statement 1", False),
    ]


def test_making_the_list_writes_nothing(decided: House) -> None:
    before = everything(decided)
    planned(decided)

    assert everything(decided) == before


def test_a_list_goes_past_the_first_page(decided: House, releases: Releases) -> None:
    assert keys(releases.plan(releases.waiting()).lines) == ["P-CERYS", "P-DAFYDD", "P-ELEN"]
    assert list(releases.waiting(unit="statement-02")) == []


def test_what_is_left_out_of_the_list_is_counted_no_more(decided: House) -> None:
    plan = planned(decided).without([CERYS])

    assert plan_counts(plan) == ["to 2 practitioners", "1 met", "1 not yet met"]


def test_an_empty_list_says_that_nothing_can_be_released() -> None:
    assert plan_title(ReleasePlan(())) == "Nothing here can be released now"
    assert plan_counts(ReleasePlan(())) == []


def test_what_cannot_go_out_stands_in_the_list_with_the_reason(decided: House) -> None:
    decided.desks("AS-MEG").declarations.declare("PR-CERYS", "family")
    plan = planned(decided)

    assert keys(plan.ready) == ["P-DAFYDD", "P-ELEN"]
    assert "conflict of interest" in plan.lines[0].obstacle
    assert plan_counts(plan)[-1] == "1 cannot go out"


def test_what_changed_since_it_was_listed_stands_in_the_list_as_changed(
    decided: House, releases: Releases
) -> None:
    rows = list(releases.waiting())
    meg = decided.desks("AS-MEG").desk
    meg.undo(*CERYS)
    meg.decide(*CERYS, ALL_MET, {}, "Said better.")

    assert releases.plan(rows).lines[0].obstacle == "it was changed meanwhile: look again"


# Holding back.


def test_what_is_held_stays_behind_when_the_cohort_is_released(
    decided: House, releases: Releases
) -> None:
    decided.desks("CO-ANN").releases.hold(*CERYS, "Her father has died")
    plan = planned(decided)
    assert plan.lines[0].held == "held by Ann Rees: Her father has died"
    assert plan_counts(plan)[-1] == "1 held back"

    released = releases.release(plan.ready)

    assert keys(released.done) == ["P-DAFYDD", "P-ELEN"]
    assert kept(decided).state == "decided"


def test_what_is_held_is_released_by_nobody_until_it_is_let_go(
    decided: House, releases: Releases
) -> None:
    releases.hold(*CERYS, "A word with her first")
    before = everything(decided)
    refused = refusal(decided.desks("CO-ANN").desk.release, *CERYS)
    assert (refused.code, "Megan Price holds this decision back" in str(refused)) == (
        "closed",
        True,
    )
    assert everything(decided) == before

    decided.desks("CO-ANN").releases.let_go(*CERYS)
    decided.desks("CO-ANN").desk.release(*CERYS)

    assert kept(decided).state == "met"


def test_a_hold_outlives_a_decision_that_is_undone_and_made_again(
    decided: House, releases: Releases
) -> None:
    releases.hold(*CERYS, "A word with her first")
    meg = decided.desks("AS-MEG").desk
    meg.undo(*CERYS)
    meg.decide(*CERYS, ALL_MET, {})

    assert keys(planned(decided).ready) == ["P-DAFYDD", "P-ELEN"]


def test_holding_needs_a_reason_a_decision_and_a_role(decided: House, releases: Releases) -> None:
    assert refusal(releases.hold, *CERYS, "  ").code == "invalid"
    assert refusal(decided.desks("TR-TOM").releases.hold, *CERYS, "So").code == "not_allowed"
    assert refusal(decided.desks("PR-CERYS").releases.hold, *CERYS, "So").code == "not_allowed"
    submit(decided.desks("PR-CERYS"), "P-CERYS", "statement-02")
    refused = refusal(releases.hold, "P-CERYS", "statement-02", "So")
    assert "cannot be held back: it is submitted" in str(refused)


def test_letting_go_what_is_not_held_changes_nothing(decided: House, releases: Releases) -> None:
    before = everything(decided)
    releases.let_go(*CERYS)

    assert everything(decided) == before


def test_the_practitioner_learns_nothing_of_a_hold(decided: House, releases: Releases) -> None:
    before = shown(kept(decided))
    releases.hold(*CERYS, "Her father has died")

    record = kept(decided)
    assert is_whole(record)
    assert shown(record) == before
    assert "father" not in shown(record).model_dump_json()
    view = decided.desks("PR-CERYS").workbook.unit(*CERYS)
    assert (view.status, view.released) == ("decided", ())


def test_why_something_was_held_goes_when_the_portfolio_is_erased(
    decided: House, releases: Releases
) -> None:
    releases.hold(*CERYS, "Her father has died")
    decided.desks("CO-ANN").eraser.erase("P-CERYS", (UNIT,), "asked for")

    record = kept(decided)
    assert is_whole(record)
    assert record.held is None
    assert "father" not in record.model_dump_json()


# Releasing.


def test_each_is_released_and_told(decided: House, releases: Releases) -> None:
    told: list[int] = []
    released = releases.release(planned(decided).ready, tell=told.append)

    assert (len(released.done), released.refused, told) == (3, (), [1, 2, 3])
    assert planned(decided).lines == ()
    assert decided.desks("PR-ELEN").workbook.unit(*ELEN).status == "referred"


def test_what_is_stopped_leaves_the_rest_as_it_is(decided: House, releases: Releases) -> None:
    stop = Event()
    released = releases.release(planned(decided).ready, stop=stop, tell=lambda _done: stop.set())

    assert keys(released.done) == ["P-CERYS"]
    assert keys(planned(decided).lines) == ["P-DAFYDD", "P-ELEN"]


def test_one_that_changed_meanwhile_does_not_hold_up_the_others(
    decided: House, releases: Releases
) -> None:
    plan = planned(decided)
    decided.desks("AS-MEG").desk.undo(*CERYS)
    released = releases.release(plan.ready)

    assert keys(released.done) == ["P-DAFYDD", "P-ELEN"]
    assert released.refused[0].startswith("Cerys Wyn, Statement 1: ")
    assert kept(decided).state == "marking"


def test_another_decision_than_the_one_that_was_listed_is_not_released(
    decided: House, releases: Releases
) -> None:
    plan = planned(decided)
    meg = decided.desks("AS-MEG").desk
    meg.undo(*CERYS)
    meg.decide(*CERYS, ONE_NOT_YET, WHAT_IS_MISSING, "Well begun.")
    released = releases.release(plan.ready)

    assert keys(released.done) == ["P-DAFYDD", "P-ELEN"]
    assert kept(decided).state == "decided"


def test_what_may_tell_who_a_child_is_is_asked_once_for_all(
    decided: House, releases: Releases
) -> None:
    meg: Desk = decided.desks("AS-MEG").desk
    for place in (CERYS, DAFYDD):
        meg.undo(*place)
        meg.decide(*place, ALL_MET, {}, "Osian was lucky with you.")
    plan = planned(decided)
    assert [finding.title for finding in plan.findings] == [
        "Cerys Wyn, Statement 1: the feedback as a whole",
        "Dafydd Puw, Statement 1: the feedback as a whole",
    ]

    assert len(releases.release(plan.ready).refused) == 2
    released = releases.release(
        planned(decided).ready, {"Osian": "a name from the course's own story"}
    )

    assert (keys(released.done), released.refused) == (["P-CERYS", "P-DAFYDD"], ())
