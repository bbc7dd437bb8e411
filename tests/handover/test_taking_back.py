"""Permission that is taken back on one computer freezes the case study on the others too."""

from pathlib import Path

import pytest

from stepback_course.portfolio.models import Consent
from stepback_course.text.refusals import Refusal
from tests.filling import CONSENT, fill
from tests.handover import circle as circles
from tests.handover.circle import Circle, mark, record_of, whys, words, work
from tests.handover.test_erasing import course_with_case_study
from tests.house import House

CERYS, P, MEG = "PR-CERYS", "P-CERYS", "AS-MEG"
CASE, FIRST = "learners-voice", "statement-01"
TAKEN_BACK = "2026-03-03"


@pytest.fixture
def circle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Circle:
    """An office on a course with a case study, and everybody invited."""
    monkeypatch.setattr(circles, "small_course", course_with_case_study)
    circle = Circle(tmp_path)
    circle.invite(MEG)
    return circle


@pytest.fixture
def laptop(circle: Circle) -> House:
    """Cerys's laptop, whose case study the office has."""
    laptop = circle.introduce(CERYS)
    work(laptop, CERYS, CASE)
    circle.open_at_office(*circle.send(laptop, CERYS))
    return laptop


def take_back(laptop: House) -> None:
    laptop.desks(CERYS).workbook.withdraw_consent(P, TAKEN_BACK)


def consent_at(house: House, person: str) -> Consent | None:
    return house.desks(person).workbook.open(P).consent


def test_the_office_hears_of_it_and_marks_no_more(circle: Circle, laptop: House) -> None:
    desk = circle.office.desks(MEG).desk
    assert [row.unit for row in desk.queue().rows] == [CASE]
    take_back(laptop)
    opened = circle.open_at_office(*circle.send(laptop, CERYS))
    assert ("consent", "taken") in words(opened)
    assert not desk.queue().rows
    with pytest.raises(Refusal, match="taken back on 3 March 2026"):
        desk.claim(P, CASE)


def test_given_again_it_is_marked_again(circle: Circle, laptop: House) -> None:
    take_back(laptop)
    circle.open_at_office(*circle.send(laptop, CERYS))
    laptop.desks(CERYS).workbook.record_consent(P, CONSENT.model_copy(update={"on": TAKEN_BACK}))
    circle.open_at_office(*circle.send(laptop, CERYS))
    assert [row.unit for row in circle.office.desks(MEG).desk.queue().rows] == [CASE]


def test_what_was_not_sent_yet_is_not_sent_any_more(circle: Circle) -> None:
    laptop = circle.introduce(CERYS)
    work(laptop, CERYS, FIRST, CASE)
    take_back(laptop)
    opened = circle.open_at_office(*circle.send(laptop, CERYS))
    assert words(opened) == [(FIRST, "taken"), ("consent", "taken")]
    assert record_of(circle.office, P, CASE).state == "open"


def test_a_unit_that_comes_with_a_permission_taken_back_is_in_no_queue(
    circle: Circle, laptop: House
) -> None:
    workbook = laptop.desks(CERYS).workbook
    workbook.withdraw(P, CASE)
    workbook.submit(P, [CASE], f"Name of {CERYS}")
    sent = circle.send(laptop, CERYS)
    take_back(laptop)
    circle.open_at_office(*circle.send(laptop, CERYS))
    circle.open_at_office(*sent)
    assert record_of(circle.office, P, CASE) == record_of(laptop, P, CASE)
    assert not circle.office.desks(MEG).desk.queue().rows


def test_a_unit_that_comes_with_a_permission_given_again_is_in_the_queue(
    circle: Circle, laptop: House
) -> None:
    take_back(laptop)
    circle.open_at_office(*circle.send(laptop, CERYS))
    workbook = laptop.desks(CERYS).workbook
    workbook.record_consent(P, CONSENT.model_copy(update={"on": TAKEN_BACK}))
    workbook.withdraw(P, CASE)
    workbook.submit(P, [CASE], f"Name of {CERYS}")
    opened = circle.open_at_office(*circle.send(laptop, CERYS))
    assert words(opened) == [(CASE, "taken"), ("consent", "taken")]
    assert [row.unit for row in circle.office.desks(MEG).desk.queue().rows] == [CASE]


def test_a_decision_made_meanwhile_is_not_taken(circle: Circle, laptop: House) -> None:
    marker = circle.introduce(MEG)
    circle.courier(marker, MEG).open(circle.hand_out(MEG))
    mark(marker, MEG, P, CASE, met=True)
    take_back(laptop)
    circle.open_at_office(*circle.send(laptop, CERYS))
    opened = circle.open_at_office(*circle.send(marker, MEG))
    assert "taken back on 3 March 2026" in whys(opened)
    assert record_of(circle.office, P, CASE).state == "marking"


def test_nothing_frozen_is_handed_out(circle: Circle, laptop: House) -> None:
    circle.introduce(MEG)
    take_back(laptop)
    circle.open_at_office(*circle.send(laptop, CERYS))
    courier = circle.courier(circle.office, "CO-ANN")
    assert courier.hand_out(MEG).why_not


def test_taking_back_counts_even_where_another_permission_was_recorded_apart(
    circle: Circle, laptop: House
) -> None:
    second = circle.laptop(CERYS)
    fill(second.desks(CERYS), P, CASE)
    second.desks(CERYS).workbook.record_consent(P, CONSENT.model_copy(update={"how": "spoken"}))
    second.desks(CERYS).workbook.withdraw_consent(P, TAKEN_BACK)
    opened = circle.open_at_office(*circle.send(second, CERYS))
    assert ("consent", "kept aside") in words(opened)
    assert ("consent", "taken") in words(opened)
    at_office = consent_at(circle.office, "CO-ANN")
    assert at_office == CONSENT.model_copy(update={"withdrawn": TAKEN_BACK})


def test_the_other_laptop_of_the_practitioner_freezes_too(circle: Circle, laptop: House) -> None:
    second = circle.introduce(CERYS)
    circle.courier(second, CERYS).open(circle.answer(CERYS))
    take_back(laptop)
    circle.open_at_office(*circle.send(laptop, CERYS))
    circle.courier(second, CERYS).open(circle.answer(CERYS))
    consent = consent_at(second, CERYS)
    assert consent is not None
    assert consent.withdrawn == TAKEN_BACK
