"""What every form in a window of its own has."""

from abc import abstractmethod
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.refusals import Refusal
from stepback_course.tui.screens.leaving import LeftOnPurpose
from stepback_course.tui.widgets.dialog import Dialog
from stepback_course.tui.widgets.key_bar import KeyBar
from stepback_course.tui.widgets.one_of import OneOf
from stepback_course.tui.widgets.ticks import TickLine

Answer = TypeVar("Answer")


class FormLines(VerticalScroll):
    """The lines of a form; where there is less room for them, whoever types still sees where."""

    def on_resize(self) -> None:
        """Keep the line in sight that somebody is in."""
        typing_in = self.screen.focused
        if typing_in and self in typing_in.ancestors:
            self.call_after_refresh(typing_in.scroll_visible, animate=False)


class FormDialog(LeftOnPurpose[Answer], Generic[Answer]):
    """A form in a window; leaving it by Escape does nothing."""

    CSS_PATH = "forms.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", _("Back"), id="form.back"),
        Binding("ctrl+s", "accept", _("Done"), id="form.accept"),
        Binding("f1", "help", _("Help"), id="form.help"),
    ]

    def __init__(self, title: str, *, accept: str) -> None:
        """Say what is asked; `accept` names what is then done."""
        super().__init__()
        self._title = title
        self._accept = accept

    def compose(self) -> ComposeResult:
        """Lay out the form between its title and its buttons."""
        with Dialog(classes="form"):
            yield Static(self._title, classes="title", markup=False)
            with FormLines(can_focus=False, classes="lines"):
                yield from self.compose_lines()
            yield Static(classes="problem", markup=False)
            with Horizontal(classes="buttons"):
                yield Button(_("Back"), id="no", compact=True)
                yield Button(self._accept, id="yes", variant="primary", compact=True)
        yield KeyBar()

    def compose_lines(self) -> ComposeResult:
        """Lay out what is asked."""
        yield from ()

    def say(self, sentence: str, *, is_wrong: bool = True) -> None:
        """Show what is wrong with the form as a whole, or else to be known, or take it away."""
        shown = self.query_one("Dialog > .problem", Static)
        shown.update(Content(sentence))
        shown.set_class(bool(sentence), "-shown")
        shown.set_class(not is_wrong, "-told")
        # In a small window the lines give way, so that the sentence and the buttons are in sight.
        self.query_one(".lines").set_class(bool(sentence), "-giving-way")

    async def action_help(self) -> None:
        """Open the help of the screen behind the form."""
        for screen in reversed(self.app.screen_stack):
            if hasattr(screen, "action_help") and not isinstance(screen, FormDialog):
                await screen.run_action("help")
                break

    def action_accept(self) -> None:
        """Do what the form is for, or say why not; a second click does nothing more."""
        if not self.is_active:
            return
        self.say("")
        try:
            self.accept()
        except (Refusal, StoreError) as refusal:
            self.say(str(refusal))

    @abstractmethod
    def accept(self) -> None:
        """Read the lines and do what the form is for. Raises Refusal, StoreError."""

    def begin_at(self, line: Widget) -> None:
        """Begin in a line, with everything above it in sight."""
        line.focus()
        lines = self.query_one(".lines", VerticalScroll)
        self.call_after_refresh(lines.scroll_home, animate=False)

    @on(Input.Changed)
    @on(TickLine.Toggled)
    @on(OneOf.Chosen)
    def _answered(self) -> None:
        """Take away what was wrong with the form as it was before."""
        self.say("")

    @on(Button.Pressed, "#yes")
    def _accepted(self) -> None:
        self.action_accept()

    @on(Button.Pressed, "#no")
    def _went_back(self) -> None:
        if self.may_leave():
            self.dismiss(None)
