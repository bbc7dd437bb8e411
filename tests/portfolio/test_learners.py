"""A case study is begun again with another learner, and nothing of the first is mixed with it."""

import re

import pytest

from stepback_course.desks import Desks
from stepback_course.portfolio.models import Consent
from stepback_course.store import Conflict, Store
from stepback_course.text.refusals import Refusal
from tests.filling import CONSENT, fill, submit
from tests.house import House, Ticking

CERYS, PORTFOLIO, UNIT = "PR-CERYS", "P-CERYS", "learners-voice"
FOLDER = f"portfolio/{PORTFOLIO}"
ABOUT, WORDS = "learner-and-setting", "Robin counts the hooks by touch."
ANOTHER = CONSENT.model_copy(update={"learner": "Sage"})


def refusal(code: str, sentence: str) -> pytest.RaisesExc[Refusal]:
    """Expect a refusal of this code whose sentence has these words."""
    return pytest.raises(Refusal, match=re.escape(sentence), check=lambda r: r.code == code)


@pytest.fixture
def desks(house: House) -> Desks:
    """The practitioner's desks, with something written about a first learner."""
    house.clock = Ticking()
    desks = house.desks(CERYS)
    desks.workbook.record_consent(PORTFOLIO, CONSENT)
    desks.workbook.respond(PORTFOLIO, UNIT, ABOUT, WORDS)
    return desks


def living(store: Store) -> str:
    """Return everything that the portfolio's own records say."""
    return "".join(str(record.document) for record in store.records(FOLDER).values())


def test_the_first_case_study_is_closed_whole_and_the_second_begins_with_nothing(
    desks: Desks,
) -> None:
    case = desks.learners.begin_again(PORTFOLIO)
    view = desks.workbook.open(PORTFOLIO)
    assert view.consent is None
    unit = next(each for each in view.units if each.unit.id == UNIT)
    assert (unit.status, unit.draft.responses) == ("not started", {})
    assert "Robin" not in living(desks.store)
    closed = desks.learners.read(PORTFOLIO, case.number)
    assert closed.consent == CONSENT
    assert closed.draft.responses[ABOUT].value == WORDS


def test_permission_comes_first_for_the_second_learner_too(desks: Desks) -> None:
    desks.learners.begin_again(PORTFOLIO)
    with refusal("not_ready", "permission comes first"):
        desks.workbook.respond(PORTFOLIO, UNIT, ABOUT, "Sage")
    desks.workbook.record_consent(PORTFOLIO, ANOTHER)
    desks.workbook.respond(PORTFOLIO, UNIT, ABOUT, "Sage")
    assert desks.workbook.unit(PORTFOLIO, UNIT).draft.responses[ABOUT].value == "Sage"


def test_what_was_kept_of_the_first_learner_cannot_be_brought_back_into_the_second(
    desks: Desks,
) -> None:
    desks.history.keep(PORTFOLIO, UNIT)
    assert desks.history.versions(PORTFOLIO, UNIT)
    desks.learners.begin_again(PORTFOLIO)
    assert not desks.history.versions(PORTFOLIO, UNIT)


def test_several_case_studies_are_closed_one_after_the_other(desks: Desks) -> None:
    desks.learners.begin_again(PORTFOLIO)
    desks.workbook.record_consent(PORTFOLIO, ANOTHER)
    desks.learners.begin_again(PORTFOLIO)
    closed = desks.learners.closed(PORTFOLIO)
    names = [desks.learners.read(PORTFOLIO, case.number).consent for case in closed]
    assert [consent and consent.learner for consent in names] == ["Robin", "Sage"]
    assert closed[0].at < closed[1].at
    with refusal("unknown", "there is no closed case study 3"):
        desks.learners.read(PORTFOLIO, 3)


def test_with_nothing_written_there_is_nothing_to_close(house: House, desks: Desks) -> None:
    desks.learners.begin_again(PORTFOLIO)
    with refusal("not_ready", "nothing about a learner is written yet"):
        desks.learners.begin_again(PORTFOLIO)
    with refusal("not_ready", "nothing about a learner is written yet"):
        house.desks("PR-ELEN").learners.begin_again("P-ELEN")


def test_what_is_submitted_is_not_closed(desks: Desks) -> None:
    submit(desks, PORTFOLIO, UNIT)
    with refusal("closed", "take it back before you change it"):
        desks.learners.begin_again(PORTFOLIO)
    assert not desks.learners.closed(PORTFOLIO)


def test_what_permission_was_taken_back_for_is_not_kept_aside(desks: Desks) -> None:
    desks.workbook.withdraw_consent(PORTFOLIO, "2026-03-04")
    with refusal("withdrawn", "was taken back"):
        desks.learners.begin_again(PORTFOLIO)


def test_attempts_and_their_numbers_stay(desks: Desks) -> None:
    submit(desks, PORTFOLIO, UNIT)
    desks.workbook.withdraw(PORTFOLIO, UNIT)
    desks.learners.begin_again(PORTFOLIO)
    fill(desks, PORTFOLIO, UNIT)
    (attempt,) = desks.workbook.submit(PORTFOLIO, [UNIT], "Cerys Wyn")
    assert attempt.number == 1
    record = desks.workbook.unit(PORTFOLIO, UNIT).record
    assert [entry.action for entry in record.trail] == ["submit", "withdraw", "submit"]


@pytest.mark.parametrize("person", ["AS-MEG", "TR-TOM", "PR-ELEN"])
def test_only_the_practitioner_closes_or_reads_a_case_study(
    house: House, desks: Desks, person: str
) -> None:
    desks.learners.begin_again(PORTFOLIO)
    learners = house.desks(person).learners
    for ask in (learners.closed, learners.begin_again, lambda name: learners.read(name, 1)):
        with refusal("not_allowed", "only the practitioner writes in a portfolio"):
            ask(PORTFOLIO)


def test_an_answer_that_arrives_meanwhile_is_not_lost(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_file = desks.store.put_file

    def somebody_writes(*arguments: object, **named: object) -> str:
        desks.workbook.respond(PORTFOLIO, UNIT, ABOUT, "One more line about Robin.")
        return put_file(*arguments, **named)  # type: ignore[arg-type] # passed on as it came

    monkeypatch.setattr(desks.store, "put_file", somebody_writes)
    with pytest.raises(Conflict):
        desks.learners.begin_again(PORTFOLIO)
    assert not desks.learners.closed(PORTFOLIO)
    view = desks.workbook.unit(PORTFOLIO, UNIT)
    assert view.draft.responses[ABOUT].value == "One more line about Robin."


def test_erasing_the_case_study_erases_the_closed_ones(house: House, desks: Desks) -> None:
    case = desks.learners.begin_again(PORTFOLIO)
    assert case.file in set(house.store.files())
    desks.eraser.erase(PORTFOLIO, [UNIT], "another learner")
    assert case.file not in set(house.store.files())
    assert not desks.learners.closed(PORTFOLIO)
    desks.workbook.record_consent(PORTFOLIO, Consent(**ANOTHER.model_dump()))
