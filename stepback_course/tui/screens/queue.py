"""The submissions that wait, and what is done with several of them."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from stepback_course.marking import QueueRow
from stepback_course.people.conflicts import REASONS
from stepback_course.people.policy import may
from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.refusals import Refusal
from stepback_course.tui import doors
from stepback_course.tui.allocating import (
    Allocated,
    Colleagues,
    allocate_each,
    held_by_others,
    read_colleagues,
)
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.screens.dialogs import AskLine, ChooseOne
from stepback_course.tui.screens.queue_filtered import FilteredQueueScreen
from stepback_course.tui.widgets.queue_table import WIDE

NOBODY = "*"
"""What stands for nobody among those to whom work is allocated."""


class QueueScreen(FilteredQueueScreen):
    """What waits, to be opened, allocated and released."""

    CSS_PATH = "queue.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 # no ClassVar above
    HELP_TITLE = _("The queue")
    HELP_TEXT = _(
        "Submissions wait here, oldest first; v turns to practitioner by practitioner and to unit "
        "by unit. Enter opens the one under the cursor and claims it for you, so that nobody else "
        "marks it meanwhile. f shows a part only, such as one cohort, one unit, yours, or what "
        "somebody leaves behind; that is there again the next time. Space selects several: a "
        "allocates them to an assessor. x declares that you have a conflict of interest with a "
        "practitioner, whose work is then somebody else's to mark. t turns to the decisions that "
        "wait to be released: practitioners see them only then. r and R first show what will "
        "happen."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "release", _("Release"), id="queue.release"),
        Binding("R", "release_all", _("Release all"), id="queue.release-all"),
        Binding("space", "select", _("Select"), id="queue.select"),
        Binding("asterisk", "select_all", _("Select all"), show=False, id="queue.select-all"),
        Binding("a", "allocate", _("Allocate"), id="queue.allocate"),
        Binding("x", "declare", _("Conflict of interest"), show=False, id="queue.conflict"),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show only the keys that do something in this pile."""
        is_releasing = self.view.pile == "to-release"
        match action:
            case "release" | "release_all":
                return is_releasing and not self._is_away
            case "next":
                return not is_releasing and may(self.desks.actor, "mark_unit")
            case "allocate":
                return not (is_releasing or self._is_away) and may(
                    self.desks.actor, "allocate_unit"
                )
            case "declare":
                return may(self.desks.actor, "declare_conflict")
            case "more":
                return self._listing.next is not None
        return super().check_action(action, parameters)

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Ask to whom work is to go, or say what was allocated; the list shows what was read."""
        match event.result:
            case Colleagues() as colleagues if self.is_active:
                self._ask_to_whom(colleagues)
            case Allocated() as allocated:
                self.table.select_none()
                self.masthead.saved = allocated.done_sentence
                self.banner.sentence = allocated.refused_sentence
                self._read()

    # Selecting.

    def action_select(self) -> None:
        """Select the row under the cursor, or let it go."""
        self.table.turn_selection()
        self.show_filters()

    def action_select_all(self) -> None:
        """Select all rows that are shown, or none."""
        self._remember_place()
        self.table.select_all()
        self._fill()

    # Releasing.

    def action_release(self) -> None:
        """Show what releasing the selected decisions, or the one under the cursor, comes to."""
        self._remember_place()
        if rows := self.table.chosen:
            self.app.push_screen(doors.release_screen(rows))

    def action_release_all(self) -> None:
        """Show what releasing everything that is looked at comes to."""
        self._remember_place()
        if self._listing.rows:
            self.app.push_screen(doors.release_screen())

    # Allocating.

    def action_allocate(self) -> None:
        """Ask to whom the selected submissions, or the one under the cursor, are to go."""
        self._remember_place()
        if rows := self.table.chosen:
            self.fetch("colleagues", partial(read_colleagues, self.desks, rows))

    def _ask_to_whom(self, colleagues: Colleagues) -> None:
        choices = [*colleagues.choices, (NOBODY, _("Nobody: whoever takes it up"))]
        question = ChooseOne(_("Who is to mark this?"), "", choices)
        self.app.push_screen(question, partial(self._to_whom, colleagues.rows))

    def _to_whom(self, rows: Sequence[QueueRow], chosen: str | None) -> None:
        if chosen is None:
            return
        assessor = None if chosen == NOBODY else chosen
        if not held_by_others(rows, assessor, self.desks.clock()):
            self._allocate(rows, assessor, "")
            return
        question = AskLine(
            _("Take it from whoever is marking it?"),
            _("Your reason stays in the record of the unit. Their draft marks stay theirs."),
            hint=_("Why it is handed on"),
            accept=_("Hand on"),
            check=lambda line: "" if line else _("A reason is needed."),
        )
        self.app.push_screen(question, partial(self._allocate, rows, assessor))

    def _allocate(self, rows: Sequence[QueueRow], assessor: str | None, reason: str | None) -> None:
        if reason is not None:
            self.masthead.saved = _("Allocating…")
            self.fetch("allocated", partial(allocate_each, self.desks, rows, assessor, reason))

    # Conflicts of interest.

    def action_declare(self) -> None:
        """Ask what the conflict of interest with the practitioner under the cursor is."""
        self._remember_place()
        row = self.table.row
        if row is None or row.is_own:
            return
        sentence = _(
            "You then neither read nor mark the work of {name}, nor release what others decide on "
            "it. A coordinator sees that you declared it, and only another one can end it."
        ).format(name=row.name)
        question = ChooseOne(_("A conflict of interest?"), sentence, list(REASONS.items()))
        self.app.push_screen(question, partial(self._declare, row))

    def _declare(self, row: QueueRow, why: str | None) -> None:
        reason = next((each for each in REASONS if each == why), None)
        if reason is None:
            return
        try:
            self.desks.declarations.declare(row.person, reason)
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)
            return
        self.banner.tell(_("Declared: {name}'s work is somebody else's.").format(name=row.name))
        self._read()
