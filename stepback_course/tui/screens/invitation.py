"""The way in for somebody who was sent an invitation."""

from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from stepback_course.desks import Desks
from stepback_course.people import Person, actor_of
from stepback_course.text import _
from stepback_course.text.paths import typed_path
from stepback_course.text.refusals import Refusal
from stepback_course.tui.handing_over import open_bundles
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.screens.dialogs import AskLine
from stepback_course.tui.screens.working_screen import WorkingScreen

MOVE_SUFFIX = ".stepback"
LISTED = 9
"""How many invitations are offered, the newest first."""


class InvitationScreen(WorkingScreen):
    """Finds invitations where they usually are, or takes the path of one."""

    CSS_PATH = "invitation.tcss"
    HELP_TITLE = _("Joining with an invitation")
    HELP_TEXT = _(
        "You were sent a file that ends in .stepback-invitation. Save it in your "
        "downloads, on the desktop, or in the folder you started from, and it is listed here. Or "
        "type where it is. Everything the course needs is in the file: no network is used. "
        "Joining twice changes nothing. A course that moves here from another computer is a file "
        "that ends in .stepback: type where it is."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "look", _("Look again"), id="invitation.look")
    ]

    found = getters.query_one(OptionList)

    def compose_body(self) -> ComposeResult:
        """Lay out the invitations found above the line for a path."""
        with Vertical(id="invitation"):
            yield Static(id="found-line", markup=False)
            yield OptionList(markup=False)
            yield Static(_("Or type where the file is, then Enter:"), markup=False)
            yield Input(placeholder="~/Downloads/P-7K3M9Q2X.stepback-invitation")

    def on_mount(self) -> None:
        """Look for invitations."""
        self.masthead.where = _("Welcome › Invitation")
        self.action_look()

    def action_look(self) -> None:
        """Look for invitations where they usually are."""
        from stepback_course.handover.invitations.nearby import invitations_nearby

        lines = [_line(path) for path in islice(invitations_nearby(), LISTED)]
        self.found.set_options(line for line in lines if not line.disabled)
        self.found.add_options(line for line in lines if line.disabled)
        self.found.display = bool(lines)
        self.query_one("#found-line", Static).update(
            Content(_("Choose yours:") if lines else _nothing_found())
        )
        if lines and not self.found.options[0].disabled:
            self.found.highlighted = 0
            self.found.focus()
        else:
            self.query_one(Input).focus()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._join(Path(str(event.option_id)))

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        path = typed_path(event.value)
        if path.suffix == MOVE_SUFFIX:
            question = AskLine(
                _("From your other computer"),
                _("Type the six words that your other computer showed."),
                accept=_("Open"),
            )
            self.app.push_screen(question, partial(self._move_in, path))
        elif event.value.strip():
            self._join(path)

    def _move_in(self, path: Path, words: str | None) -> None:
        if words is not None:
            self.begin(partial(_moved_in, self.desks, path, words), _("Opening…"))

    def _join(self, path: Path) -> None:
        self.begin(partial(_joined, self.desks, path), _("Opening…"))

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Sit down whoever has joined, or come from another computer."""
        assert isinstance(event.result, Arrived)  # noqa: S101 # nothing else is fetched here
        self.house.remember(me=event.result.person.id, portfolio=event.result.portfolio)
        self.house.sit_down(actor_of(event.result.person))


@dataclass(frozen=True, slots=True)
class Arrived:
    """Somebody who is on this computer now, with their course where they work through one."""

    person: Person
    portfolio: str | None


def _joined(desks: Desks, path: Path) -> Arrived:
    """Join with an invitation. Raises Refusal, StoreError."""
    from stepback_course.handover.invitations.joining import join

    joined = join(desks, path)
    person = desks.directory.find(joined.person)
    assert person is not None  # noqa: S101 # joining added them
    return Arrived(person, joined.portfolio)


def _moved_in(desks: Desks, path: Path, words: str) -> Arrived:
    """Take in a course that comes from another computer. Raises Refusal, StoreError."""
    opened = open_bundles(desks, path, words).opened
    for each in opened:
        rows = desks.workbook.portfolios(each.sender)
        person = desks.directory.find(each.sender) if rows else None
        if person is not None:
            return Arrived(person, str(rows[0].summary["portfolio"]))
    reasons = (line.why for each in opened for line in each.outcomes if line.why)
    raise Refusal("invalid", "\n".join(reasons) or _("No course that moves is in this file."))


def _line(path: Path) -> Option:
    from stepback_course.handover.invitations.invitation import read_invitation

    try:
        invitation = read_invitation(path)
    except Refusal as refusal:
        return Option(Content(str(refusal)), id=str(path), disabled=True)
    title = _("{cohort}, for {name}").format(cohort=invitation.about, name=invitation.person.name)
    about = _("from {organisation} · {file}").format(
        organisation=invitation.organisation, file=path.name
    )
    return Option(Content.assemble((title, "bold"), "\n", about), id=str(path))


def _nothing_found() -> str:
    return _(
        "No invitation is in this folder, in your downloads or on your desktop. Save the file that "
        "you were sent in one of them and press F5."
    )
