"""The list of submissions that wait: what is shown of it, and the way to each."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import DataTable, Static, Tab, Tabs

from stepback_course.marking import QueueRow
from stepback_course.marking.telling import is_open_to
from stepback_course.store import StoreError
from stepback_course.text import _, ngettext
from stepback_course.tui import doors
from stepback_course.tui.handing_over import is_laptop
from stepback_course.tui.queue_filters import (
    told,
)
from stepback_course.tui.queue_listing import PAGE, Listing, read_listing
from stepback_course.tui.queue_view import Pile, QueueView, row_key
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.widgets.queue_table import WIDE, QueueTable

PILES: Mapping[Pile, str] = {"to-mark": _("To mark"), "to-release": _("To release")}


class QueueListScreen(StepbackScreen[None]):
    """What waits, in the order and with the filters of whoever sits here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "next", _("Next free"), id="queue.next"),
        Binding("m", "more", _("More"), id="queue.more"),
        Binding("f5", "refresh", _("Look again"), id="queue.refresh", show=False),
    ]

    table = getters.query_one(QueueTable)
    tabs = getters.query_one(Tabs)

    def __init__(self) -> None:
        """Begin with nothing read."""
        super().__init__()
        self._listing = Listing((), None, {}, {}, {})
        self._asked = 0
        self._is_away = False
        self._is_first_look = True

    @property
    def view(self) -> QueueView:
        """What is looked at."""
        return self.house.queue_view

    def compose_body(self) -> ComposeResult:
        """Lay out the two piles, the filters, and the table."""
        pile = self.view.pile
        yield Tabs(
            *(Tab(Content(title), id=each) for each, title in PILES.items()),
            active=pile,
        )
        yield Static(id="filters", markup=False)
        with Vertical():
            yield QueueTable()
            yield Static(id="nothing", markup=False)

    def on_mount(self) -> None:
        """Begin in the table."""
        self.masthead.where = _("Marking")
        self._seated = self.desks
        with suppress(StoreError):  # reading the rows says so
            self._is_away = is_laptop(self.desks)
        self.tabs.can_focus = False
        self.table.focus()

    def on_screen_suspend(self) -> None:
        """Note where the cursor is."""
        self._note_cursor()

    def on_screen_resume(self) -> None:
        """Read again: other people mark, too; go on where the desk was left."""
        self.table.put_cursor(self.view.at)
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
        if isinstance(event.result, Listing) and asked == str(self._asked):
            listing = event.result
            if self.view.cohort and self.view.cohort not in listing.cohorts:
                self.view.cohort = None  # it was remembered, and is no longer there
                self.look_at_another()
                return
            is_first_look, self._is_first_look = self._is_first_look, False
            if is_first_look and self.view.pile == "to-release" and not listing.rows:
                self.view.pile = "to-mark"  # it was remembered, and there is nothing left to do
                self.look_at_another()
                return
            self._note_cursor()
            self._listing = self._listing.followed_by(listing) if what == "more" else listing
            self._fill()

    def look_at_another(self) -> None:
        """Read from the beginning, with the cursor on the first row."""
        self._listing = replace(self._listing, rows=(), next=None)
        self.table.forget_cursor()
        self.table.select_none()
        self.view.at = None
        self.house.queue_memory.keep(self.desks)
        self._read()

    def _fill(self) -> None:
        # Not before the rows are read: the line under the tabs glides, which holds a thread up.
        with self.prevent(Tabs.TabActivated):
            self.tabs.active = self.view.pile
        self._count_piles()
        table, has_rows = self.table, bool(self._listing.rows)
        table.show(self._listing, self.desks.actor, self.desks.clock(), room=self.size.width)
        table.put_cursor(self.view.at)
        self._remember_place()
        table.display = has_rows
        if has_rows and self.focused is None:  # a table that was hidden has lost the focus
            table.focus()
        nothing = self.query_one("#nothing", Static)
        nothing.update(Content(self._nothing()))
        nothing.display = not has_rows
        self.show_filters()
        self.refresh_bindings()

    def _count_piles(self) -> None:
        """Say on each tab how many are in its pile."""
        for pile, title in PILES.items():
            is_here = pile == self.view.pile
            count = self._listing.in_this_pile if is_here else self._listing.in_other_pile
            label = _("{title} ({count})").format(title=title, count=count)
            tab = self.query_one(f"#{pile}", Tab)
            if tab.label_text != label:  # laid out again, it takes its time
                tab.label = Content(label)

    def show_filters(self) -> None:
        """Say what is looked at, how much there is of it, and how many are selected."""
        line = _("{looked} · {shown}").format(
            looked=told(self.view, self._listing), shown=self._shown()
        )
        if count := self.table.selected_count:
            selected = ngettext("● {count} selected", "● {count} selected", count)
            line = _("{line} · {selected}").format(line=line, selected=selected.format(count=count))
        self.query_one("#filters", Static).update(Content(line))

    def _shown(self) -> str:
        count = len(self._listing.rows)
        if not count:
            return _("nothing waits")
        if self._listing.next:
            sentence = ngettext(
                "the first {count} is shown, m shows more",
                "the first {count} are shown, m shows more",
                count,
            )
        else:
            sentence = ngettext("{count} waits", "{count} wait", count)
        return sentence.format(count=count)

    def _nothing(self) -> str:
        if self.view.is_narrowed:
            return _("Nothing waits here. f looks at something else, 0 leaves nothing out.")
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

    def _note_cursor(self) -> None:
        """Note where the cursor is, unless it is still to go where the desk, or a new view, is."""
        shown = [row_key(row) for row in self._listing.rows]
        if self.view.at in shown:
            self._remember_place()

    def on_unmount(self) -> None:
        """Let the view be there again the next time, for whoever sat here."""
        self.house.queue_memory.keep(self._seated)

    def action_back(self) -> None:
        """Leave, and remember the place."""
        self._remember_place()
        super().action_back()

    # Opening.

    @on(DataTable.RowSelected)
    def _row_entered(self) -> None:
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
        if row.is_own or row.is_conflict:
            self.banner.sentence = (
                _("This is your own work: somebody else marks it.")
                if row.is_own
                else _("You declared a conflict of interest with {name}: somebody else marks it.")
            ).format(name=row.name)
            return
        self.banner.sentence = ""
        self.view.at = row_key(row)
        self.table.put_cursor(self.view.at)
        self.house.queue_memory.keep(self.desks)
        self.app.push_screen(doors.desk_screen(*row_key(row)))
