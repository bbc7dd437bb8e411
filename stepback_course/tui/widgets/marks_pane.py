"""Everything an assessor decides and says about a submission, and the same in one line."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import DescendantBlur
from textual.message import Message
from textual.widgets import Input, Static, TextArea

from stepback_course.course.models import Criterion, Unit
from stepback_course.marking import DeskView
from stepback_course.marking.rules import BOXES, place_of_box, place_of_test
from stepback_course.people import Actor
from stepback_course.portfolio.telling.decisions import word_of_test
from stepback_course.text import _
from stepback_course.tui.marking_sheet import BY, MARGIN, MarkingSheet, verdict_words
from stepback_course.tui.widgets.marking_blocks import (
    BOX_TITLES,
    BoxBlock,
    CriterionBlock,
    EvidenceBlock,
    MarginBlock,
    MarkBlock,
)
from stepback_course.tui.widgets.marking_fields import ByLine, FeedbackField


class MarksPane(VerticalScroll, inherit_bindings=False):
    """All criteria of a unit, the tests of its evidence, what is said of the whole, the margin."""

    DEFAULT_CSS = """
    MarksPane { padding: 0 1; scrollbar-size-vertical: 1; }
    MarksPane #lease { height: auto; padding: 0 1; margin: 1 0; color: $text-muted; }
    MarksPane .part { height: auto; padding: 0 1; text-style: bold; color: $accent; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "screen.choose(-1)", _("Before"), show=False),
        Binding("down", "screen.choose(1)", _("Next"), show=False),
        Binding("pageup", "page_up", _("Page up"), show=False),
        Binding("pagedown", "page_down", _("Page down"), show=False),
    ]

    class Written(Message):
        """The person has changed what is written at a place."""

        def __init__(self, place: str, text: str) -> None:
            """Say where, and what stands there now."""
            super().__init__()
            self.place = place
            self.text = text

    class Settled(Message):
        """The person has left what they were writing."""

    lease = getters.query_one("#lease", Static)

    def __init__(self, view: DeskView, unit: Unit, actor: Actor, today: Callable[[], date]) -> None:
        """Show the criteria of a unit as they were when it was submitted."""
        super().__init__()
        self._view = view
        self._unit = unit
        self._actor = actor
        self._today = today

    def compose(self) -> ComposeResult:
        """Lay out whose it is to mark, the criteria, and what is said besides."""
        yield Static(id="lease", markup=False)
        criteria, tests = self._unit.criteria, self._unit.evidence_tests
        for number, criterion in enumerate(criteria, start=1):
            yield CriterionBlock(number, criterion, self._asked(criterion))
        if tests:
            yield Static(_("The evidence as a whole"), classes="part", markup=False)
        for number, question in enumerate(tests, start=len(criteria) + 1):
            yield EvidenceBlock(number, question)
        yield Static(_("About the whole"), classes="part", markup=False)
        for box in BOXES:
            yield BoxBlock(box, self._today)
        submission, actor = self._view.submission, self._actor
        others = [
            note
            for note in self._view.notes
            if note.attempt != submission.attempt or not actor.is_person(note.assessor)
        ]
        yield MarginBlock(others)

    def _asked(self, criterion: Criterion) -> str:
        """Return what the last decision asked for of a criterion."""
        if not self._view.earlier:
            return ""
        last = self._view.earlier[-1]
        if last.criteria.get(criterion.id) != "not_yet_met":
            return ""
        return _("↺ Asked for at attempt {number}: {words}").format(
            number=last.attempt, words=last.feedback.get(criterion.id, "")
        )

    @property
    def blocks(self) -> dict[str, MarkBlock]:
        """Everything on the pane, by place, from top to bottom."""
        return {block.place: block for block in self.query(MarkBlock)}

    @property
    def places(self) -> list[str]:
        """Every place the cursor can stand at, from top to bottom."""
        return list(self.blocks)

    def field(self, place: str) -> FeedbackField | None:
        """Return where something is written at a place; None where nothing is."""
        return next((f for f in self._fields() if f.place == place), None)

    @property
    def day_problem(self) -> str:
        """What is wrong with the day by which a step is to be taken, in a sentence."""
        return self.query_one(ByLine).problem

    def show(self, sheet: MarkingSheet, *, is_open: bool) -> None:
        """Show marks; they can be changed only where `is_open`."""
        for block in self.blocks.values():
            block.show(sheet, is_open=is_open)

    def show_heads(self, sheet: MarkingSheet) -> None:
        """Show the verdicts, and which boxes they make necessary."""
        for block in self.blocks.values():
            block.show_head(sheet)

    def select(self, place: str) -> None:
        """Put the cursor on one place and bring it into sight."""
        for name, block in self.blocks.items():
            block.is_selected = name == place
            if block.is_selected:
                block.scroll_visible(animate=False)

    def collect(self, sheet: MarkingSheet) -> None:
        """Write what stands in the fields into the sheet."""
        for field in self._fields():
            sheet.write(field.place, field.answer)
        sheet.write(BY, self.query_one(ByLine).answer)

    def _fields(self) -> Iterator[FeedbackField]:
        yield from self.query(FeedbackField)

    @on(TextArea.Changed)
    def _written(self, event: TextArea.Changed) -> None:
        event.stop()
        field = event.text_area
        if isinstance(field, FeedbackField):
            self.post_message(self.Written(field.place, field.answer))

    @on(Input.Changed)
    def _day_written(self, event: Input.Changed) -> None:
        event.stop()
        if isinstance(event.input, ByLine):
            self.post_message(self.Written(BY, event.input.answer))

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """Shut a field that was left empty."""
        field = event.widget
        if isinstance(field, FeedbackField) and not field.answer.strip():
            field.remove_class("-open")
        self.post_message(self.Settled())


class CriteriaStrip(Static):
    """All verdicts in one line, and the words of what the cursor is on."""

    DEFAULT_CSS = """
    CriteriaStrip { height: auto; max-height: 4; padding: 0 1; background: $surface; }
    """

    def show(self, unit: Unit, sheet: MarkingSheet, chosen: str) -> None:
        """Show the verdicts, with the cursor on the chosen place."""
        words = self._words(unit)
        verdicts = []
        for number, place in enumerate(sheet.judged, start=1):
            is_chosen = place == chosen
            verdict = verdict_words(sheet.verdicts.get(place))
            told = _("{cursor}{number} {verdict}").format(
                cursor="▸" if is_chosen else " ",
                number=number,
                # Where there are many, their signs have room and their words have not.
                verdict=verdict if len(sheet.judged) <= _IN_WORDS or is_chosen else verdict[0],
            )
            verdicts.append(Content.styled(told, "bold $accent" if is_chosen else ""))
        said = " ".join(words.get(chosen, "").split())
        self.update(Content("\n").join([Content("  ").join(verdicts), Content(said)]))

    def _words(self, unit: Unit) -> dict[str, str]:
        """Return what stands for each place in a line."""
        boxes = {place_of_box(box): BOX_TITLES[box] for box in BOXES}
        tests = {
            place_of_test(question.test): _("{word}: {meaning}").format(
                word=word_of_test(question.test).capitalize(), meaning=question.text
            )
            for question in unit.evidence_tests
        }
        criteria = {criterion.id: criterion.text for criterion in unit.criteria}
        return criteria | tests | boxes | {MARGIN: _("Margin notes")}


_IN_WORDS = 4
"""Up to how many verdicts are told in words on one line."""
