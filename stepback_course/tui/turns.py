"""Keys in the order in which they were pressed, also where the machine is slower than the hand.

Textual gives every key to whatever has the focus when the key arrives. A Tab that still waits in
the queue of one field has not moved the focus yet, so that what is typed after it would land in the
field that was just left.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from textual.app import App
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen

PATIENCE_SECONDS = 0.5
"""How often it is asked whether the field that word went to is still there: word goes with it."""

LAST_PATIENCE_SECONDS = 10.0
"""How long the next key waits for a screen that never finishes with one."""

ROUNDS = 2
"""How often word is sent round behind a key: after the key, and after what the key set off."""

Turn = Callable[[], Awaitable[object]]


class Handled(Message):
    """Goes the way of a key up to the app; there, everybody before it has dealt with that key."""

    def __init__(self, turn: int, rounds: int = 0) -> None:
        """Say to which turn it belongs, and how often it is to go round again."""
        super().__init__()
        self.turn = turn
        self.rounds = rounds


class Turns:
    """Lets one key after another be dealt with, and then the next."""

    def __init__(self, app: App[Any]) -> None:
        """Watch over the keys of `app`."""
        self._app = app
        self._waiting: deque[Turn] = deque()
        self._turn = 0
        self._is_taken = False
        self._screen: Screen[Any] | None = None
        self._target: MessagePump = app

    @property
    def is_under_way(self) -> bool:
        """Whether something that was pressed is not dealt with yet."""
        return self._is_taken

    async def take(self, turn: Turn) -> None:
        """Do this now, or after everything that was pressed before."""
        self._waiting.append(turn)
        if not self._is_taken:
            await self._next()

    async def handled(self, message: Handled) -> None:
        """Go on, where this is the turn that is waited for."""
        if not self._is_taken or message.turn != self._turn:
            return
        if message.rounds:
            self._send_round(message.rounds - 1)
        elif self._app.screen is not self._screen:
            # A screen that has just opened gives the focus to its first field once it is drawn.
            self._screen = self._app.screen
            self._screen.call_after_refresh(self._go_on, message.turn)
        else:
            await self._next()

    async def _next(self) -> None:
        self._is_taken = bool(self._waiting)
        if not self._waiting:
            return
        self._turn += 1
        self._screen = self._app.screen
        self._target = self._app.focused or self._screen
        await self._waiting.popleft()()
        if self._app.is_running:
            loop = asyncio.get_running_loop()
            loop.call_later(PATIENCE_SECONDS, self._look_after_word, self._turn)
            loop.call_later(LAST_PATIENCE_SECONDS, self._go_on, self._turn)
            self._send_round(ROUNDS - 1)

    def _send_round(self, rounds: int) -> None:
        if not self._target.post_message(Handled(self._turn, rounds)):
            self._ask_screen(self._turn)

    def _look_after_word(self, turn: int) -> None:
        """Ask the screen where the field is gone; one that is only slow is waited for."""
        if not self._is_taken or turn != self._turn:
            return
        if self._target.is_running and self._target.is_attached:
            loop = asyncio.get_running_loop()
            loop.call_later(PATIENCE_SECONDS, self._look_after_word, turn)
        else:
            self._ask_screen(turn)

    def _ask_screen(self, turn: int) -> None:
        """Send word through the screen: a page that is still being made is waited for."""
        if self._is_taken and turn == self._turn:
            self._app.screen.post_message(Handled(turn))

    def _go_on(self, turn: int) -> None:
        if self._is_taken and turn == self._turn:
            self._app.post_message(Handled(turn))
