"""What is asked about a new cohort."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import VerticalGroup

from stepback_course.text import _
from stepback_course.text.days import day_from
from stepback_course.tui.widgets.form_lines import FormLine, focus_problem


@dataclass(frozen=True, slots=True)
class CohortPlan:
    """A cohort that is to be made; days as records keep them, empty where not settled."""

    name: str
    days: tuple[str, ...]
    due: str


class CohortLines(VerticalGroup):
    """Lines for a cohort's name, its taught days and the day by which work is due."""

    def __init__(self, taught_days: int) -> None:
        """Ask for as many taught days as the course has."""
        super().__init__()
        self.name_line = FormLine(
            "cohort-name", _("Cohort"), hint=_("such as Gwynedd, spring 2027")
        )
        self.day_lines = [
            FormLine(
                f"cohort-day-{number}",
                _("Taught day {number}").format(number=number),
                hint=_("4 March 2027 (may stay empty)"),
                limit=40,
            )
            for number in range(1, taught_days + 1)
        ]
        self.due_line = FormLine(
            "cohort-due", _("Work is due by"), hint=_("30 June 2027 (may stay empty)"), limit=40
        )

    def compose(self) -> ComposeResult:
        """Lay out the lines."""
        yield self.name_line
        yield from self.day_lines
        yield self.due_line

    def read(self) -> CohortPlan | None:
        """Return what is typed; None where something is wrong, which then stands under its line."""
        self.name_line.problem = "" if self.name_line.value else _("give the cohort a name")
        dated = [*self.day_lines, self.due_line]
        days = [day_from(line.value) for line in dated]
        for line, day in zip(dated, days, strict=True):
            unclear = bool(line.value) and not day
            line.problem = _("write a day as 4 March 2027 or 2027-03-04") if unclear else ""
        self._say_out_of_order(days)
        if any(line.problem for line in (self.name_line, *dated)):
            focus_problem(self)
            return None
        return CohortPlan(self.name_line.value, tuple(days[:-1]), days[-1])

    def _say_out_of_order(self, days: Sequence[str]) -> None:
        latest = ""
        for line, day in zip([*self.day_lines, self.due_line], days, strict=True):
            if day and day < latest:
                line.problem = _("this is before the day above it")
            latest = max(latest, day)
