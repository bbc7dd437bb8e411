"""What came of opening bundles, in one list."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from stepback_course.text import _, ngettext
from stepback_course.tui.screens.window import Window
from stepback_course.tui.widgets.dialog import Dialog
from stepback_course.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from stepback_course.handover.contents.outcomes import Opened, Outcome, Word
    from stepback_course.handover.naming import Names
    from stepback_course.tui.handing_over import Taken

_SIGNS: "dict[Word, tuple[str, str]]" = {
    "taken": ("✓", _("taken")),
    "already here": ("·", _("already here")),
    "kept aside": ("‖", _("kept aside")),
    "refused": ("✗", _("refused")),
    "not for here": ("–", _("not for here")),
}


class OpenedScreen(Window[bool]):
    """Says of each file what was taken, what was here already, and what was refused and why.

    It is left with True by who wants to look at both versions of what was kept aside.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "dismiss(False)", _("Back"), id="opened.back"),
        Binding("k", "dismiss(True)", _("Look at both"), id="opened.both"),
    ]

    def __init__(self, taken: "Taken") -> None:
        """Show what came of these files."""
        super().__init__()
        self._opened = taken.opened
        self._names = taken.names

    def compose(self) -> ComposeResult:
        """Lay out one paragraph for each file, what needs a person first."""
        with Dialog():
            yield Static(_title(self._opened), classes="title", markup=False)
            with VerticalScroll():
                for each in sorted(self._opened, key=_turn):
                    yield Static(_told(each, self._names), classes="sentence")
                if self._has_kept_aside:
                    yield Static(_("Press k to look at both."), classes="sentence", markup=False)
        yield KeyBar()

    @property
    def _has_kept_aside(self) -> bool:
        return any(line.word == "kept aside" for each in self._opened for line in each.outcomes)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to look at both only where there are two."""
        return parameters != (True,) or self._has_kept_aside

    def on_mount(self) -> None:
        """Scroll with the arrows."""
        self.query_one(VerticalScroll).focus()


def _turn(opened: "Opened") -> int:
    """Put what needs a person first, and what was meant for somebody else last."""
    if opened.needs_attention:
        return 0
    return 2 if all(outcome.word == "not for here" for outcome in opened.outcomes) else 1


def _title(opened: "Sequence[Opened]") -> str:
    if not any(each.bundle for each in opened):
        return _("Nothing was opened")
    files = ngettext("{count} file was opened", "{count} files were opened", len(opened))
    troubled = sum(each.needs_attention for each in opened)
    if not troubled:
        return files.format(count=len(opened))
    return ngettext(
        "{files}; {count} needs your attention", "{files}; {count} need your attention", troubled
    ).format(files=files.format(count=len(opened)), count=troubled)


def _told(opened: "Opened", names: "Names") -> Content:
    sender = names.sender(opened.sender)
    head = _("{file}, from {name}").format(file=opened.file, name=sender) if sender else opened.file
    lines = [_line(outcome, names) for outcome in opened.outcomes]
    return Content("\n").join([Content.styled(head, "bold"), *lines])


def _line(outcome: "Outcome", names: "Names") -> Content:
    sign, word = _SIGNS[outcome.word]
    line = _("{sign} {what}: {word}").format(sign=sign, what=names.what(outcome.what), word=word)
    if not outcome.why:
        return Content(line)
    return Content(_("{line} ({why})").format(line=line, why=names.sentence(outcome.why)))
