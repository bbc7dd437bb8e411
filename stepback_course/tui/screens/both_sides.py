"""What stands now beside what somebody has just marked, where another was quicker."""

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from stepback_course.course.models import Unit
from stepback_course.marking import Marks
from stepback_course.portfolio.telling.decisions import overall_passages, word_of_test
from stepback_course.text import _
from stepback_course.tui.desk_state import DeskState
from stepback_course.tui.marking_sheet import verdict_words
from stepback_course.tui.screens.window import Window
from stepback_course.tui.widgets.dialog import Dialog
from stepback_course.tui.widgets.key_bar import KeyBar


class BothSidesScreen(Window[None]):
    """Shows both, and that nothing was written over either of them."""

    CSS_PATH = "both_sides.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", _("Go on"))]

    def __init__(
        self, unit: Unit, why: str, state: DeskState | None, mine: Marks, kept: str
    ) -> None:
        """Say why nothing was written; `state` is how the submission stands now, if it can be read.

        `kept` says where one's own marks are.
        """
        super().__init__()
        self._unit = unit
        self._why = why
        self._state = state
        self._mine = mine
        self._kept = kept

    def compose(self) -> ComposeResult:
        """Lay out the two, side by side where there is room."""
        with Dialog():
            yield Static(_("Somebody else was quicker"), classes="title", markup=False)
            yield Static(Content(self._sentence()), classes="sentence", markup=False)
            with Horizontal(id="both"):
                yield self._side(_("What stands now"), list(self._theirs()))
                yield self._side(_("Yours"), list(_marked(self._unit, self._mine)))
            with Horizontal(classes="buttons"):
                yield Button(
                    _("Look at it as it stands"), id="look", variant="primary", compact=True
                )
        yield KeyBar()

    def on_mount(self) -> None:
        """Start on the way on."""
        self.query_one("#look").focus()

    @on(Button.Pressed)
    def _went_on(self) -> None:
        self.dismiss()

    def _sentence(self) -> str:
        return _("{why}. Nothing was written. {kept}").format(
            why=self._why[:1].upper() + self._why[1:], kept=self._kept
        )

    def _theirs(self) -> Iterator[str]:
        if self._state is None:
            yield _("It is not with its assessor any more.")
            return
        yield self._state.sentence
        decision = self._state.view.record.decision
        if decision and decision.attempt == self._state.view.submission.attempt:
            yield from _marked(self._unit, Marks.of(decision))

    def _side(self, title: str, lines: list[str]) -> VerticalScroll:
        shown = [Content.styled(title, "bold $accent"), *map(Content, lines)]
        return VerticalScroll(Static(Content("\n").join(shown), markup=False), classes="side")


def _marked(unit: Unit, marks: Marks) -> Iterator[str]:
    """Yield marks, a line for each thing that is decided or said."""
    for number, criterion in enumerate(unit.criteria, start=1):
        verdict = verdict_words(marks.criteria.get(criterion.id))
        yield _("{number}  {verdict}").format(number=number, verdict=verdict)
        if words := marks.feedback.get(criterion.id):
            yield words
    for question in unit.evidence_tests:
        verdict = verdict_words(marks.tests.get(question.test))
        yield _("{word}: {verdict}").format(
            word=word_of_test(question.test).capitalize(), verdict=verdict
        )
    for heading, words in overall_passages(marks.overall):
        yield _("{heading}: {words}").format(heading=heading, words=words)
