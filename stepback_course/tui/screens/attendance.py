"""The register of a cohort's taught days."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.coordinate import Coordinate

from stepback_course.cohorts import Attendance, Cohort, ProgressRow
from stepback_course.desks import Desks
from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.days import shown_day
from stepback_course.text.refusals import Refusal
from stepback_course.tui.progress_grid import attendance_line
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.widgets.paged_table import CountLine, PagedTable

WIDE = 120
"""From how many columns on there is room for the whole name of a setting."""
BEFORE_DAYS = 2
"""How many columns stand before the first taught day."""


class AttendanceScreen(StepbackScreen[None]):
    """Who attended which taught day of one cohort."""

    CSS_PATH = "attendance.tcss"
    HELP_TITLE = _("Attendance")
    HELP_TEXT = _(
        "Go to a name and a day with the arrows. The space bar records attended, and pressed "
        "again absent. On the day itself, the quickest way is: a for everybody who is not "
        "recorded yet, then the space bar for those who did not come. An award needs every taught "
        "day attended."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "record", _("Attended or absent"), id="attendance.toggle"),
        Binding("a", "everybody", _("Everybody else"), id="attendance.everybody"),
        Binding("m", "more", _("More"), show=False, id="attendance.more"),
    ]

    table = getters.query_one(PagedTable)

    def __init__(self, cohort: Cohort) -> None:
        """Name the cohort."""
        super().__init__()
        self._cohort = cohort
        self._rows: dict[str, ProgressRow] = {}
        self._asked = 0
        self._is_recording = False
        self._waiting: list[Callable[[], None]] = []
        """What was pressed while others were recorded."""

    def compose_body(self) -> ComposeResult:
        """Lay out the register."""
        with Vertical(id="register"):
            yield PagedTable(cursor="cell")
            yield CountLine()

    def on_mount(self) -> None:
        """Say where one is."""
        self.masthead.where = _("Cohorts › {cohort} › Attendance").format(cohort=self._cohort.name)
        self.table.focus()

    def on_screen_resume(self) -> None:
        """Read the register; where others are just recorded, it is read after that."""
        if not self._is_recording:
            self._ask(partial(self.desks.registry.progress, self._cohort.id))

    def _ask(self, rows: Callable[[], list[ProgressRow]]) -> None:
        self._asked += 1
        self.fetch(f"rows {self._asked}", rows)

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Show the register as it is now, unless something was recorded since it was read."""
        assert isinstance(event.result, list)  # noqa: S101 # what every fetch here returns
        if event.what == f"rows {self._asked}":
            self._show(event.result)
            self._go_on()

    def on_stepback_screen_refused(self, event: StepbackScreen.Refused) -> None:
        """Go on with what was pressed meanwhile; why not stands in the banner."""
        if event.what == f"rows {self._asked}":
            self._go_on()

    def _go_on(self) -> None:
        self._is_recording = False
        waiting, self._waiting = self._waiting, []
        for deed in waiting:
            self._once_recorded(deed)

    def _once_recorded(self, deed: Callable[[], None]) -> None:
        """Do something now, or once those are recorded who are being recorded."""
        if self._is_recording:
            self._waiting.append(deed)
        else:
            deed()

    def _show(self, rows: Sequence[ProgressRow]) -> None:
        is_first = not self._rows
        self._rows = {row.portfolio: row for row in rows}
        if is_first and rows:
            self.table.header_height = 2
            name, setting = (24, 30) if self.size.width >= WIDE else (20, 16)
            self.table.add_column(_("Name"), width=name)
            self.table.add_column(_("Setting"), width=setting)
            for number in range(1, len(rows[0].attendance) + 1):
                self.table.add_column(self._head(number), width=16)
        self.table.fill((row.portfolio, _cells(row)) for row in rows)
        if is_first and rows:
            self.table.cursor_coordinate = Coordinate(0, BEFORE_DAYS + _first_open_day(rows))
        self.query_one(CountLine).say(_count(rows) + self.table.count_line)

    def _head(self, number: int) -> str:
        days = self._cohort.days
        day = shown_day(days[number - 1]) if number <= len(days) else ""
        return _("Day {number}\n{day}").format(number=number, day=day)

    @property
    def _day(self) -> int:
        """The taught day that the cursor is in, the first where it is beside them all."""
        return max(self.table.cursor_coordinate.column - BEFORE_DAYS, 0) + 1

    def action_record(self) -> None:
        """Record attended, or absent where attended is recorded."""
        self._once_recorded(partial(self._turn, self.table.key, self._day))

    def _turn(self, portfolio: str, day: int) -> None:
        row = self._rows.get(portfolio)
        if row is not None:
            is_attended = row.attendance[day - 1] == "attended"
            self._record([portfolio], day, "absent" if is_attended else "attended")

    def action_everybody(self) -> None:
        """Record attended for everybody of whom nothing is recorded on this day."""
        self._once_recorded(partial(self._record_the_others, self._day))

    def _record_the_others(self, day: int) -> None:
        open_rows = [key for key, row in self._rows.items() if row.attendance[day - 1] is None]
        if open_rows:
            self._record(open_rows, day, "attended")

    def _record(self, portfolios: Sequence[str], day: int, status: Attendance) -> None:
        desks, cohort = self.desks, self._cohort.id
        self.banner.sentence = ""
        record = partial(_recorded, desks, cohort, portfolios, day, status)
        if len(portfolios) > 1:
            self._is_recording = True
            self._ask(record)
            return
        self._asked += 1
        try:
            self._show(record())
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)

    def action_more(self) -> None:
        """Show more rows."""
        self.table.show_more()


def _recorded(
    desks: Desks, cohort: str, portfolios: Sequence[str], day: int, status: Attendance
) -> list[ProgressRow]:
    """Record attendance and return the register. Raises Refusal, StoreError."""
    for portfolio in portfolios:
        desks.registry.attend(portfolio, day, status)
    return desks.registry.progress(cohort)


def _first_open_day(rows: Sequence[ProgressRow]) -> int:
    """Return the index of the first day on which somebody is not recorded yet, else 0."""
    for day in range(len(rows[0].attendance)):
        if any(row.attendance[day] is None for row in rows):
            return day
    return 0


def _cells(row: ProgressRow) -> tuple[str | Text, ...]:
    return (row.name, row.setting, *(attendance_line(status) for status in row.attendance))


def _count(rows: Sequence[ProgressRow]) -> str:
    if not rows:
        return _("Nobody is enrolled yet. Escape, then e, enrols practitioners.")
    lines = []
    for day in range(len(rows[0].attendance)):
        came = sum(row.attendance[day] == "attended" for row in rows)
        missing = sum(row.attendance[day] is None for row in rows)
        told = _("Day {day}: {came} of {all} attended, {missing} not recorded")
        lines.append(told.format(day=day + 1, came=came, all=len(rows), missing=missing))
    return "\n".join(lines) + "\n"
