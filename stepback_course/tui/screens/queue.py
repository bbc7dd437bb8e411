"""The submissions that wait: to be marked, and to be released."""

from dataclasses import dataclass, replace
from functools import partial
from threading import Event
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import DataTable, Static, Tab, Tabs

from stepback_course.marking import QueueRow
from stepback_course.portfolio.telling.words import unit_name
from stepback_course.text import _, ngettext
from stepback_course.tui import doors
from stepback_course.tui.handing_over import is_laptop
from stepback_course.tui.queue_listing import PAGE, Listing, read_listing
from stepback_course.tui.queue_view import QueueView, is_open_to, row_key
from stepback_course.tui.releasing import Releases, question, release_each
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.screens.dialogs import ChooseOne, Confirm
from stepback_course.tui.widgets.queue_table import QueueTable

WIDE = 120
"""From how many cells on there is room for every column."""
EVERYTHING = "*"
"""What stands for no filter among choices; no identifier has this character."""


class QueueScreen(StepbackScreen[None]):
    """What waits, oldest first."""

    CSS_PATH = "queue.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 # no ClassVar above
    HELP_TITLE = _("The queue")
    HELP_TEXT = _(
        "Submissions wait here, oldest first. Enter opens the one under the cursor and claims it "
        "for you, so that nobody else marks it meanwhile. t turns to the decisions that wait to be "
        "released: practitioners see them only then. c and u show one cohort or one unit only."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "turn_pile", _("Mark/release"), id="queue.pile"),
        Binding("n", "next", _("Next free"), id="queue.next"),
        Binding("r", "release", _("Release"), id="queue.release"),
        Binding("R", "release_all", _("Release yours"), id="queue.release-all"),
        Binding("c", "choose_cohort", _("Cohort"), id="queue.cohort"),
        Binding("u", "choose_unit", _("Unit"), id="queue.unit"),
        Binding("m", "more", _("More"), id="queue.more"),
        Binding("f5", "refresh", _("Look again"), id="queue.refresh", show=False),
    ]

    table = getters.query_one(QueueTable)
    tabs = getters.query_one(Tabs)

    @dataclass
    class Released(Message):
        """One more of several decisions is released."""

        done: int
        wanted: int

    def __init__(self) -> None:
        """Begin with nothing read."""
        super().__init__()
        self._listing = Listing((), None, {}, {}, {})
        self._asked = 0
        self._is_releasing = False
        self._is_away = False
        self._stop = Event()

    @property
    def view(self) -> QueueView:
        """What is looked at."""
        return self.house.queue_view

    def compose_body(self) -> ComposeResult:
        """Lay out the two piles, the filters, and the table."""
        pile = self.view.pile
        yield Tabs(
            Tab(Content(_("To mark")), id="to-mark"),
            Tab(Content(_("To release")), id="to-release"),
            active=pile,
        )
        yield Static(id="filters", markup=False)
        with Vertical():
            yield QueueTable()
            yield Static(id="nothing", markup=False)

    def on_mount(self) -> None:
        """Begin in the table."""
        self.masthead.where = _("Marking")
        self._is_away = is_laptop(self.desks)
        self.tabs.can_focus = False
        self.table.focus()

    def on_screen_resume(self) -> None:
        """Read again: other people mark, too."""
        self._read()

    # Reading.

    def _read(self) -> None:
        """Read as many rows as are shown now, and at least a page, from the beginning."""
        self._asked += 1
        limit = max(PAGE, len(self._listing.rows))
        view = replace(self.view)
        self.fetch(f"rows {self._asked}", partial(read_listing, self.desks, view, limit=limit))

    def action_refresh(self) -> None:
        """Look whether anything has changed."""
        self._remember_place()
        self._read()

    def action_more(self) -> None:
        """Read the next rows, below those that are shown."""
        after = self._listing.next
        if after is not None:
            self._remember_place()
            self._asked += 1
            view = replace(self.view)
            self.fetch(f"more {self._asked}", partial(read_listing, self.desks, view, after))

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Show what was read, unless something else has been asked since."""
        what, _separator, asked = event.what.partition(" ")
        if isinstance(event.result, Releases):
            self._show_releases(event.result)
        elif isinstance(event.result, Listing) and asked == str(self._asked):
            listing = event.result
            self._listing = self._listing.followed_by(listing) if what == "more" else listing
            self._fill()

    def _fill(self) -> None:
        table, has_rows = self.table, bool(self._listing.rows)
        table.show(self._listing, self.desks.actor, self.desks.clock(), is_wide=self._is_wide)
        table.put_cursor(self.view.at)
        table.display = has_rows
        if has_rows and self.focused is None:  # a table that was hidden has lost the focus
            table.focus()
        nothing = self.query_one("#nothing", Static)
        nothing.update(Content(self._nothing()))
        nothing.display = not has_rows
        self._show_filters()
        self.refresh_bindings()

    def _show_filters(self) -> None:
        count = len(self._listing.rows)
        if not count:
            shown = _("nothing waits")
        elif self._listing.next:
            shown = ngettext(
                "the oldest {count} is shown, m shows more",
                "the oldest {count} are shown, m shows more",
                count,
            )
        else:
            shown = ngettext("{count} waits", "{count} wait", count)
        line = _("{cohort} · {unit} · {shown}").format(
            cohort=self._cohort_name(), unit=self._unit_name(), shown=shown.format(count=count)
        )
        self.query_one("#filters", Static).update(Content(line))

    def _nothing(self) -> str:
        if self.view.cohort or self.view.unit:
            return _("Nothing waits here. c and u choose another cohort or unit, or all of them.")
        if self._is_away:
            return _(
                "Nothing waits. Work to mark comes from the office in sealed files, and what you "
                "decide goes back in one: the place “Handing over” opens and makes them."
            )
        if self.view.pile == "to-release":
            return _(
                "No decision waits to be released. What you decide comes here; t goes back to what "
                "is to be marked."
            )
        return _(
            "Nothing waits to be marked. What practitioners submit comes here by itself; t shows "
            "the decisions that wait to be released."
        )

    def _cohort_name(self) -> str:
        cohort = self.view.cohort
        return self._listing.cohorts.get(cohort, cohort) if cohort else _("All cohorts")

    def _unit_name(self) -> str:
        wanted = self.view.unit
        if wanted is None:
            return _("all units")
        unit = self._listing.units_of(self.view.cohort).get(wanted)
        return unit_name(unit) if unit else wanted

    @property
    def _is_wide(self) -> bool:
        return self.size.width >= WIDE

    def on_resize(self) -> None:
        """Show the columns there is room for."""
        if self.table.columns and self._is_wide != self.table.shows_all:
            self._remember_place()
            self._fill()

    # Where one is.

    def _remember_place(self) -> None:
        self.view.at = self.table.remember_cursor() or self.view.at

    def action_back(self) -> None:
        """Stop releasing where that is under way; else leave, and remember the place."""
        if self._is_releasing:
            self._stop.set()
            return
        self._remember_place()
        super().action_back()

    # Opening.

    @on(DataTable.RowSelected)
    def _selected(self) -> None:
        self._remember_place()
        row = self.table.row
        if row is not None:
            self._open(row)

    def action_next(self) -> None:
        """Open the first submission from the cursor on that nobody else has."""
        self._remember_place()
        actor, at = self.desks.actor, self.desks.clock()
        for row in self.table.rows_from_cursor:
            if is_open_to(row, actor, at):
                self._open(row)
                return
        self.notify(_("Nothing here is free for you to take up."), markup=False)

    def _open(self, row: QueueRow) -> None:
        if row.is_own:
            self.banner.sentence = _("This is your own work: somebody else marks it.")
            return
        self.banner.sentence = ""
        self.view.at = row_key(row)
        self.app.push_screen(doors.desk_screen(*row_key(row)))

    # What is looked at.

    def action_turn_pile(self) -> None:
        """Turn from what is to be marked to what is to be released, or back."""
        self.tabs.active = "to-release" if self.view.pile == "to-mark" else "to-mark"

    @on(Tabs.TabActivated)
    def _pile_chosen(self, event: Tabs.TabActivated) -> None:
        pile = event.tab.id
        if pile in ("to-mark", "to-release") and pile != self.view.pile:
            self.view.pile = "to-mark" if pile == "to-mark" else "to-release"
            self._look_at_another()

    def _look_at_another(self) -> None:
        """Read from the beginning, with the cursor on the oldest row."""
        self._listing = replace(self._listing, rows=(), next=None)
        self.table.forget_cursor()
        self.view.at = None
        self._read()

    def action_choose_cohort(self) -> None:
        """Ask which cohort to look at."""
        choices = [(EVERYTHING, _("All cohorts")), *self._listing.cohorts.items()]
        self.app.push_screen(ChooseOne(_("Which cohort?"), "", choices), self._cohort_chosen)

    def _cohort_chosen(self, chosen: str | None) -> None:
        if chosen is not None:
            self.view.cohort = None if chosen == EVERYTHING else chosen
            self._look_at_another()

    def action_choose_unit(self) -> None:
        """Ask which unit to look at."""
        lines = [
            (name, _("{name}: {title}").format(name=unit_name(unit), title=unit.title))
            for name, unit in self._listing.units_of(self.view.cohort).items()
        ]
        choices = [(EVERYTHING, _("All units")), *lines]
        self.app.push_screen(ChooseOne(_("Which unit?"), "", choices), self._unit_chosen)

    def _unit_chosen(self, chosen: str | None) -> None:
        if chosen is not None:
            self.view.unit = None if chosen == EVERYTHING else chosen
            self._look_at_another()

    # Releasing.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show only the keys that do something in this pile."""
        if action in ("release", "release_all"):
            return self.view.pile == "to-release" and not self._is_away
        if action == "next":
            return self.view.pile == "to-mark"
        if action == "more":
            return self._listing.next is not None
        return True

    def action_release(self) -> None:
        """Ask whether the decision under the cursor is to be released."""
        self._remember_place()
        row = self.table.row
        if row is not None and not row.is_own:
            self._ask_to_release([row])

    def action_release_all(self) -> None:
        """Ask whether all of one's own decisions that are listed are to be released."""
        self._remember_place()
        actor = self.desks.actor
        mine = [
            row
            for row in self._listing.rows
            if row.yours_to_mark and row.assessor and actor.is_person(row.assessor)
        ]
        if mine:
            self._ask_to_release(mine)
        else:
            self.notify(_("None of the decisions listed here is yours."), markup=False)

    def _ask_to_release(self, rows: list[QueueRow]) -> None:
        if not self._is_releasing:
            title, sentence = question(rows)
            self.app.push_screen(
                Confirm(title, sentence, accept=_("Release")), partial(self._release, rows)
            )

    def _release(self, rows: list[QueueRow], agreed: bool | None) -> None:
        if agreed:
            self._is_releasing = True
            self._stop.clear()
            tell = partial(self._tell_released, len(rows))
            self.fetch("releases", partial(release_each, self.desks.desk, rows, self._stop, tell))

    def _tell_released(self, wanted: int, done: int) -> None:
        """Post how far the releasing has come; called in a thread."""
        self.post_message(self.Released(done, wanted))

    def on_queue_screen_released(self, event: Released) -> None:
        """Say how far the releasing has come."""
        self.masthead.saved = _("Released {done} of {wanted}; escape stops").format(
            done=event.done, wanted=event.wanted
        )

    def _show_releases(self, releases: Releases) -> None:
        self._is_releasing = False
        self.masthead.saved = releases.done_sentence
        self.banner.sentence = releases.refused_sentence
        self._read()
