"""What releasing several decisions would come to: each can be left out, or held for longer."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import DataTable, Static

from stepback_course.marking import QueueRow
from stepback_course.marking.release_plan import Planned, ReleasePlan, plan_counts, plan_title
from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.refusals import Refusal
from stepback_course.tui.releasing import plan_row, remark_of
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.screens.dialogs import AskLine
from stepback_course.tui.widgets.paged_table import CountLine, PagedTable

WIDE = 120
LEAST_TOLD = 36
BETWEEN = 12
"""The cells that the other columns, the room between them and the scroll bar take."""


class ReleaseListScreen(StepbackScreen[None]):
    """A list of decisions to release; nothing in it has happened yet."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "leave_out", _("Leave out"), id="release.leave-out"),
        Binding("h", "hold", _("Hold, let go"), id="release.hold"),
        Binding("m", "more", _("More"), show=False, id="release.more"),
    ]

    table = getters.query_one(PagedTable)

    @dataclass
    class Told(Message):
        """How far making the list, or releasing, has come."""

        sentence: str
        done: int

    def __init__(self, rows: Sequence[QueueRow] | None = None) -> None:
        """Plan to release these rows, or everything that the queue looks at."""
        super().__init__()
        self._rows = rows
        self._left_out: set[tuple[str, str]] = set()
        self.plan = ReleasePlan(())
        self.is_busy = True
        """Whether the list is being made, or what is in it is being released."""
        self.stop = Event()

    def compose_body(self) -> ComposeResult:
        """Lay out the question, what it comes to, and the decisions one by one."""
        yield Static(id="question", markup=False)
        yield Static(id="counts", markup=False)
        yield PagedTable()
        yield CountLine()
        yield Static(id="remark", markup=False)

    def on_mount(self) -> None:
        """Read what would happen."""
        self.masthead.where = _("Marking › Release")
        self.table.focus()
        self.fetch("plan", self._read_plan)

    def _read_plan(self) -> ReleasePlan:
        releases, view = self.desks.releases, self.house.queue_view
        looked = view.looked(self.desks.actor.id, self.desks.clock())
        rows = releases.waiting(**looked) if self._rows is None else self._rows
        tell = partial(self.tell, _("Looked at {done}; escape stops"))
        return releases.plan(rows, stop=self.stop, tell=tell)

    def tell(self, sentence: str, done: int) -> None:
        """Post how far something has come; called in a thread."""
        self.post_message(self.Told(sentence, done))

    def on_release_list_screen_told(self, event: Told) -> None:
        """Say how far it has come."""
        if self.is_busy:
            self.masthead.saved = event.sentence.format(done=event.done)

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Show what was planned."""
        self.rest()
        if isinstance(event.result, ReleasePlan):
            self.plan = event.result
            self.show()

    def on_stepback_screen_refused(self, event: StepbackScreen.Refused) -> None:
        """Let whoever sits here go on; the sentence is in the banner."""
        self.rest()

    def rest(self) -> None:
        """Take keys again, once what was under way is over."""
        self.is_busy = False
        self.masthead.saved = ""
        self.refresh_bindings()

    # What will happen.

    @property
    def wanted(self) -> ReleasePlan:
        """What is planned, without what is left out this time."""
        return self.plan.without(self._left_out)

    @property
    def question(self) -> str:
        """What is asked about the list."""
        return plan_title(self.wanted)

    def on_resize(self) -> None:
        """Give what is told of each decision the room there is."""
        name, unit = (28, 15) if self.size.width >= WIDE else (18, 15)
        told = max(LEAST_TOLD, self.size.width - name - unit - BETWEEN)
        self.table.clear(columns=True)
        heads = (("", 1), (_("Practitioner"), name), (_("Unit"), unit), (_("Decision"), told))
        for head, width in heads:
            self.table.add_column(head, width=width)
        self.show()

    def show(self) -> None:
        """Show the question and the decisions as they stand now."""
        if not self.table.columns:
            return
        self.query_one("#question", Static).update(Content(self.question))
        counts = " · ".join(plan_counts(self.wanted))
        self.query_one("#counts", Static).update(Content(counts))
        self.table.fill(("/".join(line.key), self._cells(line)) for line in self.plan.lines)
        self.query_one(CountLine).say(self.table.count_line)
        self._show_remark()

    @property
    def is_released(self) -> bool:
        """Whether the decisions in the list have gone out."""
        return False

    def _cells(self, line: Planned) -> tuple[str, str, str, str]:
        is_left_out = line.key in self._left_out
        return plan_row(line, is_left_out=is_left_out, is_released=self.is_released)

    @property
    def _line(self) -> Planned | None:
        """The decision under the cursor."""
        key = self.table.key
        return next((line for line in self.plan.lines if "/".join(line.key) == key), None)

    @on(DataTable.RowHighlighted)
    def _show_remark(self) -> None:
        """Say in full what is remarkable about the decision under the cursor."""
        line = self._line
        is_remarkable = line and (line.held or line.obstacle or line.findings)
        remark = remark_of(line) if line and is_remarkable else ""
        self.query_one("#remark", Static).update(Content(remark))

    def action_leave_out(self) -> None:
        """Leave the decision under the cursor out this time, or take it in again."""
        if self._line:
            self._left_out ^= {self._line.key}
            self.show()
            self.table.action_cursor_down()

    def action_more(self) -> None:
        """Show more rows."""
        self.table.show_more()
        self.query_one(CountLine).say(self.table.count_line)

    def action_back(self) -> None:
        """Stop what is under way; else leave."""
        if self.is_busy:
            self.stop.set()
        else:
            super().action_back()

    # Holding back.

    def action_hold(self) -> None:
        """Ask why everything of a practitioner is to be held back, or let it go again."""
        line = self._line
        if line is None:
            return
        if line.held:
            self._hold(line, "")
            return
        question = AskLine(
            _("Hold this back?"),
            _(
                "Every decision in this list on the work of {name} waits until somebody lets it "
                "go. They never see your reason."
            ).format(name=line.row.name),
            hint=_("Why it is held back"),
            accept=_("Hold back"),
            check=lambda typed: "" if typed else _("A reason is needed."),
        )
        self.app.push_screen(question, partial(self._reason_given, line))

    def _reason_given(self, line: Planned, reason: str | None) -> None:
        if reason:
            self._hold(line, reason)

    def _hold(self, line: Planned, reason: str) -> None:
        """Hold everything of a practitioner back, or without a reason let it go."""
        releases, lines = self.desks.releases, list(self.plan.lines)
        try:
            for place, each in enumerate(lines):
                if each.row.portfolio != line.row.portfolio or bool(each.held) == bool(reason):
                    continue
                if reason:
                    releases.hold(*each.key, reason)
                else:
                    releases.let_go(*each.key)
                lines[place] = releases.look_again(each)
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)
        self.plan = ReleasePlan(tuple(lines))
        self.show()
