"""A newer version of a course in mid-course: decisions stand, and are listed for a second look."""

from typing import Any

import pytest

from stepback_course.clock import instant
from stepback_course.course.models import Course, CourseReference, Criterion
from stepback_course.marking.changes.models import CriteriaChange
from stepback_course.marking.changes.rules import criteria_change
from stepback_course.marking.changes.second_looks import SecondLooks
from stepback_course.portfolio.models import UnitRecord
from stepback_course.store import Change, new_operation
from stepback_course.text import digest
from stepback_course.text.refusals import Refusal
from tests.house import House, packed_course
from tests.marking.conftest import ALL_MET, CRITERIA, ONE_NOT_YET, UNIT, WHAT_IS_MISSING

CERYS = ("P-CERYS", UNIT)


def changed_course(version: str, *criteria: Criterion) -> Course:
    """Return the course with other criteria for its first unit."""
    course = packed_course()
    first = course.units[0].model_copy(update={"criteria": criteria})
    units = (first, *course.units[1:])
    return Course.model_validate(
        course.model_copy(update={"version": version, "units": units}).model_dump()
    )


KNOWN = packed_course().units[0].criteria
REWORDED = KNOWN[0].model_copy(update={"text": "Said in other words."})
ADDED = Criterion(id="one-more", text="One more thing.", evidence=())
NEWER = changed_course("2.0", REWORDED, KNOWN[1], ADDED)


@pytest.fixture
def decided(waiting: House) -> House:
    """A unit that Megan has decided and released."""
    desk = waiting.desks("AS-MEG").desk
    desk.decide(*CERYS, ALL_MET, {})
    desk.release(*CERYS)
    return waiting


def take_in(house: House, course: Course) -> CourseReference:
    return house.shelf.add(course, actor="CO-ANN", at=instant(house.clock()))


def looks(house: House, person: str = "AS-MEG") -> SecondLooks:
    return house.desks(person).second_looks


def kept(house: House) -> UnitRecord:
    record = house.store.get("portfolio/P-CERYS", f"unit/{UNIT}")
    assert record is not None
    return UnitRecord.model_validate(record.document)


def refusal(call: Any, *arguments: Any) -> Refusal:
    with pytest.raises(Refusal) as refused:
        call(*arguments)
    return refused.value


def test_a_decision_names_the_version_it_was_made_on(decided: House) -> None:
    decision = kept(decided).decision

    assert decision is not None
    assert decision.course == packed_course().reference


def test_nothing_is_listed_while_nothing_has_changed(decided: House) -> None:
    assert looks(decided).affected() == []


def test_after_a_change_the_affected_decision_is_listed_and_not_altered(decided: House) -> None:
    before = decided.store.records("portfolio/P-CERYS")
    take_in(decided, NEWER)

    [affected] = looks(decided).affected()
    assert (affected.portfolio, affected.unit, affected.verdict) == ("P-CERYS", UNIT, "met")
    assert (affected.version, affected.newest) == (packed_course().version, "2.0")
    assert affected.change == CriteriaChange(
        gone=(KNOWN[2].id,), new=("one-more",), reworded=(KNOWN[0].id,)
    )
    assert decided.store.records("portfolio/P-CERYS") == before


def test_units_whose_criteria_are_as_they_were_are_not_listed(decided: House) -> None:
    take_in(decided, changed_course("2.0", *KNOWN))

    assert looks(decided).affected() == []


def test_a_decision_that_waits_for_its_release_is_listed_too(waiting: House) -> None:
    waiting.desks("AS-MEG").desk.decide(*CERYS, ONE_NOT_YET, WHAT_IS_MISSING, "Well begun.")
    take_in(waiting, NEWER)

    assert [each.verdict for each in looks(waiting).affected()] == ["not_yet_met"]


def test_what_is_marked_again_blind_is_listed_for_its_assessor_alone(decided: House) -> None:
    decided.add("VE-NIA", "Nia Huws", "verifier")
    decided.desks("VE-NIA").quality.sample(*CERYS, "to compare", blind=True)
    take_in(decided, NEWER)

    assert looks(decided, "AS-IDA").affected() == []
    refused = refusal(looks(decided, "AS-IDA").looked, *CERYS, "Still met.")
    assert "does not know the first decision" in str(refused)
    assert [each.unit for each in looks(decided).affected()] == [UNIT]


def test_what_was_submitted_and_not_decided_is_not_listed(waiting: House) -> None:
    take_in(waiting, NEWER)

    assert looks(waiting).affected() == []


def test_a_decision_from_before_versions_were_named_is_listed(decided: House) -> None:
    decision = kept(decided).decisions[0].model_copy(update={"course": None})
    assert "course" not in decision.model_dump(mode="json")
    record = decided.store.get("portfolio/P-CERYS", f"unit/{UNIT}")
    assert record is not None
    document = record.document | {"decisions": [decision.model_dump(mode="json")]}
    change = Change(record.revision, document, record.summary)
    decided.store.put(
        "portfolio/P-CERYS", {f"unit/{UNIT}": change}, operation=new_operation(), actor="test"
    )
    take_in(decided, NEWER)

    assert [each.version for each in looks(decided).affected()] == [packed_course().version]


def test_what_somebody_looked_at_leaves_the_list_until_the_next_change(decided: House) -> None:
    take_in(decided, NEWER)
    looks(decided).looked(*CERYS, "It would be met on the new criteria, too.")
    assert looks(decided, "CO-ANN").affected() == []

    take_in(decided, changed_course("3.0", KNOWN[0]))
    assert [each.newest for each in looks(decided).affected()] == ["3.0"]


def test_a_look_alters_no_decision_and_says_something(decided: House) -> None:
    take_in(decided, NEWER)
    before = digest(kept(decided).model_dump(mode="json"))

    assert refusal(looks(decided).looked, *CERYS, " ").code == "invalid"
    looks(decided).looked(*CERYS, "As before.")
    assert digest(kept(decided).model_dump(mode="json")) == before


def test_nothing_is_noted_where_nothing_has_changed(decided: House) -> None:
    assert refusal(looks(decided).looked, *CERYS, "As before.").code == "closed"


@pytest.mark.parametrize("person", ["PR-CERYS", "TR-TOM"])
def test_the_list_is_for_those_who_judge(decided: House, person: str) -> None:
    assert refusal(looks(decided, person).affected).code == "not_allowed"
    assert refusal(looks(decided, person).looked, *CERYS, "As before.").code == "not_allowed"


def test_a_criterion_that_vanished_under_decisions_is_named_with_their_number(
    decided: House,
) -> None:
    newer = changed_course("2.0", KNOWN[0], ADDED)

    assert list(looks(decided, "CO-ANN").vanished(newer)) == [
        f"{UNIT}: the criterion '{gone}' is not there any more, and 1 decision names it. "
        f"It stands as it was made, on version {packed_course().version}."
        for gone in sorted(CRITERIA[1:])
    ]
    assert list(looks(decided, "CO-ANN").vanished(packed_course())) == []


def test_what_a_look_says_goes_with_an_erasure(decided: House) -> None:
    take_in(decided, NEWER)
    looks(decided).looked(*CERYS, "What she said about Robin stands.")
    decided.desks("CO-ANN").eraser.erase("P-CERYS", [UNIT], "asked for")

    record = decided.store.get("portfolio/P-CERYS", f"criteria/{UNIT}")
    assert record is not None
    assert record.document == {}
    looks(decided).affected()


def test_white_space_and_order_are_no_change() -> None:
    unit = packed_course().units[0]
    shaken = [
        each.model_copy(update={"text": "  ".join(each.text.split()) + "\n"})
        for each in reversed(unit.criteria)
    ]

    assert not criteria_change(unit, unit.model_copy(update={"criteria": tuple(shaken)}))
    assert criteria_change(unit, None).gone == tuple(each.id for each in unit.criteria)
