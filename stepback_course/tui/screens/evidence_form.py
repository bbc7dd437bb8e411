"""The form about one file: which it is, what it shows, and whether it shows a learner."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from stepback_course.text import _
from stepback_course.text.paths import downloads_folder, typed_path
from stepback_course.tui.picking import pick_file
from stepback_course.tui.screens.forms import FormDialog
from stepback_course.tui.widgets.form_lines import FormLine, focus_problem
from stepback_course.tui.widgets.one_of import OneOf

_WHOM: Mapping[str, str] = {
    "nobody": _("no learner, and nothing by which one could be recognised"),
    "learner": _("a learner, or work by which one could be recognised"),
}
_ANSWERS: Mapping[bool | None, str] = {None: "", False: "nobody", True: "learner"}


@dataclass(frozen=True, slots=True)
class AboutFile:
    """What is said of a file."""

    path: str = ""
    """Where it is, as it was typed; empty for one that is attached already."""
    shows: str = ""
    learner: bool | None = None
    """Whether it shows a learner, or None where that is not said yet."""


class EvidenceForm(FormDialog[AboutFile]):
    """Asks for a file and a line about it, or for another line about one that is there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "pick", _("Pick"), id="evidence.pick"),
    ]

    def __init__(
        self,
        about: AboutFile,
        *,
        name: str = "",
        problem: str = "",
        told_by_name: Callable[[Path], Sequence[str]] = lambda _path: (),
    ) -> None:
        """Begin with what was said; `name` is the file's where it is attached already.

        `problem` is why it was not taken the last time; `told_by_name` returns what in the name of
        a file may tell who a child is.
        """
        title = name or _("Attach a file")
        super().__init__(title, accept=_("Done") if name else _("Attach"))
        self._about = about
        self._is_attached = bool(name)
        self._problem = problem
        self._told_by_name = told_by_name

    def compose_lines(self) -> ComposeResult:
        """Lay out where the file is, what it shows, and whom."""
        if self._problem:
            yield Static(self._problem, classes="problem -shown", markup=False)
        if not self._is_attached:
            sentence = _(
                "A picture, or a document (PDF, Word, OpenDocument, text), 20 MB at most. What a"
                " camera writes into a picture is left out, and so is the file's own name. A"
                " document is kept as it is: look for names in it first."
            )
            yield Static(sentence, classes="form-note", markup=False)
            yield FormLine(
                "path",
                _("Where it is"),
                value=self._about.path,
                hint=_("type or drop it here, or F2 to pick"),
                limit=1000,
            )
            yield Static(id="told", classes="form-note", markup=False)
        yield FormLine(
            "shows",
            _("What it shows"),
            value=self._about.shows,
            hint=_("such as: the route card we made"),
            limit=300,
        )
        yield Static(_("Whom does it show?"), classes="form-heading -question", markup=False)
        yield OneOf("learner", _WHOM, _ANSWERS[self._about.learner])

    def on_mount(self) -> None:
        """Start in the first line."""
        self.query("#told").set(display=False)
        self.query(FormLine).first().focus_line()

    @on(Input.Changed, "#path Input")
    def _look_at_name(self, event: Input.Changed) -> None:
        """Say where the name of the file that is there tells who a child may be."""
        path, line = typed_path(event.value), self.query_one("#told", Static)
        words = self._told_by_name(path) if is_file(path) else ()
        told = _(
            "The file is called after '{words}'. That is not kept here; look whether it stands in"
            " the file too."
        )
        line.update(Content(told.format(words="', '".join(words)) if words else ""))
        line.display = bool(words)

    def action_pick(self) -> None:
        """Pick the file from a folder."""
        if not self._is_attached:
            path = self.query_one("#path", FormLine)
            typed = typed_path(path.value) if path.value else downloads_folder()
            folder = typed if typed.is_dir() else typed.parent
            pick_file(self.app, folder, self._picked)

    def _picked(self, file: Path) -> None:
        self.query_one("#path", FormLine).value = str(file)
        self.query_one("#shows", FormLine).focus_line()

    def accept(self) -> None:
        """Answer with what is said, or say what is missing."""
        shows = self.query_one("#shows", FormLine)
        shows.problem = "" if shows.value else _("say in a few words what it shows")
        path = "" if self._is_attached else self.query_one("#path", FormLine).value
        if not self._is_attached:
            missing = "" if path else _("say where the file is")
            self.query_one("#path", FormLine).problem = missing
        if shows.problem or not (path or self._is_attached):
            focus_problem(self)
            return
        chosen = self.query_one(OneOf).chosen
        if not chosen:
            self.say(_("Say whether it shows a learner."))
            return
        self.dismiss(AboutFile(path, shows.value, chosen == "learner"))


def is_file(path: Path) -> bool:
    """Say whether there is a file at a path that may be half typed."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
