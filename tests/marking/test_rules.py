"""When marks are a decision, and how long a claim lasts."""

from datetime import timedelta

import pytest

from stepback_course.marking import Marks
from stepback_course.marking.rules import LEASE, holder, incomplete, new_lease
from stepback_course.portfolio.models import UnitRecord
from tests.house import NOW, actor, packed_course

UNIT = packed_course().units[0]
FIRST, SECOND, THIRD = (criterion.id for criterion in UNIT.criteria)


def lacking(**marks: object) -> list[tuple[str, bool]]:
    return [(lack.place, lack.words) for lack in incomplete(UNIT, Marks.model_validate(marks))]


def test_every_criterion_has_to_be_decided() -> None:
    assert lacking(criteria={SECOND: "met"}) == [(FIRST, False), (THIRD, False)]


def test_marks_that_are_all_met_need_no_words() -> None:
    assert lacking(criteria={FIRST: "met", SECOND: "met", THIRD: "met"}) == []


@pytest.mark.parametrize("words", ["", "   \n", "…!"])
def test_not_yet_met_needs_words_that_say_what_is_missing(words: str) -> None:
    criteria = {FIRST: "met", SECOND: "not_yet_met", THIRD: "met"}

    assert lacking(criteria=criteria, feedback={SECOND: words}) == [(SECOND, True)]


def test_words_about_another_criterion_are_not_words_about_this_one() -> None:
    criteria = {FIRST: "met", SECOND: "not_yet_met", THIRD: "met"}

    assert lacking(criteria=criteria, feedback={FIRST: "Good."}) == [(SECOND, True)]
    assert lacking(criteria=criteria, feedback={SECOND: "Say more."}) == []


def test_a_criterion_the_unit_does_not_have_is_named() -> None:
    criteria = {FIRST: "met", SECOND: "met", THIRD: "met", "waits": "met"}
    (lack,) = incomplete(UNIT, Marks.model_validate({"criteria": criteria}))

    assert "has no criterion 'waits'" in lack.sentence


def test_a_lack_says_which_digit_it_is_about() -> None:
    marks = Marks.model_validate({"criteria": {FIRST: "met", SECOND: "met"}})
    (lack,) = incomplete(UNIT, marks)

    assert lack.sentence == "criterion 3 (“One everyday piece of help …”) is not decided yet"


def test_a_claim_lasts_eight_hours_and_not_a_moment_longer() -> None:
    lease = new_lease(actor("AS-MEG", "assessor"), NOW)
    record = UnitRecord(state="marking", lease=lease)

    assert holder(record, NOW + LEASE - timedelta(seconds=1)) == lease
    assert holder(record, NOW + timedelta(hours=8)) is None


def test_nobody_holds_what_is_decided() -> None:
    lease = new_lease(actor("AS-MEG", "assessor"), NOW)

    assert holder(UnitRecord(state="decided", lease=lease), NOW) is None
