"""Waiting and watching before one helps, counted in numbers."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from stepback_course.text import _, ngettext

LOOK = 0.25
"""Seconds after which it is looked again how many have passed."""


class WaitLine(Static):
    """Counts the seconds of a wait. Nothing moves but a number, once in a second."""

    @dataclass
    class Over(Message):
        """The seconds have passed."""

    DEFAULT_CSS = "WaitLine { height: auto; margin-bottom: 1; color: $secondary; }"

    def __init__(self, seconds: int, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Count up to `seconds`; `monotonic` is the clock to count by."""
        super().__init__(markup=False)
        self.seconds = seconds
        self._monotonic = monotonic
        self._began = 0.0
        self._timer: Timer | None = None

    def on_mount(self) -> None:
        """Say what is asked, and by which key the seconds are counted."""
        sentence = ngettext(
            "Before each row: wait {seconds} second, and watch. Ctrl+T counts it.",
            "Before each row: wait {seconds} seconds, and watch. Ctrl+T counts them.",
            self.seconds,
        )
        self.update(Content(sentence.format(seconds=self.seconds)))

    @property
    def is_counting(self) -> bool:
        """Whether a wait has begun and is not over."""
        return self._timer is not None

    def begin(self) -> None:
        """Begin to count, from the start again where a wait is under way."""
        self._stop()
        self._began = self._monotonic()
        self._timer = self.set_interval(LOOK, self.look)
        self.look()

    def look(self) -> None:
        """Show how many seconds have passed."""
        passed = int(self._monotonic() - self._began)
        if passed < self.seconds:
            sentence = _("Wait, and watch: {passed} of {seconds} seconds")
            self._show(sentence.format(passed=passed, seconds=self.seconds))
            return
        self._stop()
        sentence = ngettext(
            "{seconds} second has passed. Help now as much as is needed, then note what you saw.",
            "{seconds} seconds have passed. Help now as much as is needed, then note what you saw.",
            self.seconds,
        )
        self._show(sentence.format(seconds=self.seconds))
        self.post_message(self.Over())

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _show(self, sentence: str) -> None:
        if str(self.content) != sentence:
            self.update(Content(sentence))
