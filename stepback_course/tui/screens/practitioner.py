"""One practitioner's units as a trainer sees them: where each stands, not what it says."""

from rich.text import Text
from textual import getters
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from stepback_course.cohorts import ProgressRow
from stepback_course.course.models import Course
from stepback_course.text import _
from stepback_course.tui.progress_grid import attendance_line, unit_label
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.widgets.paged_table import PagedTable
from stepback_course.tui.words import shown_instant, status_line


class PractitionerScreen(StepbackScreen[None]):
    """Where every unit of one practitioner stands, and since when."""

    CSS_PATH = "practitioner.tcss"
    HELP_TITLE = _("One practitioner")
    HELP_TEXT = _(
        "Where each unit stands and since when. What the practitioner writes is read by their "
        "assessor, and is not shown to trainers."
    )

    table = getters.query_one(PagedTable)

    def __init__(self, row: ProgressRow, course: Course) -> None:
        """Show one row of a cohort's progress."""
        super().__init__()
        self._row = row
        self._course = course

    def compose_body(self) -> ComposeResult:
        """Lay out who it is above the units."""
        with Vertical(id="practitioner"):
            yield Static(Content(self._about()), id="about")
            yield PagedTable()

    def on_mount(self) -> None:
        """List the units."""
        row = self._row
        self.masthead.where = _("Cohorts › {name}").format(name=row.name)
        for head, width in ((_("Unit"), 4), (_("Title"), 36), (_("State"), 22), (_("Since"), 18)):
            self.table.add_column(head, width=width)
        self.table.fill((unit, self._cells(unit)) for unit in row.statuses)
        self.table.focus()

    def _about(self) -> str:
        row = self._row
        days = ", ".join(
            _("day {number} {attendance}").format(number=number, attendance=attendance_line(status))
            for number, status in enumerate(row.attendance, start=1)
        )
        met = _("{met} of {all} units met").format(met=row.met, all=len(row.statuses))
        return "\n".join(part for part in (row.setting, met, days) if part)

    def _cells(self, unit: str) -> tuple[str | Text, ...]:
        definition = self._course.unit(unit)
        title = definition.title if definition else unit
        row = self._row
        return (
            unit_label(unit),
            title,
            status_line(row.statuses[unit]),
            shown_instant(row.since[unit]),
        )
