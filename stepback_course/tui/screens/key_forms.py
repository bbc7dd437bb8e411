"""Forms about the signing key. A passphrase that is typed in them is never shown."""

from abc import abstractmethod
from collections.abc import Sequence
from datetime import date
from functools import partial

from textual.app import ComposeResult
from textual.widgets import Input, Static

from stepback_course.awards.keys.issuers import IssuerKey
from stepback_course.clock import day_of
from stepback_course.desks import Desks
from stepback_course.text import _
from stepback_course.text.days import past_day_from, shown_day
from stepback_course.text.refusals import Refusal
from stepback_course.tui.key_tasks import (
    adopt_key,
    make_key,
    rehearse_key,
    restore_key,
    rotate_key,
    short_name,
    tell_compromised,
)
from stepback_course.tui.screens.forms import Answer
from stepback_course.tui.screens.working_form import Deed, WorkingForm
from stepback_course.tui.widgets.form_lines import FormLine, focus_problem

PAPER_LINES = ("1", "2", "3", "4")
LONGEST = 500
"""In characters, of a passphrase."""


def _note(sentence: str) -> Static:
    return Static(sentence, classes="form-note", markup=False)


def _secret(identifier: str, label: str) -> FormLine:
    return FormLine(identifier, label, limit=LONGEST, secret=True)


class _OnePassphrase(WorkingForm[Answer]):
    """Asks for the passphrase of the key on this computer."""

    BUSY = _("Unlocking…")

    def __init__(self, desks: Desks, title: str, about: str, *, accept: str) -> None:
        """Say what it is for."""
        super().__init__(title, accept=accept)
        self._desks = desks
        self._about = about

    def compose_lines(self) -> ComposeResult:
        """Lay out the one line."""
        yield _note(self._about)
        yield _secret("passphrase", _("Passphrase"))

    def deed(self) -> Deed[Answer] | None:
        """Return what the passphrase is for."""
        line = self.query_one("#passphrase", FormLine)
        line.problem = "" if line.value else _("this is needed")
        return partial(self.use, line.value) if line.value else None

    @abstractmethod
    def use(self, passphrase: str) -> Answer:
        """Do what the passphrase is for; called in a thread. Raises Refusal, StoreError."""

    def on_working_form_refused(self, _event: WorkingForm.Refused) -> None:
        """Let the passphrase be typed again from the start."""
        line = self.query_one("#passphrase", FormLine)
        with self.prevent(Input.Changed):
            line.value = ""
        line.focus_line()


class Unlock(_OnePassphrase[bool]):
    """Unlocks the key for one sitting; the answer is that it is unlocked."""

    def __init__(self, desks: Desks) -> None:
        """Unlock the key at these desks."""
        about = _("It stays unlocked until you lock it or leave, or nothing is signed for a while.")
        super().__init__(desks, _("Unlock the key"), about, accept=_("Unlock"))

    def use(self, passphrase: str) -> bool:
        """Unlock it."""
        self._desks.keys.chest.unlock(passphrase)
        return True


class AdoptKey(_OnePassphrase[str]):
    """Lets the key that is on this computer already sign; the answer is what was done."""

    def __init__(self, desks: Desks) -> None:
        """Let the key at these desks sign."""
        about = _(
            "Certificates are then signed with the key that is on this computer, in place of any "
            "other. What that one signed stays good."
        )
        super().__init__(desks, _("Let this key sign"), about, accept=_("Let it sign"))

    def use(self, passphrase: str) -> str:
        """Enter it in the store."""
        return adopt_key(self._desks, passphrase)


class _NewPassphrase(WorkingForm[str]):
    """A form with a new passphrase, typed twice; the answer is what was done, in a sentence."""

    def __init__(self, desks: Desks, title: str, *, accept: str) -> None:
        """Say what is done with the passphrase."""
        super().__init__(title, accept=accept)
        self._desks = desks

    def compose_passphrase(self) -> ComposeResult:
        """Lay out the two lines."""
        yield _secret("passphrase", _("Passphrase"))
        yield _secret("again", _("The same again"))
        yield _note(
            _(
                "15 characters or more: four words that do not belong together are good. It is "
                "kept nowhere: who forgets it needs the paper copy."
            )
        )

    def passphrase(self) -> str | None:
        """Return the passphrase; None where it is missing or the two differ, which is then said."""
        first, second = self.query_one("#passphrase", FormLine), self.query_one("#again", FormLine)
        first.problem = "" if first.value else _("this is needed")
        same = first.value == second.value
        second.problem = "" if same or not first.value else _("this is not the same")
        if first.problem or second.problem:
            focus_problem(self)
            return None
        return first.value


class MakeKey(_NewPassphrase):
    """Makes the key of this computer."""

    BUSY = _("Making the key…")

    def __init__(self, desks: Desks) -> None:
        """Make it at these desks."""
        super().__init__(desks, _("Make the key"), accept=_("Make it"))

    def compose_lines(self) -> ComposeResult:
        """Lay out what a key is for, and its passphrase."""
        yield _note(
            _(
                "Whoever has the key and its passphrase can sign certificates in your name. Make "
                "it on the one computer that issues them. It never leaves it, in no backup either."
            )
        )
        yield from self.compose_passphrase()

    def deed(self) -> Deed[str] | None:
        """Return the making."""
        passphrase = self.passphrase()
        return partial(make_key, self._desks, passphrase) if passphrase else None


class RotateKey(_NewPassphrase):
    """Makes a new key in place of the one there is."""

    BUSY = _("Making the new key…")

    def __init__(self, desks: Desks) -> None:
        """Make it at these desks."""
        super().__init__(desks, _("A new key"), accept=_("Make it"))

    def compose_lines(self) -> ComposeResult:
        """Lay out what becomes of the old key, and the new passphrase."""
        yield _note(
            _(
                "The key there is signs no more and is gone from this computer; what it signed "
                "stays good. Do this once a year, and whenever somebody leaves who knew the "
                "passphrase."
            )
        )
        yield from self.compose_passphrase()

    def deed(self) -> Deed[str] | None:
        """Return the making."""
        passphrase = self.passphrase()
        return partial(rotate_key, self._desks, passphrase) if passphrase else None


def _paper_form_lines() -> ComposeResult:
    for number in PAPER_LINES:
        label = _("Line {number}").format(number=number)
        # Seen while it is typed: whoever types sixteen letters compares them with the paper.
        yield FormLine(f"line-{number}", label, limit=60)


def _typed_lines(form: WorkingForm[str]) -> Sequence[str] | None:
    """Return the lines of a paper copy; None where one is not as on paper, which is then said."""
    from stepback_course.awards.keys.paper import read_line

    lines = [form.query_one(f"#line-{number}", FormLine) for number in PAPER_LINES]
    for number, line in enumerate(lines, start=1):
        line.problem = "" if line.value.strip() else _("this is needed")
        if line.value.strip():
            try:
                read_line(number, line.value)
            except Refusal as refusal:
                line.problem = str(refusal)
    if any(line.problem for line in lines):
        focus_problem(form)
        return None
    return [line.value for line in lines]


class Rehearse(WorkingForm[str]):
    """Compares a paper copy that is typed in with the key; the answer is what came of it."""

    BUSY = _("Comparing…")

    def __init__(self, desks: Desks) -> None:
        """Compare with the key at these desks."""
        super().__init__(_("Type the paper copy back"), accept=_("Compare"))
        self._desks = desks

    def compose_lines(self) -> ComposeResult:
        """Lay out the four lines."""
        yield _note(
            _(
                "Type it from the paper, not from memory: only a copy that was tried is one. "
                "Spaces and small letters do not matter. Nothing is changed."
            )
        )
        yield from _paper_form_lines()

    def deed(self) -> Deed[str] | None:
        """Return the comparing."""
        lines = _typed_lines(self)
        return partial(rehearse_key, self._desks, lines) if lines else None


class RestoreKey(_NewPassphrase):
    """Brings a key to this computer from its paper copy."""

    BUSY = _("Reading the paper copy…")

    def __init__(self, desks: Desks) -> None:
        """Bring it to these desks."""
        super().__init__(desks, _("The key from its paper copy"), accept=_("Keep it"))

    def compose_lines(self) -> ComposeResult:
        """Lay out the four lines and a new passphrase."""
        yield from _paper_form_lines()
        yield from self.compose_passphrase()

    def deed(self) -> Deed[str] | None:
        """Return the restoring."""
        lines, passphrase = _typed_lines(self), self.passphrase()
        if lines and passphrase:
            return partial(restore_key, self._desks, lines, passphrase)
        return None


class TellCompromised(WorkingForm[str]):
    """Says that somebody else may have had a key; the answer is what was done."""

    def __init__(self, desks: Desks, key: IssuerKey) -> None:
        """Name the key."""
        super().__init__(_("Somebody else may have had it?"), accept=_("It signs no more"))
        self._desks = desks
        self._key = key
        self._today = day_of(desks.clock())

    def compose_lines(self) -> ComposeResult:
        """Lay out what that means, and since when."""
        told = _(
            "{key} then signs no more. Certificates that say they were signed with it after that "
            "day are not trusted; earlier ones only where the register has them. This cannot be "
            "taken back."
        )
        yield _note(told.format(key=short_name(self._key.did)))
        yield FormLine("since", _("Since the day"), value=shown_day(self._today.isoformat()))

    def deed(self) -> Deed[str] | None:
        """Return the telling, where the day is one that was."""
        line = self.query_one("#since", FormLine)
        day = past_day_from(line.value, self._today)
        if not day or day > self._today.isoformat():
            line.problem = _("a day that was, such as 31 August 2026")
            focus_problem(self)
            return None
        since = date.fromisoformat(day)
        return partial(tell_compromised, self._desks, self._key.did, since)
