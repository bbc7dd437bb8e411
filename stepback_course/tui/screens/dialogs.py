"""Small questions that several screens ask."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from stepback_course.text import _, clean_line
from stepback_course.tui.screens.window import Window
from stepback_course.tui.widgets.dialog import Dialog
from stepback_course.tui.widgets.key_bar import KeyBar

SHORT = 18
"""Below how many lines a window leaves out the space around its words."""

Check = Callable[[str], str]
"""Returns what is wrong with a typed line, in a sentence, or an empty text."""


class AskLine(Window[str | None]):
    """Asks for one line of text; the answer is None where the person went back."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", _("Back"))]

    def __init__(
        self,
        title: str,
        sentence: str,
        *,
        value: str = "",
        hint: str = "",
        accept: str = "",
        check: Check | None = None,
    ) -> None:
        """Say what is asked; `check` judges what is typed before it is taken."""
        super().__init__()
        self._title = title
        self._sentence = sentence
        self._value = value
        self._hint = hint
        self._accept = accept or _("OK")
        self._check = check

    def compose(self) -> ComposeResult:
        """Lay out the question."""
        with Dialog():
            yield Static(self._title, classes="title", markup=False)
            with VerticalScroll(can_focus=False, classes="dialog-text"):
                yield Static(self._sentence, classes="sentence", markup=False)
            yield Input(self._value, placeholder=self._hint, max_length=300)
            yield Static(classes="problem", markup=False)
            with Horizontal(classes="buttons"):
                yield Button(_("Back"), id="no", compact=True)
                yield Button(self._accept, id="yes", variant="primary", compact=True)
        yield KeyBar()

    def on_mount(self) -> None:
        """Start in the line."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    @on(Button.Pressed, "#yes")
    def _accepted(self) -> None:
        line = clean_line(self.query_one(Input).value)
        wrong = self._check(line) if self._check else ""
        problem = self.query_one(".problem", Static)
        problem.update(Content(wrong))
        problem.set_class(bool(wrong), "-shown")
        if not wrong:
            self.dismiss(line)

    @on(Button.Pressed, "#no")
    def _went_back(self) -> None:
        self.dismiss(None)


class Confirm(Window[bool]):
    """Asks whether to go on."""

    VERTICAL_BREAKPOINTS = [(0, "-short"), (SHORT, "-tall")]  # noqa: RUF012 # as Textual has it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(False)", _("Back")),
        Binding("up", "read_on(-1)", show=False),
        Binding("down", "read_on(1)", show=False),
    ]

    def __init__(self, title: str, sentence: str, *, accept: str) -> None:
        """Say what would happen; `accept` names the deed."""
        super().__init__()
        self._title = title
        self._sentence = sentence
        self._accept = accept

    def compose(self) -> ComposeResult:
        """Lay out the question."""
        with Dialog():
            yield Static(self._title, classes="title", markup=False)
            with VerticalScroll(can_focus=False, classes="dialog-text"):
                yield Static(self._sentence, classes="sentence", markup=False)
            with Horizontal(classes="buttons"):
                yield Button(_("Back"), id="no", compact=True)
                yield Button(self._accept, id="yes", variant="primary", compact=True)
        yield KeyBar()

    def on_mount(self) -> None:
        """Start on the deed."""
        self.query_one("#yes").focus()

    def action_read_on(self, lines: int) -> None:
        """Scroll what there is no room for in a low window."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    @on(Button.Pressed)
    def _answered(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")


class ChooseOne(Window[str | None]):
    """Offers things to choose from; the answer is the id of one, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", _("Back"))]

    def __init__(
        self, title: str, sentence: str, choices: Sequence[tuple[str, str]], *, at: str = ""
    ) -> None:
        """Say what is offered; each choice has an id and a line, `at` is the one to begin at."""
        super().__init__()
        self._at = at
        self._title = title
        self._sentence = sentence
        self._choices = choices

    def compose(self) -> ComposeResult:
        """Lay out the choices."""
        with Dialog():
            yield Static(self._title, classes="title", markup=False)
            if self._sentence:
                yield Static(self._sentence, classes="sentence", markup=False)
            yield OptionList(
                *(Option(Content(line), id=identifier) for identifier, line in self._choices),
                markup=False,
            )
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin at the choice that was named."""
        if self._at:
            options = self.query_one(OptionList)
            options.highlighted = options.get_option_index(self._at)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)
