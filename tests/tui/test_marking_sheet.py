"""Marks while they are made, and the draft of them that is kept."""

import json
from pathlib import Path

import pytest

from stepback_course.marking import Marks
from stepback_course.portfolio.rescue import rescue_folder
from stepback_course.store import Busy
from stepback_course.tui.marking_sheet import MarkingSheet, MarksKeeper, same_marks
from tests.filling import submit
from tests.house import House, clock

UNIT = "statement-01"
CERYS = ("P-CERYS", UNIT)


def sheet(**marks: object) -> MarkingSheet:
    return MarkingSheet(["a", "b"], Marks.model_validate(marks))


def test_a_verdict_goes_from_undecided_to_met_to_not_yet_met_and_round() -> None:
    marks = sheet()
    told = []
    for _press in range(4):
        marks.turn("a")
        told.append(marks.verdicts.get("a"))

    assert told == ["met", "not_yet_met", None, "met"]


def test_undo_goes_back_through_every_turn_and_then_stops() -> None:
    marks = sheet(criteria={"b": "met"})
    marks.turn("a")
    marks.turn("b")
    marks.turn("a")

    assert [marks.undo() for _press in range(4)] == ["a", "b", "a", None]
    assert marks.verdicts == {"b": "met"}


def test_feedback_without_a_word_is_no_feedback() -> None:
    marks = sheet(feedback={"a": "Say more."})
    marks.write("a", "  \n")
    marks.write("b", "Thank you.")

    assert marks.marks.feedback == {"b": "Thank you."}


def test_marks_are_the_same_whoever_made_them() -> None:
    assert same_marks(
        Marks(assessor="AS-MEG", attempt=2, overall="Go on."), Marks(overall="Go on.")
    )
    assert not same_marks(Marks(overall="Go on."), Marks(overall="Go on!"))


@pytest.fixture
def claimed(house: House) -> House:
    """Cerys has submitted a unit, and Megan has claimed it."""
    house.add("AS-IDA", "Ida Holm", "assessor")
    submit(house.desks("PR-CERYS"), "P-CERYS", UNIT)
    house.desks("AS-MEG").desk.claim(*CERYS)
    return house


def keeper(house: House, person: str = "AS-MEG") -> MarksKeeper:
    return MarksKeeper(house.desks(person).desk, *CERYS, clock)


def test_what_is_noted_is_kept_once(claimed: House) -> None:
    kept = keeper(claimed)
    kept.note(Marks(overall="Go on."))

    assert kept.save().saved == ((UNIT, "marks"),)
    assert kept.save().saved == ()
    assert claimed.desks("AS-MEG").desk.open(*CERYS).marks.overall == "Go on."


def test_what_has_become_a_decision_is_not_kept_as_a_draft(claimed: House) -> None:
    kept = keeper(claimed)
    kept.note(Marks(overall="Go on."))
    kept.forget()

    assert kept.save().saved == ()
    assert kept.rescue_unsaved() == []


def test_refused_marks_stay_noted_with_the_sentence(claimed: House) -> None:
    kept = keeper(claimed, "AS-IDA")
    kept.note(Marks(overall="Hers."))

    (unsaved,) = kept.save().unsaved
    assert "Megan Price is marking this" in unsaved.sentence
    assert len(kept.save().unsaved) == 1


def test_marks_that_the_store_does_not_take_are_put_in_a_file(
    claimed: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = keeper(claimed)

    def busy(*_arguments: object, **_named: object) -> None:
        raise Busy("the store is busy")

    monkeypatch.setattr(claimed.store, "put", busy)
    kept.note(Marks(overall="Ŵyn [bold]"))
    assert kept.save().unsaved[0].sentence == "the store is busy"

    (sentence,) = kept.rescue_unsaved()
    (path,) = rescue_folder().iterdir()
    assert str(path) in sentence
    assert json.loads(path.read_text("utf-8"))["overall"] == "Ŵyn [bold]"


def test_where_no_file_can_be_written_the_person_is_told_the_marks_themselves(
    claimed: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("STEPBACK_RESCUE", str(blocked / "under"))
    kept = keeper(claimed)
    kept.note(Marks(overall="Go on."))

    (sentence,) = kept.rescue_unsaved()
    assert "Go on." in sentence
