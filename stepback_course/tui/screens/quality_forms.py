"""Forms of quality assurance: the sampling plan, and the exception for a provider of one."""

from collections.abc import Mapping

from pydantic import ValidationError
from textual.app import ComposeResult
from textual.widgets import Static

from stepback_course.clock import day_of
from stepback_course.desks import Desks
from stepback_course.marking.quality.models import Plan, StandingException
from stepback_course.text import _
from stepback_course.text.days import day_from, shown_day
from stepback_course.tui.screens.forms import FormDialog
from stepback_course.tui.widgets.form_lines import FormLine, focus_problem

_RATES: Mapping[str, str] = {
    "new_assessor": _("New assessor, %"),
    "new_until": _("New for how many"),
    "after_return": _("After a return, %"),
    "returned_until": _("After it, how many"),
    "case_study": _("Case study, %"),
    "not_yet_met": _("Not yet met, %"),
    "later_attempt": _("Later attempt, %"),
    "usual": _("All others, %"),
    "blind": _("Marked twice, blind, %"),
}


class PlanForm(FormDialog[Plan]):
    """Changes how many of whose decisions are looked at; the answer is the plan."""

    def __init__(self, desks: Desks) -> None:
        """Begin with the plan as it is."""
        super().__init__(_("The sampling plan"), accept=_("Keep"))
        self._desks = desks
        self._plan = desks.oversight.plan()

    def compose_lines(self) -> ComposeResult:
        """Lay out the rates and the seed."""
        for name, label in _RATES.items():
            yield FormLine(name.replace("_", "-"), label, value=str(getattr(self._plan, name)))
        yield FormLine("seed", _("Seed of the lots"), value=self._plan.seed)
        yield Static(
            _("Besides, every assessor, unit, outcome and cohort is covered at least once."),
            classes="form-note",
            markup=False,
        )

    def accept(self) -> None:
        """Keep the plan, where every rate is one."""
        given: dict[str, object] = {"seed": self.query_one("#seed", FormLine).value}
        for name in _RATES:
            line = self.query_one(f"#{name.replace('_', '-')}", FormLine)
            given[name] = int(line.value) if line.value.isdecimal() else -1
        try:
            plan = Plan.model_validate(given)
        except ValidationError as error:
            for fault in error.errors():
                line = self.query_one(f"#{str(fault['loc'][0]).replace('_', '-')}", FormLine)
                line.problem = _("a whole number from 0 to {most}").format(
                    most=fault.get("ctx", {}).get("le", 100)
                )
            focus_problem(self)
            return
        self._desks.oversight.keep_plan(plan)
        self.dismiss(plan)


class ExceptionForm(FormDialog[StandingException]):
    """Records the exception for a provider of one; the answer is the exception."""

    def __init__(self, desks: Desks) -> None:
        """Begin with today."""
        super().__init__(_("Without second marks, for now"), accept=_("Record"))
        self._desks = desks
        self._today = day_of(desks.clock())

    def compose_lines(self) -> ComposeResult:
        """Lay out why, how long, and who agreed."""
        yield Static(
            _(
                "Certificates then go on without a second look, and each decision is marked "
                "“not second-marked”. Somebody beside the one assessor has to agree."
            ),
            classes="form-note",
            markup=False,
        )
        yield FormLine("reason", _("Why"), limit=300, hint=_("such as: one assessor until June"))
        yield FormLine("from", _("From"), value=shown_day(self._today.isoformat()))
        yield FormLine("until", _("Until"), hint=_("a day, such as 31 August 2027"))
        yield FormLine("agreed-by", _("Who agreed"), limit=300, hint=_("a person and a day"))

    def accept(self) -> None:
        """Record it, where everything is said."""
        lines = {line.id: line for line in self.query(FormLine)}
        for line in lines.values():
            line.problem = "" if line.value else _("this is needed")
        days = {}
        for name in ("from", "until"):
            days[name] = day_from(lines[name].value, self._today)
            if lines[name].value and not days[name]:
                lines[name].problem = _("this is no day: write it as 31 August 2027")
        if any(line.problem for line in lines.values()):
            focus_problem(self)
            return
        exception = self._desks.oversight.keep_exception(
            lines["reason"].value, days["from"], days["until"], lines["agreed-by"].value
        )
        self.dismiss(exception)
