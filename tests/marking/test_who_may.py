"""Who may not mark, release or allow, whatever their roles."""

import pytest

from stepback_course.marking import Desk, Marks
from stepback_course.people import Person
from tests.filling import submit
from tests.house import House
from tests.marking.conftest import ALL_MET, CERYS, UNIT, everything, refusal


@pytest.mark.parametrize("person", ["PR-CERYS", "TR-TOM", "CO-ANN", None])
def test_only_assessors_mark(waiting: House, person: str | None) -> None:
    desk = waiting.desks(person).desk
    before = everything(waiting)

    for call in (
        lambda: desk.claim(*CERYS),
        lambda: desk.decide(*CERYS, ALL_MET, {}),
        lambda: desk.keep_marks(*CERYS, Marks()),
        lambda: desk.undo(*CERYS),
    ):
        assert refusal(call).code == "not_allowed"
    assert everything(waiting) == before


@pytest.mark.parametrize("person", ["PR-CERYS", "TR-TOM", None])
def test_only_assessors_and_coordinators_release(waiting: House, person: str | None) -> None:
    waiting.desks("AS-MEG").desk.decide(*CERYS, ALL_MET, {})
    assert refusal(lambda: waiting.desks(person).desk.release(*CERYS)).code == "not_allowed"
    waiting.desks("CO-ANN").desk.release(*CERYS)
    record = waiting.desks("AS-MEG").workbook.unit(*CERYS).record
    assert record.state == "met"
    assert (record.trail[-1].actor, record.trail[-1].role) == ("CO-ANN", "coordinator")


def test_a_release_is_in_the_role_that_is_held_for_its_cohort(waiting: House) -> None:
    roles = [{"role": "coordinator"}, {"role": "assessor", "cohort": "CO-ELSEWHERE"}]
    bea = Person.model_validate({"id": "CO-BEA", "name": "Bea Howell", "roles": roles})
    waiting.desks_of_everybody().directory.add(bea)
    waiting.desks("AS-MEG").desk.decide(*CERYS, ALL_MET, {})
    waiting.desks("CO-BEA").desk.release(*CERYS)
    record = waiting.desks("AS-MEG").workbook.unit(*CERYS).record
    assert (record.trail[-1].actor, record.trail[-1].role) == ("CO-BEA", "coordinator")


def test_nobody_marks_or_releases_their_own_work_whatever_their_roles(waiting: House) -> None:
    waiting.enrol("AS-MEG", "P-MEG")
    meg = waiting.desks("AS-MEG")
    submit(meg, "P-MEG", UNIT)
    own = ("P-MEG", UNIT)

    assert refusal(meg.desk.claim, *own).code == "not_allowed"
    assert refusal(meg.desk.decide, *own, ALL_MET, {}).code == "not_allowed"
    waiting.desks("AS-IDA").desk.decide(*own, ALL_MET, {})
    assert refusal(meg.desk.release, *own).code == "not_allowed"


def test_a_coordinator_does_not_allow_themselves_one_more_attempt(
    waiting: House, meg: Desk
) -> None:
    waiting.enrol("CO-ANN", "P-ANN")
    ann = waiting.desks("CO-ANN")
    submit(ann, "P-ANN", UNIT)
    meg.decide("P-ANN", UNIT, ALL_MET, {})
    meg.release("P-ANN", UNIT)

    assert refusal(ann.desk.reopen, "P-ANN", UNIT, "Once more").code == "not_allowed"


def test_an_assessor_does_not_see_the_marking_of_their_own_work(waiting: House) -> None:
    waiting.enrol("AS-MEG", "P-MEG")
    meg = waiting.desks("AS-MEG")
    submit(meg, "P-MEG", UNIT)
    waiting.desks("AS-IDA").desk.decide("P-MEG", UNIT, ALL_MET, {})

    assert refusal(meg.desk.open, "P-MEG", UNIT).code == "not_allowed"
