"""A program in a terminal of its own, timed from outside as its user would see it."""

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

SIZE_NAMES = ("COLUMNS", "LINES")
PATIENCE = 60.0
"""Seconds after which a program that shows nothing is given up."""


class Terminal:
    """One program behind a pseudo-terminal of 120 columns and 40 rows."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start the program; the clock runs from here."""
        self.started = time.perf_counter()
        # A size in the environment would count for more than the terminal's own.
        own = {name: value for name, value in environment.items() if name not in SIZE_NAMES}
        self._process, self._descriptor = pty.fork()
        if self._process == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
            os.execvpe(command[0], list(command), own)  # noqa: S606 # our own command
        self._window = contextlib.ExitStack()
        self._window.callback(os.close, self._descriptor)

    def __enter__(self) -> Self:
        """Use the terminal for the length of a block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the program that was started here, where it has not ended."""
        self.kill()
        self._window.close()

    def kill(self) -> None:
        """End the program at once, giving it no chance to say anything."""
        self.end("SIGKILL")

    def end(self, signal_name: str) -> None:
        """Send the program a signal that ends it, and wait until it is gone."""
        if self._process:
            os.kill(self._process, getattr(signal, signal_name))
            self.wait()

    def close_window(self) -> None:
        """Let the terminal go as if its window was closed, and wait until the program is gone."""
        self._window.close()
        os.waitpid(self._process, 0)
        self._process = 0

    def wait(self) -> None:
        """Read what the program draws until it is gone."""
        with contextlib.suppress(OSError):  # the other side of the terminal is closed
            while os.read(self._descriptor, 65536):
                pass
        os.waitpid(self._process, 0)
        self._process = 0

    def seconds_until(self, words: str) -> float:
        """Return how long after its start the program first showed `words`."""
        self.read_until(words)
        return time.perf_counter() - self.started

    def read_until(self, *words: str) -> str:
        """Read what the program draws until it has drawn one of `words`, and return which."""
        shown = b""
        end = time.monotonic() + PATIENCE
        try:
            while not (drawn := [each for each in words if each.encode() in shown]):
                # A program that never stops drawing is not waited for either.
                shown += self._read(end - time.monotonic())
        except TimeoutError:
            raise TimeoutError(f"{words!r} was not drawn; what was: {shown!r}") from None
        return drawn[0]

    def seconds_to_answer(self, keys: str) -> float:
        """Return how long the program took to draw something after `keys` were pressed."""
        self.settle()
        start = time.perf_counter()
        os.write(self._descriptor, keys.encode())
        self._read(PATIENCE)
        return time.perf_counter() - start

    def seconds_to_draw(self, keys: str, words: str) -> float:
        """Return how long after `keys` were pressed the program had drawn `words`."""
        start = time.perf_counter()
        self.type(keys)
        self.read_until(words)
        return time.perf_counter() - start

    @property
    def process(self) -> int:
        """The id of the program's process."""
        return self._process

    def type(self, keys: str) -> None:
        """Press keys without waiting for what the program makes of them."""
        os.write(self._descriptor, keys.encode())

    def press(self, keys: str) -> None:
        """Press keys and wait until the program has drawn what it has to draw."""
        os.write(self._descriptor, keys.encode())
        self.settle()

    def settle(self, quiet: float = 0.05) -> None:
        """Read until nothing was drawn for `quiet` seconds."""
        while select.select([self._descriptor], [], [], quiet)[0]:
            os.read(self._descriptor, 65536)

    def _read(self, patience: float) -> bytes:
        if patience <= 0 or not select.select([self._descriptor], [], [], patience)[0]:
            raise TimeoutError(f"nothing was drawn for {patience:.0f} seconds")
        return os.read(self._descriptor, 65536)
