"""Exemplars that everybody marks, blind, and what comes of comparing them."""

from typing import Any

import pytest

from stepback_course.cohorts import Cohort
from stepback_course.marking.practice.practice import Practice
from stepback_course.portfolio.models import Verdict
from stepback_course.store import Record
from stepback_course.text.refusals import Refusal
from tests.filling import submit
from tests.house import House
from tests.marking.conftest import ALL_MET, CRITERIA, ONE_NOT_YET, UNIT, WHAT_IS_MISSING

COHORT = "CO-PRACTICE"
EXEMPLAR = ("P-EXEMPLAR", UNIT)


@pytest.fixture
def practice_house(office: House) -> House:
    """An exemplar that was submitted in a cohort to practise on, and a verifier."""
    office.add("VE-ALUN", "Alun Parry", "verifier")
    office.add("PR-MADE-UP", "Made Up", "practitioner")
    everybody = office.desks_of_everybody()
    known = everybody.registry.cohort("CO-1")
    everybody.registry.make_cohort(
        Cohort(id=COHORT, name="Exemplars", course=known.course, practice=True)
    )
    everybody.registry.enrol("PR-MADE-UP", COHORT, portfolio=EXEMPLAR[0])
    submit(office.desks("PR-MADE-UP"), *EXEMPLAR)
    return office


def practice(house: House, person: str) -> Practice:
    return house.desks(person).practice


def refusal(call: Any, *arguments: Any, **named: Any) -> Refusal:
    with pytest.raises(Refusal) as refused:
        call(*arguments, **named)
    return refused.value


def everything(house: House) -> dict[str, Record]:
    return house.store.records(f"portfolio/{EXEMPLAR[0]}")


@pytest.fixture
def marked(practice_house: House) -> House:
    """The exemplar, marked differently by Megan and Ida."""
    practice(practice_house, "AS-MEG").mark(*EXEMPLAR, ALL_MET)
    practice(practice_house, "AS-IDA").mark(*EXEMPLAR, ONE_NOT_YET, WHAT_IS_MISSING)
    return practice_house


def test_an_exemplar_waits_for_everybody_and_in_no_queue(practice_house: House) -> None:
    for person in ("AS-MEG", "AS-IDA"):
        [exemplar] = practice(practice_house, person).exemplars()
        assert (exemplar.portfolio, exemplar.marked, exemplar.is_marked) == ("P-EXEMPLAR", 0, False)
    assert practice_house.desks("AS-MEG").desk.queue().rows == ()


def test_an_exemplar_is_never_decided(practice_house: House) -> None:
    desk, before = practice_house.desks("AS-MEG").desk, everything(practice_house)

    assert "exemplar to practise on" in str(refusal(desk.claim, *EXEMPLAR))
    assert "exemplar to practise on" in str(refusal(desk.decide, *EXEMPLAR, ALL_MET, {}))
    assert everything(practice_house) == before


def test_exemplars_are_in_nobodys_progress_unless_their_cohort_is_named(
    practice_house: House,
) -> None:
    registry = practice_house.desks("CO-ANN").registry

    assert "P-EXEMPLAR" not in [row.portfolio for row in registry.progress()]
    assert [row.portfolio for row in registry.progress(COHORT)] == ["P-EXEMPLAR"]


def test_what_is_no_exemplar_is_not_practised_on(waiting: House) -> None:
    refused = refusal(practice(waiting, "AS-MEG").mark, "P-CERYS", UNIT, ALL_MET)

    assert "is no exemplar" in str(refused)


def test_nobody_sees_other_marks_before_their_own_are_in(practice_house: House) -> None:
    practice(practice_house, "AS-MEG").mark(*EXEMPLAR, ALL_MET)
    ida = practice(practice_house, "AS-IDA")

    assert "mark it first" in str(refusal(ida.differences, *EXEMPLAR))
    assert "mark every exemplar first" in str(refusal(ida.agreement, COHORT))
    ida.mark(*EXEMPLAR, ONE_NOT_YET, WHAT_IS_MISSING)
    assert ida.differences(*EXEMPLAR).assessors == ("Megan Price", "Ida Holm")


def test_whoever_records_what_is_agreed_on_sees_all_marks(marked: House) -> None:
    assert practice(marked, "VE-ALUN").differences(*EXEMPLAR).assessors


def test_differences_are_told_by_criterion_and_not_only_in_total(marked: House) -> None:
    found = practice(marked, "AS-MEG").differences(*EXEMPLAR)

    assert [each.criterion for each in found.criteria if each.differs] == [CRITERIA[1]]
    second = found.criteria[1]
    assert second.verdicts == {"Megan Price": "met", "Ida Holm": "not_yet_met"}
    assert second.words == {"Ida Holm": WHAT_IS_MISSING[CRITERIA[1]]}
    assert found.totals == {"Megan Price": "met", "Ida Holm": "not_yet_met"}


def test_two_assessors_of_one_name_are_told_apart(practice_house: House) -> None:
    practice_house.add("AS-MEG-2", "Megan Price", "assessor")
    practice(practice_house, "AS-MEG").mark(*EXEMPLAR, ALL_MET)
    practice(practice_house, "AS-MEG-2").mark(*EXEMPLAR, ONE_NOT_YET, WHAT_IS_MISSING)
    found = practice(practice_house, "AS-MEG").differences(*EXEMPLAR)
    assert found.assessors == ("Megan Price (AS-MEG)", "Megan Price (AS-MEG-2)")
    assert [each.criterion for each in found.criteria if each.differs] == [CRITERIA[1]]
    assert found.totals == dict(zip(found.assessors, ("met", "not_yet_met"), strict=True))


def test_an_exemplar_is_marked_once_and_whole(marked: House) -> None:
    meg, before = practice(marked, "AS-MEG"), everything(marked)

    assert refusal(meg.mark, *EXEMPLAR, ALL_MET).code == "taken"
    verifier = practice(marked, "VE-ALUN")
    assert refusal(verifier.mark, *EXEMPLAR, {CRITERIA[0]: "met"}).code == "not_ready"
    assert refusal(verifier.mark, *EXEMPLAR, ONE_NOT_YET).code == "not_ready"
    assert everything(marked) == before


def test_two_who_mark_at_the_same_moment_are_both_kept(
    practice_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, others = practice_house.store.put, ["AS-IDA"]

    def put_after_another(*arguments: Any, **named: Any) -> dict[str, int]:
        if others:
            practice(practice_house, others.pop()).mark(*EXEMPLAR, ALL_MET)
        return put(*arguments, **named)

    monkeypatch.setattr(practice_house.store, "put", put_after_another)
    practice(practice_house, "AS-MEG").mark(*EXEMPLAR, ALL_MET)

    [exemplar] = practice(practice_house, "AS-MEG").exemplars()
    assert exemplar.marked == 2


def test_what_was_agreed_on_stands_beside_what_each_said(marked: House) -> None:
    verifier = practice(marked, "VE-ALUN")
    assert refusal(verifier.agree, *EXEMPLAR, {CRITERIA[0]: "met"}, "So.").code == "invalid"
    assert refusal(verifier.agree, *EXEMPLAR, ALL_MET, " ").code == "invalid"
    everything_met: dict[str, Verdict] = dict.fromkeys(CRITERIA, "met")
    verifier.agree(*EXEMPLAR, everything_met, "One example of one's own is enough.")

    found = practice(marked, "AS-IDA").differences(*EXEMPLAR)
    assert found.agreed is not None
    assert found.agreed.note == "One example of one's own is enough."
    assert found.criteria[1].agreed == "met"
    assert found.criteria[1].differs


def test_agreement_is_told_by_criterion_with_its_number(marked: House) -> None:
    figures = {
        each.criterion: each.agreement for each in practice(marked, "AS-MEG").agreement(COHORT)
    }

    assert [figures[criterion].n for criterion in CRITERIA] == [1, 1, 1]
    assert [figures[criterion].agreed for criterion in CRITERIA] == [1, 0, 1]
    assert not figures[CRITERIA[0]].is_enough


@pytest.mark.parametrize("person", ["PR-MADE-UP", "PR-CERYS", "TR-TOM"])
def test_practising_is_for_those_who_judge(practice_house: House, person: str) -> None:
    theirs = practice(practice_house, person)

    assert refusal(theirs.exemplars).code == "not_allowed"
    assert refusal(theirs.mark, *EXEMPLAR, ALL_MET).code == "not_allowed"


def test_an_assessor_does_not_record_what_is_agreed_on(marked: House) -> None:
    refused = refusal(practice(marked, "AS-MEG").agree, *EXEMPLAR, ALL_MET, "So.")

    assert refused.code == "not_allowed"


def test_a_profile_that_is_no_exemplar_is_written_as_before(house: House) -> None:
    record = house.store.get("portfolio/P-CERYS", "profile")
    cohort = house.store.get("cohort/CO-1", "cohort")
    assert record is not None
    assert cohort is not None
    assert "practice" not in record.document
    assert "practice" not in cohort.document
