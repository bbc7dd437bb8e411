"""Submitting units that are ready, several in one sitting, under one declaration."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import getters, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from stepback_course.desks import Desks
from stepback_course.portfolio import PortfolioView
from stepback_course.store import StoreError
from stepback_course.text import _, ngettext
from stepback_course.text.refusals import Refusal
from stepback_course.tui.guidance import full_name
from stepback_course.tui.handing_over import is_laptop
from stepback_course.tui.screens.forms import FormDialog
from stepback_course.tui.widgets.form_lines import FormLine
from stepback_course.tui.widgets.ticks import TickLine


class SubmitScreen(FormDialog[bool]):
    """Lists the ready units, shows the declaration, and asks for a typed name.

    The answer is True once the units are submitted.
    """

    CSS_PATH = ["forms.tcss", "submit.tcss"]  # type: ignore[assignment] # noqa: RUF012 # Textual takes several, FormDialog has one

    lines = getters.query_one(".lines", VerticalScroll)

    @dataclass
    class Submitted(Message):
        """The units are with the assessors now."""

        count: int

    @dataclass
    class Refused(Message):
        """Nothing was submitted."""

        sentence: str

    def __init__(self, desks: Desks, view: PortfolioView, only: Sequence[str] = ()) -> None:
        """Offer the ready units of a portfolio; where `only` names some, just those are ticked."""
        super().__init__(_("Submit to your assessor"), accept=_("Submit"))
        self._desks = desks
        self._view = view
        self._is_done = False
        self._ticks = {
            ready.unit.id: TickLine(
                full_name(ready.unit),
                not only or ready.unit.id in only,
                read_only=False,
            )
            for ready in view.ready
        }

    def compose_lines(self) -> ComposeResult:
        """Lay out the units, the declaration and the line for the name."""
        yield Static(_("These are ready (space ticks)"), classes="form-heading", markup=False)
        yield from self._ticks.values()
        yield Static(_("You declare"), id="declare", classes="form-heading", markup=False)
        yield Static(
            Content(self._view.course.rules.declaration), classes="declaration", markup=False
        )
        yield FormLine("name", _("Type your name"))

    def on_mount(self) -> None:
        """Begin at the first unit where there is a choice, else at the name."""
        if len(self._ticks) > 1:
            next(iter(self._ticks.values())).focus()
        else:
            self.query_one("#name", FormLine).focus_line()
        self.call_after_refresh(self.lines.scroll_home, animate=False)

    def accept(self) -> None:
        """Submit what is ticked under the typed name."""
        if self._is_done:
            self.dismiss(True)
            return
        name = self.query_one("#name", FormLine)
        units = [unit for unit, line in self._ticks.items() if line.ticked]
        name.problem = "" if name.value else _("type your name under the declaration")
        if not units:
            self.say(_("Tick at least one unit."))
        elif not name.value:
            name.focus_line()
        else:
            self.query_one("#yes", Button).disabled = True
            self._submit(units, name.value)

    @work(thread=True, exit_on_error=False)
    def _submit(self, units: Sequence[str], name: str) -> None:
        try:
            self._desks.workbook.submit(self._view.profile.id, units, name)
        except (Refusal, StoreError) as refusal:
            self.post_message(self.Refused(str(refusal)))
        else:
            self.post_message(self.Submitted(len(units)))

    def on_submit_screen_refused(self, event: Refused) -> None:
        """Say why, and leave everything as it is."""
        self.query_one("#yes", Button).disabled = False
        self.say(event.sentence)

    async def on_submit_screen_submitted(self, event: Submitted) -> None:
        """Say that it is done and what happens next."""
        self._is_done = True
        sentence = ngettext(
            "{count} unit is submitted.", "{count} units are submitted.", event.count
        ).format(count=event.count)
        then = _(
            "An assessor reads your work now. Until they begin you can take a unit back from My "
            "course. What they say appears there too, and in the meantime you can go on with the "
            "other units."
        )
        if is_laptop(self._desks):
            then = _(
                "It is still on this computer: press h on My course, and send the office the file "
                "that is made. Until an assessor begins there you can take a unit back. What they "
                "say comes back in such a file too."
            )
        await self.lines.remove_children()
        await self.lines.mount(
            Static(Content(sentence), classes="submitted", markup=False),
            Static(Content(then), markup=False),
        )
        self.query_one("#no", Button).display = False
        done = self.query_one("#yes", Button)
        done.label = Content(_("Good"))
        done.disabled = False
        done.focus()
