"""One line that says how far a long command is, for whoever sits at a terminal."""

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

_EVERY_SECONDS = 0.1


@contextmanager
def progress_line(doing: str) -> Iterator[Callable[[str], None]]:
    """Yield what is told each thing that is looked at; where there is no terminal, show nothing."""
    if not sys.stderr.isatty():
        yield lambda _place: None
        return
    line = _Line(doing)
    try:
        yield line.tell
    finally:
        line.show("")


class _Line:
    """A line on standard error that is written over."""

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._told = 0
        self._shown_at = 0.0

    def tell(self, place: str) -> None:
        """Count one more thing, and show it now and then."""
        self._told += 1
        now = time.monotonic()
        if now - self._shown_at >= _EVERY_SECONDS:
            self._shown_at = now
            self.show(f"{self._doing} {self._told:,}: {place}")

    def show(self, text: str) -> None:
        """Write `text` in place of what stands in the line."""
        width = shutil.get_terminal_size().columns - 1
        click.echo(f"\r{text[:width].ljust(width)}\r", nl=False, err=True)
