"""A screen on which answers are typed: saved while they are typed, and never lost."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message

from stepback_course.clock import day_of
from stepback_course.portfolio import UnitView
from stepback_course.portfolio.models import Occasion
from stepback_course.portfolio.telling.standing import saved_at, saved_when
from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.refusals import Refusal
from stepback_course.tui.autosave import Autosave
from stepback_course.tui.conflicts import conflict_choices, refused_sentence
from stepback_course.tui.learner_door import is_learners
from stepback_course.tui.saving import AnswerKeeper, Place, SaveOutcome
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.screens.dialogs import ChooseOne, Confirm
from stepback_course.tui.screens.occasion import OccasionDialog
from stepback_course.tui.widgets.activity import ActivityWidget
from stepback_course.tui.widgets.occasion_line import OccasionLine


class KeepingScreen(StepbackScreen[None]):
    """A screen with at most one activity of a unit in front, whose answer it keeps."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "settle", _("Which stands?"), id="keeping.settle"),
        Binding("f9", "say_occasion", _("With, on paper"), id="keeping.occasion"),
        Binding("ctrl+s", "save", _("Save now"), id="keeping.save", show=False),
    ]

    @dataclass
    class Saved(Message):
        """A save has ended; `view` is the unit as it is now, None where it could not be read."""

        outcome: SaveOutcome
        view: UnitView | None

    def __init__(self, portfolio: str, unit: str) -> None:
        """Name the unit whose answers are typed here."""
        super().__init__()
        self.portfolio = portfolio
        self.unit_id = unit
        self._widget: ActivityWidget[Any] | None = None
        self._place: Place = (unit, "")
        self._handed_over: Any = None
        self._after_save: Callable[[], None] | None = None
        self._refused = ""

    def on_mount(self) -> None:
        """Begin to keep what is typed here."""
        desks = self.desks
        self.keeper = AnswerKeeper(desks.workbook, self.portfolio, desks.clock, desks.history)
        self._autosave = Autosave(
            self, self.keeper, collect=self.hand_over, report=self._saved_message
        )
        self.house.keep(self.keeper)

    def on_unmount(self) -> None:
        """Keep nothing behind that is not in the store."""
        self.house.let_go(self.keeper)

    def on_screen_suspend(self) -> None:
        """Save when another screen comes to the front."""
        self.save_soon()

    def answers_saved(self, view: UnitView) -> None:
        """Show the unit as it is after a save."""

    async def show_again(self) -> None:
        """Show the answer in front as the store has it now."""

    def put_in_front(self, widget: ActivityWidget[Any] | None, place: Place) -> None:
        """Keep what is typed in this widget from now on, and nothing where there is none."""
        self._widget = widget
        self._place = place
        self._handed_over = widget.value if widget else None

    def hand_over(self) -> None:
        """Note what stands in the widget in front, if somebody has changed it."""
        if self._widget is not None:
            value = self._widget.value
            if value != self._handed_over:
                self._handed_over = value
                self.keeper.note(self._place, value)

    def is_saved(self) -> bool:
        """Say whether the store has everything that was typed here."""
        self.hand_over()
        return self._autosave.is_idle and not self.keeper.unsaved

    def save_soon(self) -> None:
        """Save in a thread what is not saved yet."""
        if not self.is_saved():
            self._autosave.save()

    def once_saved(self, go_on: Callable[[], None]) -> None:
        """Do something once what is typed is saved, or could not be."""
        if self.is_saved():
            go_on()
        else:
            self._after_save = go_on
            self._autosave.save()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to choose between two answers only where there are two."""
        if action == "settle":
            return bool(self.is_mounted and self.keeper.conflicts)
        if action == "say_occasion":
            return self._widget is not None and not self._widget.read_only
        return super().check_action(action, parameters)

    def show_occasion(self) -> None:
        """Show how the answer in front came about, as far as that was said."""
        if line := self.query_one_optional(OccasionLine):
            line.occasion = self.keeper.occasion(self._place)

    @property
    def occasion(self) -> Occasion:
        """How the answer in front came about, as far as that was said."""
        return self.keeper.occasion(self._place) or Occasion()

    def keep_occasion(self, occasion: Occasion) -> None:
        """Keep with the answer in front how it came about."""
        if self._widget is not None:
            self._handed_over = self._widget.value
            self.keeper.note_occasion(self._place, self._handed_over, occasion)
            self.show_occasion()
            self._autosave.save()

    def action_say_occasion(self) -> None:
        """Ask how the answer in front came about, and keep that with it."""
        place = self._place

        def keep(occasion: Occasion | None) -> None:
            if occasion is not None and self._place == place:
                self.keep_occasion(occasion)

        def today() -> date:
            return day_of(self.desks.clock())

        dialog = OccasionDialog(self.occasion, today, learner_sorts=is_learners(self._widget))
        self.app.push_screen(dialog, keep)

    @on(ActivityWidget.Changed)
    def _typed(self, event: ActivityWidget.Changed) -> None:
        event.stop()
        self._autosave.touch()
        if not self.masthead.unsaved:
            self.masthead.saved = _("Saving…")

    def action_save(self) -> None:
        """Save now."""
        self._autosave.save()

    def _saved_message(self, outcome: SaveOutcome) -> Message:
        """Return the message about a save; called in the thread that saved."""
        self.ask_for_notices()
        try:
            return self.Saved(outcome, self.keeper.workbook.unit(self.portfolio, self.unit_id))
        except (Refusal, StoreError):
            return self.Saved(outcome, None)

    def on_keeping_screen_saved(self, event: Saved) -> None:
        """Say what came of a save, and go on with what waited for it."""
        self._autosave.done(event.outcome)
        if event.view is not None:
            self.answers_saved(event.view)
        self._say_how_it_went(event)
        if self._after_save is not None and (event.outcome.unsaved or self.is_saved()):
            go_on, self._after_save = self._after_save, None
            go_on()

    def _say_how_it_went(self, event: Saved) -> None:
        outcome = event.outcome
        if bool(outcome.unsaved) != self.masthead.unsaved:
            # The key that settles a conflict comes and goes; to lay out the keys costs too much to
            # be done at every save.
            self.refresh_bindings()
        self.masthead.unsaved = bool(outcome.unsaved)
        if outcome.unsaved:
            self.masthead.saved = _("Not saved")
            self.banner.sentence = self._refused = refused_sentence(outcome.unsaved[0])
            return
        if self.banner.sentence == self._refused:
            self.banner.sentence = ""
        if self._autosave.is_idle:
            if outcome.saved:
                self.masthead.saved = saved_at(outcome.at)
            elif event.view is not None:
                self.masthead.saved = saved_when(event.view, outcome.at)

    def action_back(self) -> None:
        """Leave once everything is saved."""
        self.once_saved(self._leave)

    def _leave(self) -> None:
        if not self.keeper.unsaved:
            super().action_back()
            return
        sentence = _(
            "{problem}\n\nIf you leave now, what is not saved is put in a file, and you are told "
            "where. If you go back, it stays here and saving is tried again."
        )
        question = Confirm(
            _("Not everything is saved"),
            sentence.format(problem=self._refused),
            accept=_("Leave"),
        )
        self.app.push_screen(question, self._leave_unsaved)

    def _leave_unsaved(self, is_sure: bool | None) -> None:
        if is_sure:
            told = self.house.let_go(self.keeper)
            super().action_back()
            front = self.app.screen
            if isinstance(front, StepbackScreen):
                front.banner.sentence = "\n".join(told)

    def action_settle(self) -> None:
        """Choose which of two answers stands, where another window wrote one meanwhile."""
        self.hand_over()
        place = next(iter(self.keeper.conflicts), None)
        if place is None:
            return
        unit, activity = place
        try:
            view = self.desks.workbook.unit(self.portfolio, unit)
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)
            return
        theirs = view.draft.responses.get(activity)
        definition = view.unit.activity(activity)
        question = ChooseOne(
            definition.title if definition else "",
            _("Another window changed this answer. The one you do not choose is put in a file."),
            conflict_choices(self.keeper.unsaved.get(place), theirs),
        )

        def settle(side: str | None) -> None:
            if side is None:
                return
            try:
                path = (
                    self.keeper.keep_mine(place, theirs)
                    if side == "mine"
                    else self.keeper.take_theirs(place)
                )
            except OSError as error:
                sentence = _("The other answer could not be put in a file ({reason}).")
                self.banner.sentence = sentence.format(reason=error.strerror)
                return
            if side == "theirs":
                self._widget = None
                self.call_later(self.show_again)
            self._autosave.save()
            self.banner.sentence = _("The answer that you gave up is in {path}").format(path=path)

        self.app.push_screen(question, settle)
