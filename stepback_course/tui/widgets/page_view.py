"""A certificate's page, drawn in the cells of the terminal."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from stepback_course.text import _

PROPORTION = 2 * 297 / 210
"""How many cells wide a page of A4 is for each row: a cell is twice as high as it is wide."""
NARROWEST = 78
"""A page is not drawn in fewer cells than these; rather, its proportion is given up."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is printed."""

    pdf: bytes
    picture: bytes
    """PNG; empty where it cannot be had any more, so that only the words are shown."""
    note: str = ""
    """What whoever looks at the page has to know, and it does not say itself."""


class Sheet(Widget):
    """Rows that were drawn elsewhere, since drawing them takes longer than a key may wait."""

    DEFAULT_CSS = "Sheet { width: auto; height: auto; }"

    def __init__(self) -> None:
        """Begin with no rows."""
        super().__init__()
        self._rows: Sequence[Strip] = ()

    def show(self, rows: Sequence[Strip]) -> None:
        """Show these rows."""
        self._rows = rows
        self.refresh(layout=True)

    @property
    def words(self) -> str:
        """The words and signs of all rows."""
        return "\n".join(row.text for row in self._rows)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the width of the longest row."""
        return max((row.cell_length for row in self._rows), default=0)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many rows there are."""
        return len(self._rows)

    def render_line(self, y: int) -> Strip:
        """Return one row."""
        return self._rows[y] if y < len(self._rows) else Strip.blank(self.size.width)


class PageView(VerticalScroll):
    """The page as large as there is room for: its picture in half blocks, its words as words."""

    DEFAULT_CSS = """
    PageView { align-horizontal: center; scrollbar-size-vertical: 1; }
    PageView Static { width: auto; height: auto; color: $secondary; }
    """

    @dataclass
    class Drawn(Message):
        """The page is drawn."""

        rows: Sequence[Strip]

    def __init__(self) -> None:
        """Begin without a page."""
        super().__init__()
        self._page: Page | None = None
        self._drawn_for = (0, 0)
        self._told = Static(_("Printing the page…"), markup=False)
        self._sheet = Sheet()

    def compose(self) -> ComposeResult:
        """Lay out the sheet."""
        yield self._told
        yield self._sheet

    def show(self, page: Page) -> None:
        """Draw this page."""
        self._page = page
        self._drawn_for = (0, 0)
        self._draw_if_needed()

    def say(self, sentence: str) -> None:
        """Say something in place of a page."""
        self._page = None
        self._told.update(sentence)

    @property
    def drawn(self) -> str:
        """The words and signs that are shown, row by row."""
        return self._sheet.words

    def on_resize(self, _event: Resize) -> None:
        """Use the room there is."""
        self._draw_if_needed()

    def _draw_if_needed(self) -> None:
        room = self.scrollable_content_region.size or self.size
        columns = min(room.width, max(NARROWEST, round(room.height * PROPORTION)))
        rows = min(room.height, round(columns / PROPORTION))
        if (
            self._page is not None
            and columns > 0
            and rows > 0
            and (columns, rows) != self._drawn_for
        ):
            self._drawn_for = columns, rows
            self._draw(self._page, columns, rows)

    @work(thread=True, exclusive=True, exit_on_error=False, group="draw")
    def _draw(self, page: Page, columns: int, rows: int) -> None:
        from stepback_course.tui.page_sketch import sketch
        from stepback_course.tui.page_words import words_on

        drawn = sketch(words_on(page.pdf), page.picture, columns, rows)
        self.post_message(self.Drawn([_strip(row) for row in drawn]))

    def on_page_view_drawn(self, event: Drawn) -> None:
        """Show what was drawn."""
        event.stop()
        self._told.display = False
        self._sheet.show(event.rows)


def _strip(row: Text) -> Strip:
    pieces = (Segment(row.plain[span.start : span.end], _style(span.style)) for span in row.spans)
    return Strip(pieces, row.cell_len)


def _style(style: str | Style) -> Style:
    return style if isinstance(style, Style) else Style.parse(style)
