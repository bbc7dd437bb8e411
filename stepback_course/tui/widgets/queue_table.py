"""The table in which submissions wait."""

from datetime import datetime

from rich.cells import cell_len
from rich.text import Text
from textual.coordinate import Coordinate

from stepback_course.marking import QueueRow
from stepback_course.people import Actor
from stepback_course.text import _
from stepback_course.tui.queue_listing import Listing, cells_of, narrow_cells_of
from stepback_course.tui.queue_view import RowKey, row_key
from stepback_course.tui.widgets.row_table import RowTable

COLUMNS = (
    _("Waiting"),
    _("Practitioner"),
    _("Unit"),
    _("Attempt"),
    _("Whose turn"),
    _("Title"),
    _("Cohort"),
)
NARROW_COLUMNS = (_("Waiting"), _("Practitioner"), _("Unit, attempt"), _("Whose turn"))
WIDE = 120
"""From how many cells on there is room for every column."""
SELECTED = "● "
NAME, TURN, TITLE = 1, 3, 5
"""The columns that are cut where there is too little room: names, whose turn in the narrow form,
titles in the wide one."""
LONGEST_NAME = 40
LONGEST_NAME_NARROW = 20
SHORTEST = 12
"""To how many cells a column is cut at most."""
BETWEEN = 2
SCROLL_BAR = 2
"""The cells that lie between two columns, and those of the scroll bar."""


class QueueTable(RowTable):
    """Rows of the queue, with the cursor on one of them."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__(cursor_type="row")
        self._rows_shown: tuple[QueueRow, ...] = ()
        self._selected: set[RowKey] = set()
        self._last = 0

    def show(self, listing: Listing, actor: Actor, at: datetime, *, room: int) -> None:
        """Show a listing as it reads for an actor at an instant, in so many cells of width."""
        is_wide = room >= WIDE
        columns = COLUMNS if is_wide else NARROW_COLUMNS
        in_words = cells_of if is_wide else narrow_cells_of
        lines = [in_words(row, listing, actor, at) for row in listing.rows]
        self._rows_shown = listing.rows
        self._selected &= {row_key(row) for row in listing.rows}
        self.clear(columns=True)
        # The widths are given because the table measures its columns only after a paint, and does
        # not always paint again.
        widths = [
            max(cell_len(text) for text in (title, *(line[index] for line in lines)))
            for index, title in enumerate(columns)
        ]
        for title, width in zip(columns, _fitted(widths, room), strict=True):
            self.add_column(Text(title), width=width)
        for row, line in zip(listing.rows, lines, strict=True):
            style = "" if row.yours_to_mark else "dim"
            mark = SELECTED if row_key(row) in self._selected else ""
            texts = (mark + line[0], *line[1:])
            cells = (Text(text, style, overflow="ellipsis", no_wrap=True) for text in texts)
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
    def chosen(self) -> tuple[QueueRow, ...]:
        """The rows that are selected, or else the one under the cursor."""
        selected = tuple(row for row in self._rows_shown if row_key(row) in self._selected)
        if selected or self.row is None:
            return selected
        return (self.row,)

    @property
    def selected_count(self) -> int:
        """How many rows are selected."""
        return len(self._selected)

    def turn_selection(self) -> None:
        """Select the row under the cursor, or let it go, and go to the next one."""
        if self.row is None:
            return
        key, place = row_key(self.row), Coordinate(self.cursor_row, 0)
        waiting = self.get_cell_at(place)
        if key in self._selected:
            self._selected.remove(key)
            text = waiting.plain.removeprefix(SELECTED)
        else:
            self._selected.add(key)
            text = SELECTED + waiting.plain
        self.update_cell_at(place, Text(text, waiting.style, no_wrap=True))
        self.action_cursor_down()

    def select_all(self) -> None:
        """Select every row that is shown, or none where all are selected."""
        keys = {row_key(row) for row in self._rows_shown}
        self._selected = set() if self._selected == keys else keys

    def select_none(self) -> None:
        """Let go of every row."""
        self._selected = set()

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


def _fitted(widths: list[int], room: int) -> list[int]:
    """Return the widths of the columns, those cut that can be long where there is too little room.

    The first has room for what marks a row as selected.
    """
    is_wide = len(widths) == len(COLUMNS)
    fitted = [widths[0] + cell_len(SELECTED), *widths[1:]]
    fitted[NAME] = min(fitted[NAME], LONGEST_NAME if is_wide else LONGEST_NAME_NARROW)
    too_much = sum(fitted) + BETWEEN * len(fitted) + SCROLL_BAR - room
    cut = TITLE if is_wide else TURN
    fitted[cut] = max(SHORTEST, fitted[cut] - max(0, too_much))
    return fitted
