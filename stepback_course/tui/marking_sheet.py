"""The marks an assessor is making, and the draft of them that is kept while they are made."""

from collections.abc import Collection, Mapping, Sequence
from threading import Lock

from stepback_course.clock import Clock
from stepback_course.marking import Desk, Marks
from stepback_course.portfolio.models import Verdict
from stepback_course.portfolio.rescue import rescue
from stepback_course.store import StoreError
from stepback_course.text import _, same_identifier
from stepback_course.text.refusals import Refusal
from stepback_course.tui.saving import SaveOutcome, Unsaved

_TURN: Mapping[Verdict | None, Verdict | None] = {
    None: "met",
    "met": "not_yet_met",
    "not_yet_met": None,
}
_SIGNED_WORDS: Mapping[Verdict | None, str] = {
    None: _("○ undecided"),
    "met": _("✓ met"),
    "not_yet_met": _("↺ not yet met"),
}


def verdict_words(verdict: Verdict | None) -> str:
    """Return a verdict on one criterion as its sign and its words."""
    return _SIGNED_WORDS[verdict]


def same_marks(one: Marks, other: Marks) -> bool:
    """Say whether two sets of marks say the same, whoever made them on whichever attempt."""
    unsaid = {"attempt", "assessor"}
    return one.model_dump(exclude=unsaid) == other.model_dump(exclude=unsaid)


class MarkingSheet:
    """The marks as they stand on the screen, and the way back through them."""

    def __init__(self, criteria: Sequence[str], marks: Marks) -> None:
        """Begin with marks made earlier; `criteria` are the ids, in the order of their digits."""
        self.criteria = tuple(criteria)
        self.verdicts: dict[str, Verdict] = dict(marks.criteria)
        self.feedback: dict[str, str] = dict(marks.feedback)
        self.overall = marks.overall
        self._turned: list[tuple[str, Verdict | None]] = []

    def turn(self, criterion: str) -> None:
        """Go on from undecided to met, from met to not yet met, and from there to undecided."""
        before = self.verdicts.get(criterion)
        self._turned.append((criterion, before))
        self._set(criterion, _TURN[before])

    def undo(self) -> str | None:
        """Take the last turn back and return its criterion, or None where there was none."""
        if not self._turned:
            return None
        criterion, before = self._turned.pop()
        self._set(criterion, before)
        return criterion

    def write(self, criterion: str, text: str) -> None:
        """Replace the feedback on one criterion; feedback without a word is none."""
        if text.strip():
            self.feedback[criterion] = text
        else:
            self.feedback.pop(criterion, None)

    @property
    def marks(self) -> Marks:
        """The marks as they are kept and decided."""
        return Marks(
            criteria=self.verdicts,
            feedback={c: self.feedback[c] for c in self.criteria if c in self.feedback},
            overall=self.overall.strip(),
        )

    def _set(self, criterion: str, verdict: Verdict | None) -> None:
        if verdict is None:
            self.verdicts.pop(criterion, None)
        else:
            self.verdicts[criterion] = verdict


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
        self._pending: Marks | None = None
        self._writing = Lock()
        self._noting = Lock()

    def note(self, marks: Marks) -> None:
        """Note marks that are not saved yet."""
        with self._noting:
            self._pending = marks

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
            marks = self._noted()
            if marks is None:
                return SaveOutcome((), (), self._clock())
            try:
                self._desk.keep_marks(self._portfolio, self._place[0], marks)
            except (Refusal, StoreError) as refusal:
                refused = Unsaved(self._place, str(refusal), is_conflict=False)
                return SaveOutcome((), (refused,), self._clock())
            with self._noting:
                if self._pending == marks:
                    self._pending = None
            return SaveOutcome((self._place,), (), self._clock())

    def end(self) -> list[str]:
        """Save a last time, and return what to tell the person where that was not possible."""
        self.save()
        return self.rescue_unsaved()

    def rescue_unsaved(self) -> list[str]:
        """Write what the store did not take to a file, and return what to tell the person."""
        marks = self._noted()
        if marks is None:
            return []
        unit, name = self._place
        text = marks.model_dump_json(indent=2)
        try:
            path = rescue(self._portfolio, unit, name, text, self._clock())
        except OSError:
            sentence = _("Your draft marks on {unit} could not be saved. They are:")
            return [f"{sentence.format(unit=unit)}\n\n{text}\n"]
        sentence = _("Your draft marks on {unit} could not be saved. They are in {path}")
        return [sentence.format(unit=unit, path=path)]

    def _noted(self) -> Marks | None:
        with self._noting:
            return self._pending
