"""Releasing several decisions after a list of what will happen, and the letters that follow."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import DataTable

from stepback_course.marking import QueueRow
from stepback_course.marking.release_plan import Released, ReleasePlan
from stepback_course.portfolio.privacy import unexplained
from stepback_course.text import _
from stepback_course.text.paths import typed_path, usual_folder
from stepback_course.tui.releasing import LETTERS_FOLDER, Letters, released_sentence, write_letters
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.screens.dialogs import AskLine
from stepback_course.tui.screens.identifiers import Explained, IdentifiersScreen
from stepback_course.tui.screens.release_list import WIDE, ReleaseListScreen


class ReleaseScreen(ReleaseListScreen):
    """The list, and the releasing."""

    CSS_PATH = "release.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 # no ClassVar above
    HELP_TITLE = _("Releasing decisions")
    HELP_TEXT = _(
        "This is what will happen; nothing has happened yet. Enter releases what is ticked ●: "
        "practitioners see it at once, and it cannot be taken back. Space leaves a decision out "
        "this time. h holds everything of a practitioner back until somebody lets it go, with a "
        "reason that they never see. Words that may tell who a child is are asked about once for "
        "all. Afterwards w writes a letter to each practitioner into a folder; nothing is sent."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r,enter", "release", _("Release"), key_display="⏎", id="release.go"),
        Binding("w", "write", _("Write letters"), id="release.letters"),
    ]

    def __init__(self, rows: Sequence[QueueRow] | None = None) -> None:
        """Plan to release these rows, or everything that the queue looks at."""
        super().__init__(rows)
        self._released: Released | None = None

    @property
    def question(self) -> str:
        """What is asked before the release, and what has come of it afterwards."""
        return released_sentence(self._released) if self._released else super().question

    @property
    def is_released(self) -> bool:
        """Whether the decisions in the list have gone out."""
        return self._released is not None

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Show what was released, or where letters were written."""
        match event.result:
            case Released() as released:
                self._released = released
                self.plan = ReleasePlan(released.done)
                self.banner.sentence = "\n".join(released.refused)
                self.show()
            case Letters(sentence):
                self.banner.tell(sentence)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done before the release, and what can be done after it."""
        match action:
            case "release" | "leave_out" | "hold":
                return bool(self.plan.lines) and not (self.is_busy or self._released)
            case "write":
                return bool(self._released and self._released.done)
        return super().check_action(action, parameters)

    # Releasing.

    @on(DataTable.RowSelected)
    def action_release(self) -> None:
        """Release what is ticked, once what may tell who a child is was explained."""
        if not (self._released or self.is_busy) and self.wanted.ready:
            self._explain(Explained(), Explained())

    def _explain(self, before: Explained, said: Explained | None) -> None:
        """Ask about words that may tell who a child is, until none are left, then release."""
        if said is None:
            return
        said = before.and_then(said)
        found = unexplained(self.wanted.findings, said.explanations)
        if found:
            asking = IdentifiersScreen(
                found, accept=_("Release"), may_allow=False, may_change=False
            )
            self.app.push_screen(asking, partial(self._explain, said))
            return
        self.is_busy = True
        self.stop.clear()
        self.refresh_bindings()
        ready = self.wanted.ready
        sentence = _("Released {{done}} of {wanted}; escape stops").format(wanted=len(ready))
        release = partial(
            self.desks.releases.release,
            ready,
            said.explanations,
            stop=self.stop,
            tell=partial(self.tell, sentence),
        )
        self.fetch("released", release)

    # Letters.

    def action_write(self) -> None:
        """Ask where to write a letter to each practitioner."""
        question = AskLine(
            _("Write letters"),
            _(
                "One for each practitioner, for you to send: that feedback is ready, and further "
                "work by when. Nothing that anybody wrote is in it. They go into this folder:"
            ),
            value=str(usual_folder() / LETTERS_FOLDER),
            accept=_("Write"),
        )
        self.app.push_screen(question, self._write)

    def _write(self, line: str | None) -> None:
        if line and self._released:
            letters = partial(write_letters, self.desks, self._released.done, typed_path(line))
            self.masthead.saved = _("Writing…")
            self.fetch("letters", letters)
