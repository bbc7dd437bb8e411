"""Items to tick, each with a note where one is wanted."""

from typing import Any

from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.reactive import reactive
from textual.widgets import TextArea

from stepback_course.course.activities import Checklist, Choosable
from stepback_course.text import _
from stepback_course.text.fields import NOTE_LIMIT
from stepback_course.tui.widgets.activity import ActivityWidget
from stepback_course.tui.widgets.ticks import TickLine
from stepback_course.tui.widgets.writing import Notice, Reading, Writing


class ItemRow(VerticalGroup):
    """One item; its note is there while it is ticked, noted or being looked at."""

    wanted: reactive[bool] = reactive(False, toggle_class="-wanted")
    """Whether the note has a reason to be seen."""

    def __init__(self, item: Choosable, tick: dict[str, Any], *, read_only: bool) -> None:
        """Show one item's tick and note."""
        super().__init__()
        self.item = item
        self.read_only = read_only
        self.line = TickLine(item.text, tick.get("done", False), read_only=read_only)
        self.note = Writing(tick.get("note", ""), limit=NOTE_LIMIT, placeholder=_("A note"))
        self.look()

    def compose(self) -> ComposeResult:
        """Lay out the item above its note."""
        yield self.line
        with VerticalGroup(classes="rest"):
            yield Reading(self.note.answer) if self.read_only else self.note
            yield Notice()

    @property
    def tick(self) -> dict[str, Any]:
        """The tick and the note as records keep them."""
        return {"done": self.line.ticked, "note": self.note.answer}

    def look(self) -> None:
        """Decide whether the note has a reason to be seen."""
        is_looked_at = self.line.ticked or self.has_focus_within
        self.wanted = bool(self.note.text) or (is_looked_at and not self.read_only)

    def on_descendant_focus(self) -> None:
        """Offer the note where somebody is looking."""
        self.look()

    def on_descendant_blur(self) -> None:
        """Take an empty note away where nobody is looking any more."""
        self.look()


class ChecklistWidget(ActivityWidget[Checklist]):
    """The items, one under the other."""

    DEFAULT_CSS = """
    ChecklistWidget ItemRow { margin-bottom: 1; }
    ChecklistWidget .rest { display: none; padding-left: 5; }
    ChecklistWidget ItemRow.-wanted .rest { display: block; }
    """

    def build(self, value: Any) -> None:
        """Make the items with their ticks and notes."""
        ticks = value or {}
        self._rows = [
            ItemRow(item, ticks.get(item.id, {}), read_only=self.read_only)
            for item in self.activity.items
        ]

    def compose(self) -> ComposeResult:
        """Lay out the items."""
        yield from self._rows

    @property
    def value(self) -> dict[str, Any]:
        """The ticks and notes of the items that have either."""
        return {row.item.id: row.tick for row in self._rows if row.tick["done"] or row.tick["note"]}

    def on_tick_line_toggled(self, event: TickLine.Toggled) -> None:
        """Hand on the tick."""
        event.stop()
        self._row_changed()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Hand on the note."""
        event.stop()
        self.say(event.text_area, "")
        self._row_changed()

    def _row_changed(self) -> None:
        for row in self._rows:
            row.look()
        self.changed()
