"""Recording that permission for the learner's part is taken back."""

from datetime import date

from textual.app import ComposeResult
from textual.widgets import Static

from stepback_course.clock import day_of
from stepback_course.desks import Desks
from stepback_course.portfolio.models import Consent, Scope
from stepback_course.portfolio.telling.words import SCOPES
from stepback_course.text import _
from stepback_course.text.days import day_problem, past_day_from, shown_day
from stepback_course.tui.screens.forms import FormDialog
from stepback_course.tui.widgets.form_lines import FormLine
from stepback_course.tui.widgets.one_of import OneOf

EVERYTHING: Scope = "assessment"
"""The scope without which nobody may read the case study."""


class TakingBackScreen(FormDialog[bool]):
    """Asks from which day on, and for what; the answer is True once it is recorded."""

    def __init__(self, desks: Desks, portfolio: str, consent: Consent) -> None:
        """Name the permission that is taken back."""
        super().__init__(_("Permission is taken back"), accept=_("Record"))
        self._desks = desks
        self._portfolio = portfolio
        self._consent = consent

    def compose_lines(self) -> ComposeResult:
        """Lay out what it means, the day, and what it is for where it was for more than one."""
        sentence = _(
            "Anyone may change their mind, the learner too, and nobody has to give a reason. "
            "Where everything is taken back, nothing more is written, submitted, marked or shown "
            "of the case study, and it can then be erased."
        )
        yield Static(sentence, classes="form-note", markup=False)
        today = day_of(self._desks.clock())
        yield FormLine(
            "on",
            _("On which day?"),
            value=shown_day(today.isoformat()),
            hint=_("4 March 2027; t is today"),
            limit=40,
        )
        if len(self._consent.scopes) > 1:
            yield Static(_("What is taken back?"), classes="form-heading -question", markup=False)
            yield OneOf("scope", self._choices(), EVERYTHING)

    def _choices(self) -> dict[str, str]:
        choices: dict[str, str] = {EVERYTHING: _("everything: the case study stops")}
        return {scope: SCOPES[scope] for scope in self._consent.scopes} | choices

    def on_mount(self) -> None:
        """Start in the line for the day."""
        self.query_one("#on", FormLine).focus_line()

    def accept(self) -> None:
        """Record it, or say what is wrong with the day."""
        line, today = self.query_one("#on", FormLine), day_of(self._desks.clock())
        day = past_day_from(line.value, today)
        line.problem = day_problem(line.value, today) or self._problem(day, today)
        if line.problem:
            line.focus_line()
            return
        self._desks.workbook.withdraw_consent(self._portfolio, day, (self._scope(),))
        self.dismiss(True)

    def _problem(self, day: str, today: date) -> str:
        if not day:
            return _("say on which day permission was taken back")
        if day > today.isoformat():
            return _("{day} is still to come").format(day=shown_day(day))
        if day < self._consent.on:
            given = shown_day(self._consent.on)
            return _("permission was given only on {day}").format(day=given)
        return ""

    def _scope(self) -> Scope:
        for question in self.query(OneOf):
            for scope in self._consent.scopes:
                if scope == question.chosen:
                    return scope
        return EVERYTHING
