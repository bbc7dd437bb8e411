"""What an assessor decides or says, one block under the other."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from stepback_course.course.models import Criterion, EvidenceQuestion
from stepback_course.marking.models import MarginNote
from stepback_course.marking.rules import Box, place_of_box, place_of_test
from stepback_course.portfolio.models import Verdict
from stepback_course.portfolio.telling.decisions import word_of_test
from stepback_course.text import _
from stepback_course.tui.marking_sheet import BY, MARGIN, MarkingSheet, verdict_words
from stepback_course.tui.widgets.marking_fields import ByLine, FeedbackField

BOX_TITLES: Mapping[Box, str] = {
    "stood_out": _("What stood out"),
    "missing": _("What is missing"),
    "next_step": _("The next step"),
}


class MarkBlock(Vertical):
    """One place of the marks: a head with the cursor, and what belongs under it."""

    DEFAULT_CSS = """
    MarkBlock {
        height: auto;
        padding: 0 1;
        margin-bottom: 1;
        border-left: outer $border-blurred;
    }
    MarkBlock.-selected { border-left: outer $accent; background: $accent 12%; }
    MarkBlock Static { height: auto; }
    MarkBlock .head { text-style: bold; }
    MarkBlock .before { color: $text-muted; }
    MarkBlock.-met .head { color: $text-success; }
    MarkBlock.-not-yet-met .head { color: $text-warning; }
    """

    is_selected: reactive[bool] = reactive(False, toggle_class="-selected")

    class Clicked(Message):
        """The person has pointed at a block."""

        def __init__(self, place: str) -> None:
            """Name it by its place."""
            super().__init__()
            self.place = place

    def __init__(self, place: str) -> None:
        """Name what is decided or said here; see `MarkingSheet`."""
        super().__init__()
        self.place = place
        self._title = ""
        self._drawn = ""

    def compose(self) -> ComposeResult:
        """Lay out the head, and under it what the block is about."""
        yield Static(classes="head", markup=False)
        yield from self.compose_rest()

    def compose_rest(self) -> ComposeResult:
        """Lay out what stands under the head."""
        yield from ()

    @property
    def fields(self) -> Sequence[FeedbackField | ByLine]:
        """Where something is written in this block."""
        return [*self.query(FeedbackField), *self.query(ByLine)]

    def show(self, sheet: MarkingSheet, *, is_open: bool) -> None:
        """Show what the sheet says here; it can be changed only where `is_open`."""
        for field in self.fields:
            field.show(sheet.words.get(field.place, ""), is_open=is_open)
        self.show_head(sheet)

    def show_head(self, sheet: MarkingSheet) -> None:
        """Show what the sheet says in one line."""
        self._title = self.title(sheet)
        self._draw_head()

    def title(self, sheet: MarkingSheet) -> str:
        """Return what stands in the head."""
        raise NotImplementedError

    def watch_is_selected(self) -> None:
        """Show whether the cursor is here, not by colour alone."""
        if self.is_mounted:
            self._draw_head()

    def on_click(self, _event: Click) -> None:
        """Let the mouse choose, too."""
        self.post_message(self.Clicked(self.place))

    def _draw_head(self) -> None:
        sign = "▸" if self.is_selected else " "
        head = _("{cursor} {title}").format(cursor=sign, title=self._title)
        if head != self._drawn:
            self._drawn = head
            self.query_one(".head", Static).update(Content(head))


class JudgedBlock(MarkBlock):
    """Something that is decided: its digit and its verdict."""

    def __init__(self, place: str, number: int) -> None:
        """Begin undecided; `number` is its digit."""
        super().__init__(place)
        self.number = number

    def title(self, sheet: MarkingSheet) -> str:
        """Return the digit and the verdict."""
        verdict: Verdict | None = sheet.verdicts.get(self.place)
        self.set_class(verdict == "met", "-met")
        self.set_class(verdict == "not_yet_met", "-not-yet-met")
        return _("{number}  {verdict}").format(number=self.number, verdict=verdict_words(verdict))


class CriterionBlock(JudgedBlock):
    """One criterion, with what was asked for before and what is said about it now."""

    def __init__(self, number: int, criterion: Criterion, asked: str) -> None:
        """Begin undecided; `asked` is what an earlier decision asked for, or an empty text."""
        super().__init__(criterion.id, number)
        self._criterion = criterion
        self._asked = asked

    def compose_rest(self) -> ComposeResult:
        """Lay out the words of the criterion, what was asked for, and the field."""
        yield Static(Content(self._criterion.text.strip()), markup=False)
        if self._asked:
            yield Static(Content(self._asked), classes="before", markup=False)
        yield FeedbackField(self.place)


class EvidenceBlock(JudgedBlock):
    """One test of the evidence as a whole."""

    def __init__(self, number: int, question: EvidenceQuestion) -> None:
        """Begin undecided."""
        super().__init__(place_of_test(question.test), number)
        self._question = question

    def compose_rest(self) -> ComposeResult:
        """Lay out what the evidence is asked to be, and what that means."""
        word = word_of_test(self._question.test).capitalize()
        told = _("{word}: {meaning}").format(word=word, meaning=self._question.text)
        yield Static(Content(told), markup=False)


class BoxBlock(MarkBlock):
    """One of the boxes in which something is said about the unit as a whole."""

    def __init__(self, box: Box, today: Callable[[], date]) -> None:
        """Begin empty."""
        super().__init__(place_of_box(box))
        self._box = box
        self._today = today

    def compose_rest(self) -> ComposeResult:
        """Lay out the field and, with the next step, the day by which it is to be taken."""
        yield FeedbackField(self.place)
        if self._box == "next_step":
            yield ByLine(self._today)

    def show_head(self, sheet: MarkingSheet) -> None:
        """Show what the box is for, and the day only where there is a step that it is for."""
        super().show_head(sheet)
        for line in self.query(ByLine):
            is_about_something = self.place in sheet.words or BY in sheet.words
            line.set_class(is_about_something or line.has_focus, "-open")

    def title(self, sheet: MarkingSheet) -> str:
        """Return what the box is for, and whether it has to be filled."""
        title = BOX_TITLES[self._box]
        is_needed = self.place in sheet.places_lacking_words
        self.set_class(is_needed, "-not-yet-met")
        return _("{title}  ○ needed").format(title=title) if is_needed else title


class MarginBlock(MarkBlock):
    """What assessors note for each other, and never for release."""

    def __init__(self, notes: Sequence[MarginNote]) -> None:
        """Begin with the notes that are not this assessor's own on this attempt."""
        super().__init__(MARGIN)
        self._notes = notes

    def compose_rest(self) -> ComposeResult:
        """Lay out what others noted, and the field."""
        about = _(
            "Never released. Assessors read them, and the practitioner or the learner's family may "
            "ask to see them."
        )
        yield Static(Content(about), classes="before", markup=False)
        for line in self._lines():
            yield Static(Content(line), markup=False)
        yield FeedbackField(self.place)

    def title(self, sheet: MarkingSheet) -> str:
        """Return what is written here."""
        return _("Margin notes")

    def _lines(self) -> Iterator[str]:
        for note in self._notes:
            yield _("{name}, attempt {number}: {text}").format(
                name=note.name, number=note.attempt, text=note.text
            )
