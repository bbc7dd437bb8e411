"""One submission on the screen: its evidence beside its criteria."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import ClassVar, cast

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content

from stepback_course.clock import day_of
from stepback_course.course.models import Unit
from stepback_course.marking import DeskView, Marks
from stepback_course.portfolio.telling.words import unit_name
from stepback_course.portfolio.versions.history import Round
from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.refusals import Refusal
from stepback_course.tui import doors
from stepback_course.tui.desk_state import DeskState
from stepback_course.tui.handing_over import is_laptop
from stepback_course.tui.marking_sheet import MarkingSheet
from stepback_course.tui.queue_view import Next, Spot, next_in_view, row_key
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.widgets.evidence import EvidencePane
from stepback_course.tui.widgets.marking_blocks import MarkBlock
from stepback_course.tui.widgets.marks_pane import CriteriaStrip, MarksPane

WIDE = 120
"""From how many cells on evidence and criteria stand side by side."""


class SubmissionScreen(StepbackScreen[None]):
    """A submission to look at, one criterion after the other, and the way to the next one."""

    CSS_PATH = "submission.tcss"
    AUTO_FOCUS = "EvidencePane"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 # no ClassVar above
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "page('evidence')", _("Evidence"), id="desk.evidence"),
        Binding("f3", "page('marks')", _("Marks"), id="desk.marks"),
        Binding("f4", "open_files", _("Files"), id="desk.files"),
        Binding("left", "choose(-1)", _("Before"), id="desk.previous", show=False),
        Binding("right", "choose(1)", _("Next criterion"), id="desk.following", show=False),
        Binding("e", "evidence", _("To its evidence"), id="desk.to-evidence", show=False),
        Binding("w", "questions", _("Whole questions"), id="desk.questions", show=False),
        Binding("d", "compare", _("What changed"), id="desk.compare"),
    ]

    evidence = getters.query_one(EvidencePane)
    marks = getters.query_one(MarksPane)
    strip = getters.query_one(CriteriaStrip)
    _sides = getters.query_one("#sides", Horizontal)

    def __init__(self, portfolio: str, unit: str) -> None:
        """Name the submission; it is read when the screen opens."""
        super().__init__()
        self._key = (portfolio, unit)
        self._sentence = ""
        self._chosen = ""
        """The place under the cursor; see `MarkingSheet`."""
        self._rounds: Sequence[Round] = ()
        self._state: DeskState | None = None
        self._is_on_marks = False
        self._is_away = False
        """Whether decisions are released at an office elsewhere."""

    def compose_body(self) -> ComposeResult:
        """Lay out the evidence and the criteria, or nothing where the submission cannot be read."""
        try:
            view = self.take()
            self._is_away = is_laptop(self.desks)
        except (Refusal, StoreError) as refusal:
            self._sentence = str(refusal)
            return
        self._unit = Unit.model_validate(view.submission.unit)
        self._state = self._stands(view)
        with Horizontal(id="sides"):
            with Vertical(id="evidence-side"):
                yield EvidencePane(view, self._unit, self._rounds)
                yield CriteriaStrip(markup=False)
            with Vertical(id="marks-side"):
                yield MarksPane(view, self._unit, self.desks.actor, self._today)

    def on_mount(self) -> None:
        """Show the marks made so far, and begin with the evidence."""
        self.house.queue_view.at = self._key
        self.masthead.where = _("Marking")
        self.banner.sentence = self._sentence
        if self._state is not None:
            self.show(self._state, self._state.marks)

    def take(self) -> DeskView:
        """Read the submission. Raises Refusal and StoreError."""
        view = self.desks.desk.open(*self._key)
        if view.submission.attempt > 1:
            self._rounds = self.desks.desk.rounds(*self._key)
        return view

    def _today(self) -> date:
        return day_of(self.desks.clock())

    def _stands(self, view: DeskView) -> DeskState:
        return DeskState(view, self.desks.actor, self.desks.clock())

    def read_again(self, marks: Marks | None = None) -> None:
        """Show the submission as it stands in the store now, with other marks where given."""
        try:
            state = self._stands(self.desks.desk.open(*self._key))
        except (Refusal, StoreError) as refusal:
            self._state = None
            self.banner.sentence = str(refusal)
        else:
            self.show(state, marks or state.marks)
        self.refresh_bindings()

    def show(self, state: DeskState, marks: Marks) -> None:
        """Show whose the submission is, and the marks on it."""
        self._state = state
        self._sheet = self._sheet_of(state, marks)
        self.masthead.where = _("Marking › {name} › {unit}, attempt {attempt}").format(
            name=state.view.profile.name,
            unit=unit_name(self._unit),
            attempt=state.view.submission.attempt,
        )
        self.marks.lease.update(Content(state.sentence))
        self.marks.show(self._sheet, is_open=state.is_open)
        self.choose(self._chosen or self._sheet.judged[0])

    def _sheet_of(self, state: DeskState, marks: Marks) -> MarkingSheet:
        """Return the marks as a sheet, with the way back through them where this run has one."""
        attempt = state.view.submission.attempt
        key = (self.desks.actor.id, *self._key, attempt)
        marks = marks.model_copy(update={"attempt": attempt})
        return self.house.sheets.sheet(key, self._unit, marks, state.note)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show only the keys that do something with this submission as it stands."""
        if action in ("back", "help"):
            return True
        if self._state is None:
            return False
        match action:
            case "open_files":
                is_of_use = bool(self._state.view.submission.evidence)
            case "compare":
                is_of_use = bool(self._rounds)
            case "page":
                is_there = (parameters == ("marks",)) == self._is_on_marks
                is_of_use = self.has_class("-narrow") and not is_there
            case "release":
                is_of_use = self._state.allows(action) and not self._is_away
            case _:
                is_of_use = self._state.allows(action)
        return is_of_use

    # Looking at it.

    def choose(self, place: str) -> None:
        """Put the cursor on a place, and mark the activities that show it if it is a criterion."""
        self._chosen = place
        self.marks.show_heads(self._sheet)
        self.marks.select(place)
        self.strip.show(self._unit, self._sheet, place)
        shown_by = {criterion.id: criterion.evidence for criterion in self._unit.criteria}
        number = list(shown_by).index(place) + 1 if place in shown_by else 0
        self.evidence.mark(number, shown_by.get(place, ()))

    def action_open_files(self) -> None:
        """Show the files that were submitted."""
        if self._state is not None:
            attempt = self._state.view.submission.attempt
            self.app.push_screen(doors.evidence_screen(*self._key, attempt))

    def action_choose(self, step: int) -> None:
        """Put the cursor on the place before or after."""
        places = self.marks.places
        self.choose(places[(places.index(self._chosen) + step) % len(places)])

    def on_mark_block_clicked(self, event: MarkBlock.Clicked) -> None:
        """Choose the place that was pointed at."""
        self.choose(event.place)

    def action_page(self, name: str) -> None:
        """Show one of the two pages, where there is room for one only."""
        self.turn_page(on_marks=name == "marks")
        (self.marks if name == "marks" else self.evidence).focus()

    def turn_page(self, *, on_marks: bool) -> None:
        """Show the page with the marks or the one with the evidence, and leave the focus."""
        self._is_on_marks = on_marks
        self._sides.set_class(on_marks, "-on-marks")

    def on_resize(self) -> None:
        """Offer the keys of the two pages only where there are two."""
        self.refresh_bindings()

    def action_evidence(self) -> None:
        """Scroll to the next activity that shows the criterion under the cursor."""
        self.action_page("evidence")
        self.call_after_refresh(self.evidence.go_to_evidence)

    def action_questions(self) -> None:
        """Show the questions whole, or short again."""
        self.evidence.turn_questions()

    def action_compare(self) -> None:
        """Compare with another attempt before this one, or show the answers as they are."""
        self.action_page("evidence")
        self.evidence.compare_with_next()

    # Going on.

    def leave(self) -> None:
        """Go back to where one came from, or to the queue."""
        if self.house.can_go_back:
            self.app.pop_screen()
        else:
            self.app.switch_screen(doors.queue_screen())

    def action_next(self) -> None:
        """Look for the next submission in the queue; it opens once it is found."""
        view = replace(self.house.queue_view)
        self.fetch("next", partial(next_in_view, self.desks, view, self._spot))

    @property
    def _spot(self) -> Spot:
        """Where the submission stands in the queue."""
        if self._state is None:
            return Spot(*self._key, "", "")
        view = self._state.view
        return Spot(*self._key, view.profile.name, view.record.submitted_at)

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Open the next submission, or go back where none waits.

        Whoever has opened something else meanwhile stays there.
        """
        if not self.is_active:
            return
        found = cast("Next | None", event.result)
        if found is None:
            self.notify(_("Nothing else waits in this view."), markup=False)
            self.leave()
            return
        if found.is_from_the_start:
            self.notify(_("That was the last one: back to the first."), markup=False)
        self.app.switch_screen(doors.desk_screen(*row_key(found.row)))
