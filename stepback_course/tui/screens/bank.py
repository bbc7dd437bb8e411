"""The comment bank: a few letters find a comment, Enter takes it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from stepback_course.marking.bank.models import BOXES, Listed, Wanted
from stepback_course.marking.bank.rules import emptied, filled, found
from stepback_course.portfolio.telling.words import unit_name
from stepback_course.store import StoreError
from stepback_course.text import _, clean_line, ngettext
from stepback_course.text.refusals import Refusal
from stepback_course.tui.screens.dialogs import Confirm
from stepback_course.tui.screens.window import Window
from stepback_course.tui.widgets.dialog import Dialog
from stepback_course.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from stepback_course.tui.app import StepbackApp

LISTED = 100
"""The most comments that are listed at once; a letter more finds the others."""
_SHOWN = 240
"""How many characters of a comment are shown in the list."""
_BOX_TITLES = dict(
    zip(BOXES, (_("What stood out"), _("What is missing"), _("The next step")), strict=True)
)


class BankScreen(Window[str | None]):
    """Offers comments that fit; the answer is the words of one, filled in, or None."""

    CSS_PATH = "bank.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", _("Take it"), show=False, id="bank.take"),
        Binding("up", "move(-1)", _("Up"), show=False, id="bank.up"),
        Binding("down", "move(1)", _("Down"), show=False, id="bank.down"),
        Binding("f2", "keep", _("Keep what you wrote"), id="bank.keep"),
        Binding("f3", "share", _("Share"), id="bank.share"),
        Binding("f8", "remove", _("Take out"), id="bank.remove"),
        Binding("escape", "dismiss(None)", _("Back"), id="back"),
    ]

    letters = getters.query_one(Input)
    options = getters.query_one(OptionList)

    def __init__(self, wanted: Wanted) -> None:
        """Say what a comment is sought for."""
        super().__init__()
        self._wanted = wanted
        self._comments: Sequence[Listed] = ()
        self._fitting: list[Listed] = []
        self._may_stand = False
        """Whether what may tell who a child is was pointed out already."""

    @property
    def house(self) -> "StepbackApp":
        """The app, by its own type."""
        from stepback_course.tui.app import StepbackApp

        app = self.app
        assert isinstance(app, StepbackApp)  # noqa: S101 # this house's screens run in its app
        return app

    def compose(self) -> ComposeResult:
        """Lay out the line for the letters, what they find, and the keys."""
        with Dialog():
            yield Static(Content(self._title()), classes="title", markup=False)
            yield Input(placeholder=_("A few letters of the comment, then Enter"), max_length=80)
            yield OptionList(markup=False)
            yield Static(classes="problem", markup=False)
            yield KeyBar()

    def on_mount(self) -> None:
        """List what fits, and begin in the line."""
        self.options.can_focus = False
        self.letters.focus()
        self._read()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with the comment under the cursor, and with what was written."""
        at = self._at
        match action:
            case "keep":
                return bool(self._wanted.written.strip())
            case "share":
                return at is not None and at.whose == "own"
            case "take" | "remove":
                return at is not None
        return True

    @on(Input.Changed)
    def _search(self) -> None:
        self._show(0)

    @on(Input.Submitted)
    def action_take(self) -> None:
        """Answer with the comment under the cursor."""
        at = self._at
        if at is None:
            return
        try:
            words = self.house.desks.bank.use(at.comment.id, self._wanted)
        except StoreError:
            words = filled(at.comment.text, self._wanted)  # only the count was not written
        except Refusal as refusal:
            self._say(str(refusal))
            return
        self.dismiss(words)

    @on(OptionList.OptionSelected)
    def _pointed_at(self, event: OptionList.OptionSelected) -> None:
        self.options.highlighted = event.option_index
        self.action_take()

    def action_move(self, by: int) -> None:
        """Go one comment up or down."""
        if self._fitting:
            self.options.highlighted = ((self.options.highlighted or 0) + by) % len(self._fitting)
            self.refresh_bindings()

    def action_keep(self) -> None:
        """Keep what stands in the feedback among one's own comments."""
        text = emptied(self._wanted.written, self._wanted)
        is_box = self._wanted.criterion in BOXES
        try:
            comment = self.house.desks.bank.keep(
                text,
                unit="" if is_box else self._wanted.unit.id,
                criterion=self._wanted.criterion,
                even_so=self._may_stand,
            )
        except (Refusal, StoreError) as refusal:
            is_doubt = isinstance(refusal, Refusal) and refusal.code == "identifiers"
            self._may_stand = is_doubt
            again = _("{problem}. Press the same key again to keep it all the same.")
            self._say(again.format(problem=refusal) if is_doubt else str(refusal))
            return
        self._read(at=comment.id)
        self._say(_("Kept among your own comments."))

    def action_share(self) -> None:
        """Let everybody use the comment under the cursor."""
        at = self._at
        if at is None:
            return
        try:
            self.house.desks.bank.share(at.comment.id)
        except (Refusal, StoreError) as refusal:
            self._say(str(refusal))
            return
        self._read(at=at.comment.id)

    def action_remove(self) -> None:
        """Ask whether the comment under the cursor is to leave the bank."""
        at = self._at
        if at is None:
            return
        sentence = (
            _("Nobody finds it any more. Feedback in which it was used stays as it is.")
            if at.whose == "shared"
            else _("You find it no more. Feedback in which it was used stays as it is.")
        )
        asking = Confirm(_("Take this comment out?"), sentence, accept=_("Take out"))
        self.app.push_screen(asking, lambda agreed: self._remove(at) if agreed else None)

    def _remove(self, listed: Listed) -> None:
        try:
            self.house.desks.bank.remove(listed.comment.id)
        except (Refusal, StoreError) as refusal:
            self._say(str(refusal))
            return
        self._read()

    @property
    def _at(self) -> Listed | None:
        """The comment under the cursor."""
        # A window that is being closed is still asked which of its keys do something.
        listed = self.query(OptionList)
        number = listed.first().highlighted if self._fitting and listed else None
        return self._fitting[number] if number is not None else None

    def _read(self, at: str = "") -> None:
        """Read the bank and stay at a comment."""
        try:
            self._comments = self.house.desks.bank.comments()
        except (Refusal, StoreError) as refusal:
            self._say(str(refusal))
            return
        self._show(0)
        for number, listed in enumerate(self._fitting):
            if listed.comment.id == at:
                self.options.highlighted = number
        self.refresh_bindings()

    def _show(self, at: int) -> None:
        self._fitting = found(self._comments, self.letters.value, self._wanted)[:LISTED]
        self.options.clear_options()
        self.options.add_options([self._option(listed) for listed in self._fitting])
        self.options.highlighted = at if self._fitting else None
        self._say("" if self._fitting else self._nothing())
        self.refresh_bindings()

    def _option(self, listed: Listed) -> Option:
        words = clean_line(filled(listed.comment.text, self._wanted))
        if len(words) > _SHOWN:
            words = words[:_SHOWN] + "…"
        about = _("{whose}, {used}").format(
            whose=_("shared") if listed.whose == "shared" else _("your own"),
            used=_used(listed.used),
        )
        return Option(Content.assemble(words, "\n", (about, "$secondary")))

    def _title(self) -> str:
        criterion, unit = self._wanted.criterion, unit_name(self._wanted.unit)
        if criterion in BOXES:
            sentence = _("A comment on {unit}: {box}")
            return sentence.format(unit=unit, box=_BOX_TITLES[criterion])
        ids = [each.id for each in self._wanted.unit.criteria]
        if criterion not in ids:
            return _("A comment on {unit}").format(unit=unit)
        sentence = _("A comment on {unit}, criterion {number}")
        return sentence.format(unit=unit, number=ids.index(criterion) + 1)

    def _nothing(self) -> str:
        if self.letters.value.strip():
            return _("No comment has these words.")
        if self._wanted.written.strip():
            return _("Nothing is kept for this yet. F2 keeps what you wrote, to use it again.")
        return _(
            "Nothing is kept for this yet. Write your feedback, open the bank again, and F2 keeps "
            "it; or type to look through all comments."
        )

    def _say(self, sentence: str) -> None:
        line = self.query_one("Dialog > .problem", Static)
        line.update(Content(sentence))
        line.set_class(bool(sentence), "-shown")


def _used(count: int) -> str:
    if not count:
        return _("not used yet")
    return ngettext("used {count} time", "used {count} times", count).format(count=count)
