"""What an assessor asked for, on the page of the activity that is to show it."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.content import Content
from textual.widgets import Static

from stepback_course.portfolio.telling.words import status_sign
from stepback_course.text import _


class AskedFor(VerticalGroup):
    """The assessor's words above the answer they are about; nothing where there are none."""

    DEFAULT_CSS = """
    AskedFor { display: none; height: auto; margin-bottom: 1; }
    AskedFor.-shown { display: block; }
    AskedFor .heading { text-style: bold; color: $accent; }
    AskedFor .words { padding-left: 1; border-left: thick $accent; }
    """

    def __init__(self, words: Sequence[str]) -> None:
        """Show what is asked for, one thing after the other."""
        super().__init__(classes="-shown" if words else "")
        self._words = words

    def compose(self) -> ComposeResult:
        """Lay out a heading and the words."""
        heading = _("{sign} Your assessor asks for this here").format(sign=status_sign("referred"))
        yield Static(Content(heading), classes="heading", markup=False)
        for words in self._words:
            yield Static(Content(words), classes="words", markup=False)
