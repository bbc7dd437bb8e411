"""An appeal from its grounds to the panel: who answers, by when, and what becomes of the unit."""

import io
import json
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest

from stepback_course.cli.trails import broken_trails
from stepback_course.marking.appeals.appeals import Appeals
from stepback_course.marking.appeals.models import Opinion, Panel
from stepback_course.marking.appeals.rules import working_days_after
from stepback_course.marking.models import Marks
from stepback_course.portfolio.models import Overall, UnitRecord
from stepback_course.portfolio.trail import first_broken_entry, is_whole, shown
from stepback_course.reports.copy.content import copy_of
from stepback_course.reports.copy.page import render_copy
from stepback_course.store import Change, Record, new_operation
from stepback_course.text import digest
from stepback_course.text.refusals import Refusal
from tests.filling import submit
from tests.house import House, Ticking
from tests.marking.conftest import ALL_MET, CRITERIA, ONE_NOT_YET, UNIT, WHAT_IS_MISSING

CERYS = ("P-CERYS", UNIT)
GROUNDS = "The moment you ask for is in my second answer."
OPINION = Opinion(assessor="AS-IDA", name="Ida Holm", words="I would have said met.")
PANEL = Panel(members=("Ann Rees", "Siân Jones"), independent="Siân Jones")
MET = Marks.model_validate({"criteria": ALL_MET, "overall": {"stood_out": "It is there."}})


def kept(house: House) -> UnitRecord:
    record = house.store.get("portfolio/P-CERYS", f"unit/{UNIT}")
    assert record is not None
    return UnitRecord.model_validate(record.document)


def everything(house: House) -> dict[str, Record]:
    return house.store.records("portfolio/P-CERYS")


def refusal(call: Any, *arguments: Any, **named: Any) -> Refusal:
    with pytest.raises(Refusal) as refused:
        call(*arguments, **named)
    return refused.value


def days_pass(house: House, days: int) -> None:
    assert isinstance(house.clock, Ticking)
    house.clock.now += timedelta(days=days)


@pytest.fixture
def referred(waiting: House) -> House:
    """A unit that came back from Megan, in a house with a verifier."""
    waiting.add("VE-ALUN", "Alun Parry", "verifier")
    desk = waiting.desks("AS-MEG").desk
    desk.decide(*CERYS, ONE_NOT_YET, WHAT_IS_MISSING, "Well begun.")
    desk.release(*CERYS)
    return waiting


@pytest.fixture
def appealed(referred: House) -> House:
    """The same, where Cerys has appealed."""
    appeals(referred, "PR-CERYS").appeal(*CERYS, GROUNDS)
    return referred


def appeals(house: House, person: str) -> Appeals:
    return house.desks(person).appeals


def answered(house: House, *stages: int) -> None:
    """Let stages be answered: the decision stands, and Cerys goes on."""
    by = {1: ("AS-MEG", None), 2: ("VE-ALUN", OPINION)}
    for stage in stages:
        person, opinion = by[stage]
        appeals(house, person).answer(*CERYS, "stands", "It is not there.", opinion=opinion)
        appeals(house, "PR-CERYS").take_further(*CERYS, "I do not agree.")


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

    refused = refusal(appeals(appealed, "VE-ALUN").answer, *CERYS, "stands", "No.", panel=PANEL)
    assert "Alun Parry had a part" in str(refused)


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


# What is written down.


def test_the_trail_stays_whole_and_commits_to_the_appeal(appealed: House) -> None:
    answered(appealed, 1)
    record = kept(appealed)
    appeal = everything(appealed)[f"appeal/{UNIT}"]

    assert first_broken_entry(record.trail) is None
    assert is_whole(record)
    assert record.appeal is not None
    assert record.appeal.record == digest(appeal.document)


def test_what_the_practitioner_may_have_verifies_as_well(appealed: House) -> None:
    answered(appealed, 1)

    assert is_whole(shown(kept(appealed)))


def test_the_practitioner_never_reads_the_opinion(appealed: House) -> None:
    answered(appealed, 1, 2)

    theirs = appeals(appealed, "PR-CERYS").open(*CERYS)
    assert "I would have said met." not in theirs.appeal.model_dump_json()
    alun = appeals(appealed, "VE-ALUN").open(*CERYS)
    assert "I would have said met." in alun.appeal.model_dump_json()


def test_the_copy_that_a_practitioner_takes_has_the_answer_and_no_opinion(appealed: House) -> None:
    answered(appealed, 1)
    appeals(appealed, "VE-ALUN").answer(
        *CERYS, "changed", "It is there.", marks=MET, opinion=OPINION
    )
    copied = copy_of(appealed.desks("PR-CERYS"), CERYS[0], with_case_study=False)
    page = render_copy(copied)

    assert "It is there." in page
    assert OPINION.words not in page


def test_an_erasure_takes_the_appeal_with_it(appealed: House) -> None:
    appealed.desks("PR-CERYS").eraser.erase("P-CERYS", [UNIT], "asked for")

    assert GROUNDS not in json.dumps([record.document for record in everything(appealed).values()])
    assert appeals(appealed, "VE-ALUN").waiting() == []
    assert is_whole(kept(appealed))


def test_the_bundle_has_the_submission_the_decision_and_the_trail(appealed: House) -> None:
    content = appeals(appealed, "AS-MEG").bundle(*CERYS)

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        texts = {name: archive.read(name).decode() for name in names if name.endswith(".txt")}
        trail = json.loads(archive.read("trail.json"))
    assert names[0] == "read-me-first.txt"
    assert "To be answered by 13 March 2026." in texts["read-me-first.txt"]
    assert "nothing in it was altered" in texts["read-me-first.txt"]
    assert GROUNDS in texts["appeal.txt"]
    assert WHAT_IS_MISSING[CRITERIA[1]] in texts["decisions.txt"]
    assert "Attempt 1" in texts["attempt-1/submission.txt"]
    assert [entry["action"] for entry in trail][-1] == "appeal"


def test_the_bundle_is_for_those_who_answer(appealed: House) -> None:
    assert refusal(appeals(appealed, "PR-CERYS").bundle, *CERYS).code == "not_allowed"
    assert refusal(appeals(appealed, "TR-TOM").bundle, *CERYS).code == "not_allowed"


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
    assert working_days_after(begin, count) == end


def test_an_appeal_that_was_rewritten_is_found_by_whoever_follows_the_trail(
    appealed: House,
) -> None:
    records = everything(appealed)
    files = frozenset(appealed.store.files())
    assert list(broken_trails(records, files)) == []

    known = records[f"appeal/{UNIT}"]
    forged = json.loads(json.dumps(known.document).replace(GROUNDS, "Something else."))
    change = Change(known.revision, forged, known.summary)
    appealed.store.put(
        known.folder, {known.name: change}, operation=new_operation(), actor="forger"
    )
    [finding] = broken_trails(everything(appealed), files)
    assert "its trail speaks of an appeal" in finding.sentence
