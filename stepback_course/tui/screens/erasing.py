"""Erasing what was written: what goes, what stays, what is left to do, and a last question."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import getters, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, HorizontalGroup, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button, Static

from stepback_course.desks import Desks
from stepback_course.handover.contents.erasures import left_elsewhere
from stepback_course.handover.office.exchange import exchange_of
from stepback_course.portfolio.erasing.rules import Why
from stepback_course.portfolio.erasing.words import goes, out_of_reach, stays
from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.refusals import Refusal
from stepback_course.tui.screens.base import unforeseen
from stepback_course.tui.screens.forms import FormDialog
from stepback_course.tui.widgets.dialog import Dialog
from stepback_course.tui.widgets.form_lines import FormLine
from stepback_course.tui.widgets.key_bar import KeyBar

_SCROLL = _("PgUp and PgDn scroll")
_TO_THE_OFFICE = _(
    "The office still has what you sent. Press h on My course and send it the file that is made: "
    "it erases the same."
)


@dataclass(frozen=True, slots=True)
class _Prospect:
    """What an erasure would come to, in sentences."""

    goes: Sequence[str]
    stays: Sequence[str]
    outside: Sequence[str]


class ErasingScreen(FormDialog[bool]):
    """Says what would be erased, and erases it once that word is typed; then the answer is True."""

    CSS_PATH = ["forms.tcss", "erasing.tcss"]  # type: ignore[assignment] # noqa: RUF012 # Textual takes several, FormDialog has one
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", _("Back"), id="form.back"),
        Binding("pageup", "read(-1)", _("Read up"), show=False, id="erasing.up"),
        Binding("pagedown", "read(1)", _("Read down"), show=False, id="erasing.down"),
    ]

    lines = getters.query_one(".lines", VerticalScroll)

    @dataclass
    class Looked(Message):
        """It is known what would go, or why nothing may."""

        prospect: _Prospect | None
        sentence: str = ""

    @dataclass
    class Done(Message):
        """It is gone, or why it is not."""

        sentence: str = ""

    def __init__(self, portfolio: str, units: Sequence[str] = (), why: Why = "asked for") -> None:
        """Offer to erase units of a portfolio; without any, all of them."""
        super().__init__(_("Erase for good"), accept=_("Erase"))
        self._portfolio = portfolio
        self._units = units
        self._why = why
        self._word = _("erase")
        self._outside: Sequence[str] = ()
        self._is_at_work = False
        self._answer: bool | None = None

    def compose(self) -> ComposeResult:
        """Lay out what is to be read above the line that is typed in."""
        with Dialog(classes="form"):
            yield Static(self._title, classes="title", markup=False)
            with VerticalScroll(can_focus=False, classes="lines"):
                yield Static(_("Looking at what there is…"), markup=False)
            yield Static(_SCROLL, classes="hint", markup=False)
            yield FormLine("word", _("Type '{word}'").format(word=self._word))
            yield Static(classes="problem", markup=False)
            with Horizontal(classes="buttons"):
                yield Button(_("Back"), id="no", compact=True)
                yield Button(self._accept, id="yes", variant="primary", compact=True)
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin in the line, where Enter without the word does nothing."""
        self.query_one("#word", FormLine).focus_line()
        self._look(self._desks)

    @property
    def _desks(self) -> Desks:
        from stepback_course.tui.app import StepbackApp

        assert isinstance(self.app, StepbackApp)  # noqa: S101 # this house's screens run in its app
        return self.app.desks

    @work(thread=True, exit_on_error=False)
    def _look(self, desks: Desks) -> None:
        try:
            plan = desks.eraser.plan(self._portfolio, self._units)
            outside = [
                *left_elsewhere(desks, self._portfolio),
                *out_of_reach(shared=desks.store.shared),
            ]
        except (Refusal, StoreError) as refusal:
            self.post_message(self.Looked(None, str(refusal)))
        except Exception as error:
            self.post_message(self.Looked(None, unforeseen(error)))
            raise
        else:
            self.post_message(self.Looked(_Prospect(goes(plan), stays(plan), outside)))

    async def on_erasing_screen_looked(self, event: Looked) -> None:
        """Show what would go and what would stay, or why nothing may go."""
        await self.lines.remove_children()
        if event.prospect is None:
            self.say(event.sentence)
            self._end_with(False)
            return
        self._outside = event.prospect.outside
        await self.lines.mount(
            *_section(_("This goes"), event.prospect.goes),
            *_section(_("This stays"), event.prospect.stays),
            *_section(_("Out of the program's reach, and yours to destroy"), self._outside),
        )

    def accept(self) -> None:
        """Erase where the word is typed; where that is over, leave."""
        if self._answer is not None:
            self.dismiss(self._answer)
            return
        line = self.query_one("#word", FormLine)
        if line.value.casefold() != self._word:
            line.problem = _("type {word} to go on, or go back").format(word=self._word)
            line.focus_line()
        elif not self._is_at_work:
            self._work(is_at_work=True)
            self._forget_what_is_typed()
            self._erase(self._desks)

    def _forget_what_is_typed(self) -> None:
        """Let nothing that waits to be saved come back after it was erased."""
        from stepback_course.tui.app import StepbackApp

        assert isinstance(self.app, StepbackApp)  # noqa: S101 # see above
        self.app.drop(self._portfolio, self._units)

    @work(thread=True, exit_on_error=False)
    def _erase(self, desks: Desks) -> None:
        try:
            desks.eraser.erase(self._portfolio, self._units, self._why)
        except (Refusal, StoreError) as refusal:
            self.post_message(self.Done(str(refusal)))
        except Exception as error:
            self.post_message(self.Done(unforeseen(error)))
            raise
        else:
            self.post_message(self.Done())

    async def on_erasing_screen_done(self, event: Done) -> None:
        """Say that it is gone and what is left to do, or why it is not gone."""
        self._work(is_at_work=False)
        if event.sentence:
            self.say(event.sentence)
            return
        await self.lines.remove_children()
        await self.lines.mount(
            Static(Content(_("It is erased.")), classes="erased", markup=False),
            *([Static(Content(_TO_THE_OFFICE), markup=False)] if self._has_office() else []),
            *_section(_("This is left to you"), self._outside),
        )
        self.lines.scroll_home(animate=False)
        self._end_with(True)

    def action_leave(self) -> None:
        """Leave, but not in the middle of it."""
        if not self._is_at_work:
            self.dismiss(self._answer)

    def action_read(self, pages: int) -> None:
        """Scroll what is to be read."""
        scroll = self.lines.scroll_page_down if pages > 0 else self.lines.scroll_page_up
        scroll(animate=False)

    def _has_office(self) -> bool:
        exchange = exchange_of(self._desks.store)
        return exchange is not None and exchange.office is not None and not exchange.is_office

    def _work(self, *, is_at_work: bool) -> None:
        """Show whether it is being erased; meanwhile nobody leaves."""
        self._is_at_work = is_at_work
        for button in self.query(Button):
            button.disabled = is_at_work
        sentence = _("Erasing…") if is_at_work else _SCROLL
        self.query_one(".hint", Static).update(Content(sentence))

    def _end_with(self, answer: bool) -> None:
        """Leave one button, with which the window closes."""
        self._answer = answer
        self.query_one("#word", FormLine).display = False
        self.query_one("#no", Button).display = False
        button = self.query_one("#yes", Button)
        button.label = Content(_("Good"))
        button.focus()


def _section(title: str, lines: Iterable[str]) -> list[Widget]:
    heading = Static(Content(title), classes="form-heading", markup=False)
    return [heading, *map(_item, lines)]


def _item(line: str) -> Widget:
    return HorizontalGroup(
        Static("•", classes="bullet", markup=False), Static(Content(line), markup=False)
    )
