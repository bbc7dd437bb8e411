"""One line above an answer: with whom it was given, and whether on paper first."""

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from stepback_course.portfolio.models import Occasion
from stepback_course.portfolio.telling.plain import occasion_lines
from stepback_course.text import _


class OccasionLine(Static):
    """Says how an answer came about; where nothing was said, it invites to say it, or is away."""

    DEFAULT_CSS = """
    OccasionLine { color: $secondary; margin-bottom: 1; }
    OccasionLine.-empty { display: none; }
    """

    occasion: reactive[Occasion | None] = reactive[Occasion | None](None, always_update=True)

    def __init__(self, *, invites: bool) -> None:
        """Begin with nothing said; `invites` where an answer was most likely given in company."""
        super().__init__(markup=False)
        self._invites = invites

    def watch_occasion(self, occasion: Occasion | None) -> None:
        """Show what was said."""
        said = " ".join(occasion_lines(occasion or Occasion()))
        if not said and self._invites:
            said = _("Done with somebody, or on paper first? F9 notes it.")
        self.update(Content(said))
        self.set_class(not said, "-empty")
