"""Writing an answer, under prompts and an encouraging count of words."""

from typing import Any

from textual.app import ComposeResult
from textual.containers import Grid
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static, TextArea

from stepback_course.course.activities import Reflection
from stepback_course.course.lengths import encouragement
from stepback_course.text import _, count_words, ngettext
from stepback_course.text.fields import ANSWER_LIMIT
from stepback_course.tui.widgets.activity import ActivityWidget
from stepback_course.tui.widgets.writing import Notice, Writing

COUNT_PAUSE = 0.25
"""Seconds without a key after which the words are counted again."""


class ReflectionWidget(ActivityWidget[Reflection]):
    """Prompts, a place to write, and how long the text is."""

    DEFAULT_CSS = """
    ReflectionWidget .prompts {
        height: auto;
        grid-size: 2;
        grid-columns: 2 1fr;
        grid-rows: auto;
        margin-bottom: 1;
        color: $text-muted;
    }
    ReflectionWidget Writing { min-height: 6; max-height: 50vh; }
    ReflectionWidget .count { color: $text-muted; height: 1; margin-bottom: 1; }
    ReflectionWidget.-read-only Writing {
        min-height: 1;
        max-height: 100000;
        background: $background;
    }
    """

    def build(self, value: Any) -> None:
        """Make the page with what was written on it."""
        self._page = Writing(
            value or "",
            limit=ANSWER_LIMIT,
            placeholder=_("Nothing is written here yet.") if self.read_only else "",
            read_only=self.read_only,
        )
        self._page.can_focus = not self.read_only
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out the prompts, the page and the count."""
        if self.activity.prompts and not self.read_only:
            with Grid(classes="prompts"):
                for prompt in self.activity.prompts:
                    yield Static("·", markup=False)
                    yield Static(Content(prompt))
        # Above the page: below it, in a small window, nobody who writes would see it.
        yield Static(Content(self._length()), classes="count")
        yield self._page
        yield Notice()

    @property
    def value(self) -> str:
        """The text."""
        return self._page.answer

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Hand on what was written; the words are counted once the keys pause."""
        event.stop()
        self.say(self._page, "")
        self.changed()
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(COUNT_PAUSE, self._show_length)

    def _show_length(self) -> None:
        self.query_one(".count", Static).update(Content(self._length()), layout=False)

    def _length(self) -> str:
        written = count_words(self._page.text)
        if self.read_only:
            return ngettext("{count} word", "{count} words", written).format(count=f"{written:,}")
        return encouragement(written, self.activity.words)
