"""What every dialog has in which somebody writes sentences."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from textual import on
from textual.await_complete import AwaitComplete
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

from stepback_course.clock import instant
from stepback_course.portfolio.telling.words import shown_instant
from stepback_course.text import _
from stepback_course.tui.autosave import Autosave
from stepback_course.tui.saving import SaveOutcome
from stepback_course.tui.screens.window import Window
from stepback_course.tui.unsent_keeper import UnsentKeeper
from stepback_course.tui.widgets.form_lines import FormLine
from stepback_course.tui.widgets.one_of import OneOf
from stepback_course.tui.widgets.writing import Writing

if TYPE_CHECKING:
    from stepback_course.tui.app import StepbackApp

Answer = TypeVar("Answer")

_FIELDS: Mapping[type[Widget], str] = {Writing: "text", OneOf: "chosen", FormLine: "value"}
"""Where each kind of field has what was written or chosen in it."""


class LeftOnPurpose(Window[Answer | None], Generic[Answer]):
    """A dialog that is left at the second try where sentences in it would be lost.

    What is written in one that has a keeper is there again when it is next opened, unless it was
    sent or left on purpose.
    """

    unsent: UnsentKeeper | None = None
    _autosave: Autosave | None = None
    _laid_out: Mapping[str, str] | None = None
    """What stood in the fields before anybody wrote there."""
    _is_warned = False

    @dataclass
    class Kept(Message):
        """A save of what is written has ended."""

        outcome: SaveOutcome

    @property
    def _house(self) -> "StepbackApp":
        from stepback_course.tui.app import StepbackApp

        assert isinstance(self.app, StepbackApp)  # noqa: S101 # this house's screens run in its app
        return self.app

    # Textual's metaclass leaves no room for that of an ABC: the type checker alone asks for these.
    @abstractmethod
    def say(self, sentence: str, *, is_wrong: bool = True) -> None:
        """Show what is wrong, or else to be known, or take it away."""

    def on_mount(self) -> None:
        """Stand as it was left where it was not sent, and keep what is written from now on."""
        if self.unsent is None:
            return
        self._laid_out = self._answers()
        self._autosave = Autosave(self, self.unsent, collect=self.hand_over, report=self.Kept)
        self._house.keep(self.unsent)
        if found := self.unsent.found():
            self._go_on_with(found.answers)
            sentence = _(
                "You began to write this on {when}. It was not sent, and stands as you left it."
            )
            self.say(sentence.format(when=shown_instant(instant(found.since))), is_wrong=False)

    def on_unmount(self) -> None:
        """Leave nothing behind that is not on the disk."""
        if self.unsent is not None:
            self._house.let_go(self.unsent)

    def hand_over(self) -> None:
        """Note what is written and not sent."""
        if self.unsent is not None and self._laid_out is not None:
            self.unsent.note(dict(self._answers().items() - self._laid_out.items()))

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Leave for good, sent or not, so that nothing is kept of it any more."""
        if self.unsent is not None:
            self.unsent.forget()
        return super().dismiss(result)

    async def action_dismiss(self, result: Answer | None = None) -> None:
        """Leave, where nothing is lost by it or somebody means to."""
        if self.may_leave():
            await super().action_dismiss(result)

    def may_leave(self) -> bool:
        """Say whether the dialog may be left now; where not, whoever writes is told why."""
        if self._is_warned or not any(field.has_new_words for field in self.query(Writing)):
            return True
        self._is_warned = True
        self.say(_("What you wrote is kept nowhere else. Go back once more to leave it behind."))
        return False

    @on(TextArea.Changed)
    def _went_on_writing(self) -> None:
        if self._is_warned:
            self._is_warned = False
            self.say("")

    @on(TextArea.Changed)
    @on(Input.Changed)
    @on(OneOf.Chosen)
    def _changed(self) -> None:
        if self._autosave is not None:
            self._autosave.touch()

    @on(Kept)
    def _kept(self, event: Kept) -> None:
        if self._autosave is not None:
            self._autosave.done(event.outcome)
        for unsaved in event.outcome.unsaved:
            self.say(unsaved.sentence)

    def _fields(self) -> dict[str, tuple[Widget, str]]:
        """Return by id each field, and the name of what stands in it."""
        return {
            field.id or "": (field, name)
            for kind, name in _FIELDS.items()
            for field in self.query(kind)
        }

    def _answers(self) -> dict[str, str]:
        return {key: getattr(field, name) for key, (field, name) in self._fields().items()}

    def _go_on_with(self, answers: Mapping[str, str]) -> None:
        """Put in the fields what stood there, without taking it for something new."""
        with self.prevent(TextArea.Changed, Input.Changed):
            for key, (field, name) in self._fields().items():
                if key in answers:
                    setattr(field, name, answers[key])
        for writing in self.query(Writing):
            writing.move_cursor(writing.document.end)
