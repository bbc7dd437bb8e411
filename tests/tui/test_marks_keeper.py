"""The draft of an assessor's marks, kept while they are made."""

import json
from pathlib import Path

import pytest

from stepback_course.marking import Marks
from stepback_course.portfolio.rescue import rescue_folder
from stepback_course.store import Busy
from stepback_course.tui.marks_keeper import MarksKeeper
from tests.filling import submit
from tests.house import House, clock

UNIT = "statement-01"
CERYS = ("P-CERYS", UNIT)


def said(text: str) -> Marks:
    return Marks.model_validate({"overall": text})


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
    kept.note(said("Go on."))

    assert kept.save().saved == ((UNIT, "marks"),)
    assert kept.save().saved == ()
    assert claimed.desks("AS-MEG").desk.open(*CERYS).marks.overall.stood_out == "Go on."


def test_what_has_become_a_decision_is_not_kept_as_a_draft(claimed: House) -> None:
    kept = keeper(claimed)
    kept.note(said("Go on."))
    kept.forget()

    assert kept.save().saved == ()
    assert kept.rescue_unsaved() == []


def test_refused_marks_stay_noted_with_the_sentence(claimed: House) -> None:
    kept = keeper(claimed, "AS-IDA")
    claimed.desks("AS-MEG").desk.give_back(*CERYS)
    claimed.desks("PR-CERYS").workbook.withdraw(*CERYS)
    kept.note(said("Hers."))

    (unsaved,) = kept.save().unsaved
    assert "was taken back by its practitioner" in unsaved.sentence
    assert len(kept.save().unsaved) == 1


def test_what_is_noted_in_the_margin_is_kept_with_the_marks(claimed: House) -> None:
    kept = keeper(claimed)
    kept.note(said("Go on."), "Ask about row 3.")
    kept.save()

    (note,) = claimed.desks("AS-MEG").desk.open(*CERYS).notes
    assert note.text == "Ask about row 3."


def test_marks_that_the_store_does_not_take_are_put_in_a_file(
    claimed: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = keeper(claimed)

    def busy(*_arguments: object, **_named: object) -> None:
        raise Busy("the store is busy")

    monkeypatch.setattr(claimed.store, "put", busy)
    kept.note(said("Ŵyn [bold]"), "For Ida")
    assert kept.save().unsaved[0].sentence == "the store is busy"

    (sentence,) = kept.rescue_unsaved()
    (path,) = rescue_folder().iterdir()
    assert str(path) in sentence
    rescued = json.loads(path.read_text("utf-8"))
    assert (rescued["overall"]["stood_out"], rescued["margin"]) == ("Ŵyn [bold]", "For Ida")


def test_where_no_file_can_be_written_the_person_is_told_the_marks_themselves(
    claimed: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("STEPBACK_RESCUE", str(blocked / "under"))
    kept = keeper(claimed)
    kept.note(said("Go on."))

    (sentence,) = kept.rescue_unsaved()
    assert "Go on." in sentence
