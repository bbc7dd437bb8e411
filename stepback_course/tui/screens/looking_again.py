"""Decisions that somebody is to look at again: appeals, and criteria that changed since."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import DataTable, Static

from stepback_course.desks import Desks
from stepback_course.marking.appeals.models import Appeal, AppealRow, Outcome
from stepback_course.marking.appeals.rules import WHO_ANSWERS
from stepback_course.marking.appeals.telling import appeal_lines
from stepback_course.marking.changes.models import AffectedDecision
from stepback_course.marking.changes.rules import change_lines
from stepback_course.portfolio.telling.words import day_and_month
from stepback_course.reports.files import write_whole
from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.days import shown_day
from stepback_course.text.paths import shown_path, typed_path
from stepback_course.text.refusals import Refusal
from stepback_course.tui import doors
from stepback_course.tui.screens.appeal_forms import AnswerForm
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.screens.dialogs import AskLine
from stepback_course.tui.unit_names import UnitNames, unit_names
from stepback_course.tui.widgets.paged_table import CountLine, PagedTable

WIDE = 120


@dataclass(frozen=True, slots=True)
class Waiting:
    """Everything that is to be looked at again."""

    appeals: Sequence[AppealRow]
    affected: Sequence[AffectedDecision]
    names: UnitNames


class LookingAgainScreen(StepbackScreen[None]):
    """What waits to be looked at again, and what is known of whatever is under the cursor."""

    CSS_PATH = "looking_again.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 # as Textual declares it
    HELP_TITLE = _("Appeals and changes")
    HELP_TEXT = _(
        "Appeals that wait for an answer, the soonest due first, then decisions whose criteria "
        "have changed since. An appeal has three stages: an assessor looks again; a verifier "
        "answers, with another assessor's opinion; a panel of people who had no part answers. "
        "Nobody answers what they had a part in. Where criteria changed, the decision stands as it "
        "was made: look at it, and note what came of that."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "open", _("Open"), id="again.open"),
        Binding("a", "answer('stands')", _("It stands"), id="again.stands"),
        Binding("c", "answer('changed')", _("Change it"), id="again.change"),
        Binding("w", "write", _("Evidence to a file"), id="again.write"),
        Binding("l", "look", _("Looked at"), id="again.look"),
        Binding("m", "more", _("More"), show=False, id="again.more"),
    ]

    table = getters.query_one(PagedTable)
    about = getters.query_one("#about", Static)

    def __init__(self) -> None:
        """Begin with nothing; it is read when the screen opens."""
        super().__init__()
        self._rows: dict[str, AppealRow | AffectedDecision] = {}

    def compose_body(self) -> ComposeResult:
        """Lay out the list, and what is known of one of them."""
        with Horizontal(id="again"):
            with VerticalScroll(id="list", can_focus=False):
                yield PagedTable()
                yield CountLine()
            with VerticalScroll(id="pane"):
                yield Static(id="about", markup=False)

    def on_mount(self) -> None:
        """Say where one is."""
        self.masthead.where = _("Appeals and changes")
        for head, width in ((_("Due"), 16), (_("Name"), 18), (_("Unit"), 13), (_("Why"), 18)):
            self.table.add_column(head, width=width)
        self.table.focus()

    def on_screen_resume(self) -> None:
        """Read what waits."""
        self.fetch("waiting", lambda: waiting_again(self.desks))

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Show what waits, or say where the evidence is."""
        match event.result:
            case Waiting() as waiting:
                self._show(waiting)
            case str() as sentence:
                self.masthead.saved = ""
                self.banner.tell(sentence)

    def on_stepback_screen_refused(self, _event: StepbackScreen.Refused) -> None:
        """Say no longer that something is being written; why not stands in the banner."""
        self.masthead.saved = ""

    def _show(self, waiting: Waiting) -> None:
        appeals = {f"appeal/{row.portfolio}/{row.unit}": row for row in waiting.appeals}
        changed = {f"criteria/{row.portfolio}/{row.unit}": row for row in waiting.affected}
        self._rows = {**appeals, **changed}
        self.table.fill((key, _cells(row, waiting.names)) for key, row in self._rows.items())
        self.query_one(CountLine).say(self.table.count_line)
        self._tell()

    @property
    def _at(self) -> AppealRow | AffectedDecision | None:
        return self._rows.get(self.table.key)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with the row under the cursor."""
        at = self._at if self.is_mounted else None
        match action:
            case "answer" | "write":
                return isinstance(at, AppealRow) and at.may_answer
            case "look":
                return isinstance(at, AffectedDecision)
            case "open":
                return at is not None
        return super().check_action(action, parameters)

    @on(DataTable.RowHighlighted)
    def _tell(self) -> None:
        """Show what is known of the row under the cursor."""
        at = self._at
        try:
            lines = self._lines(at)
        except (Refusal, StoreError) as refusal:
            lines = [str(refusal)]
        self.about.update(Content("\n".join(lines)))
        self.query_one("#pane", VerticalScroll).scroll_home(animate=False)
        self.refresh_bindings()

    def _lines(self, at: AppealRow | AffectedDecision | None) -> list[str]:
        match at:
            case AppealRow():
                view = self.desks.appeals.open(at.portfolio, at.unit)
                who = _("Stage {number} of 3: {who}.").format(
                    number=at.stage, who=WHO_ANSWERS[view.appeal.stage.number]
                )
                return [view.title, "", who, "", *appeal_lines(view.appeal)]
            case AffectedDecision():
                sentence = _("Decided by {name} on {day}, on version {version} of the course.")
                decided = sentence.format(
                    name=at.assessor, day=day_and_month(at.decided), version=at.version
                )
                since = _("Version {version} has other criteria:").format(version=at.newest)
                return [decided, "", since, "", *change_lines(at.change)]
        return [
            _("Nothing waits to be looked at again."),
            "",
            _(
                "An appeal stands here from the day it is made, and so does every decision whose "
                "criteria change in mid-course."
            ),
        ]

    @on(DataTable.RowSelected)
    def action_open(self) -> None:
        """Open the submission."""
        if at := self._at:
            self.app.push_screen(doors.desk_screen(at.portfolio, at.unit))

    def action_answer(self, outcome: Outcome) -> None:
        """Answer an appeal."""
        at = self._at
        if not isinstance(at, AppealRow):
            return
        try:
            view = self.desks.appeals.to_answer(at.portfolio, at.unit)
            form = AnswerForm(self.desks, view, outcome)
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)
            return
        self.app.push_screen(form, self._answered)

    def _answered(self, appeal: Appeal | None) -> None:
        if appeal is not None:
            self.banner.tell(_("The appeal is answered; its practitioner can read it now."))

    def action_look(self) -> None:
        """Note that a decision was looked at again."""
        at = self._at
        if not isinstance(at, AffectedDecision):
            return
        self.app.push_screen(
            AskLine(
                _("You looked at it again"),
                _(
                    "The decision stays as it is. Where it has to be another, a coordinator "
                    "reopens the unit, or the practitioner appeals."
                ),
                hint=_("What came of it"),
                accept=_("Note it"),
                check=lambda line: "" if line else _("Say what came of it."),
            ),
            partial(self._looked, at),
        )

    def _looked(self, at: AffectedDecision, note: str | None) -> None:
        if note:
            try:
                self.desks.second_looks.looked(at.portfolio, at.unit, note)
            except (Refusal, StoreError) as refusal:
                self.banner.sentence = str(refusal)
                return
            self.on_screen_resume()

    def action_write(self) -> None:
        """Ask where everything about an appeal is to be written."""
        at = self._at
        if not isinstance(at, AppealRow):
            return
        self.app.push_screen(
            AskLine(
                _("Everything about this appeal"),
                _(
                    "A zip with what was submitted, decided and said. It may be about a child: "
                    "give it only to those who answer, and destroy it afterwards."
                ),
                value=str(Path.home() / f"appeal-{at.portfolio}-{at.unit}.zip"),
                accept=_("Write"),
            ),
            partial(self._write, at),
        )

    def _write(self, at: AppealRow, line: str | None) -> None:
        if line:
            self.masthead.saved = _("Writing…")
            self.fetch("written", partial(_write_evidence, self.desks, at, typed_path(line)))

    def action_more(self) -> None:
        """Show more rows."""
        self.table.show_more()
        self.query_one(CountLine).say(self.table.count_line)


def _write_evidence(desks: Desks, at: AppealRow, file: Path) -> str:
    """Write everything about an appeal, and say where it is. Raises Refusal, StoreError."""
    write_whole(file, desks.appeals.bundle(at.portfolio, at.unit))
    return _("It is in {file}").format(file=shown_path(file))


def waiting_again(desks: Desks) -> Waiting:
    """Return what whoever sits here may look at again. Raises Refusal, StoreError."""
    return Waiting(desks.appeals.waiting(), desks.second_looks.affected(), unit_names(desks))


def _cells(row: AppealRow | AffectedDecision, names: UnitNames) -> tuple[str, ...]:
    unit = names.get((row.cohort, row.unit), row.unit)
    match row:
        case AppealRow():
            due = shown_day(row.due).rpartition(" ")[0]
            late = _("late: {day}").format(day=due)
            why = _("appeal, stage {number}").format(number=row.stage)
            return (late if row.is_late else due, row.name, unit, why)
        case AffectedDecision():
            return ("", row.name, unit, _("criteria changed"))
