"""Waiting until an app has nothing left to do, without a nap.

Textual's pilot sleeps for a fiftieth of a second, several times for each key, and then judges by
the processor whether anything still happens. The event loop knows: it asks its selector to wait
only when nothing is ready to run, and tells it how long until the next timer.
"""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any

from textual._wait import wait_for_idle

FRAME = 1 / 50
"""What is due within this many seconds counts as under way: a screen draws itself that often."""


class _Selector(selectors.DefaultSelector):
    """Lets go of whoever waits for stillness before it waits itself."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[asyncio.Future[None]] = []

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if not self.waiting or (timeout is not None and timeout < FRAME):
            return super().select(timeout)
        ready = super().select(0)
        if not ready:
            for future in self.waiting:
                if not future.done():
                    future.set_result(None)
            self.waiting.clear()
        return ready


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self.selector = _Selector()
        super().__init__(self.selector)


def run(test: Coroutine[Any, Any, None]) -> None:
    """Run a test in a loop that knows when it is still."""
    with asyncio.Runner(loop_factory=_Loop) as runner:
        runner.run(test)


async def stillness(min_sleep: float = 0, max_sleep: float = 1) -> None:
    """Wait until nothing goes on by itself; later timers, and threads that are silent, may.

    Takes the place of Textual's `wait_for_idle`, which it still calls in any other loop.
    """
    loop = asyncio.get_running_loop()
    if not isinstance(loop, _Loop):
        await wait_for_idle(min_sleep, max_sleep)
        return
    still = loop.create_future()
    loop.selector.waiting.append(still)
    await still
