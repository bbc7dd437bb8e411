"""What the screens of certificates share: how the key stands, and the question for its words."""

from collections.abc import Callable
from functools import partial
from typing import Generic, TypeVar

from stepback_course.clock import time_of_day
from stepback_course.text import _
from stepback_course.tui.key_tasks import KeyNeeded, read_key_needed, why_not_here
from stepback_course.tui.screens.base import StepbackScreen

LOOKS_EVERY = 5.0
"""How often it is looked whether the key has locked itself, in seconds."""

Result = TypeVar("Result")


class AwardingScreen(StepbackScreen[Result], Generic[Result]):
    """A screen on which it matters whether the key is unlocked; the masthead says so."""

    _was_unlocked = False
    _go_on: Callable[[], object] | None = None

    def on_mount(self) -> None:
        """Look from now on whether the key has locked itself."""
        self.set_interval(LOOKS_EVERY, self.look_at_key)

    def on_screen_resume(self) -> None:
        """Look whether the key was locked or unlocked elsewhere."""
        chest = self.desks.chest
        self._was_unlocked = chest is not None and chest.is_unlocked
        self.look_at_key()

    def look_at_key(self) -> None:
        """Say until when the key is unlocked, or that it has locked itself."""
        if not self.is_current:
            return
        chest = self.desks.chest
        until = chest.locks_at if chest is not None else None
        self.masthead.mark = (
            _("key unlocked until {time}").format(time=time_of_day(until)[:5]) if until else ""
        )
        if self._was_unlocked and until is None:
            self.banner.sentence = _("The key has locked itself, because nothing used it.")
            self.key_locked()
        self._was_unlocked = until is not None

    def key_locked(self) -> None:
        """Show what is otherwise once the key has locked itself."""

    def when_unlocked(self, go_on: Callable[[], object]) -> None:
        """Go on at once where no key is needed or it is unlocked; else ask for its passphrase."""
        self._go_on = go_on
        self.fetch("signing", partial(read_key_needed, self.desks))

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Go on once it is known whether the key is wanted."""
        if isinstance(event.result, KeyNeeded):
            self._ask_for_key(event.result)

    def _ask_for_key(self, needed: KeyNeeded) -> None:
        from stepback_course.tui.screens.key_forms import Unlock

        go_on, self._go_on = self._go_on, None
        if go_on is None:
            return
        if refusal := why_not_here(needed.signing):
            self.banner.sentence = refusal
        elif needed.signing == "locked":

            def unlocked(done: bool | None) -> None:
                if done:
                    go_on()

            self.app.push_screen(Unlock(self.desks), unlocked)
        else:
            go_on()
