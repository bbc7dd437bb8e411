"""Asking about words that may tell who a child is: each is changed, or said why it may stay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from stepback_course.portfolio.privacy import Finding, by_words
from stepback_course.text import _
from stepback_course.tui.screens.forms import FormDialog
from stepback_course.tui.unsent_keeper import UnsentKeeper
from stepback_course.tui.widgets.finding_lines import FindingLines

AT_ONCE = 30
"""About how many words is asked at once; where there are more, they are asked about after these."""


@dataclass(frozen=True)
class Explained:
    """What somebody said of words that may tell who a child is."""

    explanations: Mapping[str, str] = field(default_factory=dict)
    """Why they may stay, by the words."""
    allowed: tuple[str, ...] = ()
    """Names that may stand for good."""
    to_change: Finding | None = None
    """Where somebody goes instead to change the words."""

    def and_then(self, said: "Explained") -> "Explained":
        """Return what was said, and what was said after that."""
        return Explained({**self.explanations, **said.explanations}, (*self.allowed, *said.allowed))


class IdentifiersScreen(FormDialog[Explained]):
    """Lists what was found. It warns: nobody is promised that nothing else gives a child away."""

    CSS_PATH = ["forms.tcss", "identifiers.tcss"]  # type: ignore[assignment] # noqa: RUF012 # Textual takes several, FormDialog has one
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+g", "change", _("Go there and change it"), id="identifiers.change"),
    ]

    lines = getters.query_one(".lines", VerticalScroll)

    def __init__(
        self,
        findings: Sequence[Finding],
        known: Mapping[str, str] | None = None,
        *,
        accept: str,
        unsent: UnsentKeeper | None = None,
        may_allow: bool = True,
        may_change: bool = True,
    ) -> None:
        """Ask about `findings`; `known` has what was said of words before.

        `accept` names what is done then; until then `unsent`, where there is one, keeps what is
        said. Where `may_change`, a key leads to where the words stand.
        """
        super().__init__(_("Could this tell who a child is?"), accept=accept)
        self.unsent = unsent
        said = {words.casefold(): why for words, why in (known or {}).items()}
        # Those of which nothing was said come first, so that all have their turn.
        groups = sorted(by_words(findings), key=lambda same: same[0].key in said)
        self._may_change = may_change
        self._blocks = [
            FindingLines(number, same, said.get(same[0].key, ""), may_allow=may_allow)
            for number, same in enumerate(groups[:AT_ONCE], start=1)
        ]
        self._at = self._blocks[0]

    def compose_lines(self) -> ComposeResult:
        """Lay out what is asked, and the words one under the other."""
        yield Static(Content(self._about()), classes="form-note", markup=False)
        yield from self._blocks

    def on_mount(self) -> None:
        """Begin at the first words of which nothing was said yet."""
        self.call_next(self._begin)  # once what was said and not sent stands in the lines again

    def _begin(self) -> None:
        first = next((block for block in self._blocks if not block.is_settled), self._blocks[0])
        first.focus_line()
        if first is self._blocks[0]:
            self.call_after_refresh(self.lines.scroll_home, animate=False)

    def on_finding_lines_entered(self, event: FindingLines.Entered) -> None:
        """Remember which words one is at."""
        self._at = event.lines

    def accept(self) -> None:
        """Take what was said, once something was said of all of them."""
        for block in self._blocks:
            if not block.is_settled:
                block.ask()
                return
        self.dismiss(
            Explained(
                explanations={
                    block.finding.words: block.why for block in self._blocks if block.why
                },
                allowed=tuple(block.finding.words for block in self._blocks if block.is_allowed),
            )
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Lead to where words stand only where that can be reached from here."""
        return action != "change" or self._may_change

    def action_change(self) -> None:
        """Go to where the words stand."""
        self.dismiss(Explained(to_change=self._at.finding))

    def _about(self) -> str:
        if self._may_change:
            return _(
                "Change these words where they stand (ctrl+g goes there), or say why they may "
                "stay. Your assessor reads what you say. Look for what no program finds, too: a "
                "rare condition, a nickname, a story everybody knows."
            )
        return _(
            "Go back and change these words, or say why they may stay. What you say is kept with "
            "the decision. Look for what no program finds, too: a rare condition, a nickname, a "
            "story everybody knows."
        )
