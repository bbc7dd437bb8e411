"""Submitting units that are ready, several in one sitting, under one declaration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from stepback_course.desks import Desks
from stepback_course.portfolio import PortfolioView, UnitView
from stepback_course.portfolio.evidence.rules import evidence_lines
from stepback_course.portfolio.privacy import Finding
from stepback_course.portfolio.telling.plain import unit_occasions
from stepback_course.portfolio.telling.words import full_name
from stepback_course.store import StoreError
from stepback_course.text import _, ngettext
from stepback_course.text.refusals import Refusal
from stepback_course.tui import doors
from stepback_course.tui.handing_over import is_laptop
from stepback_course.tui.screens.dialogs import AskLine
from stepback_course.tui.screens.identifiers import Explained, IdentifiersScreen
from stepback_course.tui.screens.working_form import Deed, WorkingForm
from stepback_course.tui.unsent_keeper import UnsentKeeper
from stepback_course.tui.widgets.form_lines import FormLine
from stepback_course.tui.widgets.ticks import TickLine


@dataclass(frozen=True, slots=True)
class Submitted:
    """The units are with the assessors now."""

    count: int
    receipt: str


@dataclass(frozen=True, slots=True)
class Found:
    """Nothing was submitted: something may tell who a child is."""

    findings: Sequence[Finding]
    known: Mapping[str, str]
    """What was said of words when they were submitted before."""


class SubmitScreen(WorkingForm[bool]):
    """Lists the ready units, shows the declaration, and asks for a typed name.

    The answer is True once the units are submitted.
    """

    CSS_PATH = ["forms.tcss", "submit.tcss"]  # type: ignore[assignment] # noqa: RUF012 # Textual takes several, FormDialog has one

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "allowed", _("Names that may stay"), id="submit.allowed"),
    ]

    BUSY = _("Submitting…")

    lines = getters.query_one(".lines", VerticalScroll)

    def __init__(self, desks: Desks, view: PortfolioView, only: Sequence[str] = ()) -> None:
        """Offer the ready units of a portfolio; where `only` names some, just those are ticked."""
        super().__init__(_("Submit to your assessor"), accept=_("Submit"))
        self._desks = desks
        self._view = view
        self._files = desks.evidence.by_unit(view.profile.id)
        self._is_done = False
        self._said = Explained()
        self._ticks = {
            ready.unit.id: self._tick_line(ready, not only or ready.unit.id in only)
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
        yield from _block("said", _("How it came about"))
        yield from _block("files", _("Files that go with it"))
        yield FormLine("name", _("Type your name"))
        yield Static(id="allowed", classes="form-note", markup=False)

    def on_mount(self) -> None:
        """Begin at the name: most people submit all that is ready, and the ticks are above."""
        name = self.query_one("#name", FormLine)
        name.focus_line()
        self.call_after_refresh(name.scroll_visible, animate=False)
        self._show_ticked()
        self._show_allowed()

    @on(TickLine.Toggled)
    def _show_ticked(self) -> None:
        """Show what goes with the ticked units, and on the button how many they are.

        The ticks themselves may be out of sight.
        """
        ticked = [ready for ready in self._view.ready if self._ticks[ready.unit.id].ticked]
        self._show_block("said", _occasions(ticked))
        files = [file for ready in ticked for file in self._files[ready.unit.id]]
        self._show_block("files", evidence_lines(files))
        count = len(ticked)
        label = ngettext("Submit {count} unit", "Submit {count} units", count)
        self.query_one("#yes", Button).label = Content(label.format(count=count))

    @property
    def _ticked(self) -> list[str]:
        return [unit for unit, line in self._ticks.items() if line.ticked]

    def _show_allowed(self) -> None:
        """Say which names are let stand without asking, where there are any."""
        shown, names = self.query_one("#allowed", Static), self._allowed_names()
        shown.display = bool(names)
        sentence = _("Names that may stay: {names} (f4 changes them)")
        shown.update(Content(sentence.format(names=", ".join(names))))

    def action_allowed(self) -> None:
        """Change the list of names that are let stand."""
        self.app.push_screen(
            AskLine(
                _("Names that may stay"),
                _("Names that are no child's, with commas between them. Others are asked about."),
                value=", ".join(self._allowed_names()),
                check=self._allow,
            ),
            lambda _answer: self._show_allowed(),
        )

    def _allowed_names(self) -> tuple[str, ...]:
        try:
            return self._desks.workbook.allowed(self._view.profile.id)
        except (Refusal, StoreError):
            return ()

    def _allow(self, line: str) -> str:
        """Keep a list of names; return why not, or an empty text."""
        try:
            self._desks.workbook.allow(self._view.profile.id, line.split(","))
        except (Refusal, StoreError) as refusal:
            return str(refusal)
        return ""

    def accept(self) -> None:
        """Begin to submit, or leave once that is done."""
        if self._is_done:
            self.dismiss(True)
        else:
            super().accept()

    def deed(self) -> Deed[Submitted | Found] | None:
        """Return the submitting of what is ticked under the typed name."""
        name = self.query_one("#name", FormLine)
        units = self._ticked
        name.problem = "" if name.value else _("type your name under the declaration")
        if not units:
            self.say(_("Tick at least one unit."))
            return None
        if not name.value:
            name.focus_line()
            return None
        return partial(self._submitted, units, name.value, self._said)

    def _show_block(self, name: str, lines: Sequence[str]) -> None:
        """Show lines below their heading, or neither where there are none."""
        block = self.query_one(f"#{name}", Static)
        block.update(Content("\n".join(lines)))
        self.query_one(f"#{name}-heading", Static).display = block.display = bool(lines)

    def _tick_line(self, ready: UnitView, is_offered: bool) -> TickLine:
        """Return the line of a unit; what reads as it did the last time is left to be ticked."""
        name, attempt = full_name(ready.unit), ready.record.attempt
        if attempt is None or not self._is_unchanged(ready):
            return TickLine(name, is_offered, read_only=False)
        sentence = _("{unit} (nothing has changed since attempt {number})")
        told = sentence.format(unit=name, number=attempt.number)
        return TickLine(told, ticked=False, read_only=False)

    def _is_unchanged(self, ready: UnitView) -> bool:
        try:
            return self._desks.history.is_unchanged(self._view.profile.id, ready.unit.id)
        except (Refusal, StoreError):
            return False

    def _submitted(self, units: Sequence[str], name: str, said: Explained) -> Submitted | Found:
        """Submit units, and return what came of it. Raises Refusal, StoreError."""
        workbook, portfolio = self._desks.workbook, self._view.profile.id
        if said.allowed:
            workbook.allow(portfolio, (*workbook.allowed(portfolio), *said.allowed))
        try:
            workbook.submit(portfolio, units, name, said.explanations)
        except Refusal as refusal:
            if refusal.code != "identifiers":
                raise
            findings = workbook.findings(portfolio, units)
            return Found(findings, {**self._said_before(units), **said.explanations})
        return Submitted(len(units), workbook.receipt(portfolio))

    def _said_before(self, units: Sequence[str]) -> dict[str, str]:
        """Return why words were let stand when these units were submitted before."""
        said: dict[str, str] = {}
        for ready in self._view.ready:
            attempt = ready.record.attempt
            if attempt and not attempt.erased and ready.unit.id in units:
                submission = self._desks.workbook.submission(
                    self._view.profile.id, ready.unit.id, attempt.number
                )
                said |= submission.explanations
        return said

    async def finish(self, result: object) -> None:
        """Say what was submitted, or ask about the words that were found."""
        match result:
            case Submitted() as submitted:
                await self._tell(submitted)
            case Found(findings, known):
                asking = IdentifiersScreen(
                    findings,
                    known,
                    accept=_("Submit"),
                    unsent=UnsentKeeper(self._desks, self._view.profile.id, "", "explanations"),
                )
                self.app.push_screen(asking, self._explained)

    def _explained(self, said: Explained | None) -> None:
        if said is None:
            return
        if said.to_change is not None:
            self._go_to(said.to_change)
            return
        self._said = self._said.and_then(said)
        self.action_accept()

    def _go_to(self, finding: Finding) -> None:
        """Leave for where words stand; the unit that lies open underneath is turned to it."""
        page = f"activity/{finding.place}" if finding.place else ""
        unit = doors.unit_screen(self._view.profile.id, finding.unit, page)
        below = self.app.screen_stack[-2]
        self.dismiss(False)
        if type(below) is type(unit):
            self.app.switch_screen(unit)
        else:
            self.app.push_screen(unit)

    async def _tell(self, submitted: Submitted) -> None:
        """Say that it is done and what happens next."""
        self._is_done = True
        sentence = ngettext(
            "{count} unit is submitted.", "{count} units are submitted.", submitted.count
        ).format(count=submitted.count)
        then = _(
            "An assessor reads your work now. Until they begin you can take a unit back from My "
            "course. What they say appears there too."
        )
        if sum(unit.is_open for unit in self._view.units) > submitted.count:
            then += " " + _("In the meantime you can go on with the other units.")
        if is_laptop(self._desks):
            then = _(
                "It is still on this computer: press h on My course, and send the office the file "
                "that is made. Until an assessor begins there you can take a unit back. What they "
                "say comes back in such a file too."
            )
        receipt = _(
            "Your receipt: {receipt}. Whoever looks after the office's store can say of it exactly "
            "what had been submitted."
        ).format(receipt=submitted.receipt)
        await self.lines.remove_children()
        await self.lines.mount(
            Static(Content(sentence), classes="submitted", markup=False),
            Static(Content(then), markup=False),
            Static(Content(receipt), classes="receipt", markup=False),
        )
        self.lines.scroll_home(animate=False)
        self.query_one("#no", Button).display = False
        done = self.query_one("#yes", Button)
        done.label = Content(_("Good"))
        done.focus()


def _block(name: str, heading: str) -> ComposeResult:
    """Make room for lines that belong to what is ticked, below a heading."""
    yield Static(heading, id=f"{name}-heading", classes="form-heading", markup=False)
    yield Static(id=name, classes="declaration", markup=False)


def _occasions(units: Sequence[UnitView]) -> list[str]:
    """Return what was said of how answers came about: it is declared with the rest."""
    return [line for each in units for line in unit_occasions(each.unit, each.draft.responses)]
