"""Saving what is typed, soon after it is typed.

A change is saved half a second after the last one and never later than a second and a half after
the first unsaved one, by a thread, in the order in which it was made.
"""

import json
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

from stepback_course.clock import Clock
from stepback_course.portfolio.rescue import rescue
from stepback_course.store import Conflict, StoreError
from stepback_course.text import _, same_identifier
from stepback_course.text.refusals import Refusal

if TYPE_CHECKING:
    from stepback_course.portfolio import Workbook
    from stepback_course.portfolio.models import Occasion, Response
    from stepback_course.portfolio.versions.history import History
    from stepback_course.portfolio.versions.rules import Reason

QUIET = 0.5
"""Seconds without a change after which a change is saved."""
LONGEST = 1.5
"""Seconds after which the first unsaved change is saved, however busy the keyboard is."""
RETRY = 3.0
"""Seconds after which a refused save is tried again."""

Place = tuple[str, str]
"""A unit and an activity."""


@dataclass(frozen=True, slots=True)
class Noted:
    """An answer that is not in the store yet, and how it came about where that was said."""

    value: Any
    occasion: "Occasion | None"


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

    def end(self) -> list[str]:
        """Save a last time, put in files what the store does not take, and return what to tell."""

    def drop(self, portfolio: str, units: Collection[str]) -> None:
        """Let go of what is typed in these units of a portfolio, or in all: it is to be erased."""


@dataclass(eq=False)
class AnswerKeeper:
    """Holds what is typed in one portfolio until the store has acknowledged it.

    Thread-safe: the screen notes changes while a thread saves earlier ones.
    """

    workbook: "Workbook"
    portfolio: str
    clock: Clock
    history: "History | None" = None
    """Keeps a version of each unit that was written in, once it is left."""
    _written: set[str] = field(default_factory=set)
    _pending: dict[Place, Noted] = field(default_factory=dict)
    _seen: dict[Place, int] = field(default_factory=dict)
    _occasions: dict[Place, "Occasion"] = field(default_factory=dict)
    _conflicts: dict[Place, str] = field(default_factory=dict)
    _writing: Lock = field(default_factory=Lock)
    _noting: Lock = field(default_factory=Lock)

    def show(self, place: Place, response: "Response | None") -> None:
        """Note which response, or that none, stands on the screen at a place now."""
        with self._noting:
            self._seen[place] = _number(response)
            self._occasions.pop(place, None)
            if response is not None:
                self._occasions[place] = response.occasion

    def is_shown(self, place: Place, response: "Response | None") -> bool:
        """Say whether this response is the one that stands on the screen at a place."""
        with self._noting:
            return self._seen.get(place) == _number(response)

    def note(self, place: Place, value: Any) -> None:
        """Note a change that is not saved yet; how the answer came about stays as it was said."""
        with self._noting:
            self._pending[place] = Noted(value, self._occasions.get(place))

    def note_occasion(self, place: Place, value: Any, occasion: "Occasion") -> None:
        """Note how the answer at a place, now `value`, came about."""
        with self._noting:
            self._occasions[place] = occasion
            self._pending[place] = Noted(value, occasion)

    def occasion(self, place: Place) -> "Occasion | None":
        """Return how the answer at a place came about, None where that was not said."""
        with self._noting:
            return self._occasions.get(place)

    @property
    def unsaved(self) -> Mapping[Place, Any]:
        """The answers that are not in the store yet, oldest first."""
        return {place: noted.value for place, noted in self._noted().items()}

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
            for place, noted in self._noted().items():
                refused = self._standing_conflict(place) or self._save_one(place, noted)
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
        self._keep_version(place[0], "replaced")
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

    def drop(self, portfolio: str, units: Collection[str]) -> None:
        """Let go of what is typed in these units of a portfolio, or in all: it is to be erased."""
        if not same_identifier(portfolio, self.portfolio):
            return
        with self._writing, self._noting:
            for place in [place for place in self._pending if not units or place[0] in units]:
                del self._pending[place]
                self._conflicts.pop(place, None)

    def end(self) -> list[str]:
        """Save a last time, keep a version of each unit written in, and return what to tell."""
        self.save()
        for unit in self._written:
            self._keep_version(unit, "left")
        return self.rescue_unsaved()

    def rescue_unsaved(self) -> list[str]:
        """Write what the store did not take to files, and return what to tell the person.

        Where no file can be written either, what they are told has the text itself.
        """
        return [self._rescued(place, value) for place, value in self.unsaved.items()]

    def _keep_version(self, unit: str, reason: "Reason") -> None:
        # What is saved is saved: there is nothing to tell where only the version could not be kept.
        with suppress(Refusal, StoreError):
            if self.history is not None:
                self.history.keep(self.portfolio, unit, reason)

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

    def _noted(self) -> dict[Place, Noted]:
        with self._noting:
            return dict(self._pending)

    def _save_one(self, place: Place, noted: Noted) -> Unsaved | None:
        unit, activity = place
        with self._noting:
            seen = self._seen.get(place)
        try:
            response = self.workbook.respond(
                self.portfolio, unit, activity, noted.value, seen=seen, occasion=noted.occasion
            )
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
            self._written.add(unit)
            self._seen[place] = response.number
            if self._pending.get(place) == noted:
                del self._pending[place]
        return None


def _number(response: "Response | None") -> int:
    return response.number if response else 0


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)
