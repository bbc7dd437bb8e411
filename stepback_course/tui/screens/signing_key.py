"""The key that certificates are signed with: made, unlocked, copied onto paper, and renewed."""

from functools import partial
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from stepback_course.clock import time_of_day
from stepback_course.people.policy import may
from stepback_course.text import _
from stepback_course.tui.key_tasks import (
    KeyState,
    day_line,
    paper_lines,
    read_key_state,
    short_name,
    standing_words,
    state_lines,
)
from stepback_course.tui.screens.awarding_base import AwardingScreen
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.screens.key_forms import (
    AdoptKey,
    MakeKey,
    Rehearse,
    RestoreKey,
    RotateKey,
    TellCompromised,
    Unlock,
)
from stepback_course.tui.screens.window import Window
from stepback_course.tui.screens.working_form import WorkingForm
from stepback_course.tui.widgets.dialog import Dialog
from stepback_course.tui.widgets.key_bar import KeyBar
from stepback_course.tui.widgets.paged_table import PagedTable

WIDE = 120
"""From how many cells on the whole name of a key has room."""


class PaperCopy(Window[bool]):
    """Shows the paper copy of the key, to be written down; the answer is whether to try it."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(False)", _("Back"))]

    def __init__(self, lines: tuple[str, ...]) -> None:
        """Show these lines."""
        super().__init__()
        self._lines = lines

    def compose(self) -> ComposeResult:
        """Lay out the lines."""
        with Dialog():
            yield Static(_("The paper copy"), classes="title", markup=False)
            with VerticalScroll(can_focus=False, classes="dialog-text"):
                yield Static(
                    _(
                        "Write these four lines down by hand, with their numbers. Who has them has "
                        "the key, without any passphrase: no photograph, no file, no e-mail."
                    ),
                    classes="sentence",
                    markup=False,
                )
                yield Static("\n".join(self._lines), id="paper", markup=False)
            with Horizontal(classes="buttons"):
                yield Button(_("Back"), id="no", compact=True)
                yield Button(_("Type it back"), id="yes", variant="primary", compact=True)
        yield KeyBar()

    def on_mount(self) -> None:
        """Start on the trying."""
        self.query_one("#yes").focus()

    @on(Button.Pressed)
    def _answered(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")


class KeyScreen(AwardingScreen[None]):
    """How it stands with the key, and what can be done about it."""

    CSS_PATH = "signing_key.tcss"
    HELP_TITLE = _("The key")
    HELP_TEXT = _(
        "Certificates are signed with a key, so that anybody's machine can check them. It lies "
        "locked on the one computer that issues certificates: its passphrase unlocks it for one "
        "sitting, and it locks itself when nobody uses it. Copy it onto paper and type it back "
        "once, or a lost computer is a lost key. A new key every year, and whenever somebody "
        "leaves who knew the passphrase, keeps the old certificates good."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "make", _("Make the key"), id="key.make"),
        Binding("a", "adopt", _("Let it sign"), id="key.adopt"),
        Binding("u", "unlock", _("Unlock"), id="key.unlock"),
        Binding("l", "lock", _("Lock"), id="key.lock"),
        Binding("p", "paper", _("Paper copy"), id="key.paper"),
        Binding("t", "rehearse", _("Type it back"), id="key.rehearse"),
        Binding("r", "rotate", _("New key"), id="key.rotate"),
        Binding("b", "restore", _("From paper"), id="key.restore"),
        Binding("x", "compromised", _("Somebody had it"), id="key.compromised"),
    ]

    table = getters.query_one(PagedTable)

    def __init__(self) -> None:
        """Begin with nothing read."""
        super().__init__()
        self._state: KeyState | None = None

    def compose_body(self) -> ComposeResult:
        """Lay out how it stands above the keys of the organisation."""
        with Vertical(id="key"):
            yield Static(id="state", markup=False)
            yield Static(_("Keys of this organisation"), id="keys-heading", markup=False)
            yield PagedTable()

    def on_mount(self) -> None:
        """Say where one is."""
        self.masthead.where = _("Awards › Key")
        self.table.focus()

    def on_resize(self) -> None:
        """Give the names of keys the room there is."""
        self._show()

    def on_screen_resume(self) -> None:
        """Read how it stands."""
        self.fetch("state", partial(read_key_state, self.desks))

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Show how it stands, or the paper copy."""
        match event.result:
            case KeyState() as state:
                self._state = state
                self._show()
            case tuple() as lines if self.is_active:
                self.app.push_screen(PaperCopy(lines), self._copied)

    def look_at_key(self) -> None:
        """Say until when the key is unlocked."""
        super().look_at_key()
        self._show_state()
        self.refresh_bindings()

    @property
    def _until(self) -> str:
        chest = self.desks.chest
        until = chest.locks_at if chest else None
        return time_of_day(until)[:5] if until else ""

    def _show_state(self) -> None:
        if self._state is not None:
            lines = state_lines(self._state, self._until)
            self.query_one("#state", Static).update(Content(lines))

    def _show(self) -> None:
        state = self._state
        if state is None:
            return
        self._show_state()
        is_wide = self.size.width >= WIDE
        kept = self.table.key
        self.table.clear(columns=True)
        widths = (60, 20, 50) if is_wide else (26, 17, 28)
        heads = (_("Key"), _("Since"), _("Stands"))
        for head, width in zip(heads, widths, strict=True):
            self.table.add_column(head, width=width)
        self.table.fill(
            (
                (
                    key.did,
                    (
                        key.did if is_wide else short_name(key.did),
                        day_line(key.since),
                        standing_words(key, state.here),
                    ),
                )
                for key in reversed(state.known)
            ),
            at=kept,
        )
        self.table.display = self.query_one("#keys-heading").display = bool(state.known)
        if self.table.display and self.focused is None:
            self.table.focus()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done with the key as it stands."""
        state, chest = self._state, self.desks.chest
        if state is None or chest is None:
            return action in ("back", "help") and super().check_action(action, parameters)
        is_unlocked = chest.is_unlocked
        is_mine = may(self.desks.actor, "keep_keys")
        possible = {
            "make": lambda: is_mine and not state.here and state.current is None,
            "adopt": lambda: is_mine and state.is_stray,
            "restore": lambda: is_mine and not state.here,
            "unlock": lambda: bool(state.here) and not is_unlocked,
            "lock": lambda: is_unlocked,
            "paper": lambda: is_mine and bool(state.here),
            "rehearse": lambda: bool(state.here),
            "rotate": lambda: is_mine and state.current is not None and not state.is_stray,
            "compromised": lambda: is_mine and bool(state.known),
        }
        if action in possible:
            return possible[action]()
        return super().check_action(action, parameters)

    def _done(self, sentence: str | None) -> None:
        """Say what was done."""
        if sentence:
            self.banner.tell(sentence)
            self._was_unlocked = False
            self.look_at_key()

    def _ask(self, form: WorkingForm[str]) -> None:
        self.banner.sentence = ""
        self.app.push_screen(form, self._done)

    def action_make(self) -> None:
        """Make the key of this computer."""
        self._ask(MakeKey(self.desks))

    def action_adopt(self) -> None:
        """Let the key that is on this computer already sign."""
        self._ask(AdoptKey(self.desks))

    def action_rotate(self) -> None:
        """Make a new key in place of the one there is."""
        self._ask(RotateKey(self.desks))

    def action_restore(self) -> None:
        """Bring a key here from its paper copy."""
        self._ask(RestoreKey(self.desks))

    def action_rehearse(self) -> None:
        """Type the paper copy back, to be compared."""
        self._ask(Rehearse(self.desks))

    def action_compromised(self) -> None:
        """Say that somebody else may have had the key under the cursor."""
        known = self._state.known if self._state else ()
        for key in known:
            if key.did == self.table.key:
                self._ask(TellCompromised(self.desks, key))

    def action_unlock(self) -> None:
        """Ask for the passphrase."""
        self.banner.sentence = ""
        self.app.push_screen(Unlock(self.desks))

    def action_lock(self) -> None:
        """Lock the key at once."""
        if self.desks.chest is not None:
            self._was_unlocked = False
            self.desks.chest.lock()
            self.banner.tell(_("The key is locked."))
            self.look_at_key()

    def action_paper(self) -> None:
        """Show the paper copy, once the key is unlocked."""
        self.banner.sentence = ""
        chest = self.desks.chest
        if chest is not None and chest.is_unlocked:
            self._show_paper()
        else:
            self.app.push_screen(Unlock(self.desks), self._show_paper_if)

    def _show_paper_if(self, is_unlocked: bool | None) -> None:
        if is_unlocked:
            self._show_paper()

    def _show_paper(self) -> None:
        self.fetch("paper", partial(paper_lines, self.desks))

    def _copied(self, is_to_be_tried: bool | None) -> None:
        if is_to_be_tried:
            self.action_rehearse()
