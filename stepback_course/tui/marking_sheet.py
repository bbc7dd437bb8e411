"""The marks an assessor is making, and the way back through every step of making them."""

from collections.abc import Mapping
from dataclasses import dataclass

from stepback_course.course.models import Unit
from stepback_course.marking import Marks
from stepback_course.marking.rules import (
    BOXES,
    Lack,
    incomplete,
    place_of_box,
    place_of_test,
    unsaid,
)
from stepback_course.portfolio.models import Overall, Verdict
from stepback_course.text import _

BY = "overall/by"
"""The place of the day by which the next step is to be taken."""
MARGIN = "margin/note"
"""The place of what is noted for assessors alone."""
_REMEMBERED = 100
"""How many sheets are remembered, each with the way back through it."""

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


@dataclass(frozen=True, slots=True)
class _Step:
    """How the sheet was before something was done to it, and where that was."""

    place: str
    verdicts: Mapping[str, Verdict]
    words: Mapping[str, str]


class MarkingSheet:
    """The marks as they stand on the screen.

    A place is the id of a criterion, or what `place_of_test` or `place_of_box` returns, or `BY`, or
    `MARGIN`.
    """

    def __init__(self, unit: Unit, marks: Marks, note: str = "") -> None:
        """Begin with marks made earlier, and with what was noted in the margin."""
        tests = [place_of_test(question.test) for question in unit.evidence_tests]
        self._unit = unit
        self.judged = (*(criterion.id for criterion in unit.criteria), *tests)
        """The places that are decided, in the order of their digits."""
        self._tests = {place: q.test for place, q in zip(tests, unit.evidence_tests, strict=True)}
        self._attempt = marks.attempt
        self.verdicts: dict[str, Verdict] = dict(marks.criteria)
        self.verdicts |= {place_of_test(test): verdict for test, verdict in marks.tests.items()}
        boxes = {place_of_box(box): getattr(marks.overall, box) for box in BOXES}
        said = marks.feedback | boxes | {BY: marks.overall.by, MARGIN: note}
        self.words: dict[str, str] = {place: text for place, text in said.items() if text.strip()}
        self._steps: list[_Step] = []
        self._writing = ""
        """The place in which somebody writes, so that what they write there is one step."""

    def turn(self, place: str) -> None:
        """Go on from undecided to met, from met to not yet met, and from there to undecided."""
        self._remember(place)
        self._set(place, _TURN[self.verdicts.get(place)])

    def meet_the_rest(self) -> bool:
        """Let everything that is undecided be met, as one step; say whether anything was."""
        undecided = [place for place in self.judged if place not in self.verdicts]
        if undecided:
            self._remember(undecided[0])
            for place in undecided:
                self._set(place, "met")
        return bool(undecided)

    def write(self, place: str, text: str) -> None:
        """Replace what is said at a place; text without a word is none.

        What is written at one place, until `settle`, is one step.
        """
        text = text if text.strip() else ""
        if text == self.words.get(place, ""):
            return
        if self._writing != place:
            self._remember(place)
            self._writing = place
        if text:
            self.words[place] = text
        else:
            self.words.pop(place, None)

    def settle(self) -> None:
        """Note that somebody has left the place in which they wrote."""
        self._writing = ""

    def undo(self) -> str | None:
        """Take the last step back and return its place, or None where there was none."""
        self.settle()
        if not self._steps:
            return None
        step = self._steps.pop()
        self.verdicts, self.words = dict(step.verdicts), dict(step.words)
        return step.place

    @property
    def marks(self) -> Marks:
        """The marks as they are kept and decided."""
        words = self.words
        criteria = [place for place in self.judged if place not in self._tests]
        boxes = {box: words.get(place_of_box(box), "").strip() for box in BOXES}
        return Marks(
            attempt=self._attempt,
            criteria={p: self.verdicts[p] for p in criteria if p in self.verdicts},
            tests={t: self.verdicts[p] for p, t in self._tests.items() if p in self.verdicts},
            feedback={place: words[place] for place in criteria if place in words},
            overall=Overall(**boxes, by=words.get(BY, "")),
        )

    @property
    def lacks(self) -> list[Lack]:
        """What the desk still asks for before these marks are a decision, in order."""
        marks = self.marks
        return [*incomplete(self._unit, marks), *unsaid(self._unit, marks)]

    @property
    def places_lacking_words(self) -> frozenset[str]:
        """Where something has to be written."""
        return frozenset(lack.place for lack in self.lacks if lack.words)

    @property
    def note(self) -> str:
        """What is noted in the margin."""
        return self.words.get(MARGIN, "").strip()

    def _remember(self, place: str) -> None:
        self.settle()
        self._steps.append(_Step(place, dict(self.verdicts), dict(self.words)))

    def _set(self, place: str, verdict: Verdict | None) -> None:
        if verdict is None:
            self.verdicts.pop(place, None)
        else:
            self.verdicts[place] = verdict


Key = tuple[str, str]
"""A portfolio and a unit."""
SheetKey = tuple[str, str, str, int]
"""An assessor, a portfolio, a unit and an attempt."""


class Sheets:
    """The sheets of one run of the app, so that the way back outlives the screen."""

    def __init__(self) -> None:
        """Begin with none."""
        self._sheets: dict[SheetKey, MarkingSheet] = {}
        self._decided: list[tuple[str, Key]] = []
        """Who decided which submission, the last one at the end."""

    def sheet(self, key: SheetKey, unit: Unit, marks: Marks, note: str) -> MarkingSheet:
        """Return the sheet that was left with just these marks, or a new one with them."""
        known = self._sheets.pop(key, None)
        if known is None or not same_marks(known.marks, marks) or known.note != note:
            known = MarkingSheet(unit, marks, note)
        self._sheets[key] = known
        while len(self._sheets) > _REMEMBERED:
            self._sheets.pop(next(iter(self._sheets)))
        return known

    def was_decided(self, assessor: str, key: Key) -> None:
        """Note that somebody has decided a submission."""
        self._decided.append((assessor, key))

    def last_decided_by(self, assessor: str, *, but: Key) -> Key | None:
        """Return what somebody decided last and has not gone back to yet, or None.

        `but` is where they are already.
        """
        while self._decided:
            who, key = self._decided.pop()
            if who == assessor and key != but:
                return key
        return None
