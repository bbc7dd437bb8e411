"""Recording permission for the learner's part, before anything about the learner is written."""

from collections.abc import Iterable
from datetime import date

from pydantic import ValidationError
from textual.app import ComposeResult
from textual.widgets import Static

from stepback_course.clock import day_of
from stepback_course.desks import Desks
from stepback_course.portfolio.models import Consent
from stepback_course.portfolio.telling.words import GIVEN_BY, HOW, SCOPES
from stepback_course.text import _
from stepback_course.text.days import day_problem, past_day_from, shown_day
from stepback_course.text.problems import sentences
from stepback_course.tui.screens.forms import FormDialog
from stepback_course.tui.widgets.form_lines import FormLine
from stepback_course.tui.widgets.one_of import OneOf
from stepback_course.tui.widgets.ticks import TickLine

NEEDED = "assessment"
"""The scope without which nobody could read the case study."""


class ConsentScreen(FormDialog[bool]):
    """Asks what was said when permission was asked for; the answer is True once it is recorded."""

    CSS_PATH = ["forms.tcss", "consent.tcss"]  # type: ignore[assignment] # noqa: RUF012 # Textual takes several, FormDialog has one

    def __init__(self, desks: Desks, portfolio: str, known: Consent | None) -> None:
        """Begin with what is recorded already, if anything is."""
        super().__init__(_("Permission"), accept=_("Record"))
        self._desks = desks
        self._portfolio = portfolio
        self._known = known
        self._scopes = {
            scope: TickLine(
                words, scope == NEEDED or scope in self._known_scopes(), read_only=scope == NEEDED
            )
            for scope, words in SCOPES.items()
        }
        self._agrees = TickLine(
            _("The learner was told, in a way they understand, and wants to take part"),
            bool(known and known.learner_agrees),
            read_only=False,
        )
        self._agrees.add_class("-last")

    def compose_lines(self) -> ComposeResult:
        """Lay out who the learner is here, who agreed, when and how, and to what."""
        known = self._known
        yield FormLine(
            "learner",
            _("A made-up name"),
            value=known.learner if known else "",
            hint=_("never the learner's own"),
        )
        yield Static(_("Who gave permission?"), classes="form-heading -question", markup=False)
        yield OneOf("given-by", GIVEN_BY, known.given_by if known else "")
        yield FormLine(
            "on",
            _("On which day?"),
            value=shown_day(known.on) if known and not known.withdrawn else "",
            hint=_("4 March; t is today"),
            limit=40,
        )
        yield Static(_("How was it given?"), classes="form-heading -question", markup=False)
        yield OneOf("how", HOW, known.how if known else "")
        yield Static(_("And the learner?"), classes="form-heading -question", markup=False)
        yield self._agrees
        yield Static(_("What does it cover?"), classes="form-heading -question", markup=False)
        yield from self._scopes.values()

    def accept(self) -> None:
        """Record the permission, or say what is still to be answered, and go there."""
        learner, on = self.query_one("#learner", FormLine), self.query_one("#on", FormLine)
        given_by, how = self.query_one("#given-by", OneOf), self.query_one("#how", OneOf)
        day = past_day_from(on.value, self._today)
        learner.problem = "" if learner.value else _("give the learner a made-up name")
        on.problem = self._day_problem(on.value, day)
        if learner.problem:
            learner.focus_line()
        elif not given_by.chosen:
            given_by.focus()
            self.say(_("Say who gave permission."))
        elif on.problem:
            on.focus_line()
        elif not how.chosen:
            how.focus()
            self.say(_("Say how permission was given."))
        elif not self._agrees.ticked:
            self._agrees.focus()
            self.say(
                _(
                    "Ask the learner first. Without their yes the case study does not begin; "
                    "another day, or with another learner, it may."
                )
            )
        else:
            self._record(learner.value, given_by.chosen, day, how.chosen)

    def _record(self, learner: str, given_by: str, day: str, how: str) -> None:
        try:
            consent = Consent.model_validate(
                {
                    "learner": learner,
                    "given_by": given_by,
                    "on": day,
                    "how": how,
                    "learner_agrees": True,
                    "scopes": [scope for scope, line in self._scopes.items() if line.ticked],
                }
            )
        except ValidationError as error:
            self.say(sentences(error)[0])
            return
        self._desks.workbook.record_consent(self._portfolio, consent)
        self.dismiss(True)

    def _day_problem(self, text: str, day: str) -> str:
        if not day:
            return day_problem(text, self._today) or _("say on which day permission was given")
        if day > self._today.isoformat():
            return _("{day} is still to come").format(day=shown_day(day))
        return ""

    @property
    def _today(self) -> date:
        return day_of(self._desks.clock())

    def _known_scopes(self) -> Iterable[str]:
        return self._known.scopes if self._known else ()
