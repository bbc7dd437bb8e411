"""Exemplars that all assessors mark, each on their own, and then compare criterion by criterion."""

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, cast

from rich.text import Text
from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import DataTable, Static

from stepback_course.course.models import Unit
from stepback_course.desks import Desks
from stepback_course.marking.models import Marks
from stepback_course.marking.practice.models import CriterionDifference, Differences, Exemplar
from stepback_course.people.policy import may
from stepback_course.portfolio.models import Verdict
from stepback_course.store import StoreError
from stepback_course.text import _, ngettext
from stepback_course.text.fields import NOTE_LIMIT
from stepback_course.text.refusals import Refusal
from stepback_course.tui import doors
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.screens.forms import FormDialog
from stepback_course.tui.unit_names import UnitNames, unit_names
from stepback_course.tui.unsent_keeper import UnsentKeeper
from stepback_course.tui.widgets.criteria_lines import CriteriaLines
from stepback_course.tui.widgets.paged_table import CountLine, PagedTable
from stepback_course.tui.widgets.writing import TooLong, Writing

WIDE = 120
_SIGNED: Mapping[Verdict, str] = {"met": _("✓ met"), "not_yet_met": _("↺ not yet met")}


class ExemplarForm(FormDialog[bool]):
    """Takes one's own marks on an exemplar or, of a verifier, what was agreed on."""

    def __init__(self, desks: Desks, exemplar: Exemplar, unit: Unit, *, agrees: bool) -> None:
        """Name the exemplar; `agrees` where it is recorded what was agreed on."""
        super().__init__(_("What you agreed on") if agrees else _("Your marks"), accept=_("Keep"))
        name = "agreed-on" if agrees else "own-marks"
        self.unsent = UnsentKeeper(desks, exemplar.portfolio, exemplar.unit, name)
        self._desks = desks
        self._exemplar = exemplar
        self._unit = unit
        self._agrees = agrees

    def compose_lines(self) -> ComposeResult:
        """Lay out the criteria."""
        sentence = (
            _("It stands beside what each assessor said, and nothing of that changes.")
            if self._agrees
            else _("They are kept once: then you see what the others said.")
        )
        yield Static(sentence, classes="form-note", markup=False)
        yield CriteriaLines(self._unit, Marks())
        if self._agrees:
            note = Writing(limit=NOTE_LIMIT, title=_("How the criteria are to be understood"))
            note.id = "note"
            yield note

    def on_mount(self) -> None:
        """Start at the first criterion."""
        self.begin_at(self.query("OneOf").first())

    def on_too_long(self, event: TooLong) -> None:
        """Say what did not fit."""
        self.say(event.sentence)

    def accept(self) -> None:
        """Keep them. Raises Refusal, StoreError."""
        practice, key = self._desks.practice, (self._exemplar.portfolio, self._exemplar.unit)
        lines = self.query_one(CriteriaLines)
        if self._agrees:
            verdicts = cast("dict[str, Verdict]", lines.criteria)
            practice.agree(*key, verdicts, self.query_one("#note", Writing).answer)
        else:
            practice.mark(*key, lines.criteria, lines.feedback)
        self.dismiss(True)


class PracticeScreen(StepbackScreen[None]):
    """The exemplars, and what everybody made of the one under the cursor."""

    CSS_PATH = "practice.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 # as Textual declares it
    HELP_TITLE = _("Practice")
    HELP_TEXT = _(
        "Exemplars from a cohort that is there to practise on. Read one with o or Enter, then "
        "press k and mark it on your own; after that you see criterion by criterion what the "
        "others said. Talk about where you differ: a verifier or coordinator records with r what "
        "you agreed on. Nothing here is anybody's result."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "open", _("Read it"), id="practice.open"),
        Binding("k", "mark", _("Mark it"), id="practice.mark"),
        Binding("r", "agree", _("Record what is agreed"), id="practice.agree"),
        Binding("m", "more", _("More"), show=False, id="practice.more"),
    ]

    table = getters.query_one(PagedTable)

    def __init__(self) -> None:
        """Begin with nothing; it is read when the screen opens."""
        super().__init__()
        self._exemplars: dict[str, Exemplar] = {}

    def compose_body(self) -> ComposeResult:
        """Lay out the exemplars, and what was made of one of them."""
        with Horizontal(id="practice"):
            with VerticalScroll(id="list", can_focus=False):
                yield PagedTable()
                yield CountLine()
            with VerticalScroll(id="pane"):
                yield Static(id="about", markup=False)

    def on_mount(self) -> None:
        """Say where one is."""
        self.masthead.where = _("Practice")
        for head, width in ((_("Exemplar"), 22), (_("Unit"), 14), (_("Marked"), 26)):
            self.table.add_column(head, width=width)
        self.table.focus()

    def on_screen_resume(self) -> None:
        """Read the exemplars."""
        self.fetch("exemplars", lambda: (self.desks.practice.exemplars(), unit_names(self.desks)))

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Show the exemplars."""
        exemplars, names = cast("tuple[Sequence[Exemplar], UnitNames]", event.result)
        self._exemplars = {f"{each.portfolio}/{each.unit}": each for each in exemplars}
        self.table.fill(
            (key, (each.name, names.get((each.cohort, each.unit), each.unit), _marked(each)))
            for key, each in self._exemplars.items()
        )
        self.query_one(CountLine).say(self.table.count_line)
        self._tell()

    @property
    def _at(self) -> Exemplar | None:
        return self._exemplars.get(self.table.key)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with the exemplar under the cursor."""
        at = self._at if self.is_mounted else None
        match action:
            case "open":
                return at is not None
            case "mark":
                return at is not None and not at.is_marked
            case "agree":
                return at is not None and may(self.desks.actor, "agree_practice", cohort=at.cohort)
        return super().check_action(action, parameters)

    @on(DataTable.RowHighlighted)
    def _tell(self) -> None:
        """Show what everybody made of the exemplar under the cursor."""
        self.query_one("#about", Static).update(Content("\n").join(self._lines(self._at)))
        self.query_one("#pane", VerticalScroll).scroll_home(animate=False)
        self.refresh_bindings()

    def _lines(self, at: Exemplar | None) -> list[Content]:
        if at is None:
            return [Content(_("No exemplar is here. A coordinator makes a cohort to practise on."))]
        try:
            found = self.desks.practice.differences(at.portfolio, at.unit)
        except (Refusal, StoreError) as refusal:
            told = str(refusal)
            return [Content(_("{sentence}.").format(sentence=told[:1].upper() + told[1:]))]
        return list(_difference_lines(found))

    @on(DataTable.RowSelected)
    def action_open(self) -> None:
        """Open the submission to read it."""
        if at := self._at:
            self.app.push_screen(doors.desk_screen(at.portfolio, at.unit))

    def action_mark(self) -> None:
        """Mark the exemplar under the cursor."""
        self._ask(agrees=False)

    def action_agree(self) -> None:
        """Record what was agreed on about it."""
        self._ask(agrees=True)

    def _ask(self, *, agrees: bool) -> None:
        at = self._at
        if at is None:
            return
        try:
            view = self.desks.desk.open(at.portfolio, at.unit)
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)
            return
        unit = Unit.model_validate(view.submission.unit)
        self.app.push_screen(ExemplarForm(self.desks, at, unit, agrees=agrees))

    def action_more(self) -> None:
        """Show more rows."""
        self.table.show_more()
        self.query_one(CountLine).say(self.table.count_line)


def _marked(exemplar: Exemplar) -> str | Text:
    count = ngettext("by {count}", "by {count}", exemplar.marked).format(count=exemplar.marked)
    if exemplar.is_agreed:
        return _("{count}, agreed on").format(count=count)
    return count if exemplar.is_marked else _("{count}, not by you yet").format(count=count)


def _difference_lines(found: Differences) -> Iterator[Content]:
    """Yield what everybody said: each criterion with its verdicts, those that differ marked."""
    yield Content.styled(found.title, "bold")
    for number, criterion in enumerate(found.criteria, start=1):
        yield Content()
        yield from _criterion_lines(number, criterion)
    yield Content()
    yield Content.styled(_("As a whole"), "bold")
    yield from (Content(_verdict_line(name, verdict)) for name, verdict in found.totals.items())
    if found.agreed:
        yield Content()
        yield Content.styled(
            _("Agreed on, recorded by {name}").format(name=found.agreed.name), "bold"
        )
        yield Content(found.agreed.note)


def _criterion_lines(number: int, criterion: CriterionDifference) -> Iterator[Content]:
    sentence = _("{number}  ≠ you differ: {text}") if criterion.differs else _("{number}  {text}")
    yield Content.styled(sentence.format(number=number, text=criterion.text), "bold")
    for name, verdict in criterion.verdicts.items():
        yield Content(_verdict_line(name, verdict))
        if words := criterion.words.get(name):
            yield Content(f"     {words}")
    if criterion.agreed:
        agreed = _("   agreed on: {verdict}").format(verdict=_SIGNED[criterion.agreed])
        yield Content.styled(agreed, "$accent")


def _verdict_line(name: str, verdict: Verdict) -> str:
    return _("   {name}: {verdict}").format(name=name, verdict=_SIGNED[verdict])
