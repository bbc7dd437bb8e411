"""The register of certificates."""

from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import DataTable, Input, Tab, Tabs

from stepback_course.awards.models import RegisterRow, Sought
from stepback_course.awards.register import PAGE
from stepback_course.clock import day_of
from stepback_course.text import _, clean_line
from stepback_course.tui.awarding import SELECTED, Done, write_letters
from stepback_course.tui.register_tasks import (
    STATES,
    RegisterView,
    read_register,
    row_cells,
)
from stepback_course.tui.screens.awarding_base import AwardingScreen
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.screens.dialogs import ChooseOne
from stepback_course.tui.screens.saved_certificate import ask_folder, ask_where, open_certificate
from stepback_course.tui.widgets.paged_table import CountLine, PagedTable

WIDE = 120
SEARCH_AFTER = 0.2
"""How long nothing more is typed before it is sought, in seconds."""
COLUMNS = (
    (_("Number"), 22, 24),
    (_("Name"), 19, 32),
    (_("Awarded on"), 17, 18),
    (_("State"), 10, 11),
    (_("Signed"), 0, 11),
    (_("Cohort"), 0, 26),
    (_("Replaced by"), 0, 22),
)
"""What stands over each column, and its cells in a narrow window and in a wide one."""
PAGES = {"certificates": _("Certificates"), "specimens": _("Specimens")}
YEARS = 5


class SearchLine(Input):
    """A line to search in; the arrows and Enter lead to what was found."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,enter", "leave", show=False),
        Binding("escape", "clear", show=False),
    ]

    def action_leave(self) -> None:
        """Go to what was found."""
        self.screen.query_one(PagedTable).focus()

    def action_clear(self) -> None:
        """Seek nothing in particular, and go to the list."""
        self.value = ""
        self.action_leave()


class RegisterScreen(AwardingScreen[None]):
    """Every certificate that was ever issued here, a page at a time."""

    CSS_PATH = "register.tcss"
    HELP_TITLE = _("Register")
    HELP_TEXT = _(
        "Every certificate that was issued here. Nothing is ever taken out of the register: what "
        "is replaced or revoked stays, and says so. Type after / to search in names, numbers and "
        "portfolios; f shows one state, one year or one cohort only. Specimens have a page of "
        "their own. Enter shows all that is known of the certificate under the cursor; there it is "
        "also replaced and revoked."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", _("Search"), key_display="/", id="register.search"),
        Binding("f", "filter", _("Filter"), id="register.filter"),
        Binding("t", "turn", _("Turn page"), id="register.turn"),
        Binding("o", "save", _("Open"), id="register.save"),
        Binding("space", "select", _("Select"), id="register.select"),
        Binding("l", "letters", _("Letters"), id="register.letters"),
        Binding("v", "turn_order", _("Order"), show=False, id="register.order"),
        Binding("m", "more", _("More"), id="register.more"),
    ]

    table = getters.query_one(PagedTable)
    tabs = getters.query_one(Tabs)

    def __init__(self) -> None:
        """Begin with everything that was issued, the newest first."""
        super().__init__()
        self._sought = Sought(specimens=False, newest_first=True)
        self._rows: dict[str, RegisterRow] = {}
        self._next: str | None = None
        self._cohorts: dict[str, str] = {}
        self._selected: set[str] = set()
        self._typing: Timer | None = None
        self._is_first_look = True

    def compose_body(self) -> ComposeResult:
        """Lay out the search above the register."""
        yield Tabs(*(Tab(Content(title), id=page) for page, title in PAGES.items()))
        with Vertical(id="listing"):
            yield SearchLine(
                placeholder=_("/ searches names, numbers and portfolios"),
                max_length=120,
                compact=True,
            )
            yield PagedTable()
            yield CountLine()

    def on_mount(self) -> None:
        """Say where one is."""
        self.masthead.where = _("Awards › Register")
        self.tabs.can_focus = False
        self.table.focus()

    def on_screen_resume(self) -> None:
        """Read the register again, as far as it is shown."""
        self._seek(limit=max(PAGE, len(self._rows)))

    def on_resize(self) -> None:
        """Give the columns the room there is."""
        self._fill()

    # Reading.

    def _seek(self, after: str | None = None, limit: int = PAGE) -> None:
        self.fetch("register", partial(read_register, self.desks, self._sought, after, limit))

    def _look_for(self, sought: Sought) -> None:
        if sought != self._sought:
            self._sought = sought
            self._selected.clear()
            self._seek()

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Show what was found, or say what was done."""
        match event.result:
            case RegisterView(sought=sought) as view if sought == self._sought:
                self._found(view)
            case Done(sentence):
                self.masthead.saved = ""
                self.banner.tell(sentence)

    def on_stepback_screen_refused(self, _event: StepbackScreen.Refused) -> None:
        """Say no longer that something is being done."""
        self.masthead.saved = ""

    def _found(self, view: RegisterView) -> None:
        found = {row.number: row for row in view.page.rows}
        self._rows = found if view.is_first else self._rows | found
        self._next = view.page.next
        self._cohorts = view.cohorts
        if self._is_first_look and not found and not self._sought.specimens:
            # A store with an illustrative course has specimens only.
            self._is_first_look = False
            self._look_for(replace(self._sought, specimens=True))
            self.tabs.active = "specimens"
            return
        self._is_first_look = False
        self._fill()

    def _fill(self) -> None:
        is_wide, today = self.size.width >= WIDE, day_of(self.desks.clock())
        kept = self.table.key
        self.table.clear(columns=True)
        columns = [(head, wide if is_wide else narrow) for head, narrow, wide in COLUMNS]
        for head, width in columns:
            if width:
                self.table.add_column(head, width=width)
        count = sum(width > 0 for _head, width in columns)
        self.table.fill(
            (
                (number, (_marked(cells[0], number in self._selected), *cells[1:count]))
                for number, row in self._rows.items()
                if (cells := row_cells(row, self._cohorts, today))
            ),
            at=kept,
        )
        self.query_one(CountLine).say(self._count_line())
        self.refresh_bindings()

    def _count_line(self) -> str:
        filters = self._filters()
        if not self._rows:
            if filters or self._sought.words:
                nothing = _("Nothing in the register is like this.")
            elif self._sought.specimens:
                nothing = _("No specimen has been issued yet.")
            else:
                nothing = _("No certificate has been issued yet.")
            return "\n".join(filter(None, (filters, nothing)))
        more = _("{count} shown, m for more").format(count=len(self._rows)) if self._next else ""
        return " · ".join(filter(None, (filters, self.table.count_line or more)))

    def _filters(self) -> str:
        sought = self._sought
        return " · ".join(
            filter(
                None,
                (
                    STATES[sought.state] if sought.state else "",
                    str(sought.year or ""),
                    self._cohorts.get(sought.cohort, sought.cohort),
                ),
            )
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what there is something to do it to."""
        if action in ("save", "letters", "select"):
            return bool(self._rows)
        if action == "more":
            return self._next is not None
        return super().check_action(action, parameters)

    # Seeking.

    def action_search(self) -> None:
        """Type what is sought."""
        self.query_one(SearchLine).focus()

    @on(Input.Changed)
    def _typed(self) -> None:
        """Seek once nothing more is typed."""
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(SEARCH_AFTER, self._search)

    def _search(self) -> None:
        words = clean_line(self.query_one(SearchLine).value)
        self._look_for(replace(self._sought, words=words))

    def action_turn(self) -> None:
        """Turn from certificates to specimens, or back."""
        self.tabs.active = "certificates" if self._sought.specimens else "specimens"

    @on(Tabs.TabActivated)
    def _turned(self, event: Tabs.TabActivated) -> None:
        self._look_for(replace(self._sought, specimens=event.tab.id == "specimens"))

    def action_turn_order(self) -> None:
        """Show the newest first, or last."""
        self._look_for(replace(self._sought, newest_first=not self._sought.newest_first))

    def action_filter(self) -> None:
        """Ask what is to be shown."""
        year = day_of(self.desks.clock()).year
        choices = [("", _("Everything"))]
        choices += [
            (f"state {state}", words) for state, words in STATES.items() if state != "expired"
        ]
        choices += [(f"year {each}", str(each)) for each in range(year, year - YEARS, -1)]
        choices += [(f"cohort {key}", name) for key, name in self._cohorts.items()]
        self.app.push_screen(ChooseOne(_("What is shown?"), "", choices), self._filtered)

    def _filtered(self, chosen: str | None) -> None:
        if chosen is None:
            return
        kind, _space, value = chosen.partition(" ")
        sought = self._sought
        match kind:
            case "state":
                state = next(each for each in ("issued", "replaced", "revoked") if each == value)
                sought = replace(sought, state=state)
            case "year":
                sought = replace(sought, year=int(value))
            case "cohort":
                sought = replace(sought, cohort=value)
            case _:
                sought = replace(sought, state="", year=None, cohort="")
        self._look_for(sought)

    def action_more(self) -> None:
        """Show more rows."""
        self.table.show_more()
        if self._next is not None:
            self._seek(self._next)

    # One of them, or several.

    @on(DataTable.RowSelected)
    def _opened(self) -> None:
        from stepback_course.tui.screens.certificate import CertificateScreen

        if number := self.table.key:
            self.banner.sentence = ""
            self.app.push_screen(CertificateScreen(number))

    def action_select(self) -> None:
        """Select the certificate under the cursor, or let it go."""
        if number := self.table.key:
            self._selected ^= {number}
            self._fill()
            self.table.action_cursor_down()

    def action_save(self) -> None:
        """Open the page of the certificate under the cursor."""
        desks, number = self.desks, self.table.key
        ask_where(
            self.app,
            number,
            lambda folder: self.fetch(
                "save", lambda: Done(open_certificate(desks, number, folder))
            ),
        )

    def action_letters(self) -> None:
        """Write a letter for each that is selected, or for the one under the cursor."""
        desks = self.desks
        chosen = self._selected or {self.table.key}
        numbers = [
            number
            for number, row in self._rows.items()
            if number in chosen and row.state == "issued"
        ]
        if not numbers:
            self.banner.sentence = _("It does not stand any more: no letter goes with it.")
            return
        ask_folder(
            self.app,
            lambda folder: self.fetch("letters", lambda: write_letters(desks, numbers, folder)),
        )


def _marked(number: str, is_selected: bool) -> str:
    return SELECTED + number if is_selected else number
