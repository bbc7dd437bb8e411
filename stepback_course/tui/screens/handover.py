"""Handing work over to the office and back, by files that are sealed."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import DataTable, Static

from stepback_course.text import _
from stepback_course.text.paths import downloads_folder, typed_path, usual_folder
from stepback_course.tui import doors
from stepback_course.tui.handing_over import (
    HandoverView,
    Moved,
    Taken,
    Waiting,
    Written,
    asks_for_words,
    hand_out,
    move_away,
    open_bundles,
    read_handover,
    seal_offers,
)
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.screens.dialogs import AskLine, ChooseOne, Confirm
from stepback_course.tui.screens.opened import OpenedScreen
from stepback_course.tui.widgets.paged_table import CountLine, PagedTable

if TYPE_CHECKING:
    from stepback_course.handover.offers import Offer

FOLDER_NAME = "stepback"
MOVE_NAME = "my-course.stepback"
PARTS = (19, 22, 29)
"""How the three columns of the list share its width."""
MARGINS = 10
"""The cells of width around the columns and the list."""


class HandoverScreen(StepbackScreen[None]):
    """What can be handed over from this computer, and the way in for what arrives."""

    CSS_PATH = "handover.tcss"
    HELP_TITLE = _("Handing over")
    HELP_TEXT = _(
        "Work goes to the office and comes back in files that only the other end can open: send "
        "them by e-mail or on a stick, nothing here uses a network. Seal what is new, and open "
        "what arrives, a file or a whole folder, in any order and as often as you like. Nothing "
        "that you typed is ever replaced by what arrives: where two computers say something else, "
        "both are kept, and k shows them beside each other."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "seal_new", _("Seal the new"), id="handover.seal-new"),
        Binding("o", "open", _("Open a file"), id="handover.open"),
        Binding("w", "hand_out", _("Work to mark"), id="handover.hand-out"),
        Binding("k", "look_at_both", _("Kept aside"), id="handover.kept-aside"),
        Binding("v", "move", _("Move"), id="handover.move"),
        Binding("m", "more", _("More"), show=False, id="handover.more"),
    ]

    table = getters.query_one(PagedTable)

    def __init__(self) -> None:
        """Begin with nothing read."""
        super().__init__()
        self._view: HandoverView | None = None
        self._opening = Path()

    def compose_body(self) -> ComposeResult:
        """Lay out whose office it is, and what waits."""
        with Vertical(id="handover"):
            yield Static(id="office", markup=False)
            yield PagedTable()
            yield CountLine()
            yield Static(id="detail", markup=False)

    def on_mount(self) -> None:
        """Say where one is."""
        self.masthead.where = _("Handing over")
        self.table.focus()

    def on_resize(self) -> None:
        """Give the columns the room there is."""
        self._list()

    def on_screen_resume(self) -> None:
        """Read what waits."""
        self.fetch("view", partial(read_handover, self.desks))

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Show what was read, or what came of sealing and opening."""
        self.masthead.saved = ""
        match event.result:
            case HandoverView() as view:
                self._show(view)
            case Written(sentence=sentence):
                self.banner.tell(sentence)
                self.on_screen_resume()
            case Moved() as moved:
                self._tell_words(moved)
            case bool() as needs_words:
                self._look_inside(needs_words)
            case Taken() as taken:
                self.app.push_screen(OpenedScreen(taken), self._have_seen)

    def on_stepback_screen_refused(self, _event: StepbackScreen.Refused) -> None:
        """Say no longer that something is being done."""
        self.masthead.saved = ""

    def _show(self, view: HandoverView) -> None:
        self._view = view
        told = (
            _("This is the office, {office}: what is sealed here goes to those who joined.")
            if view.is_office
            else _("Your office is {office}.")
        )
        self.query_one("#office", Static).update(Content(told.format(office=view.office)))
        self._list()
        nothing = "" if view.waiting else _("There is nothing to hand over yet.")
        self.query_one(CountLine).say(nothing or self.table.count_line)
        self.refresh_bindings()

    def _list(self) -> None:
        kept, room = self.table.key, max(self.size.width - MARGINS, 60)
        self.table.clear(columns=True)
        for head, part in zip((_("For"), _("What"), _("Where it stands")), PARTS, strict=True):
            self.table.add_column(head, width=room * part // sum(PARTS))
        waiting = self._view.waiting if self._view else ()
        rows = ((str(number), _cells(each)) for number, each in enumerate(waiting))
        self.table.fill(rows, at=kept)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done here."""
        if action == "seal_new":
            return self._view is not None and bool(self._view.new)
        if action == "hand_out":
            return self._view is not None and bool(self._view.assessors)
        if action == "look_at_both":
            return self._view is not None and self._view.has_other_versions
        if action == "move":
            return self._view is not None and self._view.has_course and not self._view.is_office
        return super().check_action(action, parameters)

    @on(DataTable.RowHighlighted)
    def _pointed_at(self) -> None:
        """Say in full what the row under the cursor has no room for."""
        if self._view is not None and self.table.key:
            waiting = self._view.waiting[int(self.table.key)]
            told = _("{whom}: {what} ({stands})").format(
                whom=waiting.whom, what=waiting.offer.about, stands=waiting.stands
            )
            self.query_one("#detail", Static).update(Content(told))

    # Sealing.

    @on(DataTable.RowSelected)
    def _seal_one(self) -> None:
        """Seal what is under the cursor, also where the other end has it already."""
        if self._view is not None and self.table.key:
            offer = self._view.waiting[int(self.table.key)].offer
            if offer.why_not:
                self.banner.sentence = offer.why_not
            else:
                self._ask_folder((offer,))

    def action_seal_new(self) -> None:
        """Seal everything that the other end is not known to have."""
        if self._view is not None:
            self._ask_folder(self._view.new)

    def _ask_folder(self, offers: "tuple[Offer, ...]") -> None:
        self._ask_where(partial(self._seal, offers))

    def _ask_where(self, go_on: Callable[[str | None], None]) -> None:
        question = AskLine(
            _("Hand over"),
            _("Only whoever it is for can open what is sealed. It is written to this folder:"),
            value=str(usual_folder() / FOLDER_NAME),
            accept=_("Seal"),
        )
        self.app.push_screen(question, go_on)

    def _seal(self, offers: "tuple[Offer, ...]", line: str | None) -> None:
        if line:
            self.masthead.saved = _("Sealing…")
            self.fetch("sealed", partial(seal_offers, self.desks, offers, typed_path(line)))

    def action_hand_out(self) -> None:
        """Give an assessor work to mark on their own computer."""
        if self._view is None:
            return
        sentence = _(
            "What waits longest is claimed in the name of whoever you choose, for fourteen days."
        )
        question = ChooseOne(_("Work to mark"), sentence, self._view.assessors)
        self.app.push_screen(question, self._ask_where_to_hand_out)

    def _ask_where_to_hand_out(self, assessor: str | None) -> None:
        if assessor:
            self._ask_where(partial(self._hand_out, assessor))

    def _hand_out(self, assessor: str, line: str | None) -> None:
        if line:
            self.masthead.saved = _("Sealing…")
            self.fetch("sealed", partial(hand_out, self.desks, assessor, typed_path(line)))

    # Opening.

    def action_open(self) -> None:
        """Open a file or a folder of files."""
        question = AskLine(
            _("Open what arrived"),
            _("A file that ends in .stepback, or a folder in which such files are:"),
            value=str(downloads_folder()),
            accept=_("Open"),
        )
        self.app.push_screen(question, self._look)

    def _look(self, line: str | None) -> None:
        if line:
            self._opening = typed_path(line)
            self.banner.sentence = ""
            self.masthead.saved = _("Opening…")
            self.fetch("looked", partial(asks_for_words, self._opening))

    def _look_inside(self, needs_words: bool) -> None:
        if not needs_words:
            self._open_with("")
            return
        question = AskLine(
            _("A move"),
            _("Type the six words that your other computer showed."),
            accept=_("Open"),
        )
        self.app.push_screen(question, self._open_with)

    def _open_with(self, words: str | None) -> None:
        if words is not None:
            self.masthead.saved = _("Opening…")
            self.fetch("opened", partial(open_bundles, self.desks, self._opening, words))

    def _have_seen(self, wants_both: bool | None) -> None:
        if wants_both:
            self.action_look_at_both()

    def action_look_at_both(self) -> None:
        """Open what is kept beside what stands."""
        self.app.push_screen(doors.kept_aside_screen())

    # Moving to another computer.

    def action_move(self) -> None:
        """Write everything of one's own for another computer."""
        question = AskLine(
            _("Move to another computer"),
            _(
                "Your whole course goes into this file. On the other computer, start with “I have "
                "an invitation” and choose this file."
            ),
            value=str(usual_folder() / FOLDER_NAME / MOVE_NAME),
            accept=_("Write it"),
        )
        self.app.push_screen(question, self._move)

    def _move(self, line: str | None) -> None:
        if line:
            self.masthead.saved = _("Sealing…")
            self.fetch("moved", partial(move_away, self.desks, typed_path(line)))

    def _tell_words(self, moved: Moved) -> None:
        told = _(
            "{file} opens with these six words and with nothing else. They are shown only now; "
            "write them down and do not send them with the file:\n\n    {words}"
        )
        self.app.push_screen(
            Confirm(
                _("Six words"),
                told.format(file=moved.file, words=moved.words),
                accept=_("Written down"),
            )
        )

    def action_more(self) -> None:
        """Show more rows."""
        self.table.show_more()
        self.query_one(CountLine).say(self.table.count_line)


def _cells(waiting: Waiting) -> tuple[str, str, str]:
    stands = _("not heard from yet") if waiting.is_unheard else waiting.stands
    return waiting.whom, waiting.offer.about, stands
