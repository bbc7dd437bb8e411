"""One submission: read, marked, decided."""

from collections.abc import Iterator
from functools import partial

from stepback_course.clock import day_of
from stepback_course.course.models import Unit
from stepback_course.desks import Desks
from stepback_course.marking import DeskView, Marks
from stepback_course.marking.rules import holder
from stepback_course.marking.telling import shown_until, verdict_word
from stepback_course.people.policy import may
from stepback_course.plain.acts import Act, choose_act
from stepback_course.plain.conversation import Conversation
from stepback_course.plain.marking.evidence import say_earlier, say_submission
from stepback_course.plain.marking.marks_sheet import ABOUT, MarksSheet
from stepback_course.portfolio.telling.words import full_name
from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.refusals import Refusal


class SubmissionDesk:
    """A submission in front of whoever marks it."""

    def __init__(self, talk: Conversation, desks: Desks, portfolio: str, unit: str) -> None:
        """Name the submission; it is read and claimed when it is visited."""
        self._talk = talk
        self._desks = desks
        self._key = (portfolio, unit)

    def visit(self) -> None:
        """Claim it where it is free, and do one thing after another. Raises Left, Refusal.

        Ends once it is decided or given back.
        """
        self._read()
        self._claim_if_free()
        self._talk.title(
            _("{name}, {unit}, attempt {number}").format(
                name=self._view.profile.name,
                unit=full_name(self._unit),
                number=self._view.submission.attempt,
            )
        )
        if returned := self._returned():
            self._talk.say(returned)
        is_known = False
        while True:
            self._talk.say(self._sentence())
            acts = list(self._acts())
            question = _("Submission, what now")
            act = choose_act(self._talk, question, acts, about=ABOUT, is_known=is_known)
            if act is None:
                return
            before = self._view.record.state
            try:
                act.do()
            except (Refusal, StoreError) as error:
                self._talk.say(str(error))
                self._read()
            if before == "marking" and not self._is_mine:
                return
            is_known = act.key not in ("c", "u")

    def _read(self) -> None:
        self._view: DeskView = self._desks.desk.open(*self._key)
        self._unit = Unit.model_validate(self._view.submission.unit)
        self._sheet = MarksSheet(
            self._talk, self._unit, self._view.marks, self._keep, day_of(self._desks.clock())
        )

    def _keep(self, marks: Marks) -> None:
        self._desks.desk.keep_marks(*self._key, marks)

    def _claim_if_free(self) -> None:
        record = self._view.record
        if self._can_be_claimed and not holder(record, self._desks.clock()):
            try:
                self._desks.desk.claim(*self._key)
            except Refusal as refusal:
                self._talk.say(str(refusal))
            else:
                self._read()

    @property
    def _is_mine(self) -> bool:
        """Whether whoever sits here is marking it now."""
        record = self._view.record
        lease = record.lease
        return record.state == "marking" and bool(
            lease and self._desks.actor.is_person(lease.assessor)
        )

    def _sentence(self) -> str:
        """Who has it, or what has become of it."""
        record, lease, decision = (
            self._view.record,
            self._view.record.lease,
            self._view.record.decision,
        )
        if self._is_mine and lease:
            sentence = _("Yours until {time}. {stands}")
            time = shown_until(lease.until, self._desks.clock())
            return sentence.format(time=time, stands=self._sheet.sentence)
        if record.state == "decided" and decision:
            sentence = _("{name} decided: {verdict}. It waits to be released.")
            return sentence.format(name=decision.name, verdict=verdict_word(decision.verdict))
        if record.state == "marking" and lease:
            return _("{name} is marking this.").format(name=lease.name)
        if record.allocated:
            return _("It is allocated to {name}.").format(name=record.allocated.name)
        return _("Nobody is marking this.")

    def _returned(self) -> str:
        """Why a verifier returned the last decision; empty where none did."""
        record = self._view.record
        if record.sampled != "returned":
            return ""
        reasons = (entry.reason for entry in reversed(record.trail) if entry.action == "return")
        return _("A verifier returned this: {why}").format(why=next(reasons, ""))

    # What there is to do.

    def _acts(self) -> Iterator[Act]:
        submission = self._view.submission
        yield Act("r", _("Read it"), partial(say_submission, self._talk, self._unit, submission))
        if self._view.earlier:
            earlier = partial(say_earlier, self._talk, self._unit, self._view.earlier)
            yield Act("e", _("What was said about earlier attempts"), earlier)
        if self._is_mine:
            if not holder(self._view.record, self._desks.clock()):
                yield Act("c", _("Claim it again: your claim ran out"), self._claim_again)
            yield from self._sheet.acts()
            yield Act("m", _("Note in the margin: {note}").format(note=self._note), self._take_note)
            yield Act("d", _("Decide"), self._decide)
            yield Act("g", _("Give it back, undecided"), self._give_back)
        elif self._is_decided_here:
            yield Act("u", _("Undo the decision"), self._undo)
        elif self._can_be_claimed:
            yield Act("c", _("Take it over, with a reason"), self._take_over)

    @property
    def _is_decided_here(self) -> bool:
        """Whether whoever sits here made the decision that waits to be released."""
        record = self._view.record
        decision = record.decision if record.state == "decided" else None
        return bool(decision and self._desks.actor.is_person(decision.assessor))

    @property
    def _can_be_claimed(self) -> bool:
        """Whether whoever sits here may mark this, though somebody else has it or is to have it."""
        profile = self._view.profile
        return self._view.record.state in ("submitted", "marking") and may(
            self._desks.actor, "mark_unit", cohort=profile.cohort, practitioner=profile.person
        )

    def _decide(self) -> None:
        """Decide, or say what is missing."""
        lacks = self._sheet.lacks()
        if lacks:
            self._talk.say(_("Not decided:"), *lacks)
            return
        marks = self._sheet.marks
        verdict = self._sheet.verdict
        if not self._talk.agree(_("Decide that it is {verdict},").format(verdict=verdict)):
            return
        self._desks.desk.decide(
            *self._key,
            marks.criteria,
            marks.feedback,
            marks.overall,
            tests=marks.tests,
            seen=self._view.revision,
        )
        self._read()
        self._talk.say(
            _("Decided: {verdict}. The practitioner sees it once it is released.").format(
                verdict=verdict
            )
        )

    def _give_back(self) -> None:
        self._desks.desk.give_back(*self._key)
        self._read()
        self._talk.say(_("Given back. Your draft marks are kept."))

    def _undo(self) -> None:
        self._desks.desk.undo(*self._key)
        self._read()
        self._talk.say(_("Your decision is taken back; the practitioner never saw it."))

    @property
    def _own_note(self) -> str:
        """What whoever sits here noted beside this attempt."""
        return next(
            (
                note.text
                for note in self._view.notes
                if note.attempt == self._view.submission.attempt
                and self._desks.actor.is_person(note.assessor)
            ),
            "",
        )

    @property
    def _note(self) -> str:
        return self._own_note or _("nothing yet")

    def _take_note(self) -> None:
        """Ask for a note that only assessors see."""
        about = _(
            "Only assessors see it and it is never released. It is kept, and the practitioner or "
            "the learner's family may ask for it."
        )
        note = self._talk.ask_again(_("Note in the margin"), self._own_note, about=about)
        if note is not None:
            self._desks.desk.keep_note(*self._key, note)
            self._read()

    def _claim_again(self) -> None:
        self._desks.desk.claim(*self._key)
        self._read()

    def _take_over(self) -> None:
        reason = self._talk.ask(_("Why you take it over"), about=ABOUT)
        if reason:
            self._desks.desk.claim(*self._key, reason=reason)
            self._read()
