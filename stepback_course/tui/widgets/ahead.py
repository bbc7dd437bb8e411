"""What lies ahead on the way: what could be done now, by when, and how much is done."""

from collections.abc import Sequence

from textual import getters
from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.content import Content
from textual.widgets import Static

from stepback_course.portfolio.telling.standing import Tally
from stepback_course.tui.widgets.deeds import Deeds, Offer
from stepback_course.tui.widgets.progress_line import ProgressLine


class Ahead(VerticalGroup):
    """The lines over the way; one about which there is nothing to say takes no room."""

    DEFAULT_CSS = """
    Ahead { height: auto; }
    Ahead > Static { padding-left: 3; }
    Ahead > Static.-empty { display: none; }
    Ahead #handing-over { color: $warning; }
    Ahead ProgressLine { color: $secondary; }
    """

    deeds = getters.query_one(Deeds)
    progress = getters.query_one(ProgressLine)

    def compose(self) -> ComposeResult:
        """Lay out the lines, with nothing in them yet."""
        yield Deeds()
        yield Static(id="handing-over", classes="-empty", markup=False)
        yield Static(id="due", classes="-empty", markup=False)
        yield ProgressLine()

    def show(self, offers: Sequence[Offer], due: str, tally: Tally) -> None:
        """Say what could be done, by when the work is due, and how much of it is done."""
        self.deeds.show(offers)
        self._say("#due", due)
        self.progress.show(tally)

    def show_office(self, sentence: str) -> None:
        """Say what the office has not got yet."""
        self._say("#handing-over", sentence)

    def _say(self, where: str, sentence: str) -> None:
        line = self.query_one(where, Static)
        line.update(Content(sentence))
        line.set_class(not sentence, "-empty")
