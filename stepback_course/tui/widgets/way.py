"""The units of a course, one under the other, as a way to walk."""

from collections.abc import Iterator
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType

from stepback_course.portfolio import PortfolioView, UnitView
from stepback_course.portfolio.models import Status
from stepback_course.portfolio.telling.guidance import minutes_left
from stepback_course.portfolio.telling.standing import standing_short
from stepback_course.portfolio.telling.words import status_sign, time_needed
from stepback_course.text import _
from stepback_course.tui.widgets.row_table import RowTable

_COLOURS: dict[Status, str] = {
    "met": "success",
    "ready": "success",
    "referred": "warning",
    "not started": "secondary",
}
"""The theme's colours of the signs; those of every other status have the accent's."""

PADDING = 2
"""The cells that a column takes beside its width."""
SHORTEST_TITLE = 20


class UnitTable(RowTable):
    """A row for each unit, its sign on the line that leads from one to the next."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select_cursor", _("Open"), id="path.open")
    ]

    def __init__(self, *, id: str) -> None:  # noqa: A002 # as Textual calls it
        """Begin without units."""
        super().__init__(id=id, cursor_type="row", show_header=False)
        self._view: PortfolioView | None = None
        self._is_roomy = False
        self._filled_width = 0
        self._first_row = 0
        """Where the cursor stands once there are rows."""

    @property
    def unit(self) -> UnitView | None:
        """The unit under the cursor, also before it has a row."""
        return self._view.units[self._place] if self._view is not None else None

    @property
    def _place(self) -> int:
        return self.cursor_row if self.row_count else self._first_row

    def point_at(self, unit: str) -> None:
        """Put the cursor on a unit."""
        units = self._view.units if self._view is not None else ()
        self._first_row = [each.unit.id for each in units].index(unit)
        if self.row_count:
            self.move_cursor(row=self._first_row)

    def show(self, view: PortfolioView, *, is_roomy: bool) -> None:
        """Show the units, the cursor staying where it was.

        Where the window is roomy, the line is drawn between the units, and minutes stand beside.
        """
        if view is not self._view or is_roomy != self._is_roomy:
            self._view, self._is_roomy = view, is_roomy
            # Before the first layout nobody knows the width, and all would be drawn twice.
            if self.size.width:
                self._fill(view)

    def on_resize(self) -> None:
        """Give the titles the width there is."""
        if self._view is not None and self.size.width != self._filled_width:
            self._fill(self._view)

    def _fill(self, view: PortfolioView) -> None:
        self._filled_width = self.size.width
        row, offset = self._place, self.scroll_offset
        stands = [standing_short(unit) for unit in view.units]
        minutes = [_minutes(unit) if self._is_roomy else "" for unit in view.units]
        places = len(str(len(stands)))
        widths = [places + 2, 0, _widest(stands), _widest(minutes)]
        used = sum(width + PADDING for width in widths if width) + PADDING
        longest = _widest([unit.unit.title for unit in view.units])
        widths[1] = min(longest, max(SHORTEST_TITLE, self.size.width - used))
        self.clear(columns=True)
        for width in widths:
            if width:
                self.add_column(Text(), width=width)
        for number, unit in enumerate(view.units, start=1):
            is_last = number == len(stands)
            cells = [
                self._sign(unit, number, places, leads_on=self._is_roomy and not is_last),
                Text(unit.unit.title),
                Text(stands[number - 1]),
                *self._if_any(widths[3], minutes[number - 1]),
            ]
            self.add_row(*cells, height=2 if self._is_roomy else None, key=unit.unit.id)
        self.move_cursor(row=row, scroll=False)
        self.scroll_to(y=offset.y, animate=False)

    def _sign(self, unit: UnitView, number: int, places: int, *, leads_on: bool) -> Text:
        colour = Style(color=self.app.theme_variables[_COLOURS.get(unit.status, "accent")])
        sign = Text(status_sign(unit.status), colour + Style(bold=True))
        sign.append(f" {number:>{places}}", Style(bold=False))
        if leads_on:
            sign.append("\n┃" if unit.status == "met" else "\n│", colour)
        return sign

    @staticmethod
    def _if_any(width: int, words: str) -> Iterator[Text]:
        if width:
            yield Text(words, justify="right")


def _minutes(unit: UnitView) -> str:
    """Return how long a unit still takes; nothing where it is not the practitioner's turn."""
    minutes = minutes_left(unit) if unit.is_open else 0
    return _("{time} left").format(time=time_needed(minutes)) if minutes else ""


def _widest(lines: list[str]) -> int:
    return max(map(len, lines), default=0)
