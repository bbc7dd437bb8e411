"""Marks as they are made, one question after another."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial

from pydantic import ValidationError

from stepback_course.course.models import EvidenceTest, Unit
from stepback_course.marking.models import Marks
from stepback_course.marking.rules import BOXES, Box, incomplete, unsaid
from stepback_course.marking.telling import verdict_word
from stepback_course.plain.acts import Act
from stepback_course.plain.conversation import Conversation, numbered
from stepback_course.plain.days import ask_day
from stepback_course.portfolio.models import Verdict
from stepback_course.text import _
from stepback_course.text.problems import sentences
from stepback_course.text.refusals import Refusal

_BOXES: Mapping[Box, str] = {
    "stood_out": _("What stood out"),
    "missing": _("What is missing"),
    "next_step": _("The next step"),
}
_LETTERS: Mapping[Box, str] = {"stood_out": "s", "missing": "w", "next_step": "x"}
ABOUT = _(
    "A number decides a criterion. What is not yet met needs words that say what is missing. "
    "Your marks are kept as a draft that only you see, until you decide."
)


class MarksSheet:
    """Marks on one submission in front of whoever makes them."""

    def __init__(
        self,
        talk: Conversation,
        unit: Unit,
        marks: Marks,
        keep: Callable[[Marks], None],
        today: date,
    ) -> None:
        """Begin with the draft there is; `keep` keeps it after each change."""
        self._talk = talk
        self._unit = unit
        self._keep = keep
        self._today = today
        self.marks = marks

    def acts(self) -> Iterator[Act]:
        """Yield what can be decided and said."""
        for number, criterion in enumerate(self._unit.criteria, start=1):
            verdict = self.marks.criteria.get(criterion.id)
            label = _("{verdict}: {criterion}").format(
                verdict=_verdict_words(verdict), criterion=criterion.text
            )
            yield Act(str(number), label, partial(self._judge, criterion.id))
        yield Act("a", _("All criteria are met"), self._judge_all_met)
        for number, question in enumerate(self._unit.evidence_tests, start=1):
            verdict = self.marks.tests.get(question.test)
            label = _("Evidence, {verdict}: {question}").format(
                verdict=_verdict_words(verdict), question=question.text
            )
            yield Act(f"t{number}", label, partial(self._test, question.test))
        for box in BOXES:
            words = getattr(self.marks.overall, box) or _("nothing yet")
            label = _("{box}: {words}").format(box=_BOXES[box], words=words)
            yield Act(_LETTERS[box], label, partial(self._say_about_whole, box))

    def lacks(self) -> list[str]:
        """Return everything without which the marks are no decision, in sentences."""
        marks = self.marks
        return [
            lack.sentence for lack in (*incomplete(self._unit, marks), *unsaid(self._unit, marks))
        ]

    @property
    def verdict(self) -> str:
        """What the marks come to as they stand, in a word."""
        return verdict_word("not_yet_met" if self.marks.asks_for_more else "met")

    @property
    def sentence(self) -> str:
        """What the marks come to, once they are complete."""
        if self.lacks():
            return _("Not complete yet.")
        return _("As it stands: {verdict}.").format(verdict=self.verdict)

    # Judging.

    def _judge(self, criterion: str) -> None:
        """Ask for a verdict on one criterion and, where it is not yet met, for what is missing."""
        verdict = self._ask_verdict()
        if verdict is None:
            return
        feedback = dict(self.marks.feedback)
        standing = feedback.pop(criterion, "")
        question = _("What is missing") if verdict == "not_yet_met" else _("Feedback, if any")
        words = self._talk.ask_again(question, standing, about=ABOUT)
        words = standing if words is None else words
        if words:
            feedback[criterion] = words
        criteria: dict[str, Verdict] = {**self.marks.criteria, criterion: verdict}
        self._change(criteria=criteria, feedback=feedback)

    def _judge_all_met(self) -> None:
        criteria = {criterion.id: "met" for criterion in self._unit.criteria}
        self._change(criteria=criteria)
        self._talk.say(_("All criteria are met."))

    def _test(self, test: EvidenceTest) -> None:
        verdict = self._ask_verdict()
        if verdict is not None:
            tests: dict[EvidenceTest, Verdict] = {**self.marks.tests, test: verdict}
            self._change(tests=tests)

    def _ask_verdict(self) -> Verdict | None:
        labels = numbered([verdict_word("met"), verdict_word("not_yet_met")])
        match self._talk.choose(_("Which"), labels, about=ABOUT):
            case "1":
                return "met"
            case "2":
                return "not_yet_met"
        return None

    def _say_about_whole(self, box: Box) -> None:
        said = self.marks.overall
        words = self._talk.ask_again(_BOXES[box], getattr(said, box), about=ABOUT)
        if words is None:
            return
        changes: dict[str, str] = {box: words}
        if box == "next_step" and words:
            day = ask_day(self._talk, self._today, _("By which day, if any"), said.by)
            changes["by"] = said.by if day is None else day
        self._change(overall={**said.model_dump(), **changes})

    def _change(self, **changes: object) -> None:
        """Take changes into the marks and keep them. Raises Refusal for words that are too long."""
        try:
            self.marks = Marks.model_validate({**self.marks.model_dump(), **changes})
        except ValidationError as error:
            raise Refusal("invalid", "; ".join(sentences(error))) from None
        self._keep(self.marks)


def _verdict_words(verdict: Verdict | None) -> str:
    return verdict_word(verdict) if verdict else _("not decided")
