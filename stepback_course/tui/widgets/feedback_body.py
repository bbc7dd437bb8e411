"""What assessors said about a unit: what is met, then what is needed; the newest first."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from stepback_course.portfolio import UnitView
from stepback_course.portfolio.models import Decision, Verdict
from stepback_course.portfolio.telling.decisions import (
    decision_title,
    judged_passages,
    overall_passages,
)
from stepback_course.portfolio.telling.words import day_and_month, status_sign
from stepback_course.text import _


class FeedbackBody(VerticalGroup):
    """The released decisions on one unit."""

    DEFAULT_CSS = """
    FeedbackBody .attempt { text-style: bold; color: $accent; margin-bottom: 1; }
    FeedbackBody .attempt.-earlier { margin-top: 2; color: $secondary; }
    FeedbackBody .heading { text-style: bold; }
    FeedbackBody .criterion { padding-left: 2; margin-bottom: 1; }
    FeedbackBody .words {
        margin: 0 0 1 4;
        padding-left: 1;
        border-left: thick $accent;
    }
    """

    def __init__(self, view: UnitView) -> None:
        """Show what was released about a unit."""
        super().__init__()
        self._unit = view.unit
        self._decisions = tuple(reversed(view.released))
        self._erased = {each.number: each.erased for each in view.record.attempts if each.erased}

    def compose(self) -> ComposeResult:
        """Lay out one decision under the other."""
        if not self._decisions:
            yield Static(_("Nobody has said anything about this unit yet."), markup=False)
        for index, decision in enumerate(self._decisions):
            yield from self._decision(decision, is_earlier=index > 0)

    def _decision(self, decision: Decision, *, is_earlier: bool) -> Iterator[Widget]:
        yield _line(decision_title(decision), "attempt -earlier" if is_earlier else "attempt")
        if erased := self._erased.get(decision.attempt):
            sentence = _("What was submitted then, and the words about it, were erased on {day}.")
            yield _line(sentence.format(day=day_and_month(erased)), "heading")
        yield from self._criteria(decision, "met", _("What is met"))
        yield from self._criteria(decision, "not_yet_met", _("What is needed"))
        for heading, text in overall_passages(decision.said):
            yield _line(heading, "heading")
            yield _line(text, "words")

    def _criteria(self, decision: Decision, verdict: Verdict, heading: str) -> Iterator[Widget]:
        passages = judged_passages(self._unit, decision, verdict)
        if not passages:
            return
        sign = status_sign("met" if verdict == "met" else "referred")
        yield _line(heading, "heading")
        for judged, words in passages:
            yield _line(f"{sign} {judged}", "criterion")
            if words:
                yield _line(words, "words")


def _line(text: str, classes: str) -> Static:
    return Static(Content(text), classes=classes, markup=False)
