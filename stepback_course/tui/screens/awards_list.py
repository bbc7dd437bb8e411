"""Everybody on the way to the award, as a list of which a part is shown and some are selected."""

from functools import partial

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import DataTable, Static

from stepback_course.awards.models import Candidate
from stepback_course.text import _, ngettext
from stepback_course.tui.awarding import (
    SELECTED,
    SHOWN,
    CandidatesView,
    Shown,
    about_line,
    certificate_line,
    needs_line,
    read_candidates,
    signing_line,
)
from stepback_course.tui.screens.awarding_base import AwardingScreen
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.screens.dialogs import ChooseOne
from stepback_course.tui.widgets.hanging import Hanging, HangingLines
from stepback_course.tui.widgets.paged_table import CountLine, PagedTable

WIDE = 120
"""From how many cells on what is missing stands beside the list."""
COLUMNS = ((_("Name"), 24, 34), (_("Cohort"), 20, 26), (_("Certificate"), 26, 34))
"""What stands over each column, and its cells in a narrow window and in a wide one."""


class AwardsListScreen(AwardingScreen[None]):
    """Who is ready, who is on the way, and what is missing for the one under the cursor."""

    table = getters.query_one(PagedTable)

    def __init__(self) -> None:
        """Begin with nobody; candidates are read when the screen opens."""
        super().__init__()
        self.view: CandidatesView | None = None
        self.listed: dict[str, Candidate] = {}
        """Those who are shown, by portfolio."""
        self.selected: set[str] = set()
        """The portfolios of those who are selected."""
        self._shown: Shown = "everybody"
        self._cohort = ""

    def compose_body(self) -> ComposeResult:
        """Lay out the list above or beside what is missing for one of them."""
        yield Static(id="about", markup=False)
        yield Static(id="progress", markup=False)
        with Horizontal(id="awards"):
            with Vertical(id="listed"):
                yield PagedTable()
                yield CountLine()
            with VerticalScroll(id="needs", can_focus=False):
                yield Static(id="stands", markup=False)
                yield Static(id="missing", markup=False)

    def on_mount(self) -> None:
        """Say where one is."""
        self.masthead.where = _("Awards")
        self.table.focus()

    def on_resize(self) -> None:
        """Give the columns the room there is."""
        kept, is_wide = self.table.key, self.size.width >= WIDE
        self.table.clear(columns=True)
        for head, narrow, wide in COLUMNS:
            self.table.add_column(head, width=wide if is_wide else narrow)
        self._fill(kept)

    def on_screen_resume(self) -> None:
        """Read again who is ready."""
        self.fetch("candidates", partial(read_candidates, self.desks))

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Show who is ready."""
        if isinstance(event.result, CandidatesView):
            self.view = event.result
            self._show()

    def key_locked(self) -> None:
        """Say that the key is locked."""
        self.on_screen_resume()

    # What is shown.

    def _show(self) -> None:
        view = self.view
        if view is None:
            return
        shown = view.shown(self._shown, self._cohort)
        self.listed = {each.portfolio: each for each in shown}
        self.selected &= self.listed.keys()
        self._fill()
        self.refresh_bindings()

    def _fill(self, at: str = "") -> None:
        view = self.view
        if view is None or not self.table.columns:
            return
        self.table.fill(
            (
                (
                    each.portfolio,
                    (
                        (SELECTED if each.portfolio in self.selected else "") + each.name,
                        view.cohorts.get(each.cohort, ""),
                        certificate_line(each),
                    ),
                )
                for each in self.listed.values()
            ),
            at=at,
        )
        self.query_one("#about", Static).update(Content(self._about(view)))
        self.query_one(CountLine).say(self.table.count_line)
        self._show_needs()

    def _about(self, view: CandidatesView) -> str:
        lines = [about_line(view), signing_line(view.signing, self.key_for("key"))]
        if self._shown != "everybody" or self._cohort:
            shown = [SHOWN[self._shown], view.cohorts.get(self._cohort, "")]
            lines.append(_("Shown: {what}").format(what=" · ".join(filter(None, shown))))
        if self.selected:
            count = len(self.selected)
            told = ngettext("{count} selected", "{count} selected", count)
            lines.append(told.format(count=count))
        return "\n".join(lines)

    @on(DataTable.RowHighlighted)
    def _show_needs(self) -> None:
        candidate = self.listed.get(self.table.key)
        keys = {"open": self.key_for("save"), "issue": self.key_for("issue")}
        line = needs_line(candidate, keys) if candidate else ""
        self.query_one("#stands", Static).update(Content(line))
        missing = candidate.needs if candidate and not candidate.number else ()
        sign = Content(_("○"))
        self.query_one("#missing", Static).update(
            HangingLines([Hanging(sign, Content(need), 2) for need in missing])
        )
        self.refresh_bindings()

    @property
    def chosen(self) -> list[Candidate]:
        """Those who are selected, or else the one under the cursor."""
        chosen = self.selected or {self.table.key}
        return [each for key, each in self.listed.items() if key in chosen]

    def action_select(self) -> None:
        """Select whoever is under the cursor, or let them go."""
        if key := self.table.key:
            self.selected ^= {key}
            self._fill()
            self.table.action_cursor_down()

    def action_select_all(self) -> None:
        """Select everybody who is shown and ready, or where none is, everybody; or nobody."""
        ready = {key for key, each in self.listed.items() if each.is_ready}
        wanted = ready or set(self.listed)
        self.selected = set() if self.selected == wanted else wanted
        self._fill()

    def action_filter(self) -> None:
        """Ask who is to be shown."""
        view = self.view
        if view is None:
            return
        choices: list[tuple[str, str]] = list(SHOWN.items())
        cohorts = [(f"/{key}", name) for key, name in view.cohorts.items()]
        if len(cohorts) > 1:
            choices += [("/", _("All cohorts")), *cohorts]
        self.app.push_screen(ChooseOne(_("Who is shown?"), "", choices), self._filtered)

    def _filtered(self, chosen: str | None) -> None:
        if chosen is None:
            return
        if chosen.startswith("/"):
            self._cohort = chosen.removeprefix("/")
        else:
            self._shown = next(each for each in SHOWN if each == chosen)
        self._show()

    def action_more(self) -> None:
        """Show more rows."""
        self.table.show_more()
        self.query_one(CountLine).say(self.table.count_line)
