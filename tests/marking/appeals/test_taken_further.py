"""An appeal goes to its next stage as long as the decision that it is against is the last one."""

import pytest

from stepback_course.text.refusals import Refusal
from tests.filling import submit
from tests.house import House
from tests.marking.conftest import ONE_NOT_YET, UNIT, WHAT_IS_MISSING

CERYS = ("P-CERYS", UNIT)


def refer(house: House) -> None:
    """Let Megan ask for further work, and Cerys read it."""
    desk = house.desks("AS-MEG").desk
    desk.decide(*CERYS, ONE_NOT_YET, WHAT_IS_MISSING, "Well begun.")
    desk.release(*CERYS)


@pytest.fixture
def answered(waiting: House) -> House:
    """A house where Cerys has appealed, and the decision stands."""
    refer(waiting)
    waiting.desks("PR-CERYS").appeals.appeal(*CERYS, "It is in my second answer.")
    waiting.desks("AS-IDA").appeals.answer(*CERYS, "stands", "It is not there.")
    return waiting


def test_while_the_decision_stands_the_appeal_may_go_on(answered: House) -> None:
    appeals = answered.desks("PR-CERYS").appeals
    assert appeals.standing(*CERYS)[1] == "2026-03-18"
    assert appeals.take_further(*CERYS, "I do not agree.").stage.number == 2


def test_once_the_unit_is_submitted_again_it_goes_no_further(answered: House) -> None:
    submit(answered.desks("PR-CERYS"), *CERYS)
    assert answered.desks("PR-CERYS").appeals.standing(*CERYS)[1] == ""


def test_against_a_later_decision_there_is_another_appeal(answered: House) -> None:
    submit(answered.desks("PR-CERYS"), *CERYS)
    refer(answered)
    appeals = answered.desks("PR-CERYS").appeals
    with pytest.raises(Refusal, match=r"another decision stands .* appeal against that one"):
        appeals.take_further(*CERYS, "I do not agree.")
    assert appeals.appeal(*CERYS, "It is in my third answer.").attempt == 2
