"""A submission on which marks are made: verdicts, words, and the way back through them."""

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import DescendantFocus
from textual.message import Message

from stepback_course.clock import time_of_day
from stepback_course.marking import Marks
from stepback_course.marking.bank.models import BOXES as BANK_BOXES
from stepback_course.marking.bank.models import Wanted
from stepback_course.marking.rules import BOXES, place_of_box
from stepback_course.store import StoreError
from stepback_course.text import _, ngettext
from stepback_course.text.refusals import Refusal
from stepback_course.tui import doors
from stepback_course.tui.autosave import Autosave
from stepback_course.tui.desk_state import DeskState
from stepback_course.tui.marking_sheet import MARGIN, same_marks
from stepback_course.tui.marks_keeper import MarksKeeper
from stepback_course.tui.saving import SaveOutcome
from stepback_course.tui.screens.claimed import ClaimedScreen
from stepback_course.tui.widgets.marking_fields import FeedbackField
from stepback_course.tui.widgets.marks_pane import MarksPane
from stepback_course.tui.widgets.writing import TooLong

_BOX_PLACES = [place_of_box(box) for box in BOXES]
_BANK_NAMES = dict(zip(_BOX_PLACES, BANK_BOXES, strict=True))
"""What the comment bank calls the boxes."""


class MarkingScreen(ClaimedScreen):
    """A submission to mark, or to look at where it is somebody else's; draft marks are kept."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "take_over", _("Take it"), id="desk.take-over"),
        Binding("1", "turn(1)", _("Decide"), key_display="1-9", id="desk.turn-1"),
        *(
            Binding(str(digit), f"turn({digit})", show=False, id=f"desk.turn-{digit}")
            for digit in range(2, 10)
        ),
        Binding("a", "meet_the_rest", _("Rest met"), id="desk.meet-the-rest"),
        Binding("enter", "decide", _("Decide this one"), id="desk.decide", show=False),
        Binding("f", "feedback", _("Write"), id="desk.feedback"),
        Binding("b", "bank", _("Bank"), id="desk.bank"),
        Binding("ctrl+b", "bank", _("Bank"), id="desk.bank-from-field"),
        Binding("u", "undo", _("Undo"), id="desk.undo"),
        Binding("o", "overall", _("Overall"), id="desk.overall"),
        Binding("ctrl+o", "overall", _("Next box"), id="desk.overall-from-field"),
        Binding("m", "margin", _("Margin"), id="desk.margin"),
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
        """Save what is not saved yet, also what was pressed while the next one was looked for."""
        self._note()
        self.house.let_go(self._keeper)

    def show(self, state: DeskState, marks: Marks) -> None:
        """Show whose the submission is, and the marks on it."""
        super().show(state, marks)
        self._kept = (state.marks, state.note)

    @property
    def _is_open(self) -> bool:
        return self._state is not None and self._state.is_open

    # Deciding.

    def action_turn(self, number: int) -> None:
        """Turn the verdict on what has this digit."""
        judged = self._sheet.judged
        if number > len(judged):
            sentence = ngettext(
                "{count} thing is decided here.", "{count} things are decided here.", len(judged)
            )
            self.notify(sentence.format(count=len(judged)), markup=False)
            return
        self._turn(judged[number - 1])

    def action_decide(self) -> None:
        """Turn the verdict under the cursor, or write where nothing is decided there."""
        if self._chosen in self._sheet.judged:
            self._turn(self._chosen)
        else:
            self.action_feedback()

    def _turn(self, place: str) -> None:
        self._sheet.turn(place)
        self.choose(place)
        self._touch()

    def action_meet_the_rest(self) -> None:
        """Let everything that is undecided be met, and go to what is missing then."""
        if self._sheet.meet_the_rest():
            self._touch()
        self._go_on()

    def _go_on(self) -> None:
        """Put the cursor on what is asked for next; where nothing is, leave it."""
        lack = next(iter(self._sheet.lacks), None)
        self.choose(lack.place if lack else self._chosen)

    def action_undo(self) -> None:
        """Take back the last step here, else one's own decision, else go to the last decision."""
        if not self._is_open:
            self._undo_decision()
            return
        self.hand_over()
        place = self._sheet.undo()
        if place is None:
            self._go_to_the_last_decision()
            return
        self.marks.show(self._sheet, is_open=True)
        self.choose(place if place in self.marks.places else _BOX_PLACES[-1])
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

    def _go_to_the_last_decision(self) -> None:
        last = self.house.sheets.last_decided_by(self.desks.actor.id, but=self._key)
        if last is None:
            self.notify(_("Nothing to undo here."), markup=False)
            return
        self.notify(_("This is what you decided last: u takes it back."), markup=False)
        self.app.switch_screen(doors.desk_screen(*last))

    # Writing.

    def action_feedback(self) -> None:
        """Write about what is under the cursor."""
        self._write_at(self._writable(self._chosen))

    def action_overall(self) -> None:
        """Write about the unit as a whole: in a box that has to be filled, or in the next one."""
        following = zip(_BOX_PLACES, (*_BOX_PLACES[1:], _BOX_PLACES[0]), strict=True)
        is_needed = self._chosen in self._sheet.places_lacking_words.intersection(_BOX_PLACES)
        here = self._chosen if is_needed else None
        self._write_at(here or dict(following).get(self._chosen, _BOX_PLACES[0]))

    def action_go_on_writing(self) -> None:
        """Go from a box about the whole to the next; from anywhere else as Tab always does."""
        if self._chosen in _BOX_PLACES[:-1]:
            self._write_at(_BOX_PLACES[_BOX_PLACES.index(self._chosen) + 1])
        else:
            self.focus_next()

    def action_margin(self) -> None:
        """Note something for assessors alone."""
        self._write_at(MARGIN)

    def _write_at(self, place: str) -> None:
        field = self.marks.field(place)
        if field is not None:
            self.turn_page(on_marks=True)
            self.choose(place)
            field.enter()

    def _writable(self, place: str) -> str:
        """Return where words about a place stand: of the evidence, in what is missing."""
        return place if self.marks.field(place) else place_of_box("missing")

    def action_bank(self) -> None:
        """Offer comments that were kept, for what is under the cursor."""
        place = self._writable(self._chosen)
        field = self.marks.field(place)
        if self._state is None or field is None or place == MARGIN:
            return
        wanted = Wanted(
            unit=self._unit,
            criterion=_BANK_NAMES.get(place, place),
            name=self._state.view.profile.name.split()[0],
            written=field.answer,
        )
        put_in = partial(self._put_in, field, is_writing=field.has_focus)
        self.app.push_screen(doors.bank_screen(wanted), put_in)

    def _put_in(self, field: FeedbackField, words: str | None, *, is_writing: bool) -> None:
        if words is None:
            return
        field.put_in(words, at_the_end=not is_writing)
        self._sheet.write(field.place, field.answer)
        self._sheet.settle()
        self._touch()
        if is_writing:
            self.choose(field.place)
        else:
            self._go_on()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Let the cursor follow whoever begins to write."""
        if isinstance(event.widget, FeedbackField) and event.widget.place != self._chosen:
            self.choose(event.widget.place)

    def on_left(self) -> None:
        """Give the keys back to the desk."""
        self.marks.focus()

    def on_too_long(self, event: TooLong) -> None:
        """Say what did not fit."""
        self.banner.sentence = event.sentence

    # Keeping the draft.

    def on_marks_pane_written(self, event: MarksPane.Written) -> None:
        """Keep what is being written."""
        if self._is_open:
            self._sheet.write(event.place, event.text)
            self.marks.show_heads(self._sheet)
            self._touch()

    def on_marks_pane_settled(self) -> None:
        """Let what is written next be a step of its own."""
        if self._state is not None:
            self._sheet.settle()

    def _touch(self) -> None:
        self._autosave.touch()
        if not self.masthead.unsaved:
            self.banner.sentence = ""
            self.masthead.saved = _("Saving…")

    def hand_over(self) -> None:
        """Note the marks as they stand on the screen, to be saved."""
        if self._is_open:
            self.marks.collect(self._sheet)
        self._note()

    def _note(self) -> None:
        if self._is_open:
            marks, note = self._sheet.marks, self._sheet.note
            if not same_marks(marks, self._kept[0]) or note != self._kept[1]:
                self._kept = (marks, note)
                self._keeper.note(marks, note)

    def action_next(self) -> None:
        """Look for the next submission; what stands here is kept as a draft."""
        self.hand_over()
        super().action_next()

    def save_now(self) -> None:
        """Save what is noted before the submission is let go of."""
        self._keeper.save()

    def on_marking_screen_draft_saved(self, event: DraftSaved) -> None:
        """Say what came of a save."""
        self._autosave.done(event.outcome)
        self.masthead.unsaved = bool(event.outcome.unsaved)
        if event.outcome.unsaved:
            self.masthead.saved = _("Draft not saved")
            # What a decision was refused for has been said already, and says more.
            self.banner.sentence = self.banner.sentence or event.outcome.unsaved[0].sentence
        elif self._autosave.is_idle:
            self.masthead.saved = _("Draft saved {time}").format(time=time_of_day(event.outcome.at))
