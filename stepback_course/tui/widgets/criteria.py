"""The criteria of a unit, each with its verdict and the feedback on it."""

from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Click, DescendantBlur
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static, TextArea

from stepback_course.course.models import Criterion, Unit
from stepback_course.portfolio.models import Verdict
from stepback_course.text import _
from stepback_course.tui.marking_sheet import MarkingSheet, verdict_words
from stepback_course.tui.widgets.writing import Writing

FEEDBACK_LIMIT = 4_000
"""The longest feedback, in characters; records keep no longer one."""


class FeedbackField(Writing):
    """Feedback being written; escape leaves it."""

    DEFAULT_CSS = """
    FeedbackField { display: none; margin-top: 1; max-height: 10; }
    FeedbackField.-open { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", _("Leave the field"), id="desk.leave")
    ]

    class Left(Message):
        """The person has left the field for the keys of the desk."""

    def __init__(self, title: str) -> None:
        """Begin shut and empty, under a title."""
        super().__init__(limit=FEEDBACK_LIMIT, title=title)

    def show(self, text: str) -> None:
        """Show feedback kept earlier; an empty field takes no room."""
        with self.prevent(TextArea.Changed):
            self.load_text(text)
        self.set_class(bool(text), "-open")

    def enter(self) -> None:
        """Open the field and begin to write at its end."""
        self.add_class("-open")
        self.focus()
        self.move_cursor(self.document.end)
        self.call_after_refresh(self.scroll_visible, animate=False)

    def action_leave(self) -> None:
        """Leave the field."""
        self.post_message(self.Left())


class CriterionBlock(Vertical):
    """One criterion: its digit, its verdict, its words, and the feedback on it."""

    DEFAULT_CSS = """
    CriterionBlock {
        height: auto;
        padding: 0 1;
        margin-bottom: 1;
        border-left: outer $border-blurred;
    }
    CriterionBlock.-selected { border-left: outer $accent; background: $accent 12%; }
    CriterionBlock Static { height: auto; }
    CriterionBlock .head { text-style: bold; }
    CriterionBlock.-met .head { color: $text-success; }
    CriterionBlock.-not-yet-met .head { color: $text-warning; }
    """

    is_selected: reactive[bool] = reactive(False, toggle_class="-selected")
    field = getters.query_one(FeedbackField)

    class Clicked(Message):
        """The person has pointed at a criterion."""

        def __init__(self, number: int) -> None:
            """Name it by its number."""
            super().__init__()
            self.number = number

    def __init__(self, number: int, criterion: Criterion) -> None:
        """Begin undecided."""
        super().__init__()
        self.number = number
        self.criterion = criterion
        self._verdict: Verdict | None = None

    def compose(self) -> ComposeResult:
        """Lay out the digit with the verdict, the words, and the field."""
        yield Static(classes="head", markup=False)
        yield Static(Content(self.criterion.text.strip()), markup=False)
        yield FeedbackField(_("What you say about {number}").format(number=self.number))

    def show(self, verdict: Verdict | None) -> None:
        """Show a verdict, in words."""
        self._verdict = verdict
        self.set_class(verdict == "met", "-met")
        self.set_class(verdict == "not_yet_met", "-not-yet-met")
        self._show_head()

    def watch_is_selected(self) -> None:
        """Show whether this is the criterion under the cursor, not by colour alone."""
        if self.is_mounted:
            self._show_head()

    def on_click(self, _event: Click) -> None:
        """Let the mouse choose, too."""
        self.post_message(self.Clicked(self.number))

    def _show_head(self) -> None:
        sign = "▸" if self.is_selected else " "
        head = _("{cursor} {number}  {verdict}").format(
            cursor=sign, number=self.number, verdict=verdict_words(self._verdict)
        )
        self.query_one(".head", Static).update(Content(head))


class MarksPane(VerticalScroll, inherit_bindings=False):
    """All criteria of a unit, and what is said about the whole of it."""

    DEFAULT_CSS = """
    MarksPane { padding: 0 1; scrollbar-size-vertical: 1; }
    MarksPane #lease { height: auto; padding: 0 1; margin: 1 0; color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "screen.choose(-1)", _("Criterion before"), show=False),
        Binding("down", "screen.choose(1)", _("Next criterion"), show=False),
        Binding("pageup", "page_up", _("Page up"), show=False),
        Binding("pagedown", "page_down", _("Page down"), show=False),
    ]

    class Written(Message):
        """The person has changed some feedback."""

    lease = getters.query_one("#lease", Static)
    overall = getters.query_one("#overall", FeedbackField)

    def __init__(self, unit: Unit) -> None:
        """Show the criteria of a unit as they were when it was submitted."""
        super().__init__()
        self._unit = unit

    def compose(self) -> ComposeResult:
        """Lay out whose it is to mark, the criteria, and the field for the whole."""
        yield Static(id="lease", markup=False)
        for number, criterion in enumerate(self._unit.criteria, start=1):
            yield CriterionBlock(number, criterion)
        field = FeedbackField(_("What you say about the whole unit"))
        field.id = "overall"
        yield field

    @property
    def blocks(self) -> dict[str, CriterionBlock]:
        """The criteria on the screen, by id, in the order of their digits."""
        return {block.criterion.id: block for block in self.query(CriterionBlock)}

    def show(self, sheet: MarkingSheet, *, is_open: bool) -> None:
        """Show marks; they can be written only where `is_open`."""
        for criterion, block in self.blocks.items():
            block.show(sheet.verdicts.get(criterion))
            block.field.show(sheet.feedback.get(criterion, ""))
            block.field.read_only = not is_open
        self.overall.show(sheet.overall)
        self.overall.read_only = not is_open

    def show_verdict(self, sheet: MarkingSheet, criterion: str) -> None:
        """Show the verdict on one criterion."""
        self.blocks[criterion].show(sheet.verdicts.get(criterion))

    def select(self, criterion: str) -> None:
        """Put the cursor on one criterion and bring it into sight."""
        for name, block in self.blocks.items():
            block.is_selected = name == criterion
            if block.is_selected:
                block.scroll_visible(animate=False)

    def collect(self, sheet: MarkingSheet) -> None:
        """Write the feedback on the screen into the sheet."""
        for criterion, block in self.blocks.items():
            sheet.write(criterion, block.field.answer)
        sheet.overall = self.overall.answer

    @on(TextArea.Changed)
    def _written(self, event: TextArea.Changed) -> None:
        event.stop()
        self.post_message(self.Written())

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """Shut a field that was left empty."""
        field = event.widget
        if isinstance(field, FeedbackField) and not field.answer.strip():
            field.remove_class("-open")


class CriteriaStrip(Static):
    """All verdicts in one line, and the words of the chosen criterion."""

    DEFAULT_CSS = """
    CriteriaStrip { height: auto; max-height: 4; padding: 0 1; background: $surface; }
    """

    def show(self, unit: Unit, sheet: MarkingSheet, chosen: str) -> None:
        """Show the verdicts, with the cursor on the chosen criterion."""
        verdicts = []
        words = ""
        for number, criterion in enumerate(unit.criteria, start=1):
            is_chosen = criterion.id == chosen
            told = _("{cursor}{number} {verdict}").format(
                cursor="▸" if is_chosen else " ",
                number=number,
                verdict=verdict_words(sheet.verdicts.get(criterion.id)),
            )
            verdicts.append(Content.styled(told, "bold $accent" if is_chosen else ""))
            words = " ".join(criterion.text.split()) if is_chosen else words
        self.update(Content("\n").join([Content("  ").join(verdicts), Content(words)]))
