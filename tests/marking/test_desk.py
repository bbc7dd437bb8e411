"""An assessor's work on one submission, from the claim to the release."""

from typing import Any

import pytest

from stepback_course.marking import Desk
from stepback_course.portfolio.trail import first_broken_entry
from stepback_course.store import Conflict
from tests.filling import fill, submit
from tests.house import House
from tests.marking.conftest import (
    ALL_MET,
    CERYS,
    CRITERIA,
    ONE_NOT_YET,
    UNIT,
    WELL_BEGUN,
    WHAT_IS_MISSING,
    everything,
    hours_pass,
    kept,
    refusal,
)

# Claiming.


def test_a_claim_says_who_has_the_submission_and_until_when(waiting: House, meg: Desk) -> None:
    meg.claim(*CERYS)

    lease = kept(waiting).lease
    assert lease is not None
    assert (lease.assessor, lease.name) == ("AS-MEG", "Megan Price")
    assert lease.until > lease.at


def test_another_assessor_is_told_who_has_it(waiting: House, meg: Desk, ida: Desk) -> None:
    meg.claim(*CERYS)
    before = everything(waiting)

    refused = refusal(ida.claim, *CERYS)
    assert refused.code == "taken"
    assert str(refused).startswith("Megan Price has this until 20:")
    assert everything(waiting) == before


def test_a_takeover_needs_a_reason_and_the_reason_stays(
    waiting: House, meg: Desk, ida: Desk
) -> None:
    meg.claim(*CERYS)
    assert refusal(ida.claim, *CERYS, reason="  ").code == "taken"

    ida.claim(*CERYS, reason="Megan is ill")

    record = kept(waiting)
    assert record.lease is not None
    assert record.lease.assessor == "AS-IDA"
    assert (record.trail[-1].actor, record.trail[-1].reason) == ("AS-IDA", "Megan is ill")


def test_a_claim_that_ran_out_is_anybodys(waiting: House, meg: Desk, ida: Desk) -> None:
    meg.claim(*CERYS)
    hours_pass(waiting, 8)
    ida.claim(*CERYS)

    lease = kept(waiting).lease
    assert lease is not None
    assert lease.assessor == "AS-IDA"


def test_what_is_given_back_waits_for_anybody_again(waiting: House, meg: Desk, ida: Desk) -> None:
    meg.claim(*CERYS)
    assert refusal(ida.give_back, *CERYS).code == "taken"
    meg.give_back(*CERYS)

    assert kept(waiting).state == "submitted"
    ida.claim(*CERYS)


# Deciding.


def test_deciding_claims_what_nobody_has(waiting: House, meg: Desk) -> None:
    meg.decide(*CERYS, ALL_MET, {})

    record = kept(waiting)
    assert record.state == "decided"
    assert [entry.action for entry in record.trail] == ["submit", "claim", "decide"]


def test_claim_and_decision_are_one_write(waiting: House, meg: Desk) -> None:
    before = everything(waiting)[f"unit/{UNIT}"].revision
    meg.decide(*CERYS, ALL_MET, {})

    assert everything(waiting)[f"unit/{UNIT}"].revision == before + 1


@pytest.mark.parametrize(
    ("criteria", "feedback", "sentence"),
    [
        ({CRITERIA[0]: "met"}, {}, "is not decided yet"),
        (ONE_NOT_YET, {}, "write what is missing"),
        (ONE_NOT_YET, {CRITERIA[1]: " "}, "write what is missing"),
        (ALL_MET | {"waits": "met"}, {}, "has no criterion 'waits'"),
        (ALL_MET | {CRITERIA[0]: "passed"}, {}, "'passed', which is not one of"),
        (ALL_MET, {CRITERIA[0]: "x" * 4001}, "is too long"),
    ],
)
def test_what_is_no_decision_is_refused_in_a_sentence_and_writes_nothing(
    waiting: House, meg: Desk, criteria: Any, feedback: Any, sentence: str
) -> None:
    before = everything(waiting)

    assert sentence in str(refusal(meg.decide, *CERYS, criteria, feedback))
    assert everything(waiting) == before


def test_what_another_assessor_holds_is_not_decided(waiting: House, meg: Desk, ida: Desk) -> None:
    meg.claim(*CERYS)
    before = everything(waiting)

    refused = refusal(ida.decide, *CERYS, ALL_MET, {})
    assert "Megan Price is marking this" in str(refused)
    assert everything(waiting) == before


def test_a_decision_made_on_what_has_changed_since_writes_nothing(
    waiting: House, meg: Desk, ida: Desk
) -> None:
    meg.claim(*CERYS)
    seen = meg.open(*CERYS).revision
    ida.claim(*CERYS, reason="Megan is ill")
    ida.give_back(*CERYS)
    before = everything(waiting)

    with pytest.raises(Conflict, match="changed by somebody else meanwhile"):
        meg.decide(*CERYS, ALL_MET, {}, seen=seen)
    assert everything(waiting) == before


def test_marks_made_on_one_attempt_never_decide_the_next(
    waiting: House, meg: Desk, ida: Desk
) -> None:
    seen = meg.open(*CERYS).revision
    ida.decide(*CERYS, ONE_NOT_YET, WHAT_IS_MISSING, WELL_BEGUN)
    ida.release(*CERYS)
    submit(waiting.desks("PR-CERYS"), *CERYS)

    with pytest.raises(Conflict):
        meg.decide(*CERYS, ALL_MET, {}, seen=seen)
    assert kept(waiting).state == "submitted"


def test_a_decision_is_not_made_twice(meg: Desk) -> None:
    meg.decide(*CERYS, ALL_MET, {})

    refused = refusal(meg.decide, *CERYS, ALL_MET, {})
    assert str(refused) == (
        "'I can say what my support is for' cannot be decided: it is decided and waits for release"
    )


def test_what_is_not_submitted_cannot_be_decided(waiting: House) -> None:
    fill(waiting.desks("PR-DAFYDD"), "P-DAFYDD", UNIT)
    meg = waiting.desks("AS-MEG").desk

    assert "has not been submitted" in str(refusal(meg.decide, "P-DAFYDD", UNIT, ALL_MET, {}))
    assert refusal(meg.open, "P-DAFYDD", UNIT).code == "unknown"


def test_the_same_operation_twice_decides_once(waiting: House, meg: Desk) -> None:
    meg.claim(*CERYS, operation="claim-1")
    meg.claim(*CERYS, operation="claim-1")

    assert [entry.action for entry in kept(waiting).trail] == ["submit", "claim"]


# Taking a decision back.


def test_a_decision_taken_back_before_release_stays_in_the_record(
    waiting: House, meg: Desk
) -> None:
    meg.decide(*CERYS, ALL_MET, {})
    meg.undo(*CERYS)

    record = kept(waiting)
    assert record.state == "marking"
    assert record.decision is None
    assert [decision.superseded for decision in record.decisions] == ["undone before release"]


def test_the_decision_that_counts_is_the_one_made_last(waiting: House, meg: Desk) -> None:
    meg.decide(*CERYS, ALL_MET, {})
    meg.undo(*CERYS)
    meg.decide(*CERYS, ONE_NOT_YET, WHAT_IS_MISSING, WELL_BEGUN)
    released = meg.release(*CERYS)

    assert released.verdict == "not_yet_met"
    assert [bool(d.released) for d in kept(waiting).decisions] == [False, True]


def test_only_its_assessor_takes_a_decision_back(meg: Desk, ida: Desk) -> None:
    meg.decide(*CERYS, ALL_MET, {})

    assert "Megan Price's: only they undo it" in str(refusal(ida.undo, *CERYS))


def test_a_released_decision_is_not_taken_back(meg: Desk) -> None:
    meg.decide(*CERYS, ALL_MET, {})
    meg.release(*CERYS)

    assert "there is no decision" in str(refusal(meg.undo, *CERYS))


def test_a_decision_on_an_earlier_attempt_is_not_what_undo_is_about(
    waiting: House, meg: Desk, ida: Desk
) -> None:
    meg.decide(*CERYS, ONE_NOT_YET, WHAT_IS_MISSING, WELL_BEGUN)
    meg.release(*CERYS)
    submit(waiting.desks("PR-CERYS"), *CERYS)

    assert "it is submitted and waits for an assessor" in str(refusal(ida.undo, *CERYS))


# Releasing.


def test_a_unit_released_as_met_is_closed(waiting: House, meg: Desk) -> None:
    meg.decide(*CERYS, ALL_MET, {}, "Thank you.")
    meg.release(*CERYS)
    cerys = waiting.desks("PR-CERYS").workbook

    view = cerys.unit(*CERYS)
    assert (view.status, view.released[-1].overall) == ("met", "Thank you.")
    assert refusal(cerys.respond, *CERYS, "one-purpose", "More.").code == "closed"


def test_a_referral_opens_the_unit_for_the_next_attempt(waiting: House, meg: Desk) -> None:
    meg.decide(*CERYS, ONE_NOT_YET, WHAT_IS_MISSING, WELL_BEGUN)
    meg.release(*CERYS)
    cerys = waiting.desks("PR-CERYS")

    assert cerys.workbook.unit(*CERYS).status == "referred"
    submit(cerys, *CERYS)
    assert meg.open(*CERYS).submission.attempt == 2


def test_the_next_attempt_shows_what_was_asked_for_before(waiting: House, meg: Desk) -> None:
    meg.decide(*CERYS, ONE_NOT_YET, WHAT_IS_MISSING, WELL_BEGUN)
    meg.release(*CERYS)
    submit(waiting.desks("PR-CERYS"), *CERYS)

    (earlier,) = meg.open(*CERYS).earlier
    assert earlier.feedback == WHAT_IS_MISSING


def test_the_practitioner_knows_nothing_before_release(waiting: House, meg: Desk) -> None:
    meg.decide(*CERYS, ONE_NOT_YET, WHAT_IS_MISSING, WELL_BEGUN)

    assert waiting.desks("PR-CERYS").workbook.unit(*CERYS).released == ()


def test_what_is_not_decided_cannot_be_released(waiting: House, meg: Desk) -> None:
    meg.claim(*CERYS)
    before = everything(waiting)

    assert "cannot be released: it is with an assessor" in str(refusal(meg.release, *CERYS))
    assert everything(waiting) == before


def test_a_decision_that_was_replaced_since_it_was_seen_is_not_released(
    waiting: House, meg: Desk, ida: Desk
) -> None:
    meg.decide(*CERYS, ALL_MET, {})
    seen = ida.open(*CERYS).revision
    meg.undo(*CERYS)
    meg.decide(*CERYS, ONE_NOT_YET, WHAT_IS_MISSING, WELL_BEGUN)

    with pytest.raises(Conflict):
        ida.release(*CERYS, seen=seen)
    assert kept(waiting).state == "decided"


# One more attempt.


def test_one_more_attempt_needs_a_coordinator_and_a_reason(waiting: House, meg: Desk) -> None:
    meg.decide(*CERYS, ALL_MET, {})
    meg.release(*CERYS)
    ann = waiting.desks("CO-ANN").desk

    assert refusal(meg.reopen, *CERYS, "She asked").code == "not_allowed"
    assert refusal(ann.reopen, *CERYS, " ").code == "invalid"
    ann.reopen(*CERYS, "She changed schools")

    last = kept(waiting).trail[-1]
    assert (last.action, last.role, last.reason) == (
        "reopen",
        "coordinator",
        "She changed schools",
    )


def test_reopening_allows_an_attempt_beyond_the_last(waiting: House, meg: Desk) -> None:
    cerys = waiting.desks("PR-CERYS")
    for attempt in (1, 2, 3):
        meg.decide(*CERYS, ONE_NOT_YET, WHAT_IS_MISSING, WELL_BEGUN)
        meg.release(*CERYS)
        if attempt < 3:
            submit(cerys, *CERYS)
    assert cerys.workbook.unit(*CERYS).attempts_left == 0

    waiting.desks("CO-ANN").desk.reopen(*CERYS, "One more, after the summer")

    assert cerys.workbook.unit(*CERYS).attempts_left == 1


# The trail.


def test_every_step_is_chained_in_the_trail(waiting: House, meg: Desk, ida: Desk) -> None:
    meg.claim(*CERYS)
    meg.give_back(*CERYS)
    meg.claim(*CERYS)
    ida.claim(*CERYS, reason="Megan is ill")
    ida.decide(*CERYS, ONE_NOT_YET, WHAT_IS_MISSING, WELL_BEGUN)
    ida.undo(*CERYS)
    ida.decide(*CERYS, ONE_NOT_YET, WHAT_IS_MISSING, WELL_BEGUN)
    ida.release(*CERYS)
    submit(waiting.desks("PR-CERYS"), *CERYS)
    meg.decide(*CERYS, ALL_MET, {})
    meg.release(*CERYS)

    trail = kept(waiting).trail
    assert [entry.action for entry in trail] == [
        *("submit", "claim", "give back", "claim", "claim", "decide", "undo", "decide", "refer"),
        *("submit", "claim", "decide", "release met"),
    ]
    assert first_broken_entry(trail) is None


def test_a_changed_entry_breaks_the_trail(waiting: House, meg: Desk) -> None:
    meg.decide(*CERYS, ALL_MET, {})
    trail = kept(waiting).trail
    forged = trail[1].model_copy(update={"actor": "AS-IDA"})

    assert first_broken_entry((trail[0], forged, *trail[2:])) == 1
    assert first_broken_entry((trail[0], *trail[2:])) == 1
