"""A decision is looked at by somebody else, and whatever they say of it is kept."""

from typing import Any

import pytest

from stepback_course.marking.quality.models import Outcome
from stepback_course.people import RoleEntry
from stepback_course.people.conflicts import Declarations
from stepback_course.portfolio.trail import is_whole, shown
from stepback_course.reports.copy.content import copy_of
from stepback_course.store import Conflict
from tests.filling import submit
from tests.house import House
from tests.marking.conftest import (
    CERYS,
    ONE_NOT_YET,
    WELL_BEGUN,
    WHAT_IS_MISSING,
    refusal,
)
from tests.marking.quality.conftest import Floor, everything

# Verifying.


def test_a_sampled_decision_waits_until_a_verifier_agrees(decided: Floor) -> None:
    decided.sample()
    assert decided.word == "to verify"
    decided.house.desks("VE-OWEN").quality.verify(*CERYS, "agreed")
    assert decided.word == ""
    sample = decided.quality.sample
    assert sample is not None
    assert sample.settled
    assert [(look.by, look.outcome) for look in sample.looks] == [("VE-OWEN", "agreed")]
    assert [entry.action for entry in decided.record.trail][-2:] == ["sample", "verify"]
    assert is_whole(decided.record)


def test_verifying_what_is_not_sampled_brings_it_into_the_sample(decided: Floor) -> None:
    decided.house.desks("VE-NIA").quality.verify(*CERYS, "agreed with advice", "Quote them.")
    sample = decided.quality.sample
    assert sample is not None
    assert sample.reasons == ("chosen",)
    assert sample.looks[0].comment == "Quote them."
    refused = refusal(decided.house.desks("VE-OWEN").quality.verify, *CERYS, "agreed")
    assert refused.code == "taken"
    assert "somebody has looked at this decision" in str(refused)
    decided.sample()
    decided.house.desks("VE-OWEN").quality.verify(*CERYS, "agreed")
    assert len(decided.quality.samples) == 2


@pytest.mark.parametrize("outcome", ["agreed with advice", "returned"])
def test_advice_and_a_return_need_words(decided: Floor, outcome: Outcome) -> None:
    before = everything(decided)
    refused = refusal(decided.house.desks("VE-NIA").quality.verify, *CERYS, outcome, " … ")
    assert refused.code == "not_ready"
    assert everything(decided) == before


def test_a_returned_decision_goes_back_to_its_assessor_and_is_looked_at_again(
    decided: Floor,
) -> None:
    decided.sample()
    nia = decided.house.desks("VE-NIA").quality
    nia.verify(*CERYS, "returned", "Criterion two has no evidence.")
    record = decided.record
    assert (record.state, decided.word) == ("marking", "returned")
    assert record.lease is not None
    assert record.lease.assessor == "AS-MEG"
    assert record.decision is None
    assert record.decisions[0].superseded == "returned by Nia Huws"
    assert record.trail[-1].reason == "Criterion two has no evidence."
    assert "is with an assessor" in str(refusal(nia.verify, *CERYS, "agreed"))

    decided.decide(met=False)
    assert decided.word == "to verify"
    nia.verify(*CERYS, "agreed")
    sample = decided.quality.sample
    assert sample is not None
    assert [look.outcome for look in sample.looks] == ["returned", "agreed"]
    assert decided.word == ""
    decided.release()
    assert is_whole(shown(decided.record))


def test_a_released_decision_that_is_returned_stays_until_it_is_decided_anew(
    decided: Floor,
) -> None:
    decided.release()
    seen = shown(decided.record)
    nia = decided.house.desks("VE-NIA").quality
    nia.verify(*CERYS, "returned", "Look at criterion two.")
    assert (decided.record.state, decided.word) == ("met", "returned")
    assert shown(decided.record) == seen
    assert "decides it anew first" in str(refusal(nia.verify, *CERYS, "agreed"))

    decided.house.desks("VE-NIA").desk.reopen(*CERYS, "returned in quality assurance")
    submit(decided.house.desks("PR-CERYS"), *CERYS)
    decided.decide("AS-IDA")
    assert decided.word == "to verify"
    nia.verify(*CERYS, "agreed")
    assert decided.word == ""


def test_or_until_a_third_person_upholds_it(decided: Floor) -> None:
    decided.release()
    decided.house.desks("VE-NIA").quality.verify(*CERYS, "returned", "Look at criterion two.")
    owen = decided.house.desks("VE-OWEN").quality
    assert "or, where the practitioner knows the decision, upheld" in str(
        refusal(owen.adjudicate, *CERYS, "neither", "No.")
    )
    refusal(decided.house.desks("VE-NIA").quality.adjudicate, *CERYS, "first", "Well.")
    owen.adjudicate(*CERYS, "first", "The diary shows it.")
    assert (decided.record.state, decided.word) == ("met", "")


@pytest.mark.parametrize("words", ["a" * 4001, "a" * 10_000_000])
def test_too_many_words_are_refused_in_a_sentence(decided: Floor, words: str) -> None:
    nia = decided.house.desks("VE-NIA").quality
    before = everything(decided)
    for refused in (
        refusal(nia.verify, *CERYS, "agreed with advice", words),
        refusal(nia.sample, *CERYS, words),
    ):
        assert str(refused) == "this is too long: at most 4000 characters are kept"
    assert everything(decided) == before


# Who may.


def test_nobody_verifies_their_own_decision(floor: Floor) -> None:
    floor.decide("VE-OWEN")
    before = everything(floor)
    refused = refusal(floor.house.desks("VE-OWEN").quality.verify, *CERYS, "agreed")
    assert refused.code == "not_allowed"
    assert str(refused) == "Owen Bell has judged this already: somebody else looks at it"
    assert everything(floor) == before


@pytest.mark.parametrize("person", ["AS-IDA", "CO-ANN", "TR-TOM", "PR-CERYS", None])
def test_only_a_named_verifier_verifies(decided: Floor, person: str | None) -> None:
    refused = refusal(decided.house.desks(person).quality.verify, *CERYS, "agreed")
    assert refused.code == "not_allowed"


def test_a_verifier_on_the_course_does_not_verify_their_own_work(decided: Floor) -> None:
    decided.house.desks("CO-ANN").directory.grant(
        "PR-CERYS", [RoleEntry(role="practitioner"), RoleEntry(role="verifier")]
    )
    cerys = decided.house.desks("PR-CERYS").quality
    assert refusal(cerys.verify, *CERYS, "agreed").code == "not_allowed"
    assert "this is your own work" in str(refusal(cerys.open, *CERYS))


def test_a_conflict_of_interest_keeps_a_verifier_away(decided: Floor) -> None:
    nia = decided.house.desks("VE-NIA")
    Declarations(nia.store, nia.actor, nia.clock).declare("PR-CERYS", "family")
    assert "conflict of interest" in str(refusal(nia.quality.verify, *CERYS, "agreed"))
    assert "conflict of interest" in str(refusal(nia.quality.open, *CERYS))
    (row,) = _waiting_after_sampling(decided, "VE-OWEN")
    assert row.is_yours
    (row,) = nia.quality.waiting().rows
    assert not row.is_yours


def _waiting_after_sampling(floor: Floor, person: str) -> Any:
    floor.house.desks("VE-OWEN").quality.sample(*CERYS, "beside the plan")
    return floor.house.desks(person).quality.waiting().rows


def test_what_was_looked_at_is_not_taken_back_by_its_assessor(decided: Floor) -> None:
    decided.house.desks("VE-NIA").quality.verify(*CERYS, "agreed")
    refused = refusal(decided.house.desks("AS-MEG").desk.undo, *CERYS)
    assert "somebody else has looked at this decision" in str(refused)
    assert decided.record.state == "decided"


def test_what_nobody_looked_at_yet_can_be_taken_back_and_stays_in_the_sample(
    decided: Floor,
) -> None:
    decided.sample()
    decided.house.desks("AS-MEG").desk.undo(*CERYS)
    assert decided.word == "to verify"
    nia = decided.house.desks("VE-NIA").quality
    assert "it is with an assessor" in str(refusal(nia.verify, *CERYS, "agreed"))
    decided.decide(met=False)
    nia.verify(*CERYS, "agreed")
    sample = decided.quality.sample
    assert sample is not None
    assert sample.looks[0].decided == decided.record.decisions[-1].at


def test_a_stale_view_verifies_nothing(decided: Floor) -> None:
    decided.sample()
    nia = decided.house.desks("VE-NIA").quality
    view = nia.open(*CERYS)
    desk = decided.house.desks("AS-MEG").desk
    desk.undo(*CERYS)
    decided.decide(met=False)
    before = everything(decided)
    with pytest.raises(Conflict):
        nia.verify(*CERYS, "agreed", seen=view.revision)
    assert everything(decided) == before


# Sampling by hand, and what there is nothing to sample of.


def test_a_sample_by_hand_needs_a_reason_and_is_taken_once(decided: Floor) -> None:
    quality = decided.house.desks("CO-ANN").quality
    assert refusal(quality.sample, *CERYS, " ").code == "invalid"
    quality.sample(*CERYS, "the first of a new cohort")
    sample = decided.quality.sample
    assert sample is not None
    assert (sample.why, sample.by) == ("the first of a new cohort", "CO-ANN")
    assert "is in the sample already" in str(refusal(quality.sample, *CERYS, "again"))


def test_what_is_not_decided_cannot_be_looked_at(floor: Floor) -> None:
    nia = floor.house.desks("VE-NIA").quality
    assert "waits for an assessor" in str(refusal(nia.verify, *CERYS, "agreed"))
    assert "no decision" in str(refusal(nia.sample, "P-DAFYDD", CERYS[1], "why not"))
    assert "no decision" in str(refusal(nia.open, "P-ELEN", CERYS[1]))
    floor.house.desks("PR-CERYS").workbook.withdraw(*CERYS)
    assert refusal(nia.verify, *CERYS, "agreed").code == "closed"


def test_a_case_study_without_permission_is_not_looked_at(floor: Floor) -> None:
    house, unit = floor.house, "learners-voice"
    submit(house.desks("PR-ELEN"), "P-ELEN", unit)
    definition = house.desks("PR-ELEN").workbook.unit("P-ELEN", unit).unit
    verdicts = dict.fromkeys((criterion.id for criterion in definition.criteria), "met")
    house.desks("AS-MEG").desk.decide("P-ELEN", unit, verdicts, {})
    house.desks("VE-NIA").quality.sample("P-ELEN", unit, "a case study")
    workbook = house.desks("PR-ELEN").workbook
    consent = workbook.open("P-ELEN").consent
    assert consent is not None
    taken_back = consent.model_copy(update={"withdrawn": "2026-03-04"})
    workbook.record_consent("P-ELEN", taken_back)
    nia = house.desks("VE-NIA").quality
    assert nia.waiting().rows == ()
    assert refusal(nia.verify, "P-ELEN", unit, "agreed").code == "withdrawn"
    assert refusal(nia.open, "P-ELEN", unit).code == "withdrawn"


# What a practitioner may know.


def test_a_practitioner_sees_nothing_of_all_this(decided: Floor) -> None:
    quiet = shown(decided.record)
    decided.sample(blind=True)
    decided.house.desks("AS-IDA").quality.mark_again(
        *CERYS, ONE_NOT_YET, WHAT_IS_MISSING, "Sampledwords."
    )
    decided.house.desks("VE-NIA").quality.adjudicate(*CERYS, "first", "Adjudicatedwords.")
    assert shown(decided.record) == quiet
    cerys = decided.house.desks("PR-CERYS")
    refused = refusal(cerys.quality.open, *CERYS)
    assert refused.code == "not_allowed"
    refusal(cerys.quality.waiting)
    decided.release()
    carried_home = shown(decided.record).model_dump_json()
    copied = repr(copy_of(cerys, "P-CERYS"))
    for word in ("Sampledwords", "Adjudicatedwords", "Ida Holm", "VE-NIA", "sampled"):
        assert word not in carried_home
        assert word not in copied
    opened = repr(cerys.workbook.open("P-CERYS"))
    assert "Sampledwords" not in opened
    assert "Adjudicatedwords" not in opened


def test_the_list_says_what_is_wanted_and_whose_turn_it_is(decided: Floor) -> None:
    decided.sample()
    (row,) = decided.house.desks("VE-NIA").quality.waiting().rows
    assert (row.portfolio, row.unit, row.wanted, row.judge) == (*CERYS, "to verify", "AS-MEG")
    assert row.is_yours
    (row,) = decided.house.desks("AS-MEG").quality.waiting(cohort="CO-1").rows
    assert row.is_own
    assert not row.is_yours
    assert decided.house.desks("VE-NIA").quality.waiting(cohort="CO-2").rows == ()


def test_the_list_does_not_say_whose_decision_is_marked_again_blind(decided: Floor) -> None:
    decided.sample(blind=True)
    judges = [
        row.judge
        for person in ("AS-MEG", "AS-IDA", "VE-NIA")
        for row in decided.house.desks(person).quality.waiting().rows
    ]
    assert judges == ["AS-MEG", "", ""]


def test_where_two_differ_it_waits_for_neither_of_them(decided: Floor) -> None:
    decided.sample(blind=True)
    decided.house.desks("AS-IDA").quality.mark_again(
        *CERYS, ONE_NOT_YET, WHAT_IS_MISSING, WELL_BEGUN
    )
    yours = {
        person: row.is_yours
        for person in ("AS-MEG", "AS-IDA", "VE-NIA")
        for row in decided.house.desks(person).quality.waiting().rows
    }
    assert yours == {"AS-MEG": False, "AS-IDA": False, "VE-NIA": True}


def test_erasing_a_unit_takes_every_word_with_it_and_ends_the_sample(
    decided: Floor, house: House
) -> None:
    decided.release()
    nia = house.desks("VE-NIA").quality
    nia.verify(*CERYS, "returned", "Uniqueword about the learner.")
    house.desks("CO-ANN").eraser.erase("P-CERYS", (CERYS[1],), "asked for")
    assert "Uniqueword" not in repr(everything(decided))
    assert decided.word == ""
    assert decided.quality.samples == ()
    assert is_whole(decided.record)
    assert house.store.find("sample").rows == []
