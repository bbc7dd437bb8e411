"""An appeal from its grounds to the panel: who answers, by when, and what becomes of the unit."""

from datetime import date

import pytest

from stepback_course.marking.appeals.rules import working_days_after
from stepback_course.marking.models import Marks
from stepback_course.people.organisation import Organisation, keep_organisation
from stepback_course.portfolio.models import Overall
from stepback_course.text.refusals import Refusal
from tests.filling import submit
from tests.house import House
from tests.marking.appeals.conftest import (
    GROUNDS,
    MET,
    OPINION,
    PANEL,
    answered,
    appeals,
    days_pass,
)
from tests.marking.conftest import (
    ALL_MET,
    CERYS,
    CRITERIA,
    ONE_NOT_YET,
    UNIT,
    WHAT_IS_MISSING,
    everything,
    kept,
    refusal,
)

# Appealing.


def test_a_practitioner_appeals_and_it_waits_with_its_day(appealed: House) -> None:
    [row] = appeals(appealed, "VE-ALUN").waiting()

    assert (row.portfolio, row.unit, row.stage) == ("P-CERYS", UNIT, 1)
    assert row.due == "2026-03-13"  # seven working days after Wednesday, 4 March
    assert not row.is_late


def test_what_may_tell_who_a_child_is_is_found_and_those_who_decided_may_be_named(
    referred: House,
) -> None:
    book = appeals(referred, "PR-CERYS")
    decided = referred.desks("AS-MEG").actor.name
    text = f"{decided} has not seen what Tomos Rees did. I am Cerys Wyn."
    assert [finding.words for finding in book.findings(*CERYS, text)] == ["Tomos Rees"]
    assert book.findings(*CERYS, GROUNDS) == []


def test_an_appeal_that_was_not_answered_in_time_is_late(appealed: House) -> None:
    days_pass(appealed, 10)

    assert appeals(appealed, "VE-ALUN").waiting()[0].is_late


def test_only_a_decision_that_asks_for_further_work_is_appealed_against(waiting: House) -> None:
    refused = refusal(appeals(waiting, "PR-CERYS").appeal, *CERYS, GROUNDS)

    assert "there is none here" in str(refused)


def test_a_decision_that_is_not_released_is_not_appealed_against(waiting: House) -> None:
    waiting.desks("AS-MEG").desk.decide(*CERYS, ONE_NOT_YET, WHAT_IS_MISSING, "Well begun.")
    before = everything(waiting)

    assert refusal(appeals(waiting, "PR-CERYS").appeal, *CERYS, GROUNDS).code == "closed"
    assert everything(waiting) == before


def test_nobody_elses_decision_is_appealed_against(referred: House) -> None:
    assert refusal(appeals(referred, "PR-ELEN").appeal, *CERYS, GROUNDS).code == "not_allowed"
    assert refusal(appeals(referred, "AS-IDA").appeal, *CERYS, GROUNDS).code == "not_allowed"


def test_the_same_decision_is_appealed_against_once(appealed: House) -> None:
    assert refusal(appeals(appealed, "PR-CERYS").appeal, *CERYS, GROUNDS).code == "taken"


def test_an_appeal_says_why(referred: House) -> None:
    assert refusal(appeals(referred, "PR-CERYS").appeal, *CERYS, "  ").code == "invalid"


def test_after_the_last_day_only_a_coordinator_records_an_appeal(referred: House) -> None:
    days_pass(referred, 29)
    refused = refusal(appeals(referred, "PR-CERYS").appeal, *CERYS, GROUNDS)
    assert "until 1 April 2026" in str(refused)

    appeals(referred, "CO-ANN").appeal(*CERYS, GROUNDS)
    assert kept(referred).trail[-1].role == "coordinator"


def test_while_an_appeal_is_open_the_unit_is_not_submitted_again(appealed: House) -> None:
    with pytest.raises(Refusal, match="is under appeal"):
        submit(appealed.desks("PR-CERYS"), "P-CERYS", UNIT)

    appeals(appealed, "PR-CERYS").end(*CERYS)
    submit(appealed.desks("PR-CERYS"), "P-CERYS", UNIT)
    assert kept(appealed).state == "submitted"


def test_an_appeal_that_rests_waits_no_more(appealed: House) -> None:
    appeals(appealed, "PR-CERYS").end(*CERYS)

    assert appeals(appealed, "VE-ALUN").waiting() == []
    assert refusal(appeals(appealed, "AS-MEG").answer, *CERYS, "stands", "No.").code == "closed"


# Who answers.


def test_the_assessor_looks_again_and_the_decision_stands(appealed: House) -> None:
    before = kept(appealed).decisions
    appeals(appealed, "AS-MEG").answer(*CERYS, "stands", "It is not in the answer.")

    record = kept(appealed)
    assert (record.state, record.decisions) == ("open", before)
    assert record.trail[-1].reason == "It is not in the answer."
    view = appeals(appealed, "PR-CERYS").open(*CERYS)
    assert view.appeal.stage.answer is not None
    assert view.further_until == "2026-03-18"


def test_a_practitioner_never_answers_their_own_appeal(appealed: House) -> None:
    refused = refusal(appeals(appealed, "PR-CERYS").answer, *CERYS, "stands", "It stands.")

    assert refused.code == "not_allowed"


@pytest.mark.parametrize("person", ["VE-ALUN", "CO-ANN", "TR-TOM"])
def test_the_first_stage_is_an_assessors(appealed: House, person: str) -> None:
    refused = refusal(appeals(appealed, person).answer, *CERYS, "stands", "It stands.")

    assert refused.code == "not_allowed"


def test_the_second_stage_is_a_verifiers_with_the_opinion_of_another_assessor(
    appealed: House,
) -> None:
    answered(appealed, 1)
    alun = appeals(appealed, "VE-ALUN")

    assert refusal(appeals(appealed, "AS-IDA").answer, *CERYS, "stands", "No.").code == (
        "not_allowed"
    )
    assert "whose opinion" in str(refusal(alun.answer, *CERYS, "stands", "No."))
    hers = OPINION.model_copy(update={"assessor": "AS-MEG", "name": "Megan Price"})
    assert "Megan Price had a part" in str(
        refusal(alun.answer, *CERYS, "stands", "No.", opinion=hers)
    )
    nobody = OPINION.model_copy(update={"assessor": "TR-TOM"})
    assert refusal(alun.answer, *CERYS, "stands", "No.", opinion=nobody).code == "not_allowed"
    alun.answer(*CERYS, "stands", "Ida agrees with Megan.", opinion=OPINION)
    assert kept(appealed).trail[-1].role == "verifier"


def test_a_verifier_who_made_the_decision_does_not_answer_the_second_stage(waiting: House) -> None:
    waiting.add("AS-VIC", "Vic Lloyd", "assessor", "verifier")
    desk = waiting.desks("AS-VIC").desk
    desk.decide(*CERYS, ONE_NOT_YET, WHAT_IS_MISSING, "Well begun.")
    desk.release(*CERYS)
    appeals(waiting, "PR-CERYS").appeal(*CERYS, GROUNDS)
    appeals(waiting, "AS-MEG").answer(*CERYS, "stands", "It stands.")
    appeals(waiting, "PR-CERYS").take_further(*CERYS, "I do not agree.")

    refused = refusal(
        appeals(waiting, "AS-VIC").answer, *CERYS, "stands", "It stands.", opinion=OPINION
    )
    assert "Vic Lloyd had a part" in str(refused)


def test_the_third_stage_is_a_panels_with_somebody_independent(appealed: House) -> None:
    answered(appealed, 1, 2)
    ann = appeals(appealed, "CO-ANN")

    assert "who was on the panel" in str(refusal(ann.answer, *CERYS, "stands", "No."))
    stranger = PANEL.model_copy(update={"independent": "Somebody Else"})
    assert "one of the panel" in str(refusal(ann.answer, *CERYS, "stands", "No.", panel=stranger))
    with_her = PANEL.model_copy(update={"members": ("Megan Price", "Siân Jones")})
    assert "Megan Price had a part" in str(
        refusal(ann.answer, *CERYS, "stands", "No.", panel=with_her)
    )
    ann.answer(*CERYS, "stands", "The panel agrees.", panel=PANEL)
    assert "last one" in str(
        refusal(appeals(appealed, "PR-CERYS").take_further, *CERYS, "Once more.")
    )


def test_whoever_answered_the_second_stage_does_not_record_the_third(appealed: House) -> None:
    answered(appealed, 1, 2)

    alun = appeals(appealed, "VE-ALUN")
    for refused in (
        refusal(alun.to_answer, *CERYS),
        refusal(alun.answer, *CERYS, "stands", "No.", panel=PANEL),
    ):
        assert "Alun Parry had a part" in str(refused)
    assert appeals(appealed, "CO-ANN").to_answer(*CERYS).appeal.stage.number == 3


def test_a_declared_conflict_keeps_somebody_from_answering(appealed: House) -> None:
    appealed.desks("AS-MEG").declarations.declare("PR-CERYS", "close friend")

    refused = refusal(appeals(appealed, "AS-MEG").answer, *CERYS, "stands", "It stands.")
    assert "conflict of interest" in str(refused)


def test_an_answer_that_came_too_late_for_the_next_stage_is_the_last(appealed: House) -> None:
    appeals(appealed, "AS-MEG").answer(*CERYS, "stands", "It stands.")
    days_pass(appealed, 15)

    refused = refusal(appeals(appealed, "PR-CERYS").take_further, *CERYS, "I do not agree.")
    assert refused.code == "closed"


# What is decided instead.


def test_a_changed_decision_supersedes_and_alters_nothing(appealed: House) -> None:
    before = kept(appealed).decisions[0]
    appeals(appealed, "AS-MEG").answer(*CERYS, "changed", "It is there.", marks=MET)

    record = kept(appealed)
    assert record.state == "met"
    assert record.decisions[0] == before.model_copy(update={"superseded": "changed on appeal"})
    assert (record.decisions[1].verdict, bool(record.decisions[1].released)) == ("met", True)
    assert record.trail[-1].action == "uphold met"


def test_a_changed_decision_may_still_ask_for_further_work(appealed: House) -> None:
    marks = Marks(
        criteria=ALL_MET | {CRITERIA[0]: "not_yet_met"},
        feedback={CRITERIA[0]: "Name five pieces of help."},
        overall=Overall(stood_out="The rest is there.", next_step="Send a longer list."),
    )
    appeals(appealed, "AS-MEG").answer(*CERYS, "changed", "You are right.", marks=marks)

    record = kept(appealed)
    assert (record.state, record.trail[-1].action) == ("open", "uphold refer")
    submit(appealed.desks("PR-CERYS"), "P-CERYS", UNIT)


def test_a_changed_decision_decides_every_criterion(appealed: House) -> None:
    meg, before = appeals(appealed, "AS-MEG"), everything(appealed)
    half = Marks(criteria={CRITERIA[0]: "met"})

    assert refusal(meg.answer, *CERYS, "changed", "Yes.").code == "invalid"
    assert refusal(meg.answer, *CERYS, "changed", "Yes.", marks=half).code == "not_ready"
    assert refusal(meg.answer, *CERYS, "stands", "No.", marks=MET).code == "invalid"
    assert refusal(meg.answer, *CERYS, "stands", " ").code == "invalid"
    assert everything(appealed) == before


def test_words_that_may_tell_who_a_child_is_are_asked_about_before_they_are_released(
    appealed: House,
) -> None:
    telling = MET.model_copy(update={"overall": Overall(stood_out="Ring 01286 123456 about it.")})
    meg = appeals(appealed, "AS-MEG")

    assert refusal(meg.answer, *CERYS, "changed", "Yes.", marks=telling).code == "identifiers"
    why = {"01286 123456": "It is the office's."}
    meg.answer(*CERYS, "changed", "Yes.", marks=telling, explanations=why)
    assert kept(appealed).state == "met"


# By when.


@pytest.mark.parametrize(
    ("begin", "count", "end"),
    [
        (date(2026, 3, 4), 1, date(2026, 3, 5)),
        (date(2026, 3, 6), 1, date(2026, 3, 9)),
        (date(2026, 3, 7), 1, date(2026, 3, 9)),
        (date(2026, 3, 4), 7, date(2026, 3, 13)),
    ],
)
def test_working_days_pass_over_weekends(begin: date, count: int, end: date) -> None:
    assert working_days_after(begin, count, ()) == end


def test_working_days_pass_over_days_on_which_the_organisation_is_closed(referred: House) -> None:
    ann = referred.desks("CO-ANN")
    closed = Organisation.model_validate({"closed_days": "1 April 2026, 2026-03-06, 12/3/2026"})
    assert closed.closed_days == "2026-03-06, 2026-03-12, 2026-04-01"
    keep_organisation(ann.store, ann.actor, closed)

    cerys = appeals(referred, "PR-CERYS")
    assert cerys.standing(*CERYS)[1] == "2026-04-06"
    assert cerys.appeal(*CERYS, GROUNDS).stage.due == "2026-03-17"
    appeals(referred, "AS-MEG").answer(*CERYS, "stands", "It is not there.")
    assert cerys.open(*CERYS).further_until == "2026-03-20"
