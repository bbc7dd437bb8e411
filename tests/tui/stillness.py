"""Waiting until an app has nothing left to do, without a nap and without needless frames.

Textual's pilot sleeps for a fiftieth of a second, several times for each key, and then judges by
the processor whether anything still happens. The event loop knows: it asks its selector to wait
only when nothing is ready to run, and tells it how long until the next timer.

An app that opens draws seven frames and shows its reader the last. Here only that one is drawn,
when everything else is done: so whatever a test waits for has been on the screen.
"""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from contextvars import Context, copy_context
from typing import Any

from textual._context import active_app
from textual._wait import wait_for_idle
from textual.app import App
from textual.screen import Screen

FRAME = 1 / 50
"""What is due within this many seconds counts as under way: a screen draws itself that often."""


class _Selector(selectors.DefaultSelector):
    """Draws, and then lets go of whoever waits for stillness, before it waits itself."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: dict[asyncio.Future[None], App[Any] | None] = {}
        self.frames: dict[Screen[Any], tuple[Callable[[], None], Context]] = {}

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if not self.waiting or self._is_under_way(timeout):
            return super().select(timeout)
        ready = super().select(0)
        if not ready and self.frames:
            for draw, context in self.frames.values():
                asyncio.get_running_loop().call_soon(draw, context=context)
            self.frames.clear()
        elif not ready:
            for future in self.waiting:
                if not future.done():
                    future.set_result(None)
            self.waiting.clear()
        return ready

    def _is_under_way(self, timeout: float | None) -> bool:
        """Say whether what the loop does next is waited for.

        Textual leaves the timers of an app that has ended ticking, and does nothing at a tick.
        """
        if timeout is None or timeout <= 0:
            return timeout is not None
        have_ended = all(app is not None and app._exit for app in self.waiting.values())
        return timeout < FRAME and not have_ended


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self.selector = _Selector()
        super().__init__(self.selector)


def frame_once_still(screen: Screen[Any], draw_now: Callable[[Screen[Any]], None]) -> None:
    """Draw a screen once somebody waits for stillness; one in the background, or in any other
    loop, now.

    Takes the place of `Screen._compositor_refresh`; what it forgets then is forgotten now, because
    the compositor knows by now which regions have changed.
    """
    loop = asyncio.get_running_loop()
    app = screen.app
    if not isinstance(loop, _Loop) or screen is not app.screen:
        draw_now(screen)
        return

    def draw() -> None:
        try:
            draw_now(screen)
        except Exception as error:  # the app ends with it, as with a timer's
            app._handle_exception(error)

    loop.selector.frames[screen] = (draw, copy_context())
    screen._dirty_widgets.clear()


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
    loop.selector.waiting[still] = active_app.get(None)
    await still
