"""Saving what is typed, soon after it is typed.

A change is saved half a second after the last one and never later than a second and a half after
the first unsaved one, by a thread, in the order in which it was made.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

from stepback_course.clock import Clock
from stepback_course.store import Conflict, StoreError
from stepback_course.text import _
from stepback_course.text.refusals import Refusal
from stepback_course.tui.rescue import rescue

if TYPE_CHECKING:
    from stepback_course.portfolio import Workbook
    from stepback_course.portfolio.models import Response

QUIET = 0.5
"""Seconds without a change after which a change is saved."""
LONGEST = 1.5
"""Seconds after which the first unsaved change is saved, however busy the keyboard is."""
RETRY = 3.0
"""Seconds after which a refused save is tried again."""

Place = tuple[str, str]
"""A unit and an activity."""


@dataclass(slots=True)
class SaveSchedule:
    """When the next save is due; all times in seconds of one monotonic clock."""

    first: float | None = None
    last: float = 0.0
    again: float | None = None

    def touch(self, now: float) -> None:
        """Note a change."""
        if self.first is None:
            self.first = now
        self.last = now

    def refused(self, now: float) -> None:
        """Note that a save was refused and is to be tried again."""
        self.again = now + RETRY

    def due(self) -> float | None:
        """Return when to save, or None where nothing waits."""
        if self.first is None:
            return self.again
        return min(self.last + QUIET, self.first + LONGEST)

    def clear(self) -> None:
        """Note that everything is on its way to the store."""
        self.first = None
        self.again = None


@dataclass(frozen=True, slots=True)
class Unsaved:
    """One answer that the store did not take, with the store's sentence."""

    place: Place
    sentence: str
    is_conflict: bool


@dataclass(frozen=True, slots=True)
class SaveOutcome:
    """What came of one save."""

    saved: tuple[Place, ...]
    unsaved: tuple[Unsaved, ...]
    """Everything that was noted before this save and is not in the store."""
    at: datetime


class Keeper(Protocol):
    """Holds what is typed until the store has acknowledged it."""

    def save(self) -> SaveOutcome:
        """Write what is held, and say what was taken; called from any thread."""

    def rescue_unsaved(self) -> list[str]:
        """Write what the store did not take to files, and return what to tell the person."""


@dataclass(eq=False)
class AnswerKeeper:
    """Holds what is typed in one portfolio until the store has acknowledged it.

    Thread-safe: the screen notes changes while a thread saves earlier ones.
    """

    workbook: "Workbook"
    portfolio: str
    clock: Clock
    _pending: dict[Place, Any] = field(default_factory=dict)
    _seen: dict[Place, int] = field(default_factory=dict)
    _conflicts: dict[Place, str] = field(default_factory=dict)
    _writing: Lock = field(default_factory=Lock)
    _noting: Lock = field(default_factory=Lock)

    def show(self, place: Place, response: "Response | None") -> None:
        """Note which response, or that none, stands on the screen at a place now."""
        with self._noting:
            self._seen[place] = _number(response)

    def is_shown(self, place: Place, response: "Response | None") -> bool:
        """Say whether this response is the one that stands on the screen at a place."""
        with self._noting:
            return self._seen.get(place) == _number(response)

    def note(self, place: Place, value: Any) -> None:
        """Note a change that is not saved yet."""
        with self._noting:
            self._pending[place] = value

    @property
    def unsaved(self) -> Mapping[Place, Any]:
        """The answers that are not in the store yet, oldest first."""
        with self._noting:
            return dict(self._pending)

    @property
    def conflicts(self) -> Mapping[Place, str]:
        """The places that another window wrote to meanwhile, each with the store's sentence."""
        with self._noting:
            return dict(self._conflicts)

    def save(self) -> SaveOutcome:
        """Write everything noted, oldest first, and say what was taken; called from any thread.

        A place in conflict is left alone until somebody has chosen which answer stands.
        """
        with self._writing:
            saved: list[Place] = []
            unsaved: list[Unsaved] = []
            for place, value in self.unsaved.items():
                refused = self._standing_conflict(place) or self._save_one(place, value)
                if refused is None:
                    saved.append(place)
                else:
                    unsaved.append(refused)
            return SaveOutcome(tuple(saved), tuple(unsaved), self.clock())

    def keep_mine(self, place: Place, theirs: "Response | None") -> Path:
        """Let what was typed here replace the other window's answer, and return where that is now.

        Should a third answer have arrived since, it is a conflict again. Raises OSError where the
        other answer could not be put in a file; then nothing has changed.
        """
        path = self._rescue(place, theirs.value if theirs else "")
        with self._noting:
            self._conflicts.pop(place, None)
            self._seen[place] = _number(theirs)
        return path

    def take_theirs(self, place: Place) -> Path:
        """Give up what was typed here for the other window's answer, and return where it is now.

        Raises OSError where it could not be put in a file; then nothing has changed.
        """
        path = self._rescue(place, self.unsaved.get(place, ""))
        with self._noting:
            self._pending.pop(place, None)
            self._conflicts.pop(place, None)
        return path

    def rescue_unsaved(self) -> list[str]:
        """Write what the store did not take to files, and return what to tell the person.

        Where no file can be written either, what they are told has the text itself.
        """
        return [self._rescued(place, value) for place, value in self.unsaved.items()]

    def _rescued(self, place: Place, value: Any) -> str:
        unit, activity = place
        try:
            path = self._rescue(place, value)
        except OSError:
            sentence = _("What you wrote in '{activity}' of {unit} could not be saved. It is:")
            told = sentence.format(unit=unit, activity=activity)
            return f"{told}\n\n{_as_text(value)}\n"
        sentence = _("What you wrote in '{activity}' of {unit} could not be saved. It is in {path}")
        return sentence.format(unit=unit, activity=activity, path=path)

    def _rescue(self, place: Place, value: Any) -> Path:
        unit, activity = place
        return rescue(self.portfolio, unit, activity, _as_text(value), self.clock())

    def _standing_conflict(self, place: Place) -> Unsaved | None:
        sentence = self.conflicts.get(place)
        return Unsaved(place, sentence, is_conflict=True) if sentence else None

    def _save_one(self, place: Place, value: Any) -> Unsaved | None:
        unit, activity = place
        with self._noting:
            seen = self._seen.get(place)
        try:
            response = self.workbook.respond(self.portfolio, unit, activity, value, seen=seen)
        except Conflict as conflict:
            with self._noting:
                self._conflicts[place] = str(conflict)
            return Unsaved(place, str(conflict), is_conflict=True)
        except (Refusal, StoreError) as refusal:
            return Unsaved(place, str(refusal), is_conflict=False)
        except Exception as error:  # whatever it is, the text is kept and the person is told
            sentence = _("This answer is not saved yet ({reason}). It is kept here.")
            return Unsaved(place, sentence.format(reason=error), is_conflict=False)
        with self._noting:
            self._seen[place] = response.number
            if self._pending.get(place) == value:
                del self._pending[place]
        return None


def _number(response: "Response | None") -> int:
    return response.number if response else 0


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)
