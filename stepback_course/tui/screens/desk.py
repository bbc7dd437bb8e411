"""The desk at which a submission is decided."""

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.message import Message

from stepback_course.clock import time_of_day
from stepback_course.marking import DeskView, Marks
from stepback_course.marking.rules import Lack, incomplete
from stepback_course.portfolio.privacy import by_words, unexplained
from stepback_course.store import StoreError
from stepback_course.text import _, ngettext
from stepback_course.text.refusals import Refusal
from stepback_course.tui.autosave import Autosave
from stepback_course.tui.desk_state import DeskState
from stepback_course.tui.marking_sheet import MarksKeeper, same_marks
from stepback_course.tui.saving import SaveOutcome
from stepback_course.tui.screens.dialogs import AskLine, Confirm
from stepback_course.tui.screens.identifiers import Explained, IdentifiersScreen
from stepback_course.tui.screens.submission import SubmissionScreen
from stepback_course.tui.widgets.writing import TooLong

WARNING = 15
"""How long a warning about a decision that was saved stands, in seconds."""


class DeskScreen(SubmissionScreen):
    """A submission to mark, or to look at where it is somebody else's."""

    HELP_TITLE = _("Marking a submission")
    HELP_TEXT = _(
        "Read what was submitted and decide each criterion with its digit: once is met, twice is "
        "not yet met, three times is undecided again. What is not yet met needs words that say "
        "what is missing. Left and right choose a criterion, and the activities that show it are "
        "marked ◆. Draft marks are saved by themselves and only you see them. Save the decision "
        "and the next submission opens; the practitioner sees a decision once it is released."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "turn(1)", _("Decide"), key_display="1-9", id="desk.turn-1"),
        *(
            Binding(str(digit), f"turn({digit})", show=False, id=f"desk.turn-{digit}")
            for digit in range(2, 10)
        ),
        Binding("t", "take_over", _("Take over"), id="desk.take-over"),
        Binding("f", "feedback", _("Feedback"), id="desk.feedback"),
        Binding("s", "save", _("Save, next"), id="desk.save"),
        Binding("ctrl+s", "save", _("Save, next"), id="desk.save-from-field"),
        Binding("u", "undo", _("Undo"), id="desk.undo"),
        Binding("x", "release", _("Release"), id="desk.release"),
        Binding("n", "next", _("Next"), id="desk.next"),
        Binding("o", "overall", _("Overall"), id="desk.overall"),
        Binding("g", "give_back", _("Give back"), id="desk.give-back"),
    ]

    @dataclass
    class DraftSaved(Message):
        """A save of the draft marks has ended."""

        outcome: SaveOutcome

    def on_mount(self) -> None:
        """Begin to keep draft marks."""
        self._keeper = MarksKeeper(self.desks.desk, *self._key, self.desks.clock)
        self._autosave = Autosave(
            self, self._keeper, collect=self.hand_over, report=self.DraftSaved
        )
        self.house.keep(self._keeper)

    def on_unmount(self) -> None:
        """Save what is not saved yet."""
        self.house.let_go(self._keeper)

    def take(self) -> DeskView:
        """Read the submission and claim it where nobody has it. Raises Refusal and StoreError."""
        desk = self.desks.desk
        view = desk.open(*self._key)
        state = DeskState(view, self.desks.actor, self.desks.clock())
        if state.is_free:
            try:
                desk.claim(*self._key)
                return desk.open(*self._key)
            except (Refusal, StoreError) as refusal:
                self._sentence = str(refusal)
        elif state.is_elsewhere:
            self._sentence = state.sentence
        return view

    def show(self, state: DeskState, marks: Marks) -> None:
        """Show whose the submission is, and the marks on it."""
        super().show(state, marks)
        self._kept = state.marks

    @property
    def _is_open(self) -> bool:
        return self._state is not None and self._state.is_open

    # Deciding.

    def action_turn(self, number: int) -> None:
        """Turn the verdict on the criterion of this digit."""
        if number > len(self._sheet.criteria):
            sentence = ngettext(
                "This unit has {count} criterion.",
                "This unit has {count} criteria.",
                len(self._sheet.criteria),
            )
            self.notify(sentence.format(count=len(self._sheet.criteria)), markup=False)
            return
        self._sheet.turn(self._sheet.criteria[number - 1])
        self.choose(number - 1)
        self._touch()

    def action_undo(self) -> None:
        """Take back the last digit, or one's own decision before its release."""
        if not self._is_open:
            self._undo_decision()
            return
        criterion = self._sheet.undo()
        if criterion is None:
            self.notify(
                _("Nothing to undo here. A saved decision is undone from the pile to release."),
                markup=False,
            )
            return
        self.choose(self._sheet.criteria.index(criterion))
        self._touch()

    def _undo_decision(self) -> None:
        marks = self._sheet.marks
        try:
            self.desks.desk.undo(*self._key)
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)
            return
        self.read_again(marks)
        self._touch()
        self.banner.sentence = _("Your decision is taken back; the practitioner never saw it.")

    def action_feedback(self) -> None:
        """Write about the criterion under the cursor."""
        self.turn_page(on_marks=True)
        self.marks.blocks[self._sheet.criteria[self._chosen]].field.enter()

    def action_overall(self) -> None:
        """Write about the unit as a whole."""
        self.turn_page(on_marks=True)
        self.marks.overall.enter()

    def on_feedback_field_left(self) -> None:
        """Give the keys back to the desk."""
        self.marks.focus()

    def on_too_long(self, event: TooLong) -> None:
        """Say what did not fit."""
        self.banner.sentence = event.sentence

    # Keeping the draft.

    def on_marks_pane_written(self) -> None:
        """Keep what is being written."""
        self._touch()

    def _touch(self) -> None:
        self._autosave.touch()
        if not self.masthead.unsaved:
            self.banner.sentence = ""
            self.masthead.saved = _("Saving…")

    def hand_over(self) -> None:
        """Note the marks as they stand on the screen, to be saved."""
        if self._is_open:
            self.marks.collect(self._sheet)
            marks = self._sheet.marks
            if not same_marks(marks, self._kept):
                self._kept = marks
                self._keeper.note(marks)

    def on_desk_screen_draft_saved(self, event: DraftSaved) -> None:
        """Say what came of a save."""
        self._autosave.done(event.outcome)
        self.masthead.unsaved = bool(event.outcome.unsaved)
        if event.outcome.unsaved:
            self.masthead.saved = _("Draft not saved")
            # What a decision was refused for has been said already, and says more.
            self.banner.sentence = self.banner.sentence or event.outcome.unsaved[0].sentence
        elif self._autosave.is_idle:
            self.masthead.saved = _("Draft saved {time}").format(time=time_of_day(event.outcome.at))

    # Finishing.

    def action_save(self) -> None:
        """Save the decision and open the next submission."""
        if self._is_complete() and self._decide():
            self._warn()
            self.action_next()

    @work(thread=True, exit_on_error=False, group="identifiers")
    def _warn(self) -> None:
        """Say at once what is asked about at the release, while the words can still be changed."""
        try:
            found = self.desks.desk.findings(*self._key)
        except (Refusal, StoreError):
            return  # whoever releases the decision is told
        if found:
            sentence = _(
                "{words} may tell who a child is. Undo the decision on the pile to release and "
                "change it, or say there why it may stay."
            )
            words = ", ".join(same[0].words for same in by_words(found))
            self.app.notify(
                sentence.format(words=words), severity="warning", timeout=WARNING, markup=False
            )

    def action_release(self) -> None:
        """Ask whether the practitioner is to see the decision now, saved first where it is not."""
        if self._state is None or (self._is_open and not self._is_complete()):
            return
        is_met = set(self._sheet.verdicts.values()) == {"met"}
        sentence = (
            _("{name} sees the decision at once: the unit is met. It cannot be taken back.")
            if is_met
            else _(
                "{name} sees the decision at once: further work is needed, and the unit opens "
                "again. It cannot be taken back."
            )
        )
        self.app.push_screen(
            Confirm(
                _("Release the decision?"),
                sentence.format(name=self._state.view.profile.name),
                accept=_("Release"),
            ),
            self._release,
        )

    def _release(self, agreed: bool | None) -> None:
        if agreed and (not self._is_open or self._decide()):
            self._release_explained(Explained(), Explained())

    def _release_explained(self, before: Explained, said: Explained | None) -> None:
        """Release the decision, or ask about words in it that may tell who a child is."""
        if said is None:
            self.read_again()
            return
        said, desk = before.and_then(said), self.desks.desk
        try:
            found = unexplained(desk.findings(*self._key), said.explanations)
            if not found:
                desk.release(*self._key, said.explanations, seen=self._seen)
        except (Refusal, StoreError) as refusal:
            self.read_again()
            self.banner.sentence = str(refusal)
            return
        if found:
            asking = IdentifiersScreen(
                found, accept=_("Release"), may_allow=False, may_change=False
            )
            self.app.push_screen(asking, partial(self._release_explained, said))
        else:
            self.action_next()

    def _is_complete(self) -> bool:
        """Say whether the marks are a decision; where not, say why and go to what is missing."""
        self.hand_over()
        lack = next(incomplete(self._unit, self._sheet.marks), None)
        if lack is None:
            self.banner.sentence = ""
            return True
        self._point_out(lack)
        return False

    def _point_out(self, lack: Lack) -> None:
        self.banner.sentence = lack.sentence[:1].upper() + lack.sentence[1:] + "."
        self.choose(self._sheet.criteria.index(lack.criterion))
        if lack.words:
            self.action_feedback()

    def _decide(self) -> bool:
        """Save the decision; where that is refused, say so and keep the marks on the screen."""
        marks = self._sheet.marks
        try:
            self.desks.desk.decide(
                *self._key,
                marks.criteria,
                marks.feedback,
                marks.overall,
                seen=self._seen,
            )
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)
            return False
        self._keeper.forget()
        self.read_again()
        return True

    @property
    def _seen(self) -> int | None:
        return self._state.view.revision if self._state else None

    def action_give_back(self) -> None:
        """Return the submission to the queue, undecided; the draft marks are kept."""
        self.hand_over()
        self._keeper.save()
        try:
            self.desks.desk.give_back(*self._key)
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)
            return
        self.leave()

    def action_take_over(self) -> None:
        """Ask why the submission is to be taken from whoever has it."""
        if self._state is None:
            return
        self.app.push_screen(
            AskLine(
                _("Take this over?"),
                self._state.before_taking_over,
                hint=_("Why you take it over"),
                accept=_("Take over"),
                check=lambda line: "" if line else _("A reason is needed."),
            ),
            self._take_over,
        )

    def _take_over(self, reason: str | None) -> None:
        if not reason:
            return
        try:
            self.desks.desk.claim(*self._key, reason=reason)
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)
            return
        self.banner.sentence = ""
        self.read_again()

    def action_back(self) -> None:
        """Leave the submission; its draft marks are kept, and it stays claimed."""
        self.hand_over()
        self.leave()
