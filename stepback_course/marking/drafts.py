"""What assessors keep beside a unit: drafts of their marks, and notes in the margin."""

from typing import Any

from pydantic import ValidationError

from stepback_course.marking.case import Case
from stepback_course.marking.models import Drafts, MarginNote, MarginNotes, Marks
from stepback_course.marking.rules import require_with_the_desk
from stepback_course.portfolio.folder import Kept
from stepback_course.text.fields import Frozen
from stepback_course.text.problems import sentences
from stepback_course.text.refusals import Refusal


def own_draft(case: Case, attempt: int) -> Marks:
    """Return the draft that whoever sits here keeps of their marks on an attempt."""
    for draft in _drafts(case).model.drafts:
        if draft.attempt == attempt and case.actor.is_person(draft.assessor):
            return draft
    return Marks(attempt=attempt, assessor=case.actor.id)


def keep_draft(case: Case, marks: Marks) -> None:
    """Keep draft marks beside those of other assessors, of which none is written over.

    Drafts on earlier attempts go. Raises Refusal where the unit is not with the desk, and where
    the marks are on an attempt that stands no more.
    """
    put_draft(case, marks, require_with_the_desk(case.unit, case.record, marks.attempt))


def put_draft(case: Case, marks: Marks, attempt: int) -> None:
    """Keep draft marks on an attempt beside those of other assessors on it."""
    own = marks.model_copy(update={"assessor": case.actor.id, "attempt": attempt})
    kept = _drafts(case)
    if own in kept.model.drafts:
        return
    others = (
        draft
        for draft in kept.model.drafts
        if draft.attempt == attempt and not case.actor.is_person(draft.assessor)
    )
    _put(case, "marks", kept, Drafts(drafts=(*others, own)))


def margin_notes(case: Case) -> tuple[MarginNote, ...]:
    """Return what assessors noted beside a unit, oldest attempt first."""
    return _notes(case).model.notes


def keep_note(case: Case, text: str, at: str) -> None:
    """Keep what whoever sits here notes beside the standing attempt; without a word, nothing.

    Raises Refusal where the unit is not with the desk.
    """
    attempt = require_with_the_desk(case.unit, case.record)
    text = text if text.strip() else ""
    kept = _notes(case)
    others = [
        note
        for note in kept.model.notes
        if note.attempt != attempt or not case.actor.is_person(note.assessor)
    ]
    known = [note.text for note in kept.model.notes if note not in others]
    if known == [text] * bool(text):
        return
    own = [_note(case, attempt, at, text)] if text else []
    _put(case, "notes", kept, MarginNotes(notes=(*others, *own)))


def _note(case: Case, attempt: int, at: str, text: str) -> MarginNote:
    """Return a note. Raises Refusal where it is too long."""
    name, by = case.actor.name, case.actor.id
    try:
        return MarginNote(attempt=attempt, assessor=by, name=name, at=at, text=text)
    except ValidationError as error:
        raise Refusal("invalid", "; ".join(sentences(error))) from None


def _drafts(case: Case) -> Kept[Drafts]:
    return case.folder.kept(f"marks/{case.unit.id}", Drafts)


def _notes(case: Case) -> Kept[MarginNotes]:
    return case.folder.kept(f"notes/{case.unit.id}", MarginNotes)


def _put(case: Case, kind: str, kept: Kept[Any], model: Frozen) -> None:
    name = f"{kind}/{case.unit.id}"
    case.folder.put({name: case.folder.change(name, kept, model)}, actor=case.actor)
