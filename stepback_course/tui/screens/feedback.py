"""What an assessor said about a unit, beside what was changed since: what is met comes first."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from stepback_course.clock import day_of
from stepback_course.marking.appeals.models import Appeal
from stepback_course.marking.appeals.telling import standing_lines
from stepback_course.people.organisation import is_laptop
from stepback_course.portfolio import UnitView
from stepback_course.portfolio.rules import asked_for
from stepback_course.portfolio.telling.words import unit_name
from stepback_course.portfolio.versions.history import Round
from stepback_course.store import StoreError
from stepback_course.text import _, ngettext
from stepback_course.text.days import shown_day
from stepback_course.text.refusals import Refusal
from stepback_course.tui import doors
from stepback_course.tui.screens.appeal_forms import AppealForm
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.screens.dialogs import Confirm
from stepback_course.tui.widgets.differences import Differences, legend
from stepback_course.tui.widgets.feedback_body import FeedbackBody

WIDE = 120
"""From how many cells on what was said and what was changed stand side by side."""


class FeedbackScreen(StepbackScreen[None]):
    """The released decisions on one unit, and how its attempts differ."""

    CSS_PATH = "feedback.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 # as Textual declares it
    HELP_TITLE = _("Feedback")
    HELP_TEXT = _(
        "Your assessor's words about one unit. What is met stays met. Where further work is "
        "needed, only this unit opens again: work on it, and submit it again. Beside the words, or "
        "with c on a narrow screen, stands what you changed, word by word; left and right go "
        "through the attempts. Where you do not agree with what is needed, a is an appeal."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,o", "open_unit", _("Open the unit"), id="feedback.open"),
        Binding("c", "turn", _("What changed"), id="feedback.changes"),
        Binding("left", "go_round(-1)", _("Earlier"), id="feedback.earlier"),
        Binding("right", "go_round(1)", _("Later"), id="feedback.later"),
        Binding("a", "appeal", _("Appeal"), id="feedback.appeal"),
    ]

    said = getters.query_one("#said", VerticalScroll)
    changed = getters.query_one("#changed", VerticalScroll)

    def __init__(self, portfolio: str, unit: str) -> None:
        """Name the unit."""
        super().__init__()
        self._portfolio = portfolio
        self._unit_id = unit
        self._rounds: list[Round] = []
        self._round = 0
        self._page = ""
        self._appeal: Appeal | None = None
        self._until = ""
        """The day to which an appeal is possible, or may go further."""

    def compose_body(self) -> ComposeResult:
        """Lay out what was said, and what was changed."""
        with Horizontal(id="feedback"):
            yield VerticalScroll(id="said")
            yield VerticalScroll(id="changed")

    async def on_screen_resume(self) -> None:
        """Read the unit, and show what was said about it and what was changed since."""
        try:
            view = self.desks.workbook.unit(self._portfolio, self._unit_id)
            self._rounds = self.desks.history.rounds(self._portfolio, self._unit_id)
            due = self._due()
            self._appeal, self._until = self._standing_appeal()
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)
            return
        self._round = max(0, len(self._rounds) - 1)
        self._page = _first_page_asked_for(view)
        self.masthead.where = _("My course › {unit} › Feedback").format(unit=unit_name(view.unit))
        self.set_class(bool(self._rounds), "-compared")
        what_next = "\n".join(_what_next(view, due, day_of(self.desks.clock())))
        await self.said.remove_children()
        await self.said.mount(
            _line(view.unit.title, "title"),
            *([_line(what_next, "next")] if what_next else []),
            *(_line(line, "next") for line in standing_lines(self._appeal, self._until)),
            FeedbackBody(view),
        )
        await self._show_round()
        self.refresh_bindings()
        self._focus_pane()

    def _due(self) -> str:
        """Return the day by which the work is to be submitted; empty where the cohort has none."""
        profile = self.desks.workbook.open(self._portfolio).profile
        return self.desks.registry.cohort(profile.cohort).due

    def _standing_appeal(self) -> tuple[Appeal | None, str]:
        """Return the appeal against the decision, and until when one is possible from here."""
        if is_laptop(self.desks.store):
            return None, ""  # decisions are made at the office, and so are appeals
        return self.desks.appeals.standing(self._portfolio, self._unit_id)

    async def _show_round(self) -> None:
        """Show what changed between two attempts."""
        await self.changed.remove_children()
        if self._rounds:
            await self.changed.mount_all(_round_widgets(self._rounds[self._round]))
            self.changed.scroll_home(animate=False)

    @property
    def _shows_changes(self) -> bool:
        return self.has_class("-changes")

    def _focus_pane(self) -> None:
        (self.changed if self._shows_changes else self.said).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the way through the attempts only as far as it goes."""
        if action == "turn":
            return bool(self._rounds)
        if action == "appeal":
            return bool(self._until) or (self._appeal is not None and self._appeal.is_open)
        if action == "go_round":
            (step,) = parameters
            return isinstance(step, int) and 0 <= self._round + step < len(self._rounds)
        return super().check_action(action, parameters)

    def action_turn(self) -> None:
        """Go to what was changed, or back to what was said."""
        self.toggle_class("-changes")
        self._focus_pane()

    async def action_go_round(self, step: int) -> None:
        """Show what changed at the attempt before, or after."""
        self._round += step
        if not self._shows_changes:
            self.action_turn()
        await self._show_round()
        self.refresh_bindings()

    def action_appeal(self) -> None:
        """Appeal, take an answered appeal further, or let an open one rest."""
        if self._appeal is not None and self._appeal.is_open:
            asking = Confirm(
                _("Let the appeal rest?"),
                _("Nobody answers it then. The decision stands, and you can submit again."),
                accept=_("Let it rest"),
            )
            self.app.push_screen(asking, self._end_appeal)
            return
        further = self._appeal is not None
        self.app.push_screen(
            AppealForm(self.desks, self._portfolio, self._unit_id, further=further)
        )

    def _end_appeal(self, agreed: bool | None) -> None:
        if not agreed:
            return
        try:
            self.desks.appeals.end(self._portfolio, self._unit_id)
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)

    def action_open_unit(self) -> None:
        """Open the unit where something is asked for, or to read it where nothing is."""
        self.app.push_screen(doors.unit_screen(self._portfolio, self._unit_id, self._page))


def _first_page_asked_for(view: UnitView) -> str:
    """Return the key of the first page on which an assessor asks for more, or an empty text."""
    for activity in view.unit.activities:
        if asked_for(view.unit, view.record, activity.id):
            return f"activity/{activity.id}"
    return ""


def _what_next(view: UnitView, due: str, today: date) -> Iterator[str]:
    """Yield what there is to do now and by when, a sentence each."""
    if view.record.state == "met":
        yield _("This unit is met and closed. Press Enter to read it.")
    elif view.is_open and view.released:
        yield _("Only this unit is open again. What is met stays met.")
        if due:
            is_past = date.fromisoformat(due) < today
            sentence = _("It was due by {day}.") if is_past else _("It is due by {day}.")
            yield sentence.format(day=shown_day(due))
        sentence = ngettext(
            "You can submit it {count} more time. Press Enter to work on it.",
            "You can submit it {count} more times. Press Enter to work on it.",
            view.attempts_left,
        )
        yield sentence.format(count=view.attempts_left)


def _round_widgets(round_: Round) -> Iterator[Widget]:
    before = _("attempt {number}").format(number=round_.before)
    after = _("attempt {number}").format(number=round_.after) if round_.after else _("now")
    title = (
        _("What you changed for attempt {number}").format(number=round_.after)
        if round_.after
        else _("What you changed since attempt {number}").format(number=round_.before)
    )
    yield _line(title, "title")
    if round_.differences:
        yield Static(legend(before, after), classes="legend", markup=False)
        yield Differences(round_.differences)
    elif round_.after:
        yield _line(_("Nothing: it was submitted as it was before."), "next")
    else:
        yield _line(_("Nothing yet. Once you write, it stands here word by word."), "next")


def _line(text: str, classes: str) -> Static:
    return Static(Content(text), classes=classes, markup=False)
