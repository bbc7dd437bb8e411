"""How a unit stood before: listed, held against how it stands now, and brought back."""

from collections.abc import Mapping
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import DataTable

from stepback_course.portfolio import UnitView
from stepback_course.portfolio.telling.words import shown_instant, unit_name
from stepback_course.portfolio.versions.comparing import AnswerDifference, differing
from stepback_course.portfolio.versions.history import Version
from stepback_course.store import StoreError
from stepback_course.text import _, ngettext
from stepback_course.text.refusals import Refusal
from stepback_course.tui.screens.beside import BesideScreen
from stepback_course.tui.screens.dialogs import ChooseOne
from stepback_course.tui.widgets.differences import legend
from stepback_course.tui.widgets.row_table import RowTable

EVERYTHING = "/"
"""Stands among activities to bring back for all of them; no activity has this id."""

_REASONS: Mapping[str, str] = {
    "left": _("when you left"),
    "typing": _("while you wrote"),
    "replaced": _("before it was replaced"),
}


class VersionTable(RowTable):
    """The versions of a unit, the newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select_cursor", _("Bring back"), id="history.bring-back")
    ]


class HistoryScreen(BesideScreen):
    """The earlier versions of one unit."""

    HELP_TITLE = _("Earlier versions")
    HELP_TEXT = _(
        "How the unit stood before: each time you left it, every five minutes while you wrote, "
        "before something was replaced, and as you submitted it. Go through the list to see what "
        "was different, word by word. Enter brings a version back, all of it or one answer. "
        "Nothing is lost by that: how the unit stands now becomes the newest version, so that you "
        "can come back to it in the same way. After a month one version of each day is kept."
    )

    def __init__(self, portfolio: str, unit: str) -> None:
        """Name the unit."""
        super().__init__()
        self._portfolio = portfolio
        self._unit_id = unit
        self._view: UnitView | None = None
        self._versions: list[Version] = []
        self._differing: list[AnswerDifference] = []

    def versions_table(self) -> RowTable:
        """Return the list of the versions, empty."""
        return VersionTable(cursor_type="row", show_header=False)

    def on_mount(self) -> None:
        """Make the columns."""
        self.table.add_columns("when", "why")

    async def on_screen_resume(self) -> None:
        """Read the unit and its versions, and begin at the newest one that is different."""
        await self._read_again()
        self.table.focus()

    async def _read_again(self, at: str = "") -> None:
        """Read the unit and its versions, and go to the version `at` this key."""
        try:
            self._view = self.desks.workbook.unit(self._portfolio, self._unit_id)
            self._versions = self.desks.history.versions(self._portfolio, self._unit_id)
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)
            return
        name = unit_name(self._view.unit)
        self.masthead.where = _("My course › {unit} › Earlier versions").format(unit=name)
        keys = [version.key for version in self._versions]
        row = keys.index(at) if at in keys else self._newest_different(self._view)
        with self.prevent(DataTable.RowHighlighted):
            self.table.clear()
            for version in self._versions:
                when, why = Text(shown_instant(version.at)), Text(_why(version))
                self.table.add_row(when, why, key=version.key)
            self.table.move_cursor(row=row)
        await self._show(self._view, row)

    def _newest_different(self, view: UnitView) -> int:
        """Return the row of the newest version that reads differently; 0 where none does."""
        for row, version in enumerate(self._versions):
            if self._compared(view, version):
                return row
        return 0

    def _compared(self, view: UnitView, version: Version) -> list[AnswerDifference]:
        """Return what was different in a version; nothing, and a sentence, where it is gone."""
        try:
            then = self.desks.history.answers(self._portfolio, self._unit_id, version.key)
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)
            return []
        return differing(view.unit, then, view.draft.responses)

    @on(DataTable.RowHighlighted)
    async def _went_to(self, event: DataTable.RowHighlighted) -> None:
        event.stop()
        if self._view is not None:
            await self._show(self._view, event.cursor_row)

    async def _show(self, view: UnitView, row: int) -> None:
        """Show what was different in the version of a row."""
        self._differing = []
        if not self._versions:
            await self.tell(
                _(
                    "Nothing is kept of this unit yet. Once you write in it, how it stands is kept "
                    "each time you leave it, and every five minutes while you write."
                )
            )
            return
        self._differing = self._compared(view, self._versions[row])
        if self._differing:
            await self.tell(legend(_("only then"), _("only now")), self._differing)
        else:
            await self.tell(_("Then it read as it does now."))

    @on(DataTable.RowSelected)
    async def _chosen(self, event: DataTable.RowSelected) -> None:
        """Bring the version under the cursor back; where several answers differ, ask which."""
        event.stop()
        if not self._differing:
            return
        version = self._versions[event.cursor_row]
        if len(self._differing) == 1:
            await self._bring_back(version, EVERYTHING)
            return
        count = len(self._differing)
        everything = ngettext("Everything, {count} answer", "Everything, {count} answers", count)
        choices = [(EVERYTHING, everything.format(count=count))]
        choices += [(each.activity.id, each.activity.title) for each in self._differing]

        def bring_back(chosen: str | None) -> None:
            if chosen is not None:
                self.call_later(self._bring_back, version, chosen)

        title = _("Bring back {when}").format(when=shown_instant(version.at))
        sentence = _("How it stands now is kept, so that you can come back to it.")
        self.app.push_screen(ChooseOne(title, sentence, choices), bring_back)

    async def _bring_back(self, version: Version, chosen: str) -> None:
        activities = () if chosen == EVERYTHING else (chosen,)
        try:
            brought = self.desks.history.bring_back(
                self._portfolio, self._unit_id, version.key, activities
            )
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)
            return
        self.banner.sentence = ""
        await self._read_again(version.key)
        sentence = ngettext(
            "{count} answer is back. How it stood before is the newest version now.",
            "{count} answers are back. How they stood before is the newest version now.",
            len(brought),
        )
        await self.tell(sentence.format(count=len(brought)), self._differing)


def _why(version: Version) -> str:
    if version.reason == "submitted":
        return _("attempt {number}, submitted").format(number=version.attempt)
    return _REASONS[version.reason]
