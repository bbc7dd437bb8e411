"""One practitioner's units as a trainer sees them: where each stands, not what it says."""

from functools import partial
from typing import ClassVar, cast

from rich.text import Text
from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from stepback_course.cohorts import ProgressRow
from stepback_course.course.models import Course
from stepback_course.people.policy import may
from stepback_course.portfolio.telling.words import day_and_month, shown_instant, status_line
from stepback_course.text import _
from stepback_course.tui import doors
from stepback_course.tui.progress_grid import attendance_line, unit_label
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.screens.dialogs import ChooseOne
from stepback_course.tui.widgets.paged_table import PagedTable

_EVERYTHING = "everything"
WIDE = 120
"""From how many columns on there is room for the whole title of a unit, and for the hour."""


class PractitionerScreen(StepbackScreen[None]):
    """Where every unit of one practitioner stands, and since when."""

    CSS_PATH = "practitioner.tcss"
    HELP_TITLE = _("One practitioner")
    HELP_TEXT = _(
        "Where each unit stands and since when. What the practitioner writes is read by their "
        "assessor, and is not shown to trainers. A coordinator erases what was written, where "
        "somebody asked for it or permission was taken back."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "erase", _("Erase"), id="practitioner.erase"),
    ]

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
        title, since = (60, 24) if self._is_wide else (31, 12)
        for head, width in (
            (_("Unit"), 4),
            (_("Title"), title),
            (_("State"), 21),
            (_("Since"), since),
        ):
            self.table.add_column(head, width=width)
        self._list()
        self.table.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer erasing to those who may."""
        if action == "erase":
            row = self._row
            return may(self.desks.actor, "erase", cohort=row.cohort, practitioner=row.person)
        return super().check_action(action, parameters)

    def action_erase(self) -> None:
        """Choose what is to be erased; what that comes to is shown before anything goes."""
        here = self._course.unit(self.table.key)
        choices = [(here.id, here.title)] if here else []
        choices += [
            (unit.id, _("{unit}, with everything about the learner").format(unit=unit.title))
            for unit in self._course.units
            if unit.needs_consent and unit is not here
        ]
        choices.append((_EVERYTHING, _("Everything that was written")))
        question = ChooseOne(_("Erase for good"), self._row.name, choices)
        self.app.push_screen(question, self._ask)

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Show how things stand now."""
        rows = [
            row
            for row in cast("list[ProgressRow]", event.result)
            if row.portfolio == self._row.portfolio
        ]
        if rows:
            (self._row,) = rows
            self._list()

    def _ask(self, chosen: str | None) -> None:
        if chosen is not None:
            units = () if chosen == _EVERYTHING else (chosen,)
            self.app.push_screen(doors.erasing_screen(self._row.portfolio, units), self._erased)

    def _erased(self, is_done: bool | None) -> None:
        if is_done:
            self.banner.sentence = _("It is erased.")
            self.fetch("row", partial(self.desks.registry.progress, self._row.cohort))

    @property
    def _is_wide(self) -> bool:
        return self.size.width >= WIDE

    def _list(self) -> None:
        self.table.fill((unit, self._cells(unit)) for unit in self._row.statuses)

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
        since = shown_instant if self._is_wide else day_and_month
        return (
            unit_label(unit),
            title,
            status_line(row.statuses[unit]),
            since(row.since[unit]),
        )
