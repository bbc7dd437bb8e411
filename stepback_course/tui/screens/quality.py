"""Quality assurance: what is to be looked at, whether the plan is met, how far people agree."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from itertools import compress
from threading import Event
from typing import ClassVar, Literal

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import DataTable, Static, Tab, Tabs

from stepback_course.marking.quality.models import Survey
from stepback_course.marking.quality.population import Progress
from stepback_course.marking.quality.telling import compliance_line
from stepback_course.people.policy import may
from stepback_course.text import _, ngettext
from stepback_course.tui import doors
from stepback_course.tui.quality_listing import (
    Line,
    Overview,
    agreement_about,
    agreement_cells,
    plan_about,
    plan_cells,
    read_overview,
    sample_cells,
    samples_about,
)
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.widgets.paged_table import PagedTable

PAGE = 200
WIDE = 120
"""From how many cells on columns have room for long names."""

AT_ONCE = 2000
"""Up to how many decisions the plan's page is read anew when it is turned to."""

Page = Literal["samples", "plan", "agreement"]
_TITLES: dict[Page, str] = {
    "samples": _("To look at"),
    "plan": _("The plan"),
    "agreement": _("Agreement"),
}
_COLUMNS: dict[Page, tuple[tuple[str, int, int], ...]] = {
    "samples": (
        (_("Wanted"), 28, 32),
        (_("Practitioner"), 15, 34),
        (_("Unit"), 15, 18),
        (_("Decided by"), 10, 30),
        (_("Waiting"), 0, 12),
    ),
    "plan": (
        ("", 1, 1),
        (_("Assessor"), 17, 34),
        (_("Risk"), 13, 20),
        (_("Rate"), 5, 6),
        (_("Drawn"), 7, 10),
        (_("Decisions"), 9, 10),
        (_("Looked at"), 9, 10),
    ),
    "agreement": (
        (_("By"), 9, 10),
        (_("What"), 28, 60),
        (_("Pairs"), 5, 6),
        (_("Agreed"), 6, 7),
        (_("Kappa"), 7, 8),
        ("AC1", 7, 8),
    ),
}
"""By page: what stands over each column, and its cells in a narrow window and in a wide one."""


class Stopped(Exception):
    """Whoever sits here has stopped what reads every portfolio."""


class QualityScreen(StepbackScreen[None]):
    """What is to be looked at a second time, and what came of it."""

    CSS_PATH = "quality.tcss"
    HELP_TITLE = _("Quality assurance")
    HELP_TEXT = _(
        "Some decisions are looked at a second time, by somebody else: drawn by the plan, or "
        "chosen. Most are verified: agreed, agreed with advice, or returned to the assessor. A "
        "share is marked a second time by an assessor who does not know the first decision; where "
        "the two differ, a third person decides between them. A certificate waits until nothing "
        "is open. The same seed draws the same sample from the same decisions."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "turn", _("Turn page"), id="quality.turn"),
        Binding("d", "draw", _("Draw"), id="quality.draw"),
        Binding("p", "plan", _("Change the plan"), id="quality.plan"),
        Binding("x", "exception", _("Exception"), id="quality.exception"),
        Binding("m", "more", _("More"), id="quality.more"),
        Binding("f5", "refresh", _("As it stands now"), id="quality.refresh"),
    ]

    table = getters.query_one(PagedTable)
    tabs = getters.query_one(Tabs)

    class Read(Message):
        """Some portfolios are read."""

        def __init__(self, done: int, wanted: int) -> None:
            """Say how many of how many."""
            super().__init__()
            self.done, self.wanted = done, wanted

    def __init__(self) -> None:
        """Begin with nothing read."""
        super().__init__()
        self._view: Overview | None = None
        self._page: Page = "samples"
        self._limit = PAGE
        self._stop = Event()
        self._is_reading = False

    def compose_body(self) -> ComposeResult:
        """Lay out the three pages as tabs over one table."""
        yield Tabs(*(Tab(Content(title), id=page) for page, title in _TITLES.items()))
        with Vertical(id="page"):
            yield Static(id="about", markup=False)
            yield PagedTable()

    def on_mount(self) -> None:
        """Begin in the table."""
        self.masthead.where = _("Quality")
        self.tabs.can_focus = False
        self.table.focus()

    def on_screen_resume(self) -> None:
        """Read again: other people look, too."""
        self.fetch("overview", partial(read_overview, self.desks, self._limit))

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Show what was read, or say what was drawn."""
        match event.result:
            case Overview() as view:
                self._view = view
                self._show()
            case Survey(number=0) as survey:
                self._done("")
                if self._view is not None:
                    self._view = replace(self._view, survey=survey)
                    self._show()
            case Survey() as survey:
                self._done(_drawn(survey))
                self.on_screen_resume()
            case str() as sentence:
                self._done(sentence)
                self.on_screen_resume()

    def _done(self, sentence: str) -> None:
        """Say what was done."""
        self._is_reading = False
        self.masthead.saved = ""
        self.banner.tell(sentence)

    def on_stepback_screen_refused(self, _event: StepbackScreen.Refused) -> None:
        """Let it be begun again; why not stands in the banner."""
        self._is_reading = False
        self.masthead.saved = ""

    def _show(self) -> None:
        if self._view is None:
            return
        view, page, is_wide = self._view, self._page, self.size.width >= WIDE
        abouts: dict[Page, Callable[[Overview], str]] = {
            "samples": samples_about,
            "plan": plan_about,
            "agreement": agreement_about,
        }
        self.query_one("#about", Static).update(Content(abouts[page](view)))
        kept = self.table.key
        self.table.clear(columns=True)
        columns = [(head, wide if is_wide else narrow) for head, narrow, wide in _COLUMNS[page]]
        for head, width in columns:
            if width:
                self.table.add_column(head, width=width)
        lines: dict[Page, Iterable[Line]] = {
            "samples": sample_cells(view, self.desks.clock()),
            "plan": plan_cells(view),
            "agreement": agreement_cells(view),
        }
        shown = [width > 0 for _head, width in columns]
        self.table.fill(((key, tuple(compress(cells, shown))) for key, cells in lines[page]), kept)
        self.table.display = bool(self.table.row_count)
        if self.table.display and self.focused is None:  # a table that was hidden lost the focus
            self.table.focus()
        self.refresh_bindings()

    def on_resize(self) -> None:
        """Use the room there is."""
        self._show()

    # Turning pages.

    def action_turn(self) -> None:
        """Turn to the next page."""
        pages = list(_TITLES)
        self.tabs.active = pages[(pages.index(self._page) + 1) % len(pages)]

    @on(Tabs.TabActivated)
    def _turned(self, event: Tabs.TabActivated) -> None:
        for page in _TITLES:
            if page == event.tab.id and page != self._page:
                self._page = page
                self._show()
                drawn = self._view.survey if self._view else None
                if page == "plan" and drawn and drawn.decisions <= AT_ONCE:
                    self.action_refresh()

    def action_refresh(self) -> None:
        """Look whether anything has changed; on the page of the plan, in every portfolio."""
        if self._page == "plan":
            self._begin(_("Reading; Escape stops"), self.desks.oversight.survey)
        else:
            self.on_screen_resume()

    def action_more(self) -> None:
        """Read more samples, or show more lines."""
        if self._page == "samples" and self._view and self._view.next:
            self._limit += PAGE
            self.on_screen_resume()
        self.table.show_more()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show only the keys that do something for whoever sits here."""
        actor, view = self.desks.actor, self._view
        if action in ("draw", "plan"):
            return may(actor, "plan_sampling") and not (view and view.is_alone)
        if action == "exception":
            return (
                may(actor, "grant_exception")
                and view is not None
                and (view.is_alone or view.exception is not None)
            )
        if action == "more":
            return view is not None and view.next is not None
        return super().check_action(action, parameters)

    # Looking at one.

    @on(DataTable.RowSelected)
    def _selected(self) -> None:
        if self._page == "samples" and (key := self.table.key):
            portfolio, _space, unit = key.partition(" ")
            self.banner.sentence = ""
            self.app.push_screen(doors.sample_screen(portfolio, unit))

    # Drawing.

    def action_draw(self) -> None:
        """Draw what the plan wants; Escape stops it while portfolios are read."""
        self._begin(_("Drawing; Escape stops"), self.desks.oversight.draw)

    def _begin(self, told: str, work: Callable[[Progress], Survey]) -> None:
        """Begin something that reads every portfolio, unless something does already."""
        if not self._is_reading:
            self._is_reading = True
            self._stop.clear()
            self.banner.sentence = ""
            self.masthead.saved = told
            self.fetch("survey", partial(self._surveyed, work))

    def _surveyed(self, work: Callable[[Progress], Survey]) -> Survey | str:
        """Return what came of it; called in a thread."""
        try:
            return work(self._tell_read)
        except Stopped:
            return _("Stopped.")

    def _tell_read(self, done: int, wanted: int) -> None:
        if self._stop.is_set():
            raise Stopped
        if done % 20 == 0 or done == wanted:
            self.post_message(self.Read(done, wanted))

    def on_quality_screen_read(self, event: Read) -> None:
        """Say how far the reading has come."""
        self.masthead.saved = _("{done} of {wanted} portfolios read; Escape stops").format(
            done=event.done, wanted=event.wanted
        )

    def action_back(self) -> None:
        """Stop reading where that is under way; else leave."""
        if self._is_reading:
            self._stop.set()
        else:
            super().action_back()

    # Planning.

    def action_plan(self) -> None:
        """Change the rates."""
        from stepback_course.tui.screens.quality_forms import PlanForm

        self.app.push_screen(PlanForm(self.desks))

    def action_exception(self) -> None:
        """Record that a provider of one awards without second marks, or end that."""
        from stepback_course.tui.screens.dialogs import Confirm
        from stepback_course.tui.screens.quality_forms import ExceptionForm

        if self._view is None or self._view.exception is None:
            self.app.push_screen(ExceptionForm(self.desks))
            return
        ends = Confirm(
            _("End the exception today?"),
            _("It stays on record. From today on certificates wait for open samples again."),
            accept=_("End it"),
        )
        self.app.push_screen(ends, self._end_exception)

    def _end_exception(self, agreed: bool | None) -> None:
        if agreed:
            self.fetch("exception", self._ended)

    def _ended(self) -> str:
        self.desks.oversight.end_exception()
        return _("The exception has ended.")


def _drawn(survey: Survey) -> str:
    count = ngettext(
        "{count} decision was drawn.", "{count} decisions were drawn.", survey.drawn
    ).format(count=survey.drawn)
    return _("{count} {compliance}").format(count=count, compliance=compliance_line(survey))
