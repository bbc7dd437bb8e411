"""Samples are drawn by lot, by rates, and so that nothing is left out altogether."""

from itertools import count
from math import ceil
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stepback_course.marking.quality.drawing import Judged, draw, risk_of, survey
from stepback_course.marking.quality.models import Plan
from stepback_course.portfolio.models import Verdict

AT = "2026-03-04T12:00:00.000Z"
UNITS = [*(f"statement-{number:02}" for number in range(1, 11)), "learners-voice"]
ASSESSORS = {"AS-1": "Ann", "AS-2": "Bea", "AS-3": "Cai", "AS-4": "Dai"}


def population(portfolios: int, seed: int = 5) -> list[Judged]:
    """Return a decision on each of eleven units of that many portfolios, by four assessors.

    The last of them has decided eight times only.
    """
    chance, turns = Random(seed), {assessor: count(1) for assessor in ASSESSORS}
    judged: list[Judged] = []
    for number in range(portfolios):
        for unit in UNITS:
            assessor = chance.choice(["AS-1", "AS-1", "AS-2", "AS-3"])
            if number < 8 and unit == "statement-05":
                assessor = "AS-4"
            outcome: Verdict = "not_yet_met" if chance.random() < 0.12 else "met"
            judged.append(
                Judged(
                    portfolio=f"P-{number:05}",
                    unit=unit,
                    attempt=2 if chance.random() < 0.1 else 1,
                    at=f"{AT}-{len(judged):06}",
                    assessor=assessor,
                    name=ASSESSORS[assessor],
                    cohort=f"CO-{number % 50}",
                    outcome=outcome,
                    is_case_study=unit == "learners-voice",
                    turn=next(turns[assessor]),
                    follows_return=None,
                    is_sampled=False,
                    is_looked_at=False,
                )
            )
    return judged


def keys(judged: list[Judged], plan: Plan, *, several: bool = True) -> set[tuple[str, str]]:
    return set(draw(judged, plan, at=AT, second_marks=several).reasons)


def test_a_plan_over_a_thousand_portfolios_meets_its_rates_and_says_so() -> None:
    judged, plan = population(1000), Plan()
    drawn = draw(judged, plan, at=AT, second_marks=True)
    assert drawn.survey.decisions == 11_000
    assert drawn.survey.is_compliant
    assert not drawn.survey.lacks
    for line in drawn.survey.strata:
        assert line.sampled >= ceil(line.decisions * plan.rate(line.risk) / 100) == line.wanted
        assert line.sampled <= line.wanted + len(drawn.survey.covers)
    newcomer = [line for line in drawn.survey.strata if line.assessor == "AS-4"]
    assert [(line.risk, line.sampled) for line in newcomer] == [("new assessor", 8)]
    covered = {(line.kind, line.value) for line in drawn.survey.covers if line.sampled}
    assert {("unit", unit) for unit in UNITS} <= covered
    assert {("cohort", f"CO-{number}") for number in range(50)} <= covered
    assert {("outcome", "met"), ("outcome", "not_yet_met")} <= covered
    assert {("assessor", assessor) for assessor in ASSESSORS} <= covered


def test_the_same_seed_draws_the_same_sample_in_whatever_order_it_is_read() -> None:
    judged = population(60)
    shuffled = Random(1).sample(judged, len(judged))
    first = draw(judged, Plan(seed="spring"), at=AT, second_marks=True)
    second = draw(shuffled, Plan(seed="spring"), at=AT, second_marks=True)
    assert first.reasons == second.reasons
    assert first.blind == second.blind
    assert first.survey == second.survey


def test_another_seed_draws_another_sample_of_the_same_size() -> None:
    judged = population(60)
    spring, summer = keys(judged, Plan(seed="spring")), keys(judged, Plan(seed="summer"))
    assert spring != summer
    assert abs(len(spring) - len(summer)) <= len(UNITS) + 50


def test_what_is_in_the_sample_already_stays_and_counts() -> None:
    plan, judged = Plan(), population(60)
    first = keys(judged, plan)
    again = [with_sample(each) if each.key in first else each for each in judged]
    assert not keys(again, plan)
    more = again + [
        each for each in population(66) if each.key not in {known.key for known in again}
    ]
    fresh = draw(more, plan, at=AT, second_marks=True)
    assert fresh.survey.is_compliant
    assert first.isdisjoint(fresh.reasons)


def with_sample(each: Judged) -> Judged:
    return changed(each, is_sampled=True, is_drawable=False)


def changed(each: Judged, **changes: object) -> Judged:
    named = {name: getattr(each, name) for name in Judged.__dataclass_fields__}
    return Judged(**{**named, **changes})


def test_what_cannot_be_drawn_now_is_said_to_be_missing() -> None:
    judged = [changed(each, is_drawable=False) for each in population(2)]
    drawn = draw(judged, Plan(), at=AT, second_marks=True)
    assert not drawn.reasons
    assert not drawn.survey.is_compliant
    assert {type(line).__name__ for line in drawn.survey.lacks} == {"Stratum", "Covered"}


@pytest.mark.parametrize(
    ("changes", "risk"),
    [
        ({"turn": 10}, "new assessor"),
        ({"turn": 11}, "usual"),
        ({"turn": 40, "follows_return": 5}, "after a return"),
        ({"turn": 40, "follows_return": 6}, "usual"),
        ({"turn": 40, "is_case_study": True, "outcome": "not_yet_met"}, "case study"),
        ({"turn": 40, "outcome": "not_yet_met", "attempt": 2}, "not yet met"),
        ({"turn": 40, "attempt": 2}, "later attempt"),
    ],
)
def test_the_risk_with_the_highest_rate_counts(changes: dict[str, object], risk: str) -> None:
    plain = changed(population(1)[0], outcome="met", attempt=1, is_case_study=False)
    assert risk_of(changed(plain, **changes), Plan()) == risk


def test_everything_is_drawn_at_a_hundred_and_only_what_has_to_be_covered_at_nothing() -> None:
    judged = population(20)
    everything = Plan(usual=100, case_study=100, not_yet_met=100, later_attempt=100)
    assert len(keys(judged, everything)) == len(judged)
    nothing = Plan(new_until=0, usual=0, case_study=0, not_yet_met=0, later_attempt=0)
    drawn = draw(judged, nothing, at=AT, second_marks=True)
    assert drawn.survey.is_compliant
    assert 0 < len(drawn.reasons) <= 20 + len(UNITS) + len(ASSESSORS) + 2
    assert {reason for reasons in drawn.reasons.values() for reason in reasons} <= {
        "assessor",
        "unit",
        "outcome",
        "cohort",
    }


def test_a_share_of_each_assessors_sample_is_marked_blind_where_somebody_could() -> None:
    judged = population(60)
    drawn = draw(judged, Plan(blind=20), at=AT, second_marks=True)
    for assessor in ASSESSORS:
        theirs = {each.key for each in judged if each.assessor == assessor} & set(drawn.reasons)
        assert len(theirs & drawn.blind) == ceil(len(theirs) * 20 / 100)
    assert draw(judged, Plan(blind=20), at=AT, second_marks=False).blind == frozenset()


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 25),
    st.integers(0, 99),
    st.builds(
        Plan,
        usual=st.integers(0, 100),
        case_study=st.integers(0, 100),
        not_yet_met=st.integers(0, 100),
        later_attempt=st.integers(0, 100),
        new_until=st.integers(0, 12),
        blind=st.integers(0, 100),
    ),
)
def test_whatever_the_plan_a_draw_meets_it_and_a_second_one_adds_nothing(
    portfolios: int, seed: int, plan: Plan
) -> None:
    judged = population(portfolios, seed)
    drawn = draw(judged, plan, at=AT, second_marks=True)
    assert drawn.survey.is_compliant
    after = [with_sample(each) if each.key in drawn.reasons else each for each in judged]
    assert survey(after, plan, at=AT).is_compliant
    assert not keys(after, plan)
