"""The queue, claiming and deciding in plain lines."""

from datetime import timedelta

from stepback_course.portfolio.models import UnitRecord
from stepback_course.store import NEVER_WRITTEN, Change, new_operation
from tests.filling import submit
from tests.house import House, Ticking
from tests.marking.conftest import ALL_MET, CRITERIA
from tests.plain.conftest import Talk
from tests.plain.marking.conftest import CERYS, ELEN, MEG, UNIT, VAL


def record(house: House, portfolio: str = "P-CERYS", unit: str = UNIT) -> UnitRecord:
    kept = house.store.get(f"portfolio/{portfolio}", f"unit/{unit}")
    assert kept is not None
    return UnitRecord.model_validate(kept.document)


def test_an_assessor_comes_right_to_what_waits_the_oldest_first(waiting: Talk) -> None:
    lines = waiting(".", person=MEG).split("\n")

    assert "Marking" in lines
    assert "1. Cerys Wyn, Statement 1, attempt 1: waits for anybody. Waiting: just now" in lines
    assert any(line.startswith("2. Elen Môn, Statement 1") for line in lines)


def test_on_a_laptop_work_is_handed_over_and_released_elsewhere(waiting: Talk) -> None:
    assert "h. Hand over" not in waiting(".", person=MEG)
    elsewhere = {"store": "laptop", "office": {"store": "office"}}
    waiting.house.store.put(
        "organisation/settings",
        {"exchange": Change(NEVER_WRITTEN, elsewhere)},
        operation=new_operation(),
        actor=MEG,
    )

    said = waiting("h", "?", ".", ".", person=MEG)

    assert "h. Hand over to the office, or open what came" in said
    assert "s. Seal what the office has not got yet" in said
    assert "r. Release decisions" not in said


def test_an_empty_queue_says_so(talk: Talk) -> None:
    assert "Nothing waits to be marked." in talk(".", person=MEG)


def test_nothing_that_is_drawn_or_coloured_is_said(waiting: Talk) -> None:
    waiting.house.desks("AS-IDA").desk.decide(*ELEN, ALL_MET, {})
    said = waiting("1", "r", "1", "1", "", ".", "r", ".", ".", person=MEG)
    assert "Release 1 decision?" in said

    assert not set("✓↺▸○●‖×│─\x1b") & set(said)


def test_a_number_opens_and_claims_a_submission_which_can_be_read(waiting: Talk) -> None:
    said = waiting("1", "r", ".", ".", person=MEG)

    assert "Cerys Wyn, Statement 1: I can say what my support is for, attempt 1" in said
    assert "Yours until 20:03. Not complete yet." in said
    assert "Activity 1 of 4: " in said
    assert "Answered:" in said
    lease = record(waiting.house).lease
    assert lease is not None
    assert lease.assessor == MEG


def test_all_criteria_are_met_and_decided_in_four_lines(waiting: Talk) -> None:
    said = waiting("n", "a", "d", "yes", ".", person=MEG)

    assert "Decided: met. The practitioner sees it once it is released." in said
    assert record(waiting.house).state == "decided"
    assert dict.fromkeys(CRITERIA, "met") == record(waiting.house).decisions[-1].criteria


def test_what_is_not_yet_met_is_decided_with_words_and_a_day(waiting: Talk) -> None:
    said = waiting(
        *("n", "a", "2", "2", "One moment of your own."),
        *("s", "Well begun.", "x", "Watch for once.", "17 April 2026"),
        *("d", "yes", ".", "."),
        person=MEG,
    )

    assert "Decided: not yet met." in said
    decision = record(waiting.house).decisions[-1]
    assert decision.criteria == ALL_MET | {CRITERIA[1]: "not_yet_met"}
    assert decision.feedback == {CRITERIA[1]: "One moment of your own."}
    assert (decision.overall, decision.next_step, decision.by) == (
        "Well begun.",
        "Watch for once.",
        "2026-04-17",
    )


def test_what_is_missing_from_a_decision_is_said_and_nothing_is_decided(waiting: Talk) -> None:
    said = waiting("n", "1", "2", "", "d", ".", ".", person=MEG)

    assert "Not decided:" in said
    assert "write what is missing" in said
    assert "say what the next step is" in said
    assert record(waiting.house).state == "marking"


def test_marks_are_kept_as_a_draft_that_is_there_again(waiting: Talk) -> None:
    waiting("1", "1", "1", "Clear.", ".", ".", person=MEG)
    said = waiting("1", ".", ".", person=MEG)

    assert "1. met: " in said
    marks = waiting.house.desks(MEG).desk.open(*CERYS).marks
    assert (marks.criteria, marks.feedback) == ({CRITERIA[0]: "met"}, {CRITERIA[0]: "Clear."})


def test_a_submission_is_given_back_undecided(waiting: Talk) -> None:
    said = waiting("1", "g", ".", person=MEG)

    assert "Given back. Your draft marks are kept." in said
    assert record(waiting.house).state == "submitted"


def test_what_another_is_marking_is_taken_over_with_a_reason(waiting: Talk) -> None:
    waiting.house.desks("AS-IDA").desk.claim(*CERYS)
    said = waiting("1", "c", "Ida is ill", "g", ".", person=MEG)

    assert "Ida Holm, until 20:03" in said
    assert "Ida Holm is marking this." in said
    assert [entry.reason for entry in record(waiting.house).trail][2] == "Ida is ill"


def test_what_is_allocated_to_another_is_said_and_taken_with_a_reason(waiting: Talk) -> None:
    waiting.house.desks("CO-ANN").allocations.allocate(*CERYS, "AS-IDA")
    said = waiting("1", "c", "Ida is ill", ".", ".", person=MEG)

    assert "allocated to Ida Holm" in said
    assert "Yours until" in said


def test_a_decision_is_read_again_and_undone_before_its_release(waiting: Talk) -> None:
    waiting("n", "a", "d", "yes", ".", person=MEG)
    said = waiting("r", "4", "1", "u", ".", ".", ".", person=MEG)

    assert "Megan Price decided: met. It waits to be released." in said
    assert "Your decision is taken back" in said
    assert record(waiting.house).state == "marking"


def test_another_assessors_decision_is_not_undone(waiting: Talk) -> None:
    waiting.house.desks("AS-IDA").desk.decide(*CERYS, ALL_MET, {})
    said = waiting("r", "4", "1", ".", ".", ".", person=MEG)

    assert "Ida Holm decided: met." in said
    assert "Undo the decision" not in said


def test_a_claim_that_ran_out_is_said_and_claimed_again(waiting: Talk) -> None:
    waiting.house.desks(MEG).desk.claim(*CERYS)
    clock = waiting.house.clock
    assert isinstance(clock, Ticking)
    clock.now += timedelta(hours=9)
    assert "your claim ran out" in waiting(".", person=MEG)

    said = waiting("1", "a", "d", "yes", ".", person=MEG)

    assert "Decided: met." in said


def test_a_note_in_the_margin_is_kept_for_assessors(waiting: Talk) -> None:
    said = waiting("1", "m", "?", "Ask her about break time.", ".", ".", person=MEG)

    assert "may ask for it" in said
    assert "m. Note in the margin: Ask her about break time." in waiting("1", ".", ".", person=MEG)


def test_what_a_verifier_returned_says_why(waiting: Talk) -> None:
    waiting.house.desks(MEG).desk.decide(*CERYS, ALL_MET, {})
    val = waiting.house.desks(VAL).quality
    val.sample(*CERYS, "A new assessor")
    val.verify(*CERYS, "returned", "Look at criterion 2 again.")

    assert "A verifier returned this: Look at criterion 2 again." in waiting(
        "1", ".", ".", person=MEG
    )


def test_only_ones_own_are_said_where_that_is_wanted(waiting: Talk) -> None:
    waiting.house.desks(MEG).desk.claim(*ELEN)
    said = waiting("w", "2", ".", person=MEG)

    assert "1. Elen Môn, Statement 1, attempt 1: with you until 20:03" in said
    assert "Whose is said: yours" in said
    assert "Nothing of that waits" in waiting("w", "2", ".", person="AS-IDA")


def test_a_long_queue_is_said_nine_at_a_time(waiting: Talk) -> None:
    units = [f"statement-{number:02}" for number in range(2, 11)]
    submit(waiting.house.desks("PR-DAFYDD"), "P-DAFYDD", *units)
    first, second = waiting("m", ".", person=MEG).split("m. More")

    assert "9. Dafydd Puw, Statement 8" in first
    assert "1. Dafydd Puw, Statement 9" in second
    assert "b. Back to the oldest" in second


def test_an_assessor_who_is_enrolled_too_chooses_and_does_not_mark_their_own(
    waiting: Talk,
) -> None:
    waiting.house.enrol(MEG, "P-MEG")
    submit(waiting.house.desks(MEG), "P-MEG", UNIT)
    said = waiting("m", "3", ".", "c", ".", ".", person=MEG)

    assert "m. Marking" in said
    assert "your own work" in said
    assert "My course: Megan Price" in said


def test_a_verifier_is_not_offered_what_only_assessors_do(waiting: Talk) -> None:
    said = waiting("1", ".", ".", person=VAL)

    assert "Release decisions" not in said
    assert "The first that is free" not in said
    assert "Take it over" not in said
    assert record(waiting.house).state == "submitted"


def test_a_coordinator_releases_and_does_not_mark(waiting: Talk) -> None:
    waiting.house.desks(MEG).desk.decide(*CERYS, ALL_MET, {})
    said = waiting("1", ".", "r", "1", "yes", "no", ".", person="CO-ANN")

    assert "Take it over" not in said
    assert "1 decision is released." in said


def test_what_ends_in_the_middle_is_kept(waiting: Talk) -> None:
    waiting("1", "1", "1", "Clear.", person=MEG)

    assert waiting.house.desks(MEG).desk.open(*CERYS).marks.criteria == {CRITERIA[0]: "met"}


def test_words_that_are_too_long_are_refused_and_the_marks_stay(waiting: Talk) -> None:
    long = "x" * 4_001
    said = waiting("1", "1", "1", "Clear.", "2", "2", long, "s", long, ".", ".", person=MEG)

    assert said.count("is too long: at most 4,000 characters fit here") == 2
    marks = waiting.house.desks(MEG).desk.open(*CERYS).marks
    assert (marks.criteria, marks.feedback) == ({CRITERIA[0]: "met"}, {CRITERIA[0]: "Clear."})


def test_a_reason_that_is_too_long_takes_nothing_over(waiting: Talk) -> None:
    waiting.house.desks("AS-IDA").desk.claim(*CERYS)
    said = waiting("1", "c", "x" * 4_001, ".", ".", person=MEG)

    assert "this is too long: at most 4000 characters are kept" in said
    lease = record(waiting.house).lease
    assert lease is not None
    assert lease.assessor == "AS-IDA"
