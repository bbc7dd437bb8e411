"""Marks while they are made, and the way back through them."""

import pytest

from stepback_course.marking import Marks
from stepback_course.marking.rules import place_of_box, place_of_test
from stepback_course.portfolio.models import Overall
from stepback_course.tui.marking_sheet import BY, MARGIN, MarkingSheet, Sheets, same_marks
from tests.house import packed_course

UNIT, CASE_STUDY = packed_course().units[0], packed_course().units[-1]
A, B, C = (criterion.id for criterion in UNIT.criteria)
STOOD_OUT, MISSING, NEXT = (place_of_box(box) for box in ("stood_out", "missing", "next_step"))


def sheet(**marks: object) -> MarkingSheet:
    return MarkingSheet(UNIT, Marks.model_validate(marks))


def test_a_verdict_goes_from_undecided_to_met_to_not_yet_met_and_round() -> None:
    marks = sheet()
    told = []
    for _press in range(4):
        marks.turn(A)
        told.append(marks.verdicts.get(A))

    assert told == ["met", "not_yet_met", None, "met"]


def test_undo_goes_back_through_every_turn_and_then_stops() -> None:
    marks = sheet(criteria={B: "met"})
    marks.turn(A)
    marks.turn(B)
    marks.turn(A)

    assert [marks.undo() for _press in range(4)] == [A, B, A, None]
    assert marks.verdicts == {B: "met"}


def test_undo_takes_words_back_by_the_place_and_not_by_the_letter() -> None:
    marks = sheet()
    for text in ("S", "Sa", "Say"):
        marks.write(A, text)
    marks.settle()
    marks.write(A, "Say more.")
    marks.write(NEXT, "Send it.")
    marks.write(BY, "2026-04-01")
    marks.write(MARGIN, "Ask Ida.")

    found = []
    for _press in range(6):
        place = marks.undo()
        found.append((place, marks.words.get(A, "")))
    assert found == [
        (MARGIN, "Say more."),
        (BY, "Say more."),
        (NEXT, "Say more."),
        (A, "Say"),
        (A, ""),
        (None, ""),
    ]


def test_all_that_is_undecided_is_met_at_once_and_undone_at_once() -> None:
    marks = MarkingSheet(CASE_STUDY, Marks())
    first, second = CASE_STUDY.criteria[0].id, CASE_STUDY.criteria[1].id
    marks.turn(second)
    marks.turn(second)

    assert marks.meet_the_rest()
    assert marks.verdicts == dict.fromkeys(marks.judged, "met") | {second: "not_yet_met"}
    assert not marks.meet_the_rest()
    assert marks.undo() == first
    assert marks.verdicts == {second: "not_yet_met"}


def test_the_tests_of_the_evidence_come_after_the_criteria() -> None:
    marks = MarkingSheet(CASE_STUDY, Marks())
    assert marks.judged[len(CASE_STUDY.criteria) :] == tuple(
        map(place_of_test, ("valid", "authentic", "reliable", "current", "sufficient"))
    )
    marks.turn(place_of_test("current"))

    assert marks.marks.tests == {"current": "met"}
    assert marks.marks.criteria == {}


def test_marks_are_there_again_as_they_were_made() -> None:
    whole = Overall(stood_out="Good.", missing="A date.", next_step="Send it.", by="2026-04-01")
    marks = Marks(attempt=2, criteria={A: "not_yet_met"}, feedback={A: "Say."}, overall=whole)

    assert MarkingSheet(UNIT, marks).marks == marks


def test_feedback_without_a_word_is_no_feedback() -> None:
    marks = sheet(feedback={A: "Say more."})
    marks.write(A, "  \n")
    marks.write(B, "Thank you.")

    assert marks.marks.feedback == {B: "Thank you."}


def test_a_box_is_asked_for_only_once_something_is_not_yet_met() -> None:
    marks = sheet(criteria={B: "met", C: "met"})
    assert marks.places_lacking_words == frozenset()
    marks.turn(A)
    assert marks.lacks == []
    marks.turn(A)

    assert [lack.place for lack in marks.lacks] == [A, STOOD_OUT, NEXT]
    assert MISSING not in marks.places_lacking_words


def test_marks_are_the_same_whoever_made_them() -> None:
    said = Marks.model_validate({"assessor": "AS-MEG", "attempt": 2, "overall": "Go on."})
    assert same_marks(said, Marks.model_validate({"overall": "Go on."}))
    assert not same_marks(said, Marks.model_validate({"overall": "Go on!"}))


@pytest.mark.parametrize("note", ["", "Another note."])
def test_the_way_back_is_there_again_where_nothing_else_was_made_meanwhile(note: str) -> None:
    sheets, key = Sheets(), ("AS-MEG", "P-CERYS", UNIT.id, 1)
    first = sheets.sheet(key, UNIT, Marks(), "")
    first.turn(A)

    again = sheets.sheet(key, UNIT, Marks(criteria={A: "met"}), note)
    assert (again.undo() == A) == (note == "")


def test_the_last_decision_is_ones_own_and_not_the_one_on_the_desk() -> None:
    sheets, one, two = Sheets(), ("P-CERYS", "statement-01"), ("P-CERYS", "statement-02")
    sheets.was_decided("AS-MEG", one)
    sheets.was_decided("AS-IDA", ("P-ELEN", "statement-01"))
    sheets.was_decided("AS-MEG", two)

    assert sheets.last_decided_by("AS-MEG", but=two) == one
    assert sheets.last_decided_by("AS-MEG", but=two) is None
