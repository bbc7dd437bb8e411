"""The terminal on Linux and macOS, also once its window was closed under the app.

The system says that with SIGHUP, and wakes the program with SIGCONT as if it had been stopped. What
is drawn from then on goes nowhere. Textual's own driver would begin to draw anew, end the thread
that draws at the first error, wait for it for ever, and never stop reading.
"""

import os
import select
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import Any, TextIO

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message


class HungUp(Message):
    """The terminal has gone."""


class LastingOutput:
    """Draws as long as there is a terminal, and never keeps waiting whoever still has to save."""

    def __init__(self, file: TextIO) -> None:
        """Draw to `file`."""
        self._file = file

    def write(self, text: str) -> None:
        """Draw, where that is still possible."""
        with suppress(OSError):
            self._file.write(text)

    def flush(self) -> None:
        """Hand what was drawn to the terminal, where there still is one."""
        with suppress(OSError):
            self._file.flush()

    def fileno(self) -> int:
        """Return the terminal's descriptor."""
        return self._file.fileno()


class LastingDriver(LinuxDriver):
    """Textual's driver, which tells the app when the terminal has gone, and then keeps quiet."""

    def __init__(self, app: App[Any], **settings: Any) -> None:
        """Drive `app`; the settings are Textual's."""
        super().__init__(app, **settings)
        assert self._file is not None  # noqa: S101 # a program at a terminal has one
        self._file = LastingOutput(self._file)  # type: ignore[assignment] # has what Textual asks of it
        Thread(target=wait_for_the_end, args=(self.fileno, self._hung_up), daemon=True).start()

    def _sigcont_application(self, *_signal: object) -> None:
        if os.isatty(self.fileno):
            super()._sigcont_application()

    def _hung_up(self) -> None:
        self.exit_event.set()  # nothing more can be read
        self._app.post_message(HungUp())


def wait_for_the_end(descriptor: int, then: Callable[[], None]) -> None:
    """Wait until the other side of a terminal is closed, and do `then`."""
    watching = select.poll()
    watching.register(descriptor, 0)  # a terminal that goes is told of unasked
    with suppress(OSError):
        if any(what & select.POLLHUP for _descriptor, what in watching.poll()):
            then()
