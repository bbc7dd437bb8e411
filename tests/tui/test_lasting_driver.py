"""A terminal whose window is closed keeps nobody waiting, and the app is told."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from threading import Event, Thread

import pytest

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals here", allow_module_level=True)

from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread

from stepback_course.tui.lasting_driver import LastingOutput, wait_for_the_end

PATIENCE = 10.0
"""Seconds after which something is taken to wait for ever."""


class _Gone(io.StringIO):
    """A file of a terminal that has gone."""

    def write(self, _text: str) -> int:
        raise OSError(5, "Input/output error")


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """The two sides of a terminal."""
    window, line = os.openpty()
    yield window, line
    for descriptor in (window, line):
        with suppress(OSError):
            os.close(descriptor)


def test_drawing_goes_on_without_a_terminal_and_ends_when_it_is_told_to() -> None:
    writer = WriterThread(LastingOutput(_Gone()))  # type: ignore[arg-type] # as the driver has it

    def draw() -> None:
        for _frame in range(MAX_QUEUED_WRITES * 3):
            writer.write("a frame")
        writer.stop()

    writer.start()
    drawing = Thread(target=draw, daemon=True)
    drawing.start()
    drawing.join(PATIENCE)
    assert not drawing.is_alive()
    assert not writer.is_alive()


def test_it_is_told_once_the_window_is_closed_and_not_before(terminal: tuple[int, int]) -> None:
    window, line = terminal
    told = Event()
    waiting = Thread(target=wait_for_the_end, args=(line, told.set), daemon=True)
    waiting.start()
    os.write(window, b"a key\n")
    assert os.read(line, 100) == b"a key\n"
    assert not told.is_set()
    os.close(window)
    assert told.wait(PATIENCE)
    waiting.join(PATIENCE)
    assert not waiting.is_alive()
