"""The question for a few sentences."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Static

from stepback_course.text import _, clean, count_words
from stepback_course.text.fields import NOTE_LIMIT
from stepback_course.tui.screens.leaving import LeftOnPurpose
from stepback_course.tui.widgets.dialog import Dialog
from stepback_course.tui.widgets.key_bar import KeyBar
from stepback_course.tui.widgets.writing import TooLong, Writing


class AskNote(LeftOnPurpose[str]):
    """Asks for a few sentences; the answer is None where the person went back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", _("Back")),
        Binding("ctrl+s", "accept", _("Done"), id="note.accept"),
    ]
    DEFAULT_CSS = """
    AskNote Writing { height: 8; }
    """

    def __init__(
        self, title: str, sentence: str, *, accept: str, text: str = "", is_needed: bool = True
    ) -> None:
        """Say what is asked; `text` stands there to begin with."""
        super().__init__()
        self._title = title
        self._sentence = sentence
        self._accept = accept
        self._text = text
        self._is_needed = is_needed

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
        """Take what is written, where there is a word."""
        text = clean(self.query_one(Writing).text).strip()
        if self._is_needed and not count_words(text):
            self.say(_("A few words are needed."))
        else:
            self.dismiss(text)

    @on(Button.Pressed, "#no")
    def _went_back(self) -> None:
        if self.may_leave():
            self.dismiss(None)

    @on(TooLong)
    def _too_long(self, event: TooLong) -> None:
        event.stop()
        self.say(event.sentence)

    def say(self, problem: str) -> None:
        """Show what is wrong, or take it away."""
        shown = self.query_one(".problem", Static)
        shown.update(Content(problem))
        shown.set_class(bool(problem), "-shown")
