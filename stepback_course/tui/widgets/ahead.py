"""What lies ahead on the way: what could be done now, by when, and how much is done."""

from collections.abc import Sequence
from itertools import zip_longest

from textual import getters
from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.content import Content
from textual.widgets import Static

from stepback_course.portfolio.telling.standing import Tally
from stepback_course.tui.widgets.deeds import DeedLine, Offer
from stepback_course.tui.widgets.progress_line import ProgressLine

OFFERS = 4
"""How many things to do there is room for."""


class Ahead(VerticalGroup):
    """The lines over the way; one about which there is nothing to say takes no room."""

    DEFAULT_CSS = """
    Ahead #notes, Ahead ProgressLine { padding-left: 3; }
    Ahead ProgressLine { color: $secondary; }
    """

    notes = getters.query_one("#notes", Static)
    progress = getters.query_one(ProgressLine)

    def __init__(self) -> None:
        """Begin with nothing to say."""
        super().__init__()
        self._office = self._due = ""

    def compose(self) -> ComposeResult:
        """Lay out the lines, with nothing in them yet."""
        for number in range(OFFERS):
            yield DeedLine(is_next=number == 0)
        notes = Static(id="notes", markup=False)
        notes.display = False
        yield notes
        yield ProgressLine()

    def show(self, offers: Sequence[Offer], due: str, tally: Tally) -> None:
        """Say what could be done, by when the work is due, and how much of it is done."""
        for line, offer in zip_longest(self.query(DeedLine), offers[:OFFERS]):
            line.show(offer)
        self._due = due
        self._show_notes()
        self.progress.show(tally)

    def show_office(self, sentence: str) -> None:
        """Say what the office has not got yet."""
        self._office = sentence
        self._show_notes()

    def _show_notes(self) -> None:
        lines = (Content.styled(self._office, "$warning"), Content(self._due))
        self.notes.update(Content("\n").join(line for line in lines if line))
        self.notes.display = bool(self._office or self._due)
