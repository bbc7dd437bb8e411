"""Keeps the draft of an assessor's marks while they are made."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from threading import Lock

from stepback_course.clock import Clock
from stepback_course.marking import Desk, Marks
from stepback_course.portfolio.rescue import rescue
from stepback_course.store import StoreError
from stepback_course.text import _, same_identifier
from stepback_course.text.refusals import Refusal
from stepback_course.tui.saving import SaveOutcome, Unsaved


@dataclass(frozen=True, slots=True)
class Noted:
    """What is on the desk and not in the store yet."""

    marks: Marks
    margin: str = ""
    """What is noted for assessors alone."""


class MarksKeeper:
    """Holds the draft marks on one submission until the store has acknowledged them.

    Thread-safe: the screen notes changes while a thread saves earlier ones.
    """

    def __init__(self, desk: Desk, portfolio: str, unit: str, clock: Clock) -> None:
        """Keep marks in the name of whoever sits at `desk`."""
        self._desk = desk
        self._portfolio = portfolio
        self._place = (unit, "marks")
        self._clock = clock
        self._pending: Noted | None = None
        self._writing = Lock()
        self._noting = Lock()

    def note(self, marks: Marks, margin: str = "") -> None:
        """Note marks, and what is noted in the margin, that are not saved yet."""
        with self._noting:
            self._pending = Noted(marks, margin)

    def forget(self) -> None:
        """Let go of what is noted: it has become a decision."""
        with self._noting:
            self._pending = None

    def drop(self, portfolio: str, units: Collection[str]) -> None:
        """Let go of what is noted on these units of a portfolio, or on all: they are erased."""
        if same_identifier(portfolio, self._portfolio) and (not units or self._place[0] in units):
            self.forget()

    def save(self) -> SaveOutcome:
        """Write what is noted, and say whether it was taken; called from any thread."""
        with self._writing:
            noted = self._noted()
            if noted is None:
                return SaveOutcome((), (), self._clock())
            unit = self._place[0]
            try:
                self._desk.keep_marks(self._portfolio, unit, noted.marks)
                self._desk.keep_note(self._portfolio, unit, noted.margin)
            except (Refusal, StoreError) as refusal:
                refused = Unsaved(self._place, str(refusal), is_conflict=False)
                return SaveOutcome((), (refused,), self._clock())
            with self._noting:
                if self._pending == noted:
                    self._pending = None
            return SaveOutcome((self._place,), (), self._clock())

    def end(self) -> list[str]:
        """Save a last time, and return what to tell the person where that was not possible."""
        self.save()
        return self.rescue_unsaved()

    def rescue_unsaved(self) -> list[str]:
        """Write what the store did not take to a file, and return what to tell the person."""
        noted = self._noted()
        if noted is None:
            return []
        unit, name = self._place
        content = noted.marks.model_dump(mode="json") | {"margin": noted.margin}
        text = json.dumps(content, ensure_ascii=False, indent=2)
        try:
            path = rescue(self._portfolio, unit, name, text, self._clock())
        except OSError:
            sentence = _("Your draft marks on {unit} could not be saved. They are:")
            return [f"{sentence.format(unit=unit)}\n\n{text}\n"]
        sentence = _("Your draft marks on {unit} could not be saved. They are in {path}")
        return [sentence.format(unit=unit, path=path)]

    def _noted(self) -> Noted | None:
        with self._noting:
            return self._pending
