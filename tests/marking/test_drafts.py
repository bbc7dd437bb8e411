"""What assessors keep beside a unit: drafts of their marks, and notes in the margin."""

import pytest

from stepback_course.marking import Desk, Marks
from stepback_course.marking.models import Drafts
from stepback_course.portfolio.models import Overall
from tests.filling import submit
from tests.house import House
from tests.marking.conftest import (
    ALL_MET,
    CERYS,
    CRITERIA,
    ONE_NOT_YET,
    UNIT,
    WELL_BEGUN,
    WHAT_IS_MISSING,
    everything,
    hours_pass,
    refusal,
)


def said(text: str) -> Marks:
    """Return a draft with this about the whole."""
    return Marks.model_validate({"overall": text})


def draft(desk: Desk) -> str:
    """Return what whoever sits here says about the whole in their draft."""
    return desk.open(*CERYS).marks.overall.stood_out


def test_draft_marks_are_there_again_for_the_assessor_who_made_them(meg: Desk) -> None:
    whole = Overall(stood_out="Go on.", missing="A date.", next_step="Send it.", by="2026-04-01")
    meg.claim(*CERYS)
    meg.keep_marks(*CERYS, Marks(criteria={CRITERIA[0]: "met"}, overall=whole))

    marks = meg.open(*CERYS).marks
    assert (marks.criteria, marks.overall) == ({CRITERIA[0]: "met"}, whole)


def test_draft_marks_are_not_shown_to_another_assessor(meg: Desk, ida: Desk) -> None:
    meg.claim(*CERYS)
    meg.keep_marks(*CERYS, said("Hers."))

    assert draft(ida) == ""


def test_each_assessor_has_a_draft_of_their_own(waiting: House, meg: Desk, ida: Desk) -> None:
    meg.claim(*CERYS)
    meg.keep_marks(*CERYS, said("Megan's."))
    ida.claim(*CERYS, reason="Megan is ill")
    ida.keep_marks(*CERYS, said("Ida's."))
    assert (draft(meg), draft(ida)) == ("Megan's.", "Ida's.")

    meg.keep_marks(*CERYS, said("Megan's, later."))
    assert (draft(meg), draft(ida)) == ("Megan's, later.", "Ida's.")


@pytest.mark.parametrize("meanwhile", ["it ran out", "it was given back", "it was decided"])
def test_a_draft_is_kept_whatever_became_of_the_claim(
    waiting: House, meg: Desk, ida: Desk, meanwhile: str
) -> None:
    meg.claim(*CERYS)
    match meanwhile:
        case "it ran out":
            hours_pass(waiting, 9)
        case "it was given back":
            meg.give_back(*CERYS)
        case _:
            ida.claim(*CERYS, reason="Megan is ill")
            ida.decide(*CERYS, ALL_MET, {})
    meg.keep_marks(*CERYS, said("Hers."))

    assert draft(meg) == "Hers."


def test_a_draft_is_no_draft_on_the_next_attempt(waiting: House, meg: Desk) -> None:
    meg.claim(*CERYS)
    meg.keep_marks(*CERYS, said("On the first."))
    marks = meg.open(*CERYS).marks
    meg.decide(*CERYS, ONE_NOT_YET, WHAT_IS_MISSING, WELL_BEGUN)
    assert draft(meg) == "On the first."
    meg.release(*CERYS)
    assert refusal(meg.keep_marks, *CERYS, marks).code == "closed"
    submit(waiting.desks("PR-CERYS"), *CERYS)

    assert draft(meg) == ""
    assert "are on attempt 1" in str(refusal(meg.keep_marks, *CERYS, marks))
    meg.keep_marks(*CERYS, said("On the second."))
    kept = everything(waiting)[f"marks/{UNIT}"].document
    assert [each.attempt for each in Drafts.model_validate(kept).drafts] == [2]


def test_a_draft_from_when_a_unit_had_one_is_still_read() -> None:
    alone = {
        "attempt": 1,
        "assessor": "AS-MEG",
        "criteria": {CRITERIA[0]: "met"},
        "feedback": {},
        "overall": "Go on.",
    }
    (kept,) = Drafts.model_validate(alone).drafts

    assert (kept.assessor, kept.overall.stood_out) == ("AS-MEG", "Go on.")
    assert Drafts.model_validate({}).drafts == ()  # it was erased


def test_keeping_the_same_marks_twice_writes_once(waiting: House, meg: Desk) -> None:
    meg.claim(*CERYS)
    meg.keep_marks(*CERYS, said("Go on."))
    before = everything(waiting)
    meg.keep_marks(*CERYS, said("Go on."))

    assert everything(waiting) == before


# Notes in the margin.


def test_a_note_is_read_by_every_assessor_and_says_whose_it_is(meg: Desk, ida: Desk) -> None:
    meg.keep_note(*CERYS, "Row 3: ask about the date.")
    ida.keep_note(*CERYS, "I know this school.")

    notes = meg.open(*CERYS).notes
    assert [(note.name, note.text, note.attempt) for note in notes] == [
        ("Megan Price", "Row 3: ask about the date.", 1),
        ("Ida Holm", "I know this school.", 1),
    ]
    assert ida.open(*CERYS).notes == notes


def test_a_note_is_changed_and_taken_away_by_whoever_made_it(waiting: House, meg: Desk) -> None:
    meg.keep_note(*CERYS, "Ask about the date.")
    meg.keep_note(*CERYS, "Asked: it was May.")
    before = everything(waiting)
    meg.keep_note(*CERYS, "Asked: it was May.")
    assert everything(waiting) == before
    assert [note.text for note in meg.open(*CERYS).notes] == ["Asked: it was May."]

    meg.keep_note(*CERYS, " \n")
    assert meg.open(*CERYS).notes == ()


def test_notes_stay_when_the_unit_is_decided_and_with_the_next_attempt(
    waiting: House, meg: Desk
) -> None:
    meg.keep_note(*CERYS, "On the first.")
    meg.decide(*CERYS, ONE_NOT_YET, WHAT_IS_MISSING, WELL_BEGUN)
    meg.keep_note(*CERYS, "On the first, later.")
    meg.release(*CERYS)
    assert refusal(meg.keep_note, *CERYS, "Too late.").code == "closed"
    submit(waiting.desks("PR-CERYS"), *CERYS)
    meg.keep_note(*CERYS, "On the second.")

    notes = meg.open(*CERYS).notes
    assert [(n.attempt, n.text) for n in notes] == [
        (1, "On the first, later."),
        (2, "On the second."),
    ]


def test_a_note_that_is_too_long_is_refused_in_a_sentence(waiting: House, meg: Desk) -> None:
    assert "is too long" in str(refusal(meg.keep_note, *CERYS, "x" * 4001))
    assert f"notes/{UNIT}" not in everything(waiting)


@pytest.mark.parametrize("person", ["PR-CERYS", "TR-TOM", "CO-ANN", None])
def test_only_assessors_write_in_the_margin(waiting: House, person: str | None) -> None:
    desk = waiting.desks(person).desk

    assert refusal(desk.keep_note, *CERYS, "Hm.").code == "not_allowed"
    assert f"notes/{UNIT}" not in everything(waiting)
