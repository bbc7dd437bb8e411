"""What two computers said differently: what stands here, and what is kept beside it."""

from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.content import Content
from textual.widgets import DataTable

from stepback_course.desks import Desks
from stepback_course.portfolio.telling.words import shown_instant
from stepback_course.text import _
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.screens.beside import BesideScreen
from stepback_course.tui.widgets.differences import legend

if TYPE_CHECKING:
    from stepback_course.handover.asides import OtherVersion


class KeptAsideScreen(BesideScreen):
    """Every other version that came, or gave way, and how it differs from the one that stands."""

    HELP_TITLE = _("Kept aside")
    HELP_TEXT = _(
        "Two computers said something else, and neither is lost: one stands, the other is kept "
        "here, with what differs word by word. At the office, of two submissions the one stands "
        "that was opened first. If the other should count, its author opens the newest feedback "
        "file on the computer that wrote it, takes the submission back and submits it again; "
        "attendance is recorded again by hand."
    )

    def __init__(self) -> None:
        """Begin with nothing read."""
        super().__init__()
        self._versions: list[OtherVersion] = []

    def on_mount(self) -> None:
        """Say where one is, and read."""
        self.masthead.where = _("Handing over › Kept aside")
        self.table.add_columns("when", "what")
        self.table.focus()
        self.fetch("versions", lambda: _read(self.desks))

    async def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """List what was read, and show the first."""
        assert isinstance(event.result, list)  # noqa: S101 # nothing else is fetched here
        self._versions = event.result
        with self.prevent(DataTable.RowHighlighted):
            for version in self._versions:
                when = Text(shown_instant(version.kept))
                self.table.add_row(when, Text(version.what), key=version.key)
        await self._show(0)

    @on(DataTable.RowHighlighted)
    async def _went_to(self, event: DataTable.RowHighlighted) -> None:
        event.stop()
        await self._show(event.cursor_row)

    async def _show(self, row: int) -> None:
        """Show both versions of a row."""
        if row >= len(self._versions):
            await self.tell(_("Nothing is kept beside what stands."))
            return
        version = self._versions[row]
        head = [Content(line) for line in (version.what, *version.lines)]
        if version.both.differences:
            head.append(legend(_("only what stands"), _("only the other")))
        else:
            head.append(Content(_("Both read the same.")))
        await self.tell(Content("\n").join(head), version.both.differences)


def _read(desks: Desks) -> "list[OtherVersion]":
    from stepback_course.handover.asides import other_versions

    return other_versions(desks)
