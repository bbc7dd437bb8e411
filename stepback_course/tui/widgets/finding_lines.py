"""What may tell who a child is, and why it may stay all the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.content import Content
from textual.events import DescendantFocus
from textual.message import Message
from textual.widgets import Static

from stepback_course.portfolio.privacy import KINDS, Finding
from stepback_course.text import _, digest, ngettext
from stepback_course.tui.widgets.form_lines import FormLine
from stepback_course.tui.widgets.ticks import TickLine

LONGEST = 300
"""The longest explanation that is asked for in one line, in characters."""


class FindingLines(VerticalGroup):
    """Some words, where they stand, and a line to say why they may stay."""

    DEFAULT_CSS = """
    FindingLines { height: auto; margin-bottom: 1; }
    FindingLines .found { text-style: bold; }
    FindingLines .around { color: $secondary; padding-left: 2; }
    FindingLines FormLine { margin: 0; }
    FindingLines TickLine { margin-left: 1; }
    """

    @dataclass
    class Entered(Message):
        """Somebody came to these words."""

        lines: "FindingLines"

    def __init__(self, number: int, same: Sequence[Finding], why: str, *, may_allow: bool) -> None:
        """Show findings of the same words; `why` is what was said of them before.

        Where `may_allow`, a name can be let stand for good.
        """
        super().__init__()
        self.finding = same[0]
        self._number = number
        self._same = same
        # Named by the words: what is kept of the line is about them, in whichever place they come.
        line = f"why-{digest(self.finding.key)[:12]}"
        self._line = FormLine(
            line, _("Why it may stay"), value=why, limit=LONGEST, hint=self._hint()
        )
        self._always = TickLine(
            _("No child's name: do not ask again"), ticked=False, read_only=False
        )
        self._may_allow = may_allow and self.finding.kind == "name"

    def compose(self) -> ComposeResult:
        """Lay out the words, where they stand, and what can be said of them."""
        yield Static(self._words(), classes="found", markup=False)
        yield Static(Content(self._places()), classes="around", markup=False)
        yield Static(self._around(), classes="around", markup=False)
        yield self._line
        if self._may_allow:
            yield self._always

    @property
    def why(self) -> str:
        """Why the words may stay, as it was typed."""
        return self._line.value

    @property
    def is_allowed(self) -> bool:
        """Whether the name may stand for good."""
        return self._always.ticked

    @property
    def is_settled(self) -> bool:
        """Whether nothing more is to be said of these words."""
        return bool(self.why) or self.is_allowed

    def ask(self) -> None:
        """Say that something is still to be said here, and begin there."""
        self._line.problem = _("say why it may stay, or change it")
        self._line.focus_line()

    def focus_line(self) -> None:
        """Begin typing here."""
        self._line.focus_line()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Let the screen know which words one is at."""
        self.post_message(self.Entered(self))

    def _words(self) -> Content:
        line = _("{number}. {words}: may be {kind}")
        kind = KINDS[self.finding.kind]
        return Content(line.format(number=self._number, words=self.finding.words, kind=kind))

    def _around(self) -> Content:
        before, words, after = self.finding.around.partition(self.finding.words)
        return Content.assemble(before, (words, "bold $text"), after)

    def _hint(self) -> str:
        return _("who it is") if self.finding.kind == "name" else _("whose it is")

    def _places(self) -> str:
        more = len(self._same) - 1
        if not more:
            return self.finding.title
        places = ngettext(
            "{title}, and {count} more place", "{title}, and {count} more places", more
        )
        return places.format(title=self.finding.title, count=more)
