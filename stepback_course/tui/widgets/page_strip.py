"""One line that shows every page of a unit, how far each is, and which one is in front."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from stepback_course.text import _
from stepback_course.tui.pages import Page, PageState, page_sign

ROOMY = 12
"""Up to how many pages there is room for a space around each sign."""


class PageStrip(Static):
    """A sign for each page, those of one part close together; a click opens a page."""

    DEFAULT_CSS = """
    PageStrip { height: auto; padding: 0 1; color: $secondary; }
    """

    @dataclass
    class Picked(Message):
        """Somebody pointed at a page."""

        index: int

    def __init__(self) -> None:
        """Begin without pages."""
        super().__init__(markup=False)
        self._offsets: dict[int, int] = {}

    def show(
        self, pages: Sequence[Page], states: Sequence[PageState], front: int, ready: str = ""
    ) -> None:
        """Show the pages with their states; `front` is the index of the one that is open.

        `ready` says how far the unit is as a whole.
        """
        line = Content("")
        self._offsets = {}
        between = " " if len(pages) <= ROOMY else ""
        for index, (page, state) in enumerate(zip(pages, states, strict=True)):
            if index and page.part != pages[index - 1].part:
                line += Content(" ")
            self._offsets[line.cell_length] = index
            if index == front:
                line += Content.styled(f"[{page_sign(state)}]{between}", "bold $accent")
            else:
                line += Content(f"{between}{page_sign(state)}{between}")
        where = _("{number} of {pages}").format(number=front + 1, pages=len(pages))
        line += Content(f"  {where}")
        if ready:
            line += Content(f" · {ready}")
        if line != self.content:
            self.update(line)

    def on_click(self, event: Click) -> None:
        """Open the page that was pointed at."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y:
            return
        starts = [start for start in self._offsets if start <= offset.x]
        if starts:
            self.post_message(self.Picked(self._offsets[max(starts)]))
