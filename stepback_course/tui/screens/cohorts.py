"""The trainer's desk: who is how far, who came, and what is taken home."""

from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Resize
from textual.widgets import DataTable, OptionList, Static
from textual.widgets.option_list import Option

from stepback_course.clock import day_of
from stepback_course.cohorts import Cohort
from stepback_course.people.policy import may
from stepback_course.text import _
from stepback_course.text.paths import file_stem, typed_path, usual_folder
from stepback_course.tui import doors
from stepback_course.tui.cohort_tasks import (
    CohortsView,
    Taken,
    read_cohorts,
    results_name_problem,
    write_invitations,
    write_results,
)
from stepback_course.tui.progress_grid import about_line, grid_cells, grid_columns, legend_lines
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.screens.dialogs import AskLine, ChooseOne
from stepback_course.tui.widgets.paged_table import CountLine, PagedTable

WIDE = 120
"""From how many cells on the cohorts stand beside the one that is open."""


class CohortsScreen(StepbackScreen[None]):
    """Cohorts, and the progress of everybody in one of them."""

    CSS_PATH = "cohorts.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 # as Textual has it
    HELP_TITLE = _("Cohorts")
    HELP_TEXT = _(
        "One line for each practitioner: a sign for each of the ten statements and for the "
        "Learner's Voice case study (LV), how many units are met, both taught days, and how many "
        "units are past the due day. Enter shows one practitioner in words. What practitioners "
        "write stays between them and their assessors: it is not shown here and not exported."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "enrol", _("Enrol"), id="cohorts.enrol"),
        Binding("a", "attendance", _("Attendance"), id="cohorts.attendance"),
        Binding("i", "invite", _("Invite"), id="cohorts.invite"),
        Binding("x", "export", _("Export"), id="cohorts.export"),
        Binding("c", "choose", _("Another cohort"), show=False, id="cohorts.choose"),
        Binding("n", "make", _("New cohort"), show=False, id="cohorts.new"),
        Binding("p", "team", _("Team"), show=False, id="cohorts.team"),
        Binding("m", "more", _("More"), show=False, id="cohorts.more"),
    ]

    table = getters.query_one(PagedTable)
    listed = getters.query_one(OptionList)

    def __init__(self) -> None:
        """Begin with the first cohort there is."""
        super().__init__()
        self._view = CohortsView(())
        self._chosen = ""
        self._is_wide = False
        self._is_read = False

    def compose_body(self) -> ComposeResult:
        """Lay out the cohorts beside the progress of one."""
        with Horizontal():
            yield OptionList(markup=False)
            with Vertical(id="cohort"):
                yield Static(id="about", markup=False)
                yield PagedTable(padding=0)
                yield Static(id="empty", markup=False)
                yield CountLine()
                yield Static(legend_lines(), id="legend", markup=False)

    def on_mount(self) -> None:
        """Say where one is."""
        self.masthead.where = _("Cohorts")
        # Before anything is read it is not known what there is, and nothing is said of it.
        self.listed.display = self.query_one("#legend").display = False
        self.table.focus()

    def on_screen_resume(self) -> None:
        """Read again whatever changed meanwhile."""
        desks, chosen = self.desks, self._chosen
        self.fetch("view", lambda: read_cohorts(desks, chosen))

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Show what was read, or say what was written."""
        match event.result:
            case CohortsView() as view:
                self._view = view
                self._is_read = True
                self._show()
            case Taken(sentence):
                self.masthead.saved = ""
                self.banner.tell(sentence)

    def on_stepback_screen_refused(self, _event: StepbackScreen.Refused) -> None:
        """Say no longer that something is being written."""
        self.masthead.saved = ""

    def on_resize(self, event: Resize) -> None:
        """Use the room there is."""
        is_wide = event.size.width >= WIDE
        if is_wide != self._is_wide:
            self._is_wide = is_wide
            if self._is_read:
                self._show()

    def _show(self) -> None:
        view = self._view
        cohort = view.chosen
        self._chosen = cohort.id if cohort else ""
        self.masthead.where = (
            _("Cohorts › {cohort}").format(cohort=cohort.name) if cohort else _("Cohorts")
        )
        self.listed.display = self._is_wide and len(view.cohorts) > 1
        self.listed.set_options(Option(Content(each.name), id=each.id) for each in view.cohorts)
        self.query_one("#about", Static).update(Content(_about(view)))
        self._fill()
        self.refresh_bindings()

    def _fill(self) -> None:
        view, due = self._view, self._view.chosen.due if self._view.chosen else ""
        today = day_of(self.desks.clock())
        kept = self.table.key
        self.table.clear(columns=True)
        if view.rows:
            for head, width in grid_columns(view.rows[0], wide=self._is_wide):
                self.table.add_column(head, width=width)
        self.table.fill(
            (
                (row.portfolio, tuple(grid_cells(row, due, today, wide=self._is_wide)))
                for row in view.rows
            ),
            at=kept,
        )
        self.table.display = self.query_one("#legend").display = bool(view.rows)
        if view.rows and self.focused is None:
            # A table that is hidden, as long as there is nothing in it, loses the focus.
            self.table.focus()
        self.query_one("#empty", Static).update(Content(_next_step(view)))
        self.query_one(CountLine).say(self.table.count_line)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what there is something to do it to."""
        if action in ("enrol", "attendance", "invite", "export"):
            return self._view.chosen is not None
        if action == "choose":
            return len(self._view.cohorts) > 1
        if action == "team":
            return may(self.desks.actor, "add_person")
        return super().check_action(action, parameters)

    @on(DataTable.RowSelected)
    def _opened(self) -> None:
        from stepback_course.tui.screens.practitioner import PractitionerScreen

        course = self._view.course
        for row in self._view.rows:
            if row.portfolio == self.table.key and course is not None:
                self.app.push_screen(PractitionerScreen(row, course))

    @on(OptionList.OptionSelected)
    def _switched(self, event: OptionList.OptionSelected) -> None:
        self._choose(event.option_id)
        self.table.focus()

    def action_choose(self) -> None:
        """Choose another cohort."""
        choices = [(cohort.id, cohort.name) for cohort in self._view.cohorts]
        self.app.push_screen(ChooseOne(_("Which cohort?"), "", choices), self._choose)

    def _choose(self, cohort: str | None) -> None:
        if cohort is not None:
            self._chosen = cohort
            self.on_screen_resume()

    def action_enrol(self) -> None:
        """Enrol one practitioner after another."""
        from stepback_course.tui.screens.enrol import Enrol

        if self._view.chosen is not None:
            # What stood there was about those who were in the cohort before.
            self.banner.sentence = ""
            self.app.push_screen(Enrol(self.desks, self._view.chosen))

    def action_attendance(self) -> None:
        """Open the register of the taught days."""
        from stepback_course.tui.screens.attendance import AttendanceScreen

        if self._view.chosen is not None:
            self.app.push_screen(AttendanceScreen(self._view.chosen))

    def action_make(self) -> None:
        """Make another cohort."""
        from stepback_course.tui.screens.new_cohort import NewCohort

        self.app.push_screen(NewCohort(self.desks), self._made)

    def _made(self, cohort: Cohort | None) -> None:
        if cohort is not None:
            self._choose(cohort.id)

    def action_team(self) -> None:
        """Open the list of people and their roles."""
        self.app.push_screen(doors.team_screen())

    def action_more(self) -> None:
        """Show more rows."""
        self.table.show_more()
        self.query_one(CountLine).say(self.table.count_line)

    def action_invite(self) -> None:
        """Write an invitation for each practitioner."""
        if cohort := self._view.chosen:
            folder = usual_folder() / "stepback" / file_stem(cohort.name)
            question = AskLine(
                _("Invitations"),
                _(
                    "One file for each practitioner, with a ready text for its e-mail, "
                    "in this folder:"
                ),
                value=str(folder),
                accept=_("Write them"),
            )
            self.app.push_screen(question, self._invite)

    def _invite(self, line: str | None) -> None:
        if not line:
            return
        desks, cohort, folder = self.desks, self._chosen, typed_path(line)
        self.masthead.saved = _("Writing invitations…")
        self.fetch("taken", lambda: write_invitations(desks, cohort, folder))

    def action_export(self) -> None:
        """Take the results of the cohort away."""
        if cohort := self._view.chosen:
            today = day_of(self.desks.clock()).isoformat()
            name = f"{file_stem(cohort.name)}-{today}.csv"
            question = AskLine(
                _("Results"),
                _(
                    "One row for each practitioner and unit, without anything they wrote. A name "
                    "that ends in .csv opens in a spreadsheet; .json is for other programs."
                ),
                value=str(usual_folder() / "stepback" / name),
                accept=_("Write it"),
                check=results_name_problem,
            )
            self.app.push_screen(question, self._export)

    def _export(self, line: str | None) -> None:
        if not line:
            return
        desks, cohort, path = self.desks, self._chosen, typed_path(line)
        self.masthead.saved = _("Writing results…")
        self.fetch("taken", lambda: write_results(desks, cohort, path))


def _about(view: CohortsView) -> str:
    if view.chosen is None:
        return ""
    about = about_line(view.chosen, view.rows)
    if len(view.cohorts) == 1:
        return about
    return _("{about} · c: another cohort").format(about=about)


def _next_step(view: CohortsView) -> str:
    if view.chosen is None:
        return _("There is no cohort yet. Press n to make one.")
    if not view.rows:
        return _("Nobody is enrolled yet. Press e to enrol practitioners.")
    return ""
