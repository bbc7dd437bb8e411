"""Saving while somebody types: when to save, and a thread that does it."""

import time
from collections.abc import Callable
from typing import Any

from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from stepback_course.tui.saving import Keeper, SaveOutcome, SaveSchedule


class Autosave:
    """Saves what is typed on one screen, soon, and never keeps the keyboard waiting."""

    def __init__(
        self,
        screen: Screen[Any],
        keeper: Keeper,
        *,
        collect: Callable[[], None],
        report: Callable[[SaveOutcome], Message],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Save for `screen` what is in `keeper`.

        `collect` notes in the keeper what stands in the widget in front; it is called once for
        each save. `report` is called in the thread and makes the message that the screen then gets;
        the screen hands its outcome to `done`.
        """
        self._screen = screen
        self._keeper = keeper
        self._collect = collect
        self._report = report
        self._monotonic = monotonic
        self._schedule = SaveSchedule()
        self._timer: Timer | None = None
        self._is_saving = False
        self._at_once = False

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being saved and nothing waits to be."""
        return not self._is_saving and self._schedule.due() is None

    def touch(self) -> None:
        """Note a change; called for each key, so it does next to nothing."""
        is_first = self._schedule.first is None
        self._schedule.touch(self._monotonic())
        if is_first and not self._is_saving:
            self._arm()

    def save(self) -> None:
        """Save now, or as soon as the save under way has ended."""
        if self._is_saving:
            self._at_once = True
            return
        self._disarm()
        self._at_once = False
        self._is_saving = True
        self._schedule.clear()
        self._collect()
        self._screen.run_worker(self._write, group="save", thread=True, exit_on_error=False)

    def done(self, outcome: SaveOutcome) -> None:
        """Take note that a save has ended, and see to what is still to be saved."""
        self._is_saving = False
        if any(not unsaved.is_conflict for unsaved in outcome.unsaved):
            self._schedule.refused(self._monotonic())
        if self._at_once:
            self.save()
        else:
            self._arm()

    def _write(self) -> None:
        self._screen.post_message(self._report(self._keeper.save()))

    def _arm(self) -> None:
        """Save now if that is due, else wait until it is."""
        self._disarm()
        due = self._schedule.due()
        if due is None:
            return
        remaining = due - self._monotonic()
        if remaining > 0:
            self._timer = self._screen.set_timer(remaining, self._arm)
        else:
            self.save()

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
