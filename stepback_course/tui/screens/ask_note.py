"""The question for a few sentences."""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Static

from stepback_course.store import StoreError
from stepback_course.text import _, clean, count_words
from stepback_course.text.fields import NOTE_LIMIT
from stepback_course.text.refusals import Refusal
from stepback_course.tui.screens.leaving import LeftOnPurpose
from stepback_course.tui.unsent_keeper import UnsentKeeper
from stepback_course.tui.widgets.dialog import Dialog
from stepback_course.tui.widgets.key_bar import KeyBar
from stepback_course.tui.widgets.writing import TooLong, Writing


class AskNote(LeftOnPurpose[None]):
    """Asks for a few sentences, and closes once they are where they belong."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", _("Back")),
        Binding("ctrl+s", "accept", _("Done"), id="note.accept"),
    ]
    DEFAULT_CSS = """
    AskNote Writing { height: 8; }
    AskNote Writing.-giving-way { height: 5; }
    """

    def __init__(
        self,
        title: str,
        sentence: str,
        *,
        accept: str,
        deed: Callable[[str], object],
        unsent: UnsentKeeper,
        text: str = "",
    ) -> None:
        """Say what is asked; `deed` is done with the words, `text` stands there to begin with.

        What the deed raises as Refusal or StoreError is said, and the words stay.
        """
        super().__init__()
        self.unsent = unsent
        self._title = title
        self._sentence = sentence
        self._accept = accept
        self._deed = deed
        self._text = text

    def compose(self) -> ComposeResult:
        """Lay out the question."""
        with Dialog():
            yield Static(self._title, classes="title", markup=False)
            yield Static(self._sentence, classes="sentence", markup=False)
            yield Writing(self._text, limit=NOTE_LIMIT)
            yield Static(classes="problem", markup=False)
            with Horizontal(classes="buttons"):
                yield Button(_("Back"), id="no", compact=True)
                yield Button(self._accept, id="yes", variant="primary", compact=True)
        yield KeyBar()

    def on_mount(self) -> None:
        """Start at the end of what stands there."""
        self.query_one(Writing).focus()

    @on(Button.Pressed, "#yes")
    def action_accept(self) -> None:
        """Do what was asked for with what is written, once, where there is a word."""
        if not self.is_active:
            return
        text = clean(self.query_one(Writing).text).strip()
        if not count_words(text):
            self.say(_("A few words are needed."))
            return
        try:
            self._deed(text)
        except (Refusal, StoreError) as refusal:
            self.say(str(refusal))
        else:
            self.dismiss(None)

    @on(Button.Pressed, "#no")
    def _went_back(self) -> None:
        if self.may_leave():
            self.dismiss(None)

    @on(TooLong)
    def _too_long(self, event: TooLong) -> None:
        event.stop()
        self.say(event.sentence)

    def say(self, sentence: str, *, is_wrong: bool = True) -> None:
        """Show what is wrong, or else to be known, or take it away."""
        shown = self.query_one(".problem", Static)
        shown.update(Content(sentence))
        shown.set_class(bool(sentence), "-shown")
        shown.set_class(not is_wrong, "-told")
        # In a small window the words give way, so that the sentence and the buttons are in sight.
        self.query_one(Writing).set_class(bool(sentence), "-giving-way")
