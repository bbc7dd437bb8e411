"""The files that belong to a unit: listed, attached, described, saved elsewhere, removed."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import DataTable, Static

from stepback_course.portfolio import UnitView
from stepback_course.portfolio.evidence.rules import MEGABYTE, PORTFOLIO_LIMIT, shown_size
from stepback_course.portfolio.models import EvidenceFile
from stepback_course.portfolio.telling.words import unit_name
from stepback_course.store import StoreError
from stepback_course.text import _, ngettext
from stepback_course.text.paths import typed_path, usual_folder
from stepback_course.text.refusals import Refusal
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.screens.dialogs import AskLine, Confirm
from stepback_course.tui.screens.evidence_form import AboutFile, EvidenceForm
from stepback_course.tui.widgets.row_table import RowTable


class FileTable(RowTable):
    """The files of a unit, oldest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select_cursor", _("Change the line"), id="evidence.describe")
    ]

    is_open: reactive[bool] = reactive(False, bindings=True)
    """Whether anything can be changed."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to change a line only where there is one that may be changed."""
        return action != "select_cursor" or (self.is_open and self.row_count > 0)


class EvidenceScreen(StepbackScreen[None]):
    """The files of one unit, or those that were submitted with an attempt."""

    CSS_PATH = "evidence.tcss"
    HELP_TITLE = _("Files")
    HELP_TEXT = _(
        "Pictures and documents that belong to this unit: a plan you made, a card, a page of work. "
        "Say in a line what each shows. Whatever shows a learner needs permission for images. What "
        "a camera writes into a picture, the place above all, is removed when you attach it, and "
        "the file gets a neutral name. You can remove a file until you submit the unit; submitted, "
        "it stays with that attempt. S saves a copy where you can open it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "attach", _("Attach a file"), id="evidence.attach"),
        Binding("s", "save", _("Save a copy"), id="evidence.save"),
        Binding("x,delete", "remove", _("Remove"), id="evidence.remove"),
    ]

    table = getters.query_one(FileTable)

    def __init__(self, portfolio: str, unit: str, attempt: int | None = None) -> None:
        """Name the unit, and the attempt whose files are read where they are an assessor's."""
        super().__init__()
        self._portfolio = portfolio
        self._unit_id = unit
        self._attempt = attempt
        self._view: UnitView | None = None
        self._files: Sequence[EvidenceFile] = ()
        self._offered = AboutFile()

    def compose_body(self) -> ComposeResult:
        """Lay out the files, and what stands about the one under the cursor."""
        with Vertical(id="files"):
            yield Static(id="summary", markup=False)
            yield FileTable(cursor_type="row")
            yield Static(id="detail", markup=False)

    def on_mount(self) -> None:
        """Make the columns; the last has the room there is."""
        rest = max(36, self.size.width - 46)
        for head, width in ((_("File"), 23), (_("Size"), 10), (_("What it shows"), rest)):
            self.table.add_column(head, width=width)

    def on_screen_resume(self) -> None:
        """Read the files."""
        self._read()
        self.table.focus()

    def _read(self, at: str = "") -> None:
        """Read the files and show them, with the cursor on the one of a name."""
        try:
            self._view = self.desks.workbook.unit(self._portfolio, self._unit_id)
            self._files = self._listed()
            summary = self._summary()
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)
            return
        name = unit_name(self._view.unit)
        self.masthead.where = (
            _("My course › {unit} › Files").format(unit=name)
            if self._attempt is None
            else _("Marking › {unit} › Files").format(unit=name)
        )
        with self.prevent(DataTable.RowHighlighted):
            self.table.clear()
            for file in self._files:
                cells = (file.name, shown_size(file.size), _line(file))
                row = (Text(cell, overflow="ellipsis", no_wrap=True) for cell in cells)
                self.table.add_row(*row, key=file.name)
            names = [file.name for file in self._files]
            self.table.move_cursor(row=names.index(at) if at in names else 0)
        self.table.display = bool(self._files)
        self.table.is_open = self._is_open
        self.query_one("#summary", Static).update(Content(summary))
        self._show_detail()
        self.refresh_bindings()

    def _listed(self) -> Sequence[EvidenceFile]:
        if self._attempt is None:
            return self.desks.evidence.files(self._portfolio, self._unit_id)
        workbook = self.desks.workbook
        return workbook.submission(self._portfolio, self._unit_id, self._attempt).evidence

    def _summary(self) -> str:
        """Return how many files there are, and how much room they take. Raises StoreError."""
        if not self._files:
            return (
                _(
                    "No file belongs to this unit, and none has to. If a picture or a document "
                    "shows what you did better than words, press a to attach it."
                )
                if self._is_open
                else _("No file belongs to this unit.")
            )
        count = ngettext("{count} file", "{count} files", len(self._files))
        counted = count.format(count=len(self._files))
        if self._attempt is not None:
            return _("{files}, submitted with attempt {attempt}").format(
                files=counted, attempt=self._attempt
            )
        return _("{files}. All of yours together have {used} of {limit} MB.").format(
            files=counted,
            used=shown_size(self.desks.evidence.used(self._portfolio)),
            limit=PORTFOLIO_LIMIT // MEGABYTE,
        )

    @property
    def _is_open(self) -> bool:
        return self._attempt is None and self._view is not None and self._view.is_open

    @property
    def _chosen(self) -> EvidenceFile | None:
        """The file under the cursor."""
        row = self.table.cursor_row
        return self._files[row] if 0 <= row < len(self._files) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done with these files now."""
        if action == "attach":
            return self._is_open
        if action == "remove":
            return self._is_open and bool(self._files)
        if action == "save":
            return bool(self._files)
        return super().check_action(action, parameters)

    @on(DataTable.RowHighlighted)
    def _went_to(self, event: DataTable.RowHighlighted) -> None:
        event.stop()
        self._show_detail()

    def _show_detail(self) -> None:
        file = self._chosen
        lines = [] if file is None else [file.shows]
        if file is not None and file.learner:
            lines.append(_("It shows a learner: permission has to cover images."))
        self.query_one("#detail", Static).update(Content("\n".join(lines)))

    # Attaching and describing.

    def action_attach(self) -> None:
        """Ask for a file and what it shows."""
        self._ask(AboutFile())

    def _ask(self, about: AboutFile, problem: str = "") -> None:
        told = partial(self.desks.evidence.told_by_name, self._portfolio)
        form = EvidenceForm(about, problem=problem, told_by_name=told)
        self.app.push_screen(form, self._take_in)

    def _take_in(self, about: AboutFile | None) -> None:
        if about is None:
            return
        self._offered = about
        self.masthead.saved = _("Attaching …")
        attach = partial(
            self.desks.evidence.attach,
            self._portfolio,
            self._unit_id,
            typed_path(about.path),
            shows=about.shows,
            learner=bool(about.learner),
        )
        self.fetch("attached", attach)

    @on(DataTable.RowSelected)
    def _describe(self, event: DataTable.RowSelected) -> None:
        """Say anew what the file under the cursor shows."""
        event.stop()
        file = self._chosen
        if file is None or not self._is_open:
            return

        def describe(about: AboutFile | None) -> None:
            if about is not None:
                self._do(
                    lambda: self.desks.evidence.describe(
                        self._portfolio,
                        self._unit_id,
                        file.name,
                        shows=about.shows,
                        learner=bool(about.learner),
                    ),
                    at=file.name,
                )

        about = AboutFile(shows=file.shows, learner=file.learner)
        self.app.push_screen(EvidenceForm(about, name=file.name), describe)

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Show the file that was attached."""
        self.masthead.saved = ""
        if isinstance(event.result, EvidenceFile):
            self._read(event.result.name)
            told = _("Attached as {name}, without the file's own name.")
            self.banner.tell(told.format(name=event.result.name))

    def on_stepback_screen_refused(self, event: StepbackScreen.Refused) -> None:
        """Ask again, with everything that was typed, and say why."""
        self.masthead.saved = ""
        self.banner.sentence = ""
        event.prevent_default()
        self._ask(self._offered, event.sentence)

    # Removing, and saving elsewhere.

    def action_remove(self) -> None:
        """Ask, and remove the file under the cursor."""
        file = self._chosen
        if file is None:
            return

        def remove(sure: bool | None) -> None:
            if sure:
                self._do(
                    lambda: self.desks.evidence.remove(self._portfolio, self._unit_id, file.name)
                )

        title = _("Remove {name}?").format(name=file.name)
        sentence = _("The copy kept here is deleted. The file you attached it from stays.")
        self.app.push_screen(Confirm(title, sentence, accept=_("Remove")), remove)

    def action_save(self) -> None:
        """Ask for a folder, and save a copy of the file under the cursor in it."""
        file = self._chosen
        if file is None:
            return

        def save(line: str | None) -> None:
            if line:
                self._do(partial(self._save, file, typed_path(line)), at=file.name)

        question = AskLine(
            _("Save a copy of {name}").format(name=file.name),
            _("In this folder, where you can open it:"),
            value=str(usual_folder() / "stepback"),
            accept=_("Save"),
        )
        self.app.push_screen(question, save)

    def _save(self, file: EvidenceFile, folder: Path) -> None:
        from stepback_course.reports.files import write_whole

        content = self.desks.evidence.read(
            self._portfolio, self._unit_id, file.name, attempt=self._attempt
        )
        write_whole(folder / file.name, content)
        self.banner.tell(_("A copy is in {file}.").format(file=folder / file.name))

    def _do(self, change: Callable[[], object], at: str = "") -> None:
        try:
            change()
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)
        else:
            self._read(at)


def _line(file: EvidenceFile) -> str:
    return _("{shows} (a learner)").format(shows=file.shows) if file.learner else file.shows
