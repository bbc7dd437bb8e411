"""What certificates and letters say of the organisation."""

from functools import partial

from pydantic import ValidationError
from textual.app import ComposeResult
from textual.widgets import Static

from stepback_course.desks import Desks
from stepback_course.people.organisation import LANGUAGES, LINES, Organisation, what_is_needed
from stepback_course.text import _
from stepback_course.text.paths import typed_path
from stepback_course.tui.organisation_tasks import LookChoice, Settings, keep_settings
from stepback_course.tui.screens.working_form import Deed, WorkingForm
from stepback_course.tui.widgets.form_lines import FormLine, focus_problem
from stepback_course.tui.widgets.one_of import OneOf
from stepback_course.tui.widgets.ticks import TickLine


class OrganisationForm(WorkingForm[str]):
    """Changes what certificates and letters say; the answer is what was done, in a sentence."""

    BUSY = _("Trying a specimen…")

    def __init__(self, desks: Desks, settings: Settings) -> None:
        """Begin with what is kept now."""
        super().__init__(_("The organisation"), accept=_("Keep"))
        self._desks = desks
        self._settings = settings

    def compose_lines(self) -> ComposeResult:
        """Lay out the lines, the language and the look."""
        organisation = self._settings.organisation
        for field, (label, hint) in LINES.items():
            value = str(getattr(organisation, field))
            yield FormLine(_id(field), label, value=value, hint=hint, limit=300)
        fee = TickLine(
            _("A certificate waits until the fee is recorded as paid"),
            organisation.fee_before_award,
            read_only=False,
        )
        fee.id = "fee"
        yield fee
        yield Static(_("Certificates are in"), classes="form-heading -question", markup=False)
        yield OneOf("language", LANGUAGES, organisation.language)
        yield Static(_("They look"), classes="form-heading -question", markup=False)
        yield OneOf("look", self._looks(), "as it is")
        yield FormLine(
            "folder",
            _("Folder of your own look"),
            hint=_("certificate.typ and its pictures"),
            limit=300,
        )

    def _looks(self) -> dict[str, str]:
        now = _("their own, as now") if self._settings.has_own_look else _("as usual, as now")
        looks = {"as it is": now, "own": _("as the folder below says")}
        return looks | ({"usual": _("as usual again")} if self._settings.has_own_look else {})

    def deed(self) -> Deed[str] | None:
        """Return the keeping, where every line is right."""
        lines = {field: self.query_one(f"#{_id(field)}", FormLine) for field in LINES}
        given: dict[str, object] = {field: line.value for field, line in lines.items()}
        given["fee_before_award"] = self.query_one("#fee", TickLine).ticked
        given["language"] = self.query_one("#language", OneOf).chosen
        for line in lines.values():
            line.problem = ""
        try:
            organisation = Organisation.model_validate(given)
        except ValidationError as error:
            for fault in error.errors():
                field = str(fault["loc"][0])
                lines[field].problem = what_is_needed(field)
            focus_problem(self)
            return None
        chosen, folder = self.query_one("#look", OneOf).chosen, self.query_one("#folder", FormLine)
        look: LookChoice = "own" if folder.value or chosen == "own" else "as it is"
        if chosen == "usual":
            look = "usual"
        if look == "own" and not folder.value:
            folder.problem = _("this is needed")
            focus_problem(self)
            return None
        return partial(keep_settings, self._desks, organisation, look, typed_path(folder.value))


def _id(field: str) -> str:
    return field.replace("_", "-")
