"""The table in which submissions wait."""

from datetime import datetime

from rich.cells import cell_len
from rich.text import Text

from stepback_course.marking import QueueRow
from stepback_course.people import Actor
from stepback_course.text import _
from stepback_course.tui.queue_listing import Listing, cells_of
from stepback_course.tui.queue_view import RowKey, row_key
from stepback_course.tui.widgets.row_table import RowTable

COLUMNS = (
    _("Waiting"),
    _("Practitioner"),
    _("Unit"),
    _("Attempt"),
    _("State"),
    _("Title"),
    _("Cohort"),
)
NARROW_COLUMNS = 5
"""How many of the columns there is room for on a narrow screen."""
NAME = 1
"""The column that is cut where there is too little room, as names can be long."""
LONGEST_NAME = 40
LONGEST_NAME_NARROW = 18
"""How many cells of a name are shown."""


class QueueTable(RowTable):
    """Rows of the queue, with the cursor on one of them."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__(cursor_type="row")
        self._rows_shown: tuple[QueueRow, ...] = ()
        self._last = 0

    def show(self, listing: Listing, actor: Actor, at: datetime, *, is_wide: bool) -> None:
        """Show a listing as it reads for an actor at an instant."""
        columns = COLUMNS if is_wide else COLUMNS[:NARROW_COLUMNS]
        lines = [cells_of(row, listing, actor, at)[: len(columns)] for row in listing.rows]
        self._rows_shown = listing.rows
        self.clear(columns=True)
        # The widths are given because the table measures its columns only after a paint, and does
        # not always paint again.
        for index, title in enumerate(columns):
            width = max(cell_len(text) for text in (title, *(line[index] for line in lines)))
            if index == NAME:
                width = min(width, LONGEST_NAME if is_wide else LONGEST_NAME_NARROW)
            self.add_column(Text(title), width=width)
        for row, line in zip(listing.rows, lines, strict=True):
            style = "" if row.yours_to_mark else "dim"
            cells = (Text(text, style, overflow="ellipsis", no_wrap=True) for text in line)
            self.add_row(*cells)

    @property
    def shows_all(self) -> bool:
        """Whether every column is shown."""
        return len(self.columns) == len(COLUMNS)

    @property
    def row(self) -> QueueRow | None:
        """The row under the cursor."""
        index = self.cursor_row
        return self._rows_shown[index] if 0 <= index < len(self._rows_shown) else None

    @property
    def rows_from_cursor(self) -> tuple[QueueRow, ...]:
        """Every row, beginning with the one under the cursor; the first follows the last."""
        rows, index = self._rows_shown, self.cursor_row
        return (*rows[index:], *rows[:index])

    def put_cursor(self, key: RowKey | None) -> None:
        """Put the cursor on a row, or where it was before where the row is gone."""
        keys = [row_key(row) for row in self._rows_shown]
        if key in keys:
            self._last = keys.index(key)
        self._last = max(0, min(self._last, len(keys) - 1))
        self.move_cursor(row=self._last, animate=False)

    def remember_cursor(self) -> RowKey | None:
        """Note where the cursor is, and return the row it is on."""
        row = self.row
        if row is None:
            return None
        self._last = self.cursor_row
        return row_key(row)

    def forget_cursor(self) -> None:
        """Begin at the top with what is shown next."""
        self._last = 0
