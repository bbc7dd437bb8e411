"""One unit: what to read beside what to do, a page at a time, saved while it is typed."""

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.refusals import Refusal
from stepback_course.tui import doors
from stepback_course.tui.learner_door import hand_over_to_learner, is_learners
from stepback_course.tui.open_unit import OpenUnit
from stepback_course.tui.ready_check import gaps_question, page_of_gap, why_not_to_submit
from stepback_course.tui.screens.paging import PagingScreen
from stepback_course.tui.widgets.writing import NothingToUndo


class UnitScreen(PagingScreen):
    """A unit of the course, to work on while it is open and to read at any time."""

    CSS_PATH = "unit.tcss"
    HELP_TITLE = _("Working on a unit")
    HELP_TEXT = _(
        "A unit has a few pages: something to read, and things to do. Go through them in any order "
        "and stop whenever you like. What you type is saved by itself; the time of the last save "
        "stands at the top. When every page is complete, submit the unit from the ready check."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "check", _("Ready?"), id="unit.check"),
        Binding("ctrl+o", "open_versions", _("Versions"), id="unit.versions"),
        Binding("ctrl+l", "open_files", _("Files"), id="unit.files"),
        Binding("f6", "hand_to_learner", _("Learner view"), id="unit.learner"),
    ]

    SPARE_KEYS = ("unit.reading", "unit.versions", "unit.files", "keeping.occasion", "unit.pages")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what there is something to do for."""
        if action == "check":
            return self._unit is None or self._unit.view.is_open
        if action == "hand_to_learner":
            return is_learners(self._activity)
        return super().check_action(action, parameters)

    def action_hand_to_learner(self) -> None:
        """Let the learner sort, with nothing else in sight."""
        if is_learners(self._activity):
            hand_over_to_learner(self, self._activity)

    def action_open_versions(self) -> None:
        """Show how the unit stood before."""
        self.once_saved(self._open_versions)

    @on(NothingToUndo)
    def _point_to_versions(self) -> None:
        sentence = _("Nothing typed on this page is left to undo. {key} goes further back.")
        self.notify(sentence.format(key=self.key_for("open_versions")), markup=False)

    def _open_versions(self) -> None:
        self.app.push_screen(doors.history_screen(self.portfolio, self.unit_id))

    def action_open_files(self) -> None:
        """Show the files that belong to the unit."""
        self.once_saved(self._open_files)

    def _open_files(self) -> None:
        self.app.push_screen(doors.evidence_screen(self.portfolio, self.unit_id))

    # What is missing, and submitting.

    def after_last_page(self, unit: OpenUnit) -> None:
        """See what is still missing."""
        if unit.view.is_open:
            self.action_check()

    def action_check(self) -> None:
        """Say what is missing and offer to go there, or submit the unit."""
        self.once_saved(self._check)

    def _check(self) -> None:
        unit = self._read()
        if unit is None or self.keeper.unsaved:
            return
        view = unit.view
        if view.gaps:
            self.app.push_screen(gaps_question(view), self._go_to_gap)
        elif reason := why_not_to_submit(view):
            self.banner.sentence = reason
        else:
            self._submit()

    def _submit(self) -> None:
        from stepback_course.tui.screens.submit import SubmitScreen

        try:
            portfolio = self.desks.workbook.open(self.portfolio)
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)
        else:
            self.app.push_screen(SubmitScreen(self.desks, portfolio, (self.unit_id,)))

    def _go_to_gap(self, chosen: str | None) -> None:
        if chosen is not None:
            self._go_to(page_of_gap(chosen))
