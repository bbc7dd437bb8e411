"""How somebody wants their certificate: the name that is printed, and the language."""

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.widgets import Static

from stepback_course.people.organisation import LANGUAGES, language_of
from stepback_course.portfolio import PortfolioView
from stepback_course.text import _
from stepback_course.text.fields import Language
from stepback_course.tui.screens.forms import FormDialog
from stepback_course.tui.widgets.form_lines import FormLine
from stepback_course.tui.widgets.one_of import OneOf


@dataclass(frozen=True, slots=True)
class PrintedName:
    """How somebody wants their certificate."""

    name: str
    language: Language


class NameForm(FormDialog[PrintedName]):
    """Asks for the name as it is to be printed on the certificate, and for its language."""

    def __init__(self, view: PortfolioView, usual: Language) -> None:
        """Begin with what was confirmed before, else with their own name and `usual`."""
        super().__init__(_("The name on your certificate"), accept=_("Confirm"))
        self._begun = view.award.name or view.profile.name
        self._language = view.award.language or usual

    def compose_lines(self) -> ComposeResult:
        """Lay out the name and the languages."""
        yield Static(
            _("It is printed exactly as it stands here. Once a certificate is made it is fixed."),
            classes="form-note",
            markup=False,
        )
        yield FormLine("name", _("Name to print"), value=self._begun)
        yield Static(_("Your certificate is in"), classes="form-heading -question", markup=False)
        yield OneOf("language", LANGUAGES, self._language)

    def accept(self) -> None:
        """Take the name where there is one."""
        line = self.query_one("#name", FormLine)
        line.problem = "" if line.value else _("Type the name to print.")
        chosen = self.query_one("#language", OneOf).chosen
        if line.value:
            self.dismiss(PrintedName(line.value, language_of(chosen)))
