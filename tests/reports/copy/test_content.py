"""What is in a copy of a portfolio, and for whom."""

from pathlib import Path

import pytest

from stepback_course.portfolio.models import Occasion, Overall
from stepback_course.reports.copy.answers import Lines, Piece, Table
from stepback_course.reports.copy.content import Copy, Question, UnitCopy, copy_of
from stepback_course.text.refusals import Refusal
from tests.filling import CONSENT, submit
from tests.house import House, packed_course
from tests.reports.copy.conftest import FEEDBACK, HOSTILE, PORTFOLIO

LEARNER = "learners-voice"


def taken(house: House, *, with_case_study: bool = False) -> Copy:
    """The copy as the practitioner takes it."""
    return copy_of(house.desks("PR-CERYS"), PORTFOLIO, with_case_study=with_case_study)


def unit_of(copy: Copy, unit: str) -> UnitCopy:
    """One unit of a copy."""
    return next(found for found in copy.units if found.id == unit)


def question_of(copy: Copy, unit: str, activity: str) -> Question:
    """One question of a copy."""
    identifier = f"{unit}-{activity}"
    parts = unit_of(copy, unit).parts
    return next(q for part in parts for q in part.questions if q.id == identifier)


def test_every_unit_is_there_with_its_state(worked: House) -> None:
    states = {unit.id: unit.status for unit in taken(worked).units}
    assert list(states) == list(packed_course().unit_ids)
    assert states["statement-01"] == "met"
    assert states["statement-03"] == "further work needed"
    assert states["statement-04"] == "with assessor"
    assert states["statement-05"] == "not started"


def test_every_question_of_a_unit_is_there_in_its_order(worked: House) -> None:
    copy = taken(worked, with_case_study=True)
    for unit in packed_course().units:
        found = [q.id for part in unit_of(copy, unit.id).parts for q in part.questions]
        if unit.id in ("statement-01", "statement-03", "statement-04", LEARNER):
            assert found == [f"{unit.id}-{activity.id}" for activity in unit.activities]
        else:
            assert unit_of(copy, unit.id).left_out == "Nothing is entered yet."


def test_a_text_stays_as_it_was_written_and_says_how_it_came_about(worked: House) -> None:
    written, said = question_of(taken(worked), "statement-03", "what-waiting-showed").answer
    assert isinstance(written, Lines)
    assert "\n".join(piece.line for piece in written.pieces) == HOSTILE
    assert said == Lines(
        (Piece("Done with Bethan."), Piece("First done on paper, on 1 March 2026."))
    )


def test_dated_notes_become_a_table(worked: House) -> None:
    table = question_of(taken(worked), "statement-01", "yesterdays-help").answer[0]
    assert isinstance(table, Table)
    assert table.headings[1:3] == ("What I did", "So that the learner could …")
    assert table.rows[0] == ("2 March 2026", "I waited.", "I waited.", "I waited.")
    assert len(table.rows) == 5


def test_cards_stand_below_their_pile(worked: House) -> None:
    sort = question_of(taken(worked), "statement-01", "reach-or-replace").answer[0]
    assert isinstance(sort, Lines)
    assert sort.pieces[0].line == "Lets the learner reach the work: 10 cards"
    assert sort.pieces[0].below[0] == "Reading aloud what is written on the board"
    assert len(sort.pieces[0].below) == 10


def test_a_decision_is_there_with_its_criteria_and_feedback(worked: House) -> None:
    (decision,) = unit_of(taken(worked), "statement-03").decisions
    assert decision.title == "Attempt 1: further work needed"
    assert decision.by == "Decided by Megan Price; given to you on 4 March 2026."
    assert [(judged.verdict, judged.feedback) for judged in decision.criteria][:2] == [
        ("not yet met", FEEDBACK),
        ("met", ""),
    ]
    assert decision.overall == [("About the whole", "A clear beginning.")]


def test_the_boxes_and_the_evidence_are_read_after_their_release_only(worked: House) -> None:
    desk, workbook = worked.desks("AS-MEG").desk, worked.desks().workbook
    submit(worked.desks("PR-DAFYDD"), "P-DAFYDD", "learners-voice")
    unit = workbook.unit("P-DAFYDD", "learners-voice").unit
    criteria = dict.fromkeys((c.id for c in unit.criteria), "met")
    tests = {question.test: "met" for question in unit.evidence_tests} | {"current": "not_yet_met"}
    said = Overall(stood_out="Clear.", missing="When?", next_step="Date it.", by="2026-06-01")
    desk.keep_note("P-DAFYDD", "learners-voice", "Ask a colleague.")
    desk.decide("P-DAFYDD", "learners-voice", criteria, {}, said, tests=tests)
    dafydd = worked.desks("PR-DAFYDD")
    before = copy_of(dafydd, "P-DAFYDD", with_case_study=True)
    assert unit_of(before, "learners-voice").decisions == []
    desk.release("P-DAFYDD", "learners-voice")

    after = copy_of(dafydd, "P-DAFYDD", with_case_study=True)
    (decision,) = unit_of(after, "learners-voice").decisions
    assert decision.overall == [
        ("What stood out", "Clear."),
        ("What is missing", "When?"),
        ("The next step, by 1 June 2026", "Date it."),
    ]
    evidence = {j.criterion: j.verdict for j in decision.criteria if j.criterion.startswith("Evid")}
    assert list(evidence.values()) == ["met", "met", "met", "not yet met", "met"]
    assert "Ask a colleague" not in str(before) + str(after)


def test_a_decision_that_is_not_released_is_nowhere(worked: House) -> None:
    desk, workbook = worked.desks("AS-MEG").desk, worked.desks().workbook
    criteria = [c.id for c in workbook.unit(PORTFOLIO, "statement-04").unit.criteria]
    desk.decide(
        PORTFOLIO, "statement-04", dict.fromkeys(criteria, "met"), {}, "Not to be seen yet."
    )
    unit = unit_of(taken(worked), "statement-04")
    assert unit.decisions == []
    assert unit.status == "with assessor"


def test_an_earlier_attempt_shows_only_what_differs(worked: House) -> None:
    (earlier,) = unit_of(taken(worked), "statement-03").earlier
    assert earlier.title == "Attempt 1, as it was submitted on 4 March 2026"
    (question,) = earlier.questions
    assert question.id == "attempt-1-statement-03-what-waiting-showed"
    assert isinstance(question.answer[0], Lines)
    assert question.answer[0].pieces[0].line.startswith("I waited beside the door.")
    assert unit_of(taken(worked), "statement-01").earlier == []


def test_the_declaration_is_told_with_its_day(worked: House) -> None:
    (sentence,) = unit_of(taken(worked), "statement-01").declared
    assert sentence.startswith("Attempt 1, submitted on 4 March 2026. Cerys Wyn declared: “")


def test_the_case_study_is_left_out_unless_it_is_asked_for(worked: House) -> None:
    left_out = unit_of(taken(worked), LEARNER)
    assert "stepback results --with-case-study" in left_out.left_out
    assert (left_out.parts, left_out.decisions, left_out.earlier, left_out.declared) == (
        [],
        [],
        [],
        (),
    )
    assert CONSENT.learner not in str(taken(worked))
    assert unit_of(taken(worked, with_case_study=True), LEARNER).parts
    assert CONSENT.learner in str(taken(worked, with_case_study=True))


def test_a_case_study_of_which_permission_was_taken_back_is_refused(worked: House) -> None:
    worked.desks("PR-CERYS").workbook.withdraw_consent(PORTFOLIO, "2026-03-04")
    with pytest.raises(Refusal, match="was taken back") as refusal:
        taken(worked, with_case_study=True)
    assert refusal.value.code == "withdrawn"
    assert taken(worked).units


def test_the_files_of_a_unit_are_named_with_what_they_show(worked: House, tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(b"%PDF-1.7")
    worked.desks("PR-CERYS").evidence.attach(
        PORTFOLIO, "statement-03", path, shows="Our plan", learner=False
    )
    assert unit_of(taken(worked), "statement-03").evidence == (
        "statement-03-1.pdf: Our plan (8 bytes)",
    )


@pytest.mark.parametrize("person", ["AS-MEG", "TR-TOM", "PR-DAFYDD"])
def test_others_take_no_copy(worked: House, person: str) -> None:
    with pytest.raises(Refusal) as refusal:
        copy_of(worked.desks(person), PORTFOLIO)
    assert refusal.value.code == "not_allowed"


@pytest.mark.parametrize("person", ["PR-CERYS", "CO-ANN", None])
def test_the_practitioner_the_coordinator_and_the_owner_do(
    worked: House, person: str | None
) -> None:
    assert len(copy_of(worked.desks(person), PORTFOLIO).units) == 11


def test_an_answer_that_only_came_about_otherwise_is_no_difference(worked: House) -> None:
    workbook = worked.desks().workbook
    kept = workbook.unit(PORTFOLIO, "statement-03").draft.responses["ten-seconds"]
    workbook.respond(
        PORTFOLIO, "statement-03", "ten-seconds", kept.value, occasion=Occasion(partner="Ann")
    )
    (earlier,) = unit_of(taken(worked), "statement-03").earlier
    assert len(earlier.questions) == 1


def test_an_official_course_carries_no_notice(worked: House) -> None:
    assert "illustrative" in taken(worked).notice
