"""The practitioner's home: the units of the course as a way to walk."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import DataTable, Static

from stepback_course.portfolio import PortfolioView, UnitView
from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.refusals import Refusal
from stepback_course.tui import doors
from stepback_course.tui.guidance import (
    next_step,
    short_sentence,
    standing_line,
    unit_name,
    whose_turn,
    worked_on_last,
)
from stepback_course.tui.handing_over import new_line
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.widgets.row_table import RowTable
from stepback_course.tui.words import status_line

WIDE = 120


class UnitTable(RowTable):
    """The units, one under the other."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select_cursor", _("Open"), id="path.open")
    ]


class PathScreen(StepbackScreen[None]):
    """Eleven units, where each stands, and what to do next."""

    CSS_PATH = "path.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 # as Textual declares it
    HELP_TITLE = _("My course")
    HELP_TEXT = _(
        "This is your way through the course. Open a unit with Enter and work on it for as long as "
        "you like; it keeps your place. A unit whose pages are all complete is ready: submit it, "
        "alone or with others. While nobody has begun to assess it you can take it back."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "submit", _("Submit"), id="path.submit"),
        Binding("f", "feedback", _("Feedback"), id="path.feedback"),
        Binding("w", "withdraw", _("Take back"), id="path.withdraw"),
        Binding("h", "hand_over", _("Hand over"), id="path.hand-over"),
        Binding("n", "confirm_name", _("Certificate name"), id="path.name"),
    ]

    table = getters.query_one(UnitTable)

    def __init__(self, portfolio: str) -> None:
        """Name the portfolio; it is read when the screen comes to the front."""
        super().__init__()
        self._portfolio = portfolio
        self._view: PortfolioView | None = None
        self._filled_width = 0
        self._has_office = False

    def compose_body(self) -> ComposeResult:
        """Lay out what is next, the way, and where the unit under the cursor stands."""
        with Vertical(id="ahead"):
            yield Static(id="next", markup=False)
            yield Static(id="short", markup=False)
            yield Static(id="progress", markup=False)
            yield Static(id="handing-over", classes="-empty", markup=False)
        yield UnitTable(id="units", cursor_type="row")
        yield Static(id="standing", markup=False)
        with VerticalScroll(id="inside", can_focus=False):
            yield Static(id="pages", markup=False)

    def on_mount(self) -> None:
        """Open this portfolio first the next time."""
        self.call_after_refresh(self.house.remember, portfolio=self._portfolio)

    def on_screen_resume(self) -> None:
        """Read the portfolio, for the first time or again, when the screen is in front."""
        view = self._read()
        if view is None:
            return
        is_first = self._view is None
        self._view = view
        self._show(view)
        if is_first:
            self.table.move_cursor(row=self.table.get_row_index(worked_on_last(view)))
        self.table.focus()
        # After the way itself is drawn, so that the screen opens sooner.
        self.call_after_refresh(self.fetch, "office", partial(new_line, self.desks))

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Say what the office has not got yet, where there is an office elsewhere."""
        self._has_office = isinstance(event.result, str)
        line = str(event.result or "")
        handing_over = self.query_one("#handing-over", Static)
        handing_over.update(Content(line))
        handing_over.set_class(not line, "-empty")
        self.refresh_bindings()

    def on_resize(self) -> None:
        """Give the titles the width there is."""
        if self._view is not None and self.size.width != self._filled_width:
            self._fill(self._view)

    def _read(self) -> PortfolioView | None:
        try:
            return self.desks.workbook.open(self._portfolio)
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)
            return None

    def _show(self, view: PortfolioView) -> None:
        self.masthead.where = _("My course: {name}").format(name=view.profile.name)
        self.query_one("#next", Static).update(Content(next_step(view).sentence))
        short = self.query_one("#short", Static)
        short.update(Content(short_sentence(view)))
        short.set_class(not short_sentence(view), "-empty")
        met = sum(unit.status == "met" for unit in view.units)
        progress = _("{met} of {units} met").format(met=met, units=len(view.units))
        self.query_one("#progress", Static).update(Content(progress))
        self._fill(view)
        self._pointed_at()

    def _fill(self, view: PortfolioView) -> None:
        """Fill the table anew at the width there is, with the cursor where it was."""
        self._filled_width = self.size.width
        row = self.table.cursor_row
        self.table.clear(columns=True)
        stands = _("Where it stands")
        status_width = max(len(stands), *(len(status_line(unit.status)) for unit in view.units))
        turn_width = max(len(whose_turn(unit)) for unit in view.units)
        minutes = _("Minutes")
        is_wide = self.size.width >= WIDE
        used = 2 + status_width + len(minutes) + (turn_width + 2 if is_wide else 0)
        self.table.add_column("", width=2)
        self.table.add_column(_("Unit"), width=max(20, min(64, self.size.width - used - 12)))
        self.table.add_column(stands, width=status_width)
        if is_wide:
            self.table.add_column(_("Whose turn"), width=turn_width)
        self.table.add_column(minutes, width=len(minutes))
        for number, unit in enumerate(view.units, start=1):
            place = Text(str(number), justify="right")
            cells = [place, Text(unit.unit.title), Text(status_line(unit.status))]
            if is_wide:
                cells.append(Text(whose_turn(unit)))
            cells.append(Text(str(unit.unit.minutes), justify="right"))
            self.table.add_row(*cells, height=None, key=unit.unit.id)
        self.table.move_cursor(row=row)

    # The unit under the cursor.

    @property
    def _unit(self) -> UnitView | None:
        if self._view is None or not self.table.is_valid_row_index(self.table.cursor_row):
            return None
        return self._view.units[self.table.cursor_row]

    @property
    def _with_feedback(self) -> str:
        """The unit under the cursor if it has feedback, else the first that came back."""
        if self._unit is not None and self._unit.released:
            return self._unit.unit.id
        came_back = (
            (unit for unit in self._view.units if unit.status == "referred") if self._view else ()
        )
        return next((unit.unit.id for unit in came_back), "")

    @on(DataTable.RowHighlighted)
    def _pointed_at(self) -> None:
        if self._unit is not None:
            self.query_one("#standing", Static).update(Content(standing_line(self._unit)))
            # After the way itself is drawn, so that the screen opens sooner.
            self.call_after_refresh(self._show_pages)
            self.refresh_bindings()

    def _show_pages(self) -> None:
        """List the pages of the unit under the cursor where there is room for them."""
        from stepback_course.tui.open_unit import OpenUnit

        if self.size.width >= WIDE and self._unit is not None and self._view is not None:
            pages = OpenUnit(self._unit, self._view.consent).labels()
            lines = "\n".join(line for _key, line in pages)
            self.query_one("#pages", Static).update(Content(lines))

    @on(DataTable.RowSelected)
    def action_open_unit(self) -> None:
        """Open the unit under the cursor."""
        if self._unit is not None:
            self.app.push_screen(doors.unit_screen(self._portfolio, self._unit.unit.id))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done, with the unit under the cursor or with the course."""
        view, unit = self._view, self._unit
        if action == "submit":
            return view is not None and bool(view.ready)
        if action == "feedback":
            return bool(self._with_feedback)
        if action == "withdraw":
            return unit is not None and unit.record.state == "submitted"
        if action == "hand_over":
            return self._has_office
        if action == "confirm_name":
            return view is not None and not view.award.number
        return super().check_action(action, parameters)

    def action_hand_over(self) -> None:
        """Hand work over to the office, or open what came from there."""
        self.app.push_screen(doors.handover_screen())

    def action_feedback(self) -> None:
        """Read what an assessor said about the unit, or about the one that came back."""
        if unit := self._with_feedback:
            self.app.push_screen(doors.feedback_screen(self._portfolio, unit))

    def action_submit(self) -> None:
        """Submit the units that are ready."""
        from stepback_course.tui.screens.submit import SubmitScreen

        if self._view is not None:
            self.app.push_screen(SubmitScreen(self.desks, self._view))

    def action_withdraw(self) -> None:
        """Take the unit's submission back, after asking."""
        if self._unit is None:
            return
        identifier = self._unit.unit.id
        sentence = _(
            "{unit} comes back to you, and you can change it and submit it again. "
            "This attempt does not count."
        )
        from stepback_course.tui.screens.dialogs import Confirm

        question = Confirm(
            _("Take it back?"),
            sentence.format(unit=unit_name(self._unit.unit)),
            accept=_("Take back"),
        )

        def take_back(is_sure: bool | None) -> None:
            if is_sure:
                self._do(lambda: self.desks.workbook.withdraw(self._portfolio, identifier))

        self.app.push_screen(question, take_back)

    def action_confirm_name(self) -> None:
        """Ask for the name as it is to be printed on the certificate."""
        if self._view is None:
            return
        from stepback_course.tui.screens.dialogs import AskLine

        question = AskLine(
            _("The name on your certificate"),
            _("It is printed exactly as it stands here. Once a certificate is made it is fixed."),
            value=self._view.award.name or self._view.profile.name,
            accept=_("Confirm"),
            check=lambda name: "" if name else _("Type the name to print."),
        )

        def confirm(name: str | None) -> None:
            if name is not None:
                self._do(lambda: self.desks.workbook.confirm_name(self._portfolio, name))

        self.app.push_screen(question, confirm)

    def _do(self, deed: Callable[[], None]) -> None:
        """Do something to the portfolio and show it as it is then, or say why it was not done."""
        self.banner.sentence = ""
        try:
            deed()
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)
        view = self._read()
        if view is not None:
            self._view = view
            self._show(view)
