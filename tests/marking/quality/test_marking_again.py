"""A decision is marked again by somebody who does not know the first."""

import pytest

from stepback_course.marking.quality.models import Upheld
from stepback_course.portfolio.models import Overall
from stepback_course.portfolio.trail import is_whole, shown
from tests.marking.conftest import (
    ALL_MET,
    CERYS,
    CRITERIA,
    ONE_NOT_YET,
    WELL_BEGUN,
    WHAT_IS_MISSING,
    refusal,
)
from tests.marking.quality.conftest import Floor, everything


def test_the_first_decision_is_not_shown_before_the_second_is_in(decided: Floor) -> None:
    decided.sample(blind=True)
    for person in ("AS-IDA", "VE-NIA", "VE-OWEN", "CO-ANN"):
        view = decided.house.desks(person).quality.open(*CERYS)
        assert view.decision is None
        assert (view.sample, view.samples) == (None, ())
        assert view.submission.attempt == 1
        (row,) = decided.house.desks(person).desk.to_release().rows
        assert row.outcome is None
    for person in ("AS-IDA", "VE-OWEN"):
        assert "does not know the first" in str(
            refusal(decided.house.desks(person).desk.open, *CERYS)
        )
    assert decided.house.desks("AS-MEG").desk.open(*CERYS).record.decision is not None
    (row,) = decided.house.desks("AS-MEG").desk.to_release().rows
    assert row.outcome == "met"

    decided.house.desks("AS-IDA").quality.mark_again(*CERYS, ALL_MET, {})
    view = decided.house.desks("AS-IDA").quality.open(*CERYS)
    assert view.decision is not None
    assert view.sample is not None
    assert decided.word == ""


def test_where_two_differ_a_third_person_decides_and_both_keep_their_words(
    decided: Floor,
) -> None:
    decided.sample(blind=True)
    ida = decided.house.desks("AS-IDA").quality
    ida.mark_again(
        *CERYS, ONE_NOT_YET, WHAT_IS_MISSING, Overall(stood_out="A start.", next_step="One more.")
    )
    assert decided.word == "to adjudicate"
    refused = refusal(decided.house.desks("AS-MEG").desk.release, *CERYS)
    assert "two assessors differ" in str(refused)
    for person in ("AS-MEG", "AS-IDA"):
        refused = refusal(
            decided.house.desks(person).quality.adjudicate, *CERYS, "first", "Mine is right."
        )
        assert refused.code == "not_allowed"

    decided.house.desks("VE-OWEN").quality.adjudicate(*CERYS, "second", "No moment is told.")
    record, sample = decided.record, decided.quality.sample
    assert sample is not None
    assert sample.second is not None
    assert sample.adjudication is not None
    assert sample.second.marks.feedback == WHAT_IS_MISSING
    assert sample.adjudication.comment == "No moment is told."
    assert (decided.word, record.state) == ("", "decided")
    assert record.decision is not None
    assert (record.decision.assessor, record.decision.verdict) == ("AS-IDA", "not_yet_met")
    assert record.decision.next_step == "One more."
    assert record.decisions[0].superseded == "second marks were upheld"
    decided.house.desks("AS-IDA").desk.release(*CERYS)
    assert decided.record.state == "open"
    assert is_whole(shown(decided.record))


@pytest.mark.parametrize(
    ("upholds", "state", "word"), [("first", "decided", ""), ("neither", "marking", "returned")]
)
def test_the_first_marks_can_be_upheld_or_neither(
    decided: Floor, upholds: Upheld, state: str, word: str
) -> None:
    decided.sample(blind=True)
    decided.house.desks("AS-IDA").quality.mark_again(
        *CERYS, ONE_NOT_YET, WHAT_IS_MISSING, WELL_BEGUN
    )
    decided.house.desks("VE-NIA").quality.adjudicate(*CERYS, upholds, "I read it twice.")
    assert (decided.record.state, decided.word) == (state, word)


def test_second_marks_on_what_was_released_change_nothing_that_was_told(decided: Floor) -> None:
    decided.sample(blind=True)
    decided.release()
    seen = shown(decided.record)
    assert is_whole(seen)
    decided.house.desks("AS-IDA").quality.mark_again(
        *CERYS, ONE_NOT_YET, WHAT_IS_MISSING, WELL_BEGUN
    )
    decided.house.desks("VE-NIA").quality.adjudicate(*CERYS, "second", "Ida is right.")
    assert (decided.record.state, decided.word) == ("met", "returned")
    assert shown(decided.record) == seen


def test_second_marks_are_as_complete_as_first_ones(decided: Floor) -> None:
    decided.sample(blind=True)
    ida = decided.house.desks("AS-IDA").quality
    before = everything(decided)
    some = {CRITERIA[0]: "met"}
    assert refusal(ida.mark_again, *CERYS, some, {}).code == "not_ready"
    assert refusal(ida.mark_again, *CERYS, ONE_NOT_YET, {}).code == "not_ready"
    silent = refusal(ida.mark_again, *CERYS, ONE_NOT_YET, WHAT_IS_MISSING)
    assert "say what stood out, and what the next step is" in str(silent)
    assert refusal(ida.mark_again, *CERYS, {CRITERIA[0]: "perhaps"}, {}).code == "invalid"
    assert everything(decided) == before


def test_what_is_marked_blind_is_not_verified_and_the_other_way_round(decided: Floor) -> None:
    decided.sample()
    ida, nia = decided.house.desks("AS-IDA").quality, decided.house.desks("VE-NIA").quality
    assert "waits to be verified" in str(refusal(ida.mark_again, *CERYS, ALL_MET, {}))
    nia.verify(*CERYS, "agreed")
    decided.sample(blind=True)
    assert "without knowing" in str(refusal(nia.verify, *CERYS, "agreed"))
    refused = refusal(decided.house.desks("AS-MEG").quality.mark_again, *CERYS, ALL_MET, {})
    assert refused.code == "not_allowed"
