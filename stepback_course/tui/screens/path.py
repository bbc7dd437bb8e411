"""The practitioner's home: the units of the course as a way to walk."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import DataTable, Static

from stepback_course.clock import day_of
from stepback_course.portfolio import PortfolioView, UnitView
from stepback_course.portfolio.telling.guidance import Deed, deeds, worked_on_last
from stepback_course.portfolio.telling.standing import due_sentence, standing_line, tally
from stepback_course.portfolio.telling.words import full_name
from stepback_course.portfolio.watching import revisions
from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.refusals import Refusal
from stepback_course.tui import doors
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.way_ahead import due_day, offers
from stepback_course.tui.widgets.ahead import Ahead
from stepback_course.tui.widgets.deeds import DeedLine, Offer
from stepback_course.tui.widgets.unit_panel import UnitPanel
from stepback_course.tui.widgets.way import UnitTable

WIDE = 120
"""From how many cells on the unit under the cursor stands beside the way."""
TALL = 36
"""From how many lines on the way is drawn with room between the units."""
NEWS_SECONDS = 4.0
"""How often somebody else's writing in the portfolio is looked for."""


class PathScreen(StepbackScreen[None]):
    """Eleven units, where each stands, and what to do next."""

    CSS_PATH = "path.tcss"
    AUTO_FOCUS = ""
    """The way takes the focus by itself, whenever the screen comes to the front."""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 # as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (TALL, "-tall")]  # noqa: RUF012 # as Textual declares it
    HELP_TITLE = _("My course")
    HELP_TEXT = _(
        "This is your way through the course. The first line says what is next, and its key does "
        "it. Open any unit with Enter and work on it for as long as you like; it keeps your place. "
        "A unit whose pages are all complete is ready: submit it, alone or with others. While "
        "nobody has begun to assess it you can take it back."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g", "go_on", _("Go on"), id="path.go-on", show=False),
        Binding("m", "short", _("Something for 15 minutes"), id="path.short", show=False),
        Binding("s", "submit", _("Submit"), id="path.submit"),
        Binding("f", "feedback", _("Feedback"), id="path.feedback"),
        Binding("w", "withdraw", _("Take back"), id="path.withdraw"),
        Binding("h", "hand_over", _("Hand over"), id="path.hand-over"),
        Binding("n", "confirm_name", _("Certificate name"), id="path.name"),
    ]

    ahead = getters.query_one(Ahead)
    table = getters.query_one(UnitTable)
    panel = getters.query_one(UnitPanel)

    def __init__(self, portfolio: str) -> None:
        """Name the portfolio; it is read when the screen comes to the front."""
        super().__init__()
        self._portfolio = portfolio
        self._view: PortfolioView | None = None
        self._deeds: list[Deed] = []
        self._due = ""
        self._has_office = False
        self._inside: UnitView | None = None
        """The unit that is shown beside the way."""
        self._revisions: dict[str, int] = {}

    def compose_body(self) -> ComposeResult:
        """Lay out what to do, the way, and where the unit under the cursor stands."""
        yield Ahead()
        with Horizontal(id="way"):
            yield UnitTable(id="units")
            yield UnitPanel()
        yield Static(id="standing", markup=False)

    def on_mount(self) -> None:
        """Open this portfolio first the next time, and look for news from now on."""
        self.call_after_refresh(self.house.remember, portfolio=self._portfolio)
        self.set_interval(NEWS_SECONDS, self.look_for_news)

    def on_screen_resume(self) -> None:
        """Read the portfolio, for the first time or again, when the screen is in front."""
        is_first = self._view is None
        view = self._read()
        if view is None:
            return
        self._show(view)
        if is_first:
            last = self.house.places.of(self._portfolio).last
            known = [unit.unit.id for unit in view.units]
            self.table.point_at(last if last in known else worked_on_last(view))
            self._pointed_at()
        self.table.focus()
        # After the way itself is drawn, so that the screen opens sooner.
        self.call_after_refresh(self._ask_what_waits_for_the_office)
        self.call_after_refresh(self.look_for_news)

    def on_resize(self) -> None:
        """Give the way the room there is."""
        if self._view is not None:
            self.table.show(self._view, is_roomy=self._is_roomy)
            self._show_inside()

    @property
    def _is_roomy(self) -> bool:
        return self.size.width >= WIDE and self.size.height >= TALL

    # News.

    def look_for_news(self) -> None:
        """Look in a thread whether the portfolio was written elsewhere."""
        if self.is_current and self._view is not None:
            self.fetch("news", partial(revisions, self.desks.store, self._portfolio))

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Show what was written elsewhere, and say what the office has not got yet."""
        if event.what == "news":
            self._heard(event.result)
        else:
            self._say_what_waits_for_the_office(event.result)

    def on_stepback_screen_refused(self, event: StepbackScreen.Refused) -> None:
        """Say why, but of news nothing: a store that cannot be asked now is asked again soon."""
        if event.what == "news":
            event.prevent_default()

    def _heard(self, found: object) -> None:
        assert isinstance(found, dict)  # noqa: S101 # `revisions` returned it
        before, self._revisions = self._revisions, found
        if before and found != before and (view := self._read()) is not None:
            self._show(view)

    def _ask_what_waits_for_the_office(self) -> None:
        from stepback_course.tui.handing_over import new_line

        self.fetch("office", partial(new_line, self.desks))

    def _say_what_waits_for_the_office(self, line: object) -> None:
        self._has_office = isinstance(line, str)
        self.ahead.show_office(str(line or ""))
        self.refresh_bindings()

    # What is shown.

    def _read(self) -> PortfolioView | None:
        try:
            view = self.desks.workbook.open(self._portfolio)
            self._due = due_day(self.desks.store, view.profile.cohort)
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)
            return None
        self._view = view
        return view

    def _show(self, view: PortfolioView) -> None:
        self.masthead.where = _("My course: {name}").format(name=view.profile.name)
        self._deeds = deeds(view, self._stopped())
        due = due_sentence(view.units, self._due, day_of(self.desks.clock()))
        self.ahead.show(self._offers(), due, tally(view))
        self.table.show(view, is_roomy=self._is_roomy)
        self._pointed_at()

    def _stopped(self) -> dict[str, str]:
        """Return at which activity of each unit somebody stopped."""
        stops = self.house.places.of(self._portfolio).units
        return {unit: stop.page.partition("/")[2] for unit, stop in stops.items()}

    def _offers(self) -> list[Offer]:
        """Return what could be done, each with its key as it is shown."""
        keys = {
            active.binding.action: self.app.get_key_display(active.binding)
            for active in self.active_bindings.values()
        }
        return offers(self._deeds, keys)

    # The unit under the cursor.

    @property
    def _unit(self) -> UnitView | None:
        return self.table.unit

    @property
    def _with_feedback(self) -> str:
        """The unit that came back, as is said above; without one, the unit under the cursor."""
        came_back = [deed.unit for deed in self._deeds if deed.kind == "feedback"]
        here = self._unit.unit.id if self._unit is not None and self._unit.released else ""
        return here if here in came_back or not came_back else came_back[0]

    def _deed(self, kind: str) -> Deed | None:
        return next((deed for deed in self._deeds if deed.kind == kind), None)

    @on(DataTable.RowHighlighted)
    def _pointed_at(self) -> None:
        if self._unit is not None:
            self.query_one("#standing", Static).update(Content(standing_line(self._unit)))
            # After the way itself is drawn, so that the screen opens sooner.
            self.call_after_refresh(self._show_inside)
            self.refresh_bindings()

    def _show_inside(self) -> None:
        """Show the unit under the cursor and its pages where there is room for them."""
        from stepback_course.tui.open_unit import OpenUnit

        if not self.is_attached:  # left before it was drawn
            return
        unit, view = self._unit, self._view
        if unit is None or view is None or unit is self._inside:
            return
        if self.size.width >= WIDE:
            self._inside = unit
            pages = OpenUnit(unit, view.consent).labels()
            lines = (line for _key, line in pages)
            self.panel.show(full_name(unit.unit), standing_line(unit), lines)

    # What is done.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done, with the unit under the cursor or with the course."""
        possible = {
            "go_on": lambda: self._deed("write") is not None,
            "short": lambda: self._deed("short") is not None,
            "submit": lambda: self._view is not None and bool(self._view.ready),
            "feedback": lambda: bool(self._with_feedback),
            "withdraw": lambda: self._unit is not None and self._unit.record.state == "submitted",
            "hand_over": lambda: self._has_office,
            "confirm_name": lambda: self._view is not None and not self._view.award.number,
        }
        if action in possible:
            return possible[action]()
        return super().check_action(action, parameters)

    @on(DeedLine.Chosen)
    async def _chosen(self, event: DeedLine.Chosen) -> None:
        await self.run_action(event.action)

    @on(DataTable.RowSelected)
    def action_open_unit(self) -> None:
        """Open the unit under the cursor."""
        if self._unit is not None:
            self._open(self._unit.unit.id)

    def action_go_on(self) -> None:
        """Go on where somebody stopped, or begin what is next."""
        if deed := self._deed("write"):
            self._open(deed.unit)

    def action_short(self) -> None:
        """Open something that fits into a quarter of an hour."""
        if deed := self._deed("short"):
            self._open(deed.unit, f"activity/{deed.activity}")

    def _open(self, unit: str, page: str = "") -> None:
        self.table.point_at(unit)
        self.app.push_screen(doors.unit_screen(self._portfolio, unit, page))

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
        from stepback_course.tui.path_questions import take_back_question

        unit = self._unit
        if unit is None:
            return

        def take_back(is_sure: bool | None) -> None:
            if is_sure:
                self._do(lambda: self.desks.workbook.withdraw(self._portfolio, unit.unit.id))

        self.app.push_screen(take_back_question(unit), take_back)

    def action_confirm_name(self) -> None:
        """Ask for the name as it is to be printed on the certificate, and for its language."""
        from stepback_course.people.organisation import organisation_of
        from stepback_course.tui.screens.name_form import NameForm, PrintedName

        def confirm(answer: PrintedName | None) -> None:
            if answer is not None:
                self._do(
                    lambda: self.desks.workbook.confirm_name(
                        self._portfolio, answer.name, answer.language
                    )
                )

        if self._view is not None:
            usual = organisation_of(self.desks.store).language
            self.app.push_screen(NameForm(self._view, usual), confirm)

    def _do(self, deed: Callable[[], None]) -> None:
        """Do something to the portfolio and show it as it is then, or say why it was not done."""
        self.banner.sentence = ""
        try:
            deed()
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)
        if (view := self._read()) is not None:
            self._show(view)
